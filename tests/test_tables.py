"""The tables say what the dataset says, cell by cell, as readers find it that know nothing of il6ld."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Dataset, Literal, NamedNode, Quad

from il6ld.formats import TRANSLATIONS, Material, table_files
from il6ld.formats.tables import tables
from il6ld.formats.translation import Account
from il6ld.namespaces import GRAPHS, IL6, RDF, RDFS, SKOS
from tests.conftest import ROOT
from tests.released import CONTEXT, material, material_of
from tests.safety.foreign.tables import from_csv, from_parquet, values

FIRST = NamedNode("https://w3id.org/il6ld/claims/il6d-0001")


def one_claim(*more: Quad) -> Material:
    """The first claim of the release with some quads more."""
    wanted = {FIRST, proposition_of(FIRST)}
    kept = (
        quad
        for quad in material().dataset
        if quad.subject in wanted or quad.object in (IL6.qualifier, IL6.Predicate)
    )
    dataset = Dataset([*kept, *more])
    return material_of(dataset)


def proposition_of(claim: NamedNode) -> NamedNode:
    (node,) = material().lookup.nodes(claim, IL6.proposition)
    return node


@cache
def csv_files() -> dict[str, bytes]:
    return table_files.write_csv(material()).files


def rows(name: str, files: dict[str, bytes] | None = None) -> dict[str, dict[str, str]]:
    """The rows of one CSV table by their ids."""
    found = from_csv((files or csv_files())[f"il6ld-{name}.csv"])
    assert len({row["id"] for row in found}) == len(found)
    return {row["id"]: row for row in found}


def expanded(names: Iterable[str]) -> set[str]:
    return {CONTEXT.expand(name) for name in names}


def said(record: str, prop: str) -> set[str]:
    """The values of a record, straight from the release's quads."""
    about = material().dataset.quads_for_subject(NamedNode(record))
    objects = (quad.object for quad in about if quad.predicate.value == prop)
    return {term.value for term in objects if isinstance(term, NamedNode | Literal)}


def test_each_claim_has_one_row_and_each_line_of_evidence_has_one() -> None:
    kinds = Counter(quad.object for quad in material().dataset if quad.predicate == RDF.type)
    assert len(rows("claims")) == kinds[IL6.Claim] > 90
    assert len(rows("evidence")) == kinds[IL6.EvidenceLine] > 90
    entities = {q.subject for q in material().dataset if q.predicate == RDF.type and q.object == IL6.Entity}
    assert len(entities) > 80
    assert {str(node)[1:-1] for node in entities} <= {row["iri"] for row in rows("entities").values()}


CLAIM_KEYS = (
    "status", "polarity", "certainty", "reading", "attributedTo", "discourseRole", "basedOn", "explains",
    "replaces", "replacedBy", "disputes", "erratum", "evidence", "article", "passage", "proposition",
)  # fmt: skip


def test_every_cell_of_a_claim_is_what_the_dataset_says() -> None:
    looked = Counter[str]()
    for row in rows("claims").values():
        for key in CLAIM_KEYS:
            assert expanded(values(row[key])) == said(row["iri"], CONTEXT.expand(key)), (row["id"], key)
            looked[key] += bool(row[key])
    assert all(looked[key] for key in CLAIM_KEYS), looked


def test_every_cell_of_a_proposition_is_what_the_dataset_says() -> None:
    declared = {str(quad.subject)[1:-1] for quad in material().dataset if quad.object == IL6.qualifier}
    qualifiers = sorted(iri.rpartition("/")[2] for iri in declared - {IL6.qualifier.value})
    keys = ["subject", "predicate", "object", *qualifiers]
    assert len(keys) > 14
    looked = Counter[str]()
    for row in rows("claims").values():
        proposition = CONTEXT.expand(row["proposition"])
        for key in keys:
            assert expanded(values(row[key])) == said(proposition, CONTEXT.expand(key)), (row["id"], key)
            looked[key] += bool(row[key])
    assert sum(bool(number) for number in looked.values()) > 12


def test_a_row_says_beside_its_three_terms_whether_they_may_be_read_alone() -> None:
    header = list(next(iter(rows("claims").values())))
    assert header[2:11] == [
        "bare", "qualms", "status", "polarity", "certainty", "reading", "subject", "predicate", "object"
    ]  # fmt: skip
    bare = {
        tuple(str(term)[1:-1] for term in (quad.subject, quad.predicate, quad.object))
        for quad in material().dataset.quads_for_graph_name(GRAPHS.bare)
    }
    found = rows("claims").values()
    alone = [row for row in found if row["bare"] == "true"]
    assert {tuple(CONTEXT.expand(row[part]) for part in header[8:11]) for row in alone} == bare
    assert len(bare) > 5
    assert all((row["bare"] == "false") == bool(row["qualms"]) for row in found)


def test_what_another_claim_says_against_it_stands_in_its_row() -> None:
    superseded = rows("claims")["claims:il6d-0097"]
    assert superseded["status"] == "Superseded" and superseded["bare"] == "false"
    assert "is disputed by il6d-0098" in values(superseded["qualms"])


