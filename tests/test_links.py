"""Links are held against the ontologies they lead to; what was not looked at is never called right."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from click.testing import CliRunner, Result

from il6ld.cli import cli
from il6ld.findings import Checked, Severity, has_errors
from il6ld.linking import Linked, check, slice_of, suggest
from il6ld.links.branches import BRANCHES
from il6ld.links.entity import Entity
from il6ld.links.mapping import read_links
from il6ld.links.suggesting import unmapped
from il6ld.links.testimony import obsolete_by
from il6ld.links.whole import whole_ontology
from il6ld.namespaces import OWL, RDFS, SKOS
from il6ld.project import Project
from il6ld.sources.mappings import quads
from il6ld.terminal import as_lines
from tests.conftest import ROOT

FOLDER = Path(__file__).parent / "links"
ONTOLOGIES = ROOT.parent / "shared" / "ontologies"
MONDO_FILE = ONTOLOGIES / "MONDO-ontology-v2026-05-05.json.zst"
AUTOIMMUNE = "http://purl.obolibrary.org/obo/MONDO_0007179"
MAPPINGS = ROOT / "ontology" / "mappings.sssom.tsv"
MONDO, GO, EFO, UBERON = (FOLDER / name for name in ("mondo.obo", "go-some.tsv", "efo.json", "uberon.json"))
HP, HP_RENAMED = FOLDER / "hp-2025-01-16.obo", FOLDER / "hp-renamed.tsv"
COLUMNS = (
    "subject_id", "predicate_id", "object_id", "object_label", "object_source", "object_source_version",
)  # fmt: skip
RA = ("il6:RheumatoidArthritis", "skos:exactMatch", "MONDO:0008383", "rheumatoid arthritis")
DIET = ("il6:Diet", "skos:exactMatch", "EFO:0002755", "diet")

Table = Callable[..., Path]
Link = Callable[..., Linked]


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """Writes rows, each as long as it needs to be, as an SSSOM table."""

    def write(*rows: Sequence[str]) -> Path:
        full = [[*row, *[""] * (len(COLUMNS) - len(row))] for row in rows]
        text = "".join("\t".join(cells) + "\n" for cells in [COLUMNS, *full])
        # A project reads a file once, so each table is a file of its own.
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.sssom.tsv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def entities(project: Project) -> dict[str, Entity]:
    return Linked(project, [MONDO]).entities


@pytest.fixture
def linked(project: Project, entities: dict[str, Entity]) -> Link:
    """This project beside ontologies, its terms read but once."""

    def make(rows: Path | None, *ontologies: Path) -> Linked:
        made = Linked(project, ontologies, None, [rows] if rows else [])
        vars(made)["entities"] = entities
        return made

    return make


def found(result: Checked) -> list[tuple[str, str]]:
    return [(finding.rule, str(finding.severity)) for finding in result.findings]


WRONG: dict[str, tuple[list[Sequence[str]], list[Path], list[tuple[str, str]]]] = {
    "no such subject": (
        [("il6:RheumatoidArthitis", *RA[1:])], [MONDO], [("link-subject", "error")]),
    "not in its whole ontology": (
        [("il6:Sepsis", "skos:closeMatch", "MONDO:1040015", "")], [MONDO], [("link-unknown", "error")]),
    "obsolete by a mark": (
        [("il6:Obesity", "skos:exactMatch", "EFO:0001073", "")], [EFO], [("link-obsolete", "error")]),
    "obsolete by its label": (
        [("il6:NFkappaBPathway", "skos:relatedMatch", "GO:0051092", "")], [GO], [("link-obsolete", "error")]),
    "a label of something else": (
        [("il6:Arthritis", "skos:closeMatch", "MONDO:0005578", "joint pain")], [MONDO],
        [("link-label", "error")]),
    "a synonym for a label": (
        [("il6:Arthritis", "skos:exactMatch", "MONDO:0005578", "arthritis")], [MONDO],
        [("link-renamed", "warning")]),
    "no name of ours": (
        [("il6:Obesity", "skos:exactMatch", "MONDO:0000001", "disease")], [MONDO], [("link-name", "info")]),
    "a disease as a place": (
        [("il6:Liver", "skos:broadMatch", "MONDO:0000001", "disease")], [MONDO], [("link-kind", "error")]),
    "a disease as a phenotype": (
        [("il6:RheumatoidArthritis", "skos:exactMatch", "HP:0001370", "")], [HP], [("link-kind", "error")]),
    "a process as a relation": (
        [("il6:causes", "skos:closeMatch", "MONDO:0000001", "")], [MONDO], [("link-kind", "error")]),
    "two of ours to one": (
        [RA, ("il6:Arthritis", "skos:exactMatch", "MONDO:0008383", "")], [MONDO],
        [("link-shared", "error"), ("link-name", "info"), ("link-shared", "error")]),
    "one of ours to two": (
        [RA, ("il6:RheumatoidArthritis", "skos:exactMatch", "MONDO:0005578", "")], [MONDO],
        [("link-several", "warning"), ("link-name", "info"), ("link-several", "warning")]),
    "found by now": (
        [("il6:RheumatoidArthritis", "skos:exactMatch", "sssom:NoTermFound", "", "bioregistry:mondo")],
        [MONDO], [("link-found", "info")]),
}  # fmt: skip
RIGHT: dict[str, tuple[list[Sequence[str]], list[Path]]] = {
    "the same": ([RA], [MONDO]),
    "found by a synonym": ([("il6:HighFatDiet", "skos:exactMatch", "EFO:0002757", "high fat diet")], [EFO]),
    "another kind, but only related": ([("il6:Liver", "skos:relatedMatch", "MONDO:0000001", "")], [MONDO]),
    "a disease and its phenotype, but only close": (
        [("il6:RheumatoidArthritis", "skos:closeMatch", "HP:0001370", "")], [HP]),
    "one match in each of two ontologies": ([RA, (*RA[:2], "MESH:D001172", "")], [MONDO]),
    "known to be what it is": (
        [("il6:RheumatoidArthritis", "skos:exactMatch", "sssom:NoTermFound", "", "bioregistry:mondo"),
         ("il6:RheumatoidArthritis", "skos:closeMatch", "MONDO:0008383", "")], [MONDO]),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_found(case: str, linked: Link, table: Table) -> None:
    rows, ontologies, expected = WRONG[case]
    assert sorted(found(check(linked(table(*rows), *ontologies)))) == sorted(expected)


@pytest.mark.parametrize("case", RIGHT)
def test_what_is_right_is_left_in_peace(case: str, linked: Link, table: Table) -> None:
    rows, ontologies = RIGHT[case]
    result = check(linked(table(*rows), *ontologies))
    assert found(result) == []
    assert not result.summary["links"].startswith("0")


def test_every_rule_of_links_is_broken_somewhere() -> None:
    used = {rule for _, _, expected in WRONG.values() for rule, _ in expected}
    named = set(re.findall(r'"(link-[a-z]+)"', (ROOT / "il6ld" / "rules" / "linking.py").read_text("utf-8")))
    assert len(named) == 10
    assert used == named


def test_a_finding_stands_at_its_cell(linked: Link, table: Table) -> None:
    rows = table(DIET, ("il6:Obesity", "skos:exactMatch", "EFO:0001073"))
    (finding,) = check(linked(rows, EFO)).findings
    assert finding.position is not None
    assert (finding.position.line, finding.position.column) == (3, len("il6:Obesity skos:exactMatch ") + 1)
    assert "MONDO:0011122" in finding.help


def test_what_is_not_in_the_files_is_counted_and_never_called_right(linked: Link, table: Table) -> None:
    rows = table(
        RA,
        ("il6:Angiogenesis", "skos:exactMatch", "GO:0001525", "angiogenesis"),  # a table of some terms
        ("il6:Liver", "skos:exactMatch", "UBERON:0002107", "liver"),
        ("il6:Severity", "skos:exactMatch", "sssom:NoTermFound", "", "bioregistry:pato"),
    )
    result = check(linked(rows, MONDO, GO))
    assert found(result) == []
    assert result.summary["links"] == "1 of 3 checked; 2 not in these files: GO 1, UBERON 1"
    assert result.summary["labels"] == "1 of 1 compared"
    assert result.summary["no term"] == "0 of 1 sought again; 1 not in these files: pato 1"
    assert result.summary["files"] == "1 of 2 know a term that is linked to"


def test_an_older_file_does_not_refute_a_newer_row(linked: Link, table: Table) -> None:
    unknown = ("il6:Fever", "skos:closeMatch", "HP:0001945", "Fever", "bioregistry:hp")
    assert found(check(linked(table((*unknown, "2026-08")), HP))) == []
    assert found(check(linked(table((*unknown, "2025-01-16")), HP))) == [("link-unknown", "error")]


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("format-version: 1.2\nontology: hp.obo\n", "HP"),
        ("format-version: 1.2\nontology: cl/cl-basic\n", "CL"),
        ("format-version: 1.2\nontology: go/imports/pr_import\n", ""),
        ("format-version: 1.2\nontology: go/subsets/goslim_generic\n", ""),
        ('<owl:Ontology rdf:about="http://purl.obolibrary.org/obo/iao.owl">', "IAO"),
        ('{"graphs": [{"id": "http://purl.obolibrary.org/obo/mondo.json"', "MONDO"),
        ('{"CL:0000000": {"ancestors": {}, "label": "cell"', "CL"),
        ('{"uniprot:P05231": {"label": "IL6_HUMAN"', ""),
        ('[{"id": "GO:0006954", "name": "inflammatory response"', ""),
        ("id\tlabel\nGO:0006954\tinflammatory response\n", ""),
    ],
)
def test_only_an_ontology_itself_is_whole(text: str, prefix: str, project: Project, tmp_path: Path) -> None:
    (tmp_path / "file").write_text(text, encoding="utf-8")
    assert whole_ontology(tmp_path / "file", project.context) == prefix


def test_a_denied_match_is_none(project: Project, linked: Link, tmp_path: Path) -> None:
    rows = tmp_path / "denied.sssom.tsv"
    header = "subject_id\tpredicate_modifier\tpredicate_id\tobject_id\tobject_label\n"
    rows.write_text(f"{header}{RA[0]}\tNot\t{RA[1]}\t{RA[2]}\t{RA[3]}\n", encoding="utf-8")
    result = check(linked(rows, MONDO), tmp_path / "axioms.ttl")
    assert (found(result), result.summary["links"]) == ([], "1 of 1 checked")
    assert result.summary["equivalences"] == "0 class axioms"
    text = rows.read_text(encoding="utf-8")
    assert quads(text, rows.name, project.context, ox.NamedNode("urn:links")) == []
    links = read_links(text, rows.name)
    assert RA[0] in {entity.id for entity in unmapped(linked(None).entities, links)}


def test_a_renamed_term_is_noticed(linked: Link, table: Table) -> None:
    row = ("il6:Leukocytosis", "skos:exactMatch", "HP:0001974")
    for label in ("Leukocytosis", "Increased total leukocyte count"):
        (finding,) = check(linked(table((*row, label)), HP, HP_RENAMED)).findings
        assert finding.rule == "link-renamed"
        assert "'Leukocytosis'" in finding.message
        assert "'Increased total leukocyte count'" in finding.message
    newer = (*row, "Increased total leukocyte count", "bioregistry:hp", "2026-08")
    result = check(linked(table(newer), HP))
    assert found(result) == [("link-renamed", "info")]
    assert result.summary["labels"] == "0 of 1 compared"


def test_a_gene_is_no_class_of_an_ontology(linked: Link, table: Table, tmp_path: Path) -> None:
    genes = tmp_path / "genes.tsv"
    genes.write_text("id\tlabel\nHGNC:6018\tIL6\n", encoding="utf-8")
    rows = table(("il6:Interleukin6", "skos:exactMatch", "HGNC:6018", "IL6"))
    result = check(linked(rows, genes), tmp_path / "axioms.ttl")
    assert (found(result), result.summary["kinds"]) == ([], "1 of 1 compared")
    assert result.summary["equivalences"] == "0 class axioms"


def test_what_an_older_file_says_is_outdated(linked: Link, table: Table, tmp_path: Path) -> None:
    older = tmp_path / "older.obo"
    text = MONDO.read_text(encoding="utf-8").replace("2026-05-05", "2021-08-03")
    older.write_text(text.replace("name: rheumatoid arthritis", "name: obsolete chronic arthritis"), "utf-8")
    assert found(check(linked(table(RA), MONDO, older))) == []
    assert found(check(linked(table(RA), older))) == [("link-obsolete", "error")]


def test_only_what_passed_every_check_becomes_an_axiom(linked: Link, table: Table, tmp_path: Path) -> None:
    rows = table(
        RA,
        DIET,
        ("il6:MetabolicDisease", "skos:exactMatch", "MONDO:0000001", "disease"),  # no common name
        ("il6:Obesity", "skos:closeMatch", "MONDO:0011122", "obesity disorder"),
        ("il6:Arthritis", "skos:exactMatch", "MONDO:0005578", ""),  # no label to compare
        ("il6:Angiogenesis", "skos:exactMatch", "GO:0001525", "angiogenesis"),  # not in the files
    )
    written = []
    for name in ("one.ttl", "two.ttl"):
        result = check(linked(rows, MONDO, EFO, GO), tmp_path / name)
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    assert result.summary["equivalences"] == "2 class axioms"
    triples = list(ox.parse(written[0], format=ox.RdfFormat.TURTLE))
    assert {triple.predicate for triple in triples} == {OWL.equivalentClass}
    told = {(_end(triple.subject), _end(triple.object)) for triple in triples}
    assert told == {("RheumatoidArthritis", "MONDO_0008383"), ("Diet", "EFO_0002755")}


def test_every_category_has_a_branch(entities: dict[str, Entity]) -> None:
    kinds = {entity.kind for entity in entities.values() if entity.is_entity}
    assert len(kinds) == 8
    assert kinds <= {branch.kind for branch in BRANCHES}
    assert {entities[name].kind for name in ("il6:Disease", "il6:Sepsis")} == {"Disease"}
    assert entities["il6:causes"].kind == "relation"
    assert entities["il6:EvidenceFromPatients"].kind == "evidence"


def suggested(linked: Link, *names: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    made = linked(None, MONDO, EFO, HP, HP_RENAMED, GO, UBERON)
    return {row.id: (row.verdict, row.reasons) for row in suggest(made, names).rows}


def test_suggestions_are_ranked_with_their_reasons(linked: Link) -> None:
    rows = suggested(linked, "il6:RheumatoidArthritis")
    assert list(rows) == ["MONDO:0008383", "HP:0001370"]
    assert rows["MONDO:0008383"] == ("possible", ("exact label", "kind agrees (Disease)"))
    assert rows["HP:0001370"] == ("doubtful", ("exact label", "kind clashes (Phenotype)"))


def test_an_obsolete_term_is_rejected_and_its_replacement_offered(linked: Link) -> None:
    rows = suggested(linked, "EFO:0000685")
    assert list(rows) == ["MONDO:0008383", "EFO:0000685"]
    assert rows["MONDO:0008383"] == ("possible", ("replaces EFO:0000685",))
    assert rows["EFO:0000685"][0] == "rejected"
    assert rows["EFO:0000685"][1][1] == "obsolete in efo.json (undated), use MONDO:0008383"


def test_a_suggestion_tells_of_another_name(linked: Link) -> None:
    verdict, reasons = suggested(linked, "Leukocytosis")["HP:0001974"]
    assert verdict == "possible"
    assert "'Increased total leukocyte count' in hp-renamed.tsv (undated)" in reasons


def test_a_slice_calls_a_part_no_kind(linked: Link, table: Table, tmp_path: Path) -> None:
    rows = table(RA, ("il6:Liver", "skos:exactMatch", "UBERON:0002107", "liver"), ("il6:causes", *DIET[1:]))
    slice_of(linked(rows, MONDO, UBERON, EFO), tmp_path / "slice.ttl")
    triples = list(ox.parse(path=str(tmp_path / "slice.ttl"), format=ox.RdfFormat.TURTLE))
    steps = {(_end(t.subject), t.predicate, _end(t.object)) for t in triples if t.predicate != RDFS.label}
    assert steps == {
        ("MONDO_0008383", RDFS.subClassOf, "MONDO_0007179"),
        ("MONDO_0008383", RDFS.subClassOf, "MONDO_0005578"),
        ("MONDO_0007179", RDFS.subClassOf, "MONDO_0000001"),
        ("MONDO_0005578", RDFS.subClassOf, "MONDO_0000001"),
        ("UBERON_0002107", SKOS.broader, "UBERON_0000916"),
        ("UBERON_0002107", SKOS.broader, "UBERON_0002365"),
        ("UBERON_0000916", SKOS.broader, "UBERON_0001062"),
        ("UBERON_0002365", SKOS.broader, "UBERON_0001062"),
    }
    labelled = {_end(triple.subject) for triple in triples if triple.predicate == RDFS.label}
    assert labelled >= {"MONDO_0000001", "UBERON_0000916"}


def _end(node: object) -> str:
    return str(node).strip("<>").rpartition("/")[2]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["link", *arguments, "--no-cache", "--ontology", str(FOLDER)])


@pytest.mark.heavy
def test_the_command_fails_on_errors_alone(table: Table) -> None:
    rows = str(table(DIET, ("il6:Obesity", "skos:exactMatch", "MONDO:0000001", "disease")))
    done = run("check", rows)
    assert (done.exit_code, "link-name" in done.stderr) == (0, True)
    done = run("check", str(FOLDER / "tables" / "mistakes.sssom.tsv"), "--output-format", "json")
    assert done.exit_code == 1
    severities = {finding["severity"] for finding in json.loads(done.stdout)}
    assert severities >= {str(Severity.ERROR), str(Severity.INFO)}


def test_the_command_suggests_in_json() -> None:
    done = run("suggest", "--format", "json", "obesity", "no such thing")
    assert done.exit_code == 0
    assert [row["id"] for row in json.loads(done.stdout)][0] == "MONDO:0011122"
    assert "1 of 2 terms have suggestions; none for no such thing" in done.stderr


@pytest.fixture(scope="session")
def everything(
    project: Project, entities: dict[str, Entity], tmp_path_factory: pytest.TempPathFactory
) -> Link:
    """This project beside every ontology file at hand."""
    if not ONTOLOGIES.is_dir():
        pytest.skip(f"there are no ontologies at {ONTOLOGIES}")
    cache = tmp_path_factory.mktemp("ontologies")

    def make(rows: Path | None = None) -> Linked:
        made = Linked(project, [ONTOLOGIES], cache, [rows] if rows else [])
        vars(made)["entities"] = entities
        return made

    return make


@pytest.mark.heavy
def test_our_own_links_hold(everything: Link) -> None:
    result = check(everything())
    assert not has_errors(result.findings), [finding.headline for finding in result.findings]
    looked, all_links = map(int, re.findall(r"\d+", result.summary["links"])[:2])
    # The words of BEL and of RDF Schema are in none of the files.
    assert all_links - looked == sum(link.prefix in ("bel", "rdfs") for link in everything().links) > 0
    assert [f.rule for f in result.findings if "HP:0001974" in f.message] == ["link-renamed"]
    # Where this fails alone, the links have changed: put the figures of today into the page.
    assert as_lines(result.summary) in (ROOT / "docs" / "links.md").read_text(encoding="utf-8")


OLD = {
    "GO:0051092": "", "GO:0005615": "", "EFO:0001073": "MONDO:0011122", "EFO:0002614": "HP:0000855",
    "EFO:0001420": "HP:0100806", "EFO:0000685": "MONDO:0008383", "EFO:0000616": "MONDO:0005070",
    "EFO:0001378": "MONDO:0009693",
}  # fmt: skip


@pytest.mark.heavy
def test_real_terms_that_were_given_up_are_rejected(everything: Link, table: Table) -> None:
    rows = table(*(("il6:Sepsis", "skos:relatedMatch", old, "") for old in OLD))
    findings = check(everything(rows)).findings
    assert [(f.rule, f.message.split()[0]) for f in findings] == [("link-obsolete", old) for old in OLD]
    assert [new for new, finding in zip(OLD.values(), findings, strict=True) if new not in finding.help] == []
    told = {row.id: row for row in suggest(everything(), list(OLD)).rows}
    assert {told[old].verdict for old in OLD} == {"rejected"}
    assert {told[new].verdict for new in OLD.values() if new} == {"possible"}


@pytest.mark.heavy
def test_the_branches_have_living_roots(everything: Link) -> None:
    index = everything().index
    roots = [branch.root for branch in BRANCHES if branch.root]
    assert len(roots) > 15
    assert [root for root in roots if not index.terms(root) or obsolete_by(index.terms(root))] == []


def above(id: str) -> set[str]:
    """What MONDO's file puts above a term, read without il6ld."""
    return set(mondo_file().get(id, {}).get("ancestors", {}))


