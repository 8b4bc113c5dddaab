"""The table of mappings is complete, contradicts neither itself nor the claims, and others can read it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import NamedNode

from il6ld.description import describe
from il6ld.errors import InvalidInput
from il6ld.files import decode
from il6ld.lookup import Lookup
from il6ld.namespaces import IL6, OWL, RDF, RDFS, SKOS, VOID
from il6ld.sources import Sources
from il6ld.sources.mappings import quads
from il6ld.sssom import NO_TERM, table_rows
from tests.conftest import ROOT

TABLE = ROOT / "ontology" / "mappings.sssom.tsv"
EXAMPLES = ROOT.parent / "shared" / "suites" / "sssom-spec" / "examples"
LINKS = NamedNode("urn:links")
MATCHES = ["exact", "close", "broad", "narrow", "related"]
# Of MONDO, the one class that we use whose members need not be people.
ANY_SPECIES = "MONDO:0000001"
NOT_INSTALLED = "sssom-pydantic is not installed: see locks/readers.lock"
Cells = dict[str, str]


@pytest.fixture(scope="module")
def rows() -> list[Cells]:
    header, *found = table_rows(TABLE.read_text(encoding="utf-8"), TABLE.name)
    columns = header.text.split("\t")
    assert len(found) > 400
    return [dict(zip(columns, row.cells, strict=True)) for row in found]


@pytest.fixture(scope="module")
def mapped(rows: list[Cells]) -> list[Cells]:
    """The rows that lead to a term."""
    return [row for row in rows if row["object_id"] != NO_TERM]


@pytest.fixture(scope="module")
def lookup(sources: Sources) -> Lookup:
    return Lookup(sources.dataset)


def curie(node: object) -> str:
    assert isinstance(node, NamedNode)
    return f"il6:{node.value.removeprefix(IL6.iri)}"


def prefix(row: Cells) -> str:
    return row["object_id"].partition(":")[0]


def owed(lookup: Lookup) -> dict[str, set[str]]:
    """What must have a row: entities and their categories, predicates, listed values, kinds of evidence."""
    categories = [IL6.Entity, *lookup.subjects(RDFS.subClassOf, IL6.Entity)]
    entities = {node for category in categories for node in lookup.instances(category)}  # type: ignore[arg-type]
    lists = lookup.below(IL6.ListedValue, RDFS.subClassOf)
    values = {node for one in lists for node in lookup.instances(one)}
    evidence = {node for node in lookup.instances(OWL.Class) if curie(node).startswith("il6:EvidenceFrom")}
    return {
        "entities": {curie(node) for node in {*entities, *categories} if node in IL6},
        "predicates": {curie(node) for node in lookup.instances(IL6.Predicate)},
        "values": {curie(node) for node in values if node in IL6},
        "evidence": {curie(node) for node in evidence},
    }


def test_every_term_that_claims_use_is_mapped_or_known_to_have_no_counterpart(
    rows: list[Cells], lookup: Lookup
) -> None:
    has_row = {row["subject_id"] for row in rows}
    terms = owed(lookup)
    assert {kind: len(names) for kind, names in terms.items()} == {
        "entities": 113, "predicates": 24, "values": 74, "evidence": 3
    }  # fmt: skip
    assert {kind: sorted(names - has_row) for kind, names in terms.items()} == dict.fromkeys(terms, [])


def test_rows_are_whole_in_order_and_named_as_the_ontology_names_them(
    rows: list[Cells], lookup: Lookup, sources: Sources
) -> None:
    keys = [(r["subject_id"], MATCHES.index(r["predicate_id"][5:-5]), r["object_id"]) for r in rows]
    assert [key for key, following in zip(keys, keys[1:], strict=False) if key > following] == []
    named = Counter((row["subject_id"], row["object_id"], row["object_source"]) for row in rows)
    assert [key for key, number in named.items() if number > 1] == []
    for row in rows:
        assert row["subject_label"] == lookup.label(NamedNode(sources.context.expand(row["subject_id"])))
        assert row["object_source"].startswith("bioregistry:")
        assert bool(row["object_label"]) == (row["object_id"] != NO_TERM)
        assert row["object_source_version"] or row["object_source"] == "bioregistry:rdfs"


def test_the_prefixes_of_the_table_are_ours_and_all_used(rows: list[Cells], sources: Sources) -> None:
    told = dict(re.findall(r'^#  (\w+): "(\S+)"$', TABLE.read_text(encoding="utf-8"), flags=re.MULTILINE))
    cells = [row[name] for row in rows for name in row if name.endswith(("_id", "_source", "_justification"))]
    assert told.keys() == {cell.partition(":")[0] for cell in cells}
    outside = told.keys() - sources.context.prefixes.keys()
    # These serve the table alone: no link of the release has them.
    assert outside == {"bioregistry", "semapv", "sssom"}
    assert [name for name in told.keys() - outside if sources.context.prefixes[name] != told[name]] == []


def test_an_exact_match_is_the_only_one_of_its_term_and_of_its_ontology(mapped: list[Cells]) -> None:
    exact = [row for row in mapped if row["predicate_id"] == "skos:exactMatch"]
    assert len(exact) > 90
    for key in (lambda row: row["object_id"], lambda row: (row["subject_id"], prefix(row))):
        assert [one for one, number in Counter(map(key, exact)).items() if number > 1] == []


def test_no_row_says_both_that_there_is_a_term_and_that_there_is_none(rows: list[Cells]) -> None:
    exact = [row for row in rows if row["predicate_id"] == "skos:exactMatch"]
    none = {(row["subject_id"], row["object_source"]) for row in exact if row["object_id"] == NO_TERM}
    some = {(row["subject_id"], row["object_source"]) for row in exact if row["object_id"] != NO_TERM}
    assert len(none) > 50 and none & some == set()


def test_every_predicate_has_one_word_of_biolink_that_holds_whenever_ours_does(
    mapped: list[Cells], lookup: Lookup
) -> None:
    words: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in mapped:
        if prefix(row) == "biolink":
            words[row["subject_id"]][row["predicate_id"]] += 1
    predicates = owed(lookup)["predicates"]
    exact = {name for name in predicates if words[name]["skos:exactMatch"] == 1}
    broad = {name for name in predicates if words[name]["skos:broadMatch"] == 1}
    assert exact == {"il6:causes", "il6:correlatesWith", "il6:isA", "il6:produces"}
    assert exact | broad == predicates and exact & broad == set()


def test_every_category_is_one_of_biolink(mapped: list[Cells], lookup: Lookup) -> None:
    words = {(row["subject_id"], row["predicate_id"]) for row in mapped if prefix(row) == "biolink"}
    categories = {curie(node) for node in lookup.subjects(RDFS.subClassOf, IL6.Entity)}
    assert len(categories) == 8
    known = {name for name, match in words if match in ("skos:exactMatch", "skos:broadMatch")}
    # Biolink has foods and exposures, but no regimen.
    assert categories - known == {"il6:Diet"}


def of_animals(lookup: Lookup) -> set[str]:
    """Every entity of a claim about another species than people, and all above it."""
    people = NamedNode("http://purl.obolibrary.org/obo/NCBITaxon_9606")
    found: set[str] = set()
    for claim in lookup.instances(IL6.Claim):
        parts = reachable(lookup, claim)
        species = {value for part in parts for value in lookup.nodes(part, IL6.organism)}
        species |= {value for part in parts for value in lookup.nodes(part, IL6.speciesContext)}
        if species - {people}:
            said = [
                value for part in parts for values in lookup.properties(part).values() for value in values
            ]
            used = {value for value in said if isinstance(value, NamedNode)}
            found |= {name for value in used for name in upwards(lookup, value)}
    return found


def reachable(lookup: Lookup, claim: NamedNode) -> list[NamedNode]:
    parts = [claim]
    for field in (IL6.proposition, IL6.evidence, IL6.observation, IL6.population, IL6.intervention):
        parts += [value for part in list(parts) for value in lookup.nodes(part, field)]
    return parts


def upwards(lookup: Lookup, node: NamedNode) -> set[str]:
    if node not in IL6:
        return set()
    above = [name for one in lookup.nodes(node, RDFS.subClassOf) for name in upwards(lookup, one)]
    return {curie(node), *above}


def test_what_claims_say_of_animals_is_never_called_the_same_as_a_class_of_people(
    mapped: list[Cells], lookup: Lookup
) -> None:
    animals = of_animals(lookup)
    assert {"il6:Obesity", "il6:InsulinResistance", "il6:Arthritis", "il6:JointDisease"} <= animals
    human = {
        row["subject_id"]
        for row in mapped
        if row["predicate_id"] == "skos:exactMatch"
        and prefix(row) in ("MONDO", "HP", "HGNC")
        and row["object_id"] != ANY_SPECIES
    }
    assert len(human) > 6
    assert human & animals == set()


def test_the_release_counts_its_links_by_vocabulary_and_kind(mapped: list[Cells], sources: Sources) -> None:
    described = Lookup(describe(sources.dataset, Lookup(sources.dataset), sources.context))
    counted = {}
    for linkset in described.instances(VOID.Linkset):
        target = described.node(linkset, VOID.objectsTarget)
        predicate = described.node(linkset, VOID.linkPredicate)
        assert target and predicate and predicate in SKOS
        assert described.values(target, RDF.type) == [VOID.Dataset]
        space = described.text(target, VOID.uriSpace)
        sizes = VOID.triples, VOID.distinctSubjects, VOID.distinctObjects
        key = space, sources.context.compact(predicate.value)
        counted[key] = tuple(int(described.text(linkset, size)) for size in sizes)
    expected: defaultdict[tuple[str, str], list[Cells]] = defaultdict(list)
    for row in mapped:
        expected[sources.context.prefixes[prefix(row)], row["predicate_id"]].append(row)
    assert len(counted) > 40
    assert counted == {
        key: (len(found), len({row["subject_id"] for row in found}), len({row["object_id"] for row in found}))
        for key, found in expected.items()
    }


def test_each_mapping_is_one_statement_and_nothing_else_is(mapped: list[Cells], sources: Sources) -> None:
    said = list(sources.dataset.quads_for_graph_name(NamedNode(sources.context.expand("graphs:links"))))
    expand = sources.context.expand
    wanted = {(expand(r["subject_id"]), expand(r["predicate_id"]), expand(r["object_id"])) for r in mapped}
    assert {(q.subject.value, q.predicate.value, q.object.value) for q in said} == wanted  # type: ignore[union-attr]
    assert len(said) == len(mapped)


def test_sssom_pydantic_loses_no_row(rows: list[Cells]) -> None:
    sssom = pytest.importorskip("sssom_pydantic", reason=NOT_INSTALLED)
    read, converter, about, errors = sssom.read(TABLE, return_errors=True)
    assert errors == [] and len(read) == len(rows)
    assert {(m.subject.curie, m.predicate.curie, m.object.curie) for m in read} == {
        (row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows
    }
    assert [m.object_source_version or "" for m in read] == [row["object_source_version"] for row in rows]
    assert str(about.license) and about.version
    assert all(converter.expand(m.object.curie) for m in read)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\tsemapv:ManualMappingCuration\t", "\t\t"),
        ("\tsemapv:ManualMappingCuration\t", "\tsemapv\t"),
        ("\tMONDO:0005015\t", "\tMONDX:0005015\t"),
        ("\tskos:exactMatch\tMONDO:0005015\t", "\t\tMONDO:0005015\t"),
    ],
)
def test_sssom_pydantic_sees_a_broken_row(old: str, new: str, tmp_path: Path) -> None:
    sssom = pytest.importorskip("sssom_pydantic", reason=NOT_INSTALLED)
    text = TABLE.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / TABLE.name).write_text(text.replace(old, new, 1), encoding="utf-8")
    *_, errors = sssom.read(tmp_path / TABLE.name, return_errors=True)
    assert len(errors) == 1


def test_the_examples_of_the_specification_are_read_or_refused_with_a_reason(sources: Sources) -> None:
    if not EXAMPLES.is_dir():
        pytest.skip(f"the examples of SSSOM are not at {EXAMPLES}")
    read, refused = {}, Counter[str]()
    for path in sorted(EXAMPLES.rglob("*.tsv")):
        text = decode(path.read_bytes(), path.name)
        try:
            read[path.relative_to(EXAMPLES).as_posix()] = quads(text, path.name, sources.context, LINKS)
        except InvalidInput as error:
            assert error.findings and all(one.position and one.message and one.help for one in error.findings)
            refused[path.name] += 1
    assert len(read) >= 12 and len(refused) >= 12
    assert len(read["schema/no_term_found.sssom.tsv"]) == 1
    assert len(read["embedded/mp-hp-exact-0.0.1.sssom.tsv"]) == 42
    assert {quad.graph_name for found in read.values() for quad in found} == {LINKS}
    assert all(quad.predicate in SKOS for found in read.values() for quad in found)


def test_a_match_that_is_denied_says_nothing(sources: Sources) -> None:
    header = "subject_id\tpredicate_modifier\tpredicate_id\tobject_id"
    rows = [f"il6:Sepsis\t{denied}\tskos:exactMatch\tHP:0100806" for denied in ("Not", "")]
    said = [quads(f"{header}\n{row}\n", "rows.tsv", sources.context, LINKS) for row in rows]
    assert [len(found) for found in said] == [0, 1]
    assert isinstance(said[1][0], ox.Quad)