def test_where_a_claim_stands_and_how_it_is_told_is_what_the_dataset_says() -> None:
    looked = Counter[str]()
    oa, terms = "http://www.w3.org/ns/oa#", "http://purl.org/dc/terms/"
    for row in rows("claims").values():
        (passage,) = said(row["iri"], IL6.passage.value)
        (selector,) = said(passage, f"{oa}hasSelector")
        (section,) = said(passage, IL6.section.value)
        assert {row["sentence"]} == said(passage, IL6.sentence.value)
        assert {row["section"]} == said(section, f"{terms}title")
        assert {row["start"]} == said(selector, f"{oa}start") and {row["end"]} == said(selector, f"{oa}end")
        assert {row["label"]} == said(row["iri"], RDFS.label.value)
        for key in ("note", "openList", "unaffectedBy"):
            assert set(values(row[key])) == said(row["iri"], CONTEXT.expand(key))
            looked[key] += bool(row[key])
    assert len(looked) == 3 and all(looked.values()), looked


WHOSE = {
    "id": ("traceability", "direction", "directness", "evidenceType", "observation"),
    "observation": (
        "measured", "measuredAspect", "measuredAgainst", "measuredAgainstAspect", "outcome", "population",
        "anatomy", "cellType", "comparator",
    ),
    "observationPopulation": ("organism", "genotype", "condition"),
}  # fmt: skip


def test_every_cell_of_a_line_is_what_the_dataset_says() -> None:
    looked = Counter[str]()
    for row in rows("evidence").values():
        for record, keys in WHOSE.items():
            for key in keys:
                column = key if record == "id" else f"{record}{key[0].upper()}{key[1:]}"
                whole = said(CONTEXT.expand(row[record]), CONTEXT.expand(key)) if row[record] else set()
                assert expanded(values(row[column])) == whole, (row["id"], column)
                looked[column] += bool(row[column])
    assert sum(bool(number) for number in looked.values()) > 12, looked


def test_every_cell_of_an_entity_is_what_the_dataset_says() -> None:
    looked = Counter[str]()
    for row in rows("entities").values():
        assert set(values(row["synonyms"])) == said(row["iri"], SKOS.altLabel.value)
        assert {row["definition"]} - {""} == said(row["iri"], SKOS.definition.value)
        for key in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"):
            assert expanded(values(row[key])) == said(row["iri"], SKOS[key].value)
            looked[key] += bool(row[key])
    assert len(looked) == 5 and all(looked.values())


def test_an_observation_stands_whole_in_the_row_of_its_line() -> None:
    row = rows("evidence")["lines:il6d-0039-1"]
    assert {key: row[key] for key in row if key.startswith("observation")} | {"claim": row["claim"]} == {
        **dict.fromkeys((key for key in row if key.startswith("observation")), ""),
        "claim": "claims:il6d-0039",
        "observation": "observations:il6d-0039-1-1",
        "observationMeasured": "InsulinResistance",
        "observationMeasuredAspect": "Level",
        "observationOutcome": "Decreased",
        "observationPopulation": "populations:il6d-0039-1-1-1",
        "observationPopulationOrganism": "NCBITaxon:10090",
        "observationIntervention": "cellType=MyeloidCell kind=ConditionalKnockout role=Varied "
        "target=IkappaBKinaseBeta|kind=Feeding role=Held target=HighFatDiet",
        "observationComparator": "observations:il6d-0041-1-1",
        "observationComparatorMeasured": "InsulinResistance",
        "observationComparatorMeasuredAspect": "Level",
        "observationComparatorOutcome": "Increased",
        "observationComparatorIntervention": "kind=Feeding role=Held target=HighFatDiet",
        "observationComparatorPopulation": "populations:il6d-0041-1-1-1",
        "observationComparatorPopulationGenotype": "WildType",
        "observationComparatorPopulationOrganism": "NCBITaxon:10090",
    }


def test_an_entity_stands_with_its_names_and_its_counterparts() -> None:
    row = rows("entities")["Interleukin6"]
    assert values(row["synonyms"]) == ["IL-6", "IL6", "interleukin-6"]
    assert "ProinflammatoryCytokine" in values(row["parents"]) and "Entity" not in values(row["parents"])
    assert row["category"] == "MolecularEntity" and row["exactMatch"] == "PR:000001393"
    assert "HGNC:6018" in values(row["relatedMatch"])


def test_nothing_is_left_out_or_dropped() -> None:
    account = table_files.write_csv(material()).account
    assert account == Account(told=len(rows("claims")))


# --- what is new ------------------------------------------------------------------------------------


def test_a_qualifier_that_is_new_has_its_column_before_anybody_uses_it() -> None:
    found = one_claim(Quad(IL6.dose, RDFS.subPropertyOf, IL6.qualifier, GRAPHS.ontology))
    header = list(next(iter(rows("claims", table_files.write_csv(found).files).values())))
    assert header.index("object") < header.index("dose") < header.index("subjectLabel")


