"""What a notebook does: `kb = il6ld.load()`, and the claims by any name that people use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import URIRef

import il6ld
from il6ld.errors import UsageError
from il6ld.knowledge import Claim
from il6ld.namespaces import IL6, RDF
from il6ld.queries import Answer
from tests.conftest import ROOT
from tests.queries.answers import base


def ids(claims: object) -> set[str]:
    assert isinstance(claims, list | tuple) or hasattr(claims, "__iter__")
    found = {claim.id.removeprefix("claims:il6d-00") for claim in claims}
    assert found
    return found


def test_what_was_superseded_is_left_out_unless_asked_for() -> None:
    everything, current = base().claims(status="any"), base().claims()
    assert ids(everything) - ids(current) == {"97"} == ids(base().claims(status="Superseded"))
    assert len(everything) == 98


@pytest.mark.parametrize(
    "name",
    ["RA", "rheumatoid arthritis", "MONDO:0008383", "il6:RheumatoidArthritis", "RheumatoidArthritis",
     "https://w3id.org/il6ld/terms/RheumatoidArthritis", "http://purl.obolibrary.org/obo/MONDO_0008383"],
)  # fmt: skip
def test_one_thing_by_all_its_names(name: str) -> None:
    assert ids(base().claims(about=name)) == ids(base().claims(about="il6:RheumatoidArthritis"))


def test_filters_narrow_together() -> None:
    kb = base()
    assert ids(kb.claims(about="IL-6", organism="mouse")) == {"34", "35", "40", "67"}
    assert ids(kb.claims(predicate="prevents")) == {"67", "79"}
    assert ids(kb.claims(polarity="Denied")) == {"77"}
    assert ids(kb.claims(evidence="evidence from a knockout")) == {"39", "40", "67"}
    assert ids(kb.claims(about="RA", certainty="Suspected", reading="Explicit")) == {"69", "70", "71"}
    assert ids(kb.claims(outcome="AbsentWhenMeasured")) == {"67"}
    assert not kb.claims(about="fever", organism="mouse")


def test_filters_agree_with_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    from il6ld import claims as views
    from il6ld.lookup import Lookup

    kb = base()
    lookup = Lookup(kb.store)
    for name, value in (("organism", "human"), ("certainty", "Possible"), ("predicate", "observedIn")):
        rows = views.rows(lookup, kb.context, {name: value})
        assert [f"claims:{row.id}" for row in rows] == [
            one.id for one in kb.claims(status="any", **{name: value})
        ]


def test_a_claim_has_all_of_it() -> None:
    claim = base().claim("il6d-0039")
    assert claim == base().claim("claims:il6d-0039")
    assert (claim.subject, claim.predicate, claim.object) == (
        "il6:IkappaBKinaseBeta", "il6:decreases", "il6:InsulinResistance"
    )  # fmt: skip
    assert claim.qualifiers["conditionContext"] == ("il6:HighFatDiet",)
    (line,) = claim.evidence
    (seen,) = line.observations
    assert seen.organisms == ("NCBITaxon:10090",) and seen.outcome == "Decreased"
    assert {"kind": "ConditionalKnockout", "target": "il6:IkappaBKinaseBeta", "cellType": "il6:MyeloidCell",
            "role": "Varied"} in seen.interventions  # fmt: skip
    assert claim.place and (claim.place.sentence, claim.place.section) == (11, "Diabetes")


def test_a_claim_is_never_printed_stronger_than_it_is() -> None:
    printed = {claim.id: str(claim) for claim in base().claims(status="any")}
    assert printed["claims:il6d-0077"].endswith("[Denied]")
    assert printed["claims:il6d-0068"].endswith("[Entailed]")
    assert printed["claims:il6d-0097"].endswith("[Superseded]")
    assert printed["claims:il6d-0047"].endswith("[Possible, Entailed]")
    assert sum("[" in text for text in printed.values()) < len(printed) / 2


def test_a_notebook_shows_tables_in_which_nothing_is_markup() -> None:
    kb = base()
    assert (
        "<th>polarity</th>" in kb.claims()._repr_html_()
        and "il6d-0039" in kb.claim("il6d-0039")._repr_html_()
    )
    answer = Answer(("<b>",), [(ox.Literal("<script>"),)], kb.context)
    assert answer._repr_html_().count("<script>") == 0 and "&lt;b&gt;" in answer._repr_html_()


def test_sparql_and_names_are_both_asked() -> None:
    kb = base()
    truth = kb.query("ASK { claims:il6d-0001 a il6:Claim }")
    assert truth
    rows = kb.query("SELECT ?claim ?status { ?claim il6:status ?status }")
    assert isinstance(rows, Answer) and len(rows) == 98
    named = kb.query("elevated", of="IL-6")
    assert isinstance(named, Answer) and "claim" in named.columns and len(named) > 5


def test_paths_and_loops() -> None:
    kb = base()
    (path,) = kb.paths("obesity", "IL-6").texts()
    assert path[0] == "obesity \u2192 oxidative stress \u2192 NF-kappaB \u2192 interleukin 6"
    assert path[2:5] == ["1", "il6:Possible", "il6:Entailed"]
    assert not kb.paths("obesity", "IL-6", longest=2)
    (loop,) = kb.loops("IL-6").texts()
    assert "loops:il6d-0001" in loop and "il6:ProinflammatoryCytokine" in loop


@pytest.mark.parametrize(
    ("ask", "help"),
    [
        (lambda kb: kb.claims(about="interleukin 66"), "did you mean 'interleukin 6'?"),
        (lambda kb: kb.claim("il6d-00399"), "did you mean 'claims:il6d-0039'?"),
        (lambda kb: kb.query("elevatd"), "did you mean 'elevated'?"),
        (lambda kb: kb.query("elevated", off="IL-6"), "did you mean 'of'?"),
        (lambda kb: kb.query("elevated", of="MONDO:0005578"), "It comes near to il6:Arthritis."),
    ],
)
def test_a_wrong_name_gets_the_nearest(ask: object, help: str) -> None:
    assert callable(ask)
    with pytest.raises(UsageError) as caught:
        ask(base())
    assert caught.value.findings[0].help == help


def test_the_graph_and_the_store_hold_the_same() -> None:
    kb = base()
    claims = kb.graph.subjects(URIRef(RDF.type.value), URIRef(IL6.Claim.value))
    assert {str(claim) for claim in claims} == {claim.iri for claim in kb.claims(status="any")}
    assert sum(1 for _ in kb.graph.quads()) == len(kb.store)


def test_a_file_without_graphs_is_a_release_too() -> None:
    one = il6ld.load(ROOT / "build" / "il6ld.ttl")
    assert ids(one.claims(about="RA")) == ids(base().claims(about="RA"))


def test_what_is_no_release_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        il6ld.load(tmp_path)
    assert "no release" in str(caught.value)


def test_importing_loads_next_to_nothing() -> None:
    program = "import sys; before = set(sys.modules); import il6ld; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == ["__future__", "il6ld"]


def test_nothing_is_fetched() -> None:
    program = """
import sys
sys.addaudithook(lambda event, _: event.startswith("socket.") and sys.exit("a socket was asked for"))
import il6ld
kb = il6ld.load()
kb.claims(about="IL-6"), kb.query("causal-paths"), kb.graph
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


def test_every_claim_can_be_read() -> None:
    found = list(base().claims(status="any"))
    assert len(found) == 98 and all(isinstance(claim, Claim) and claim.subject for claim in found)
