"""J and K, lines 64 to 69: how the release is made and kept."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import yaml
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from il6ld.namespaces import BASE, IL6, OWL, RDF, RDFS, SH
from tests.checklist.conftest import ROOT
from tests.documents import blocks


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(name: str, heading: str) -> str:
    found = text(name).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    assert found, f"{name} has no section '{heading}'"
    return found


def test_64_ci_runs_the_checks_and_every_constraint_has_a_severity() -> None:
    assert ".ci/run" in text(".github/workflows/ci.yml")
    for command in ("make test", "-m heavy", "il6ld build --check", "OWLAPI reads", "ROBOT reports"):
        assert command in text(".ci/run"), command
    shapes = [triple for path in sorted((ROOT / "shapes").glob("*.ttl"))
              for triple in parse(path=path, format=RdfFormat.TURTLE)]  # fmt: skip
    told = {triple.subject for triple in shapes if triple.predicate == SH.message}
    ranked = {triple.subject for triple in shapes if triple.predicate == SH.severity}
    assert len(told) > 100 and told == ranked


def test_65_the_changelog_begins_with_this_release(quads: list[Quad]) -> None:
    versions = re.findall(r"^## (\S+)$", text("CHANGELOG.md"), re.MULTILINE)
    stated = [quad.object for quad in quads if quad.predicate == OWL.versionInfo]
    assert stated == [Literal(versions[0])]
    # The first release adds everything; from the second on the table of promises tells what there was.
    assert len(versions) == 1 or (ROOT / "ontology" / "published.tsv").is_file()


def test_66_how_to_report_and_examples_of_use_are_there() -> None:
    assert "Open an issue" in section("CONTRIBUTING.md", "Report a wrong claim")
    shown = blocks(ROOT / "docs" / "load.md")
    assert len(shown) > 5 and text("README.md").count("```") > 6
    assert "SELECT" in text("docs/load.md") and "maintainers" in section("CONTRIBUTING.md", "Maintenance")


def test_67_what_stays_and_who_keeps_it_is_written_down() -> None:
    stays = section("CONTRIBUTING.md", "What stays as it is")
    for word in ("Claim numbers", "Terms", "Closed lists", "Versions", "owl:deprecated", "IAO:0100001"):
        assert word in stays, word
    assert "before each\nrelease" in section("CONTRIBUTING.md", "Maintenance")


def test_68_the_release_can_be_cited() -> None:
    citation: dict[str, Any] = yaml.safe_load(text("CITATION.cff"))
    assert {"cff-version", "message", "title", "authors", "license", "references"} <= citation.keys()
    assert citation["cff-version"] == "1.2.0" and citation["authors"] == [{"name": "il6ld contributors"}]
    assert citation["title"] in text("ontology/il6ld.ttl")


def test_68_each_claim_can_be_cited(store: Store) -> None:
    answers = store.query(
        f"""
        PREFIX il6: <{IL6.iri}>
        PREFIX rdfs: <{RDFS.iri}>
        PREFIX dc: <http://purl.org/dc/elements/1.1/>
        SELECT ?claim ?label ?sentence ?title ?author ?publisher {{
            ?claim a il6:Claim ; rdfs:label ?label .
            ?claim il6:article ?article ; il6:passage / il6:sentence ?sentence .
            ?article rdfs:label ?title ; dc:creator ?author ; dc:publisher ?publisher .
        }}""",
        use_default_graph_as_union=True,
    )
    assert isinstance(answers, QuerySolutions)
    cited = Counter(str(answer["claim"]) for answer in answers)
    claims = list(store.quads_for_pattern(None, RDF.type, IL6.Claim))
    assert len(cited) == len(claims) > 90 and set(cited.values()) == {1}


def test_69_three_stars(quads: list[Quad]) -> None:
    assert (
        "The closed lists" in text("docs/model.md") and (ROOT / "docs" / "pictures" / "model.svg").is_file()
    )
    axioms = [q for q in quads if q.predicate in (RDFS.subClassOf, OWL.disjointWith, OWL.equivalentClass)]
    assert len(axioms) > 200
    links = [q.object.value for q in quads
             if str(q.graph_name) == f"<{BASE}graphs/links>" and isinstance(q.object, NamedNode)]  # fmt: skip
    assert len(links) > 150
    for vocabulary in ("MONDO_", "GO_", "CL_", "UBERON_", "RO_", "uniprot/", "biolink/"):
        assert [iri for iri in links if vocabulary in iri], vocabulary