@pytest.mark.parametrize("prop", [IL6.dose, NamedNode("https://example.org/dose")], ids=["ours", "another's"])
@pytest.mark.parametrize("whose", ["claim", "proposition"])
def test_a_property_that_nobody_declared_has_its_column_too(prop: NamedNode, whose: str) -> None:
    record = FIRST if whose == "claim" else proposition_of(FIRST)
    found = one_claim(Quad(record, prop, IL6.Strong, GRAPHS.propositions))
    row = rows("claims", table_files.write_csv(found).files)["claims:il6d-0001"]
    assert row["dose" if prop == IL6.dose else prop.value] == "Strong"
    assert row["bare"] == ("false" if whose == "proposition" else "true")


def test_a_property_with_a_name_that_a_column_has_gets_a_column_of_its_own() -> None:
    """`section` and `claim` are columns already, `note` is another property's, and none may be lost."""
    claim = [Quad(FIRST, IL6[name], IL6.Strong, GRAPHS.one) for name in ("section", "note", "id", "bare")]
    line = NamedNode("https://w3id.org/il6ld/lines/il6d-0001-1")
    files = table_files.write_csv(one_claim(*claim, Quad(line, IL6.claim, IL6.Strong, GRAPHS.one))).files
    row = rows("claims", files)["claims:il6d-0001"]
    found = {name: value for name, value in row.items() if value == "Strong"}
    assert found.keys() == {"il6:section", "il6:note", "il6:id", "il6:bare"}
    assert rows("evidence", files)["lines:il6d-0001-1"]["lineClaim"] == "Strong"


# --- the files --------------------------------------------------------------------------------------


def test_the_lines_end_as_the_standard_says_and_are_plain_utf8() -> None:
    for payload in csv_files().values():
        assert payload.endswith(b"\r\n") and not payload.startswith(b"\xef\xbb\xbf")
        fields = from_csv(payload)
        assert len(fields) > 50
        assert payload.count(b"\r\n") == payload.count(b"\n") == len(fields) + 1


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ["=1+1", "'=1", "-", "\t@x", "a|b", "\\", "\\|", "|", "x\r\ny", '"', ",", "\u202e", "'", "\n=1", "1\x002"]
)


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(texts=st.lists(TEXTS.filter(bool), max_size=3, unique=True))
def test_every_text_is_read_back_and_none_is_run(texts: list[str]) -> None:
    quads = [
        Quad(IL6.Fever, RDF.type, IL6.Entity, GRAPHS.ontology),
        *(Quad(IL6.Fever, SKOS.altLabel, Literal(text), GRAPHS.ontology) for text in texts),
        Quad(IL6.dose, RDFS.subPropertyOf, IL6.qualifier, GRAPHS.ontology),
    ]
    dataset = Dataset(quads)
    files = table_files.write_csv(material_of(dataset)).files
    cell = rows("entities", files)["Fever"]["synonyms"]
    assert sorted(values(cell)) == sorted(texts)
    assert cell.lstrip()[:1] not in ("=", "+", "-", "@") or not cell


def test_the_check_for_formulas_can_fail() -> None:
    assert next(csv.reader(io.StringIO("'=1+1,=1+1"))) == ["'=1+1", "=1+1"]
    assert values("'=1+1") == ["=1+1"] and values("''=1") == ["'=1"] and values("it's") == ["it's"]


@pytest.mark.heavy
def test_parquet_holds_the_same_with_types() -> None:
    pytest.importorskip("duckdb", reason="DuckDB is not installed: python -m pip install 'il6ld[parquet]'")
    written = table_files.write_parquet(material())
    assert written == table_files.write_parquet(material())
    kinds = Counter[str]()
    for table in tables(material())[0]:
        found = from_parquet(written.files[f"il6ld-{table.name}.parquet"])
        plain = from_csv(csv_files()[f"il6ld-{table.name}.csv"])
        assert len(found) == len(plain) == len(table.rows) > 50
        for row, texts in zip(found, plain, strict=True):
            assert list(row) == list(texts)
            for column, cell in row.items():
                kinds[type(cell).__name__] += 1
                if isinstance(cell, list):
                    assert cell == values(texts[column])
                else:
                    as_text = str(cell).lower() if isinstance(cell, bool) else str(cell or "")
                    assert as_text == (values(texts[column]) or [""])[0] or as_text == texts[column]
    assert all(kinds[kind] > 90 for kind in ("int", "bool", "str", "list", "NoneType")), kinds


def test_both_formats_stand_in_the_table_and_parquet_is_no_part_of_a_release() -> None:
    needs = {row.name: row.needs for row in TRANSLATIONS}
    assert needs["csv"] == "" and needs["parquet"] == "parquet"


_PRINT_DIGESTS = """
import hashlib
from il6ld.formats import TRANSLATIONS
from tests.released import material
rows = (row for row in TRANSLATIONS if row.name in ("bel", "csv", "va-spec"))
files = [file for row in rows for file in row.write(material()).files.values()]
assert len(files) == 5
print(*(hashlib.sha256(file).hexdigest() for file in files))
"""


@pytest.mark.heavy
def test_the_hash_seed_does_not_matter() -> None:
    found = set()
    for seed in ("0", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", _PRINT_DIGESTS]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT, check=True)
        found.add(ran.stdout)
    assert len(found) == 1 and all(found)