@lru_cache
def mondo_file() -> dict[str, dict[str, dict[str, int]]]:
    zstandard = pytest.importorskip("zstandard")
    with zstandard.open(MONDO_FILE, "rt", encoding="utf-8") as file:
        return dict(json.load(file))


def claims_about(names: set[str]) -> set[str]:
    """The claims whose proposition names one of some terms, read from the curators' YAML."""
    files = sorted((ROOT / "ontology" / "articles").glob("*/claims/*.yaml"))
    claims = [claim for file in files for claim in yaml.safe_load(file.read_text(encoding="utf-8"))]
    assert len(claims) > 90
    return {
        claim["id"].removeprefix("claims:")
        for claim in claims
        if names & set(re.findall(r"\w+", str(list(claim.get("proposition", {}).values()))))
    }


@pytest.mark.heavy
def test_claims_are_found_through_the_hierarchy_of_mondo(project: Project, tmp_path: Path) -> None:
    if not MONDO_FILE.is_file():
        pytest.skip(f"there is no MONDO at {MONDO_FILE}")
    slice_of(Linked(project, [MONDO_FILE]), tmp_path / "slice.ttl")
    command = [sys.executable, str(ROOT / "docs" / "join.py"), str(tmp_path / "slice.ttl"), AUTOIMMUNE]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [line.split("\t") for line in MAPPINGS.read_text(encoding="utf-8").splitlines()]
    exact = {
        row[0].removeprefix("il6:"): row[3]
        for row in rows
        if row[2:3] == ["skos:exactMatch"] and row[3].startswith("MONDO:")
    }
    autoimmune = {name for name, theirs in exact.items() if "MONDO:0007179" in above(theirs) | {theirs}}
    assert autoimmune == {"RheumatoidArthritis"} < exact.keys()
    found = {line.split()[0] for line in done.stdout.splitlines()}
    assert len(found) > 10
    assert found == claims_about(autoimmune)
    assert f"{len(found)} claims" in done.stderr
    shown = (ROOT / "docs" / "links.md").read_text(encoding="utf-8")
    assert all(line in shown for line in done.stdout.splitlines())
