"""The records of "Interleukin 6 and Disease" say what the article says: all of it, and no more."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from pyoxigraph import NamedNode

from il6ld import claims, loops
from il6ld.coverage import coverage
from il6ld.errors import UsageError
from il6ld.lookup import Lookup
from il6ld.names import Names
from il6ld.namespaces import DCTERMS, IL6
from il6ld.sources import Sources


@pytest.fixture(scope="module")
def lookup(sources: Sources) -> Lookup:
    return Lookup(sources.dataset)


def select(lookup: Lookup, sources: Sources, about: str = "", **filters: str) -> list[claims.ClaimRow]:
    return claims.rows(lookup, sources.context, filters, about)


def node(sources: Sources, row: claims.ClaimRow) -> NamedNode:
    return NamedNode(sources.context.expand(f"claims:{row.id}"))


def test_every_content_sentence_is_covered(lookup: Lookup) -> None:
    sentences = coverage(lookup)
    assert [sentence.number for sentence in sentences] == list(range(1, 28))
    assert all(sentence.is_covered for sentence in sentences)


def test_there_are_as_many_claims_as_the_article_makes(lookup: Lookup) -> None:
    found = lookup.instances(IL6.Claim)
    assert 85 <= len(found) <= 105
    assert len({lookup.label(claim) for claim in found}) == len(found)


def test_what_is_unknown_is_a_gap(lookup: Lookup, sources: Sources) -> None:
    gaps = lookup.instances(IL6.KnowledgeGap)
    passages = {sources.context.compact(p.value) for gap in gaps for p in lookup.nodes(gap, IL6.passage)}
    assert passages == {"passages:il6d-7", "passages:il6d-17", "passages:il6d-19"}


def test_the_slip_is_kept_with_both_readings(lookup: Lookup) -> None:
    (erratum,) = lookup.instances(IL6.SourceErratum)
    assert lookup.text(erratum, IL6.asPrinted) == "immune resistance"
    assert lookup.nodes(erratum, IL6.readAs) == [IL6.InsulinResistance]
    readers = lookup.subjects(IL6.erratum, erratum)
    assert readers and all(lookup.nodes(reader, IL6.passage) for reader in readers)


def test_the_loop_reinforces_itself_by_its_steps(lookup: Lookup) -> None:
    (loop,) = lookup.instances(IL6.CausalLoop)
    assert len(lookup.nodes(loop, IL6.step)) >= 3
    assert loops.sign(lookup, loop) == 1
    assert lookup.nodes(loop, IL6.statedDirection) == [IL6.Increased]


def test_a_denied_or_turned_step_changes_the_sign(sources: Sources) -> None:
    (loop,) = Lookup(sources.dataset).instances(IL6.CausalLoop)
    step = Lookup(sources.dataset).nodes(loop, IL6.step)[0]
    (claim,) = Lookup(sources.dataset).nodes(step, IL6.claim)
    (proposition,) = Lookup(sources.dataset).nodes(claim, IL6.proposition)
    turned = [*sources.dataset, ox.Triple(proposition, IL6.objectDirection, IL6.Decreased)]
    unmarked = [
        q
        for q in turned
        if (q.subject, q.predicate) != (proposition, IL6.objectDirection) or q.object == IL6.Decreased
    ]
    assert loops.sign(Lookup(unmarked), loop) == -1
    denied = [q for q in sources.dataset if (q.subject, q.predicate) != (claim, IL6.polarity)]
    assert loops.sign(Lookup([*denied, ox.Triple(claim, IL6.polarity, IL6.Denied)]), loop) == 0


def test_the_old_belief_is_superseded_by_the_newer_finding(lookup: Lookup, sources: Sources) -> None:
    (old,) = select(lookup, sources, status="Superseded")
    assert old.attributed_to == "EarlierResearchers"
    (new,) = lookup.nodes(node(sources, old), DCTERMS.isReplacedBy)
    assert lookup.nodes(new, DCTERMS.replaces) == [node(sources, old)] == lookup.nodes(new, IL6.disputes)
    assert lookup.nodes(new, IL6.attributedTo) == [IL6.LaterStudies]


def test_hypotheses_rest_on_findings(lookup: Lookup, sources: Sources) -> None:
    hypotheses = [row for row in select(lookup, sources, role="Hypothesis") if row.sentence == "13"]
    assert len(hypotheses) >= 3
    for row in hypotheses:
        assert row.certainty != "Stated"
        rests = {
            lookup.text(p, IL6.sentence)
            for c in lookup.nodes(node(sources, row), IL6.basedOn)
            for p in lookup.nodes(c, IL6.passage)
        }
        assert rests and rests <= {"11", "12"}


def test_the_knockout_supports_a_positive_proposition(lookup: Lookup, sources: Sources) -> None:
    rows = select(lookup, sources, outcome="AbsentWhenMeasured")
    assert [(row.polarity, row.organism, row.sentence) for row in rows] == [
        ("Affirmed", "Mus musculus", "18")
    ]


def test_most_of_the_elements_is_one_claim(lookup: Lookup, sources: Sources) -> None:
    assert len([row for row in select(lookup, sources) if row.sentence == "24"]) == 1


@pytest.mark.parametrize(
    "name", ["RA", "rheumatoid arthritis", "RheumatoidArthritis", "il6:RheumatoidArthritis", "MONDO:0008383"]
)
def test_an_entity_has_many_names(lookup: Lookup, sources: Sources, name: str) -> None:
    assert Names(lookup, sources.context).resolve(name) == IL6.RheumatoidArthritis


def test_an_unknown_name_gets_the_nearest(lookup: Lookup, sources: Sources) -> None:
    with pytest.raises(UsageError) as caught:
        Names(lookup, sources.context).resolve("rheumatoid artritis")
    assert caught.value.findings[0].help == "did you mean 'rheumatoid arthritis'?"


def test_filters_narrow(lookup: Lookup, sources: Sources) -> None:
    everything, in_mice = select(lookup, sources), select(lookup, sources, organism="NCBITaxon:10090")
    assert 0 < len(in_mice) < len(everything)
    assert {row.organism for row in in_mice} == {"Mus musculus"}
    about = select(lookup, sources, about="NF-kB", certainty="Possible")
    assert about and all("NF-" in row.label for row in about)


@pytest.mark.parametrize(
    ("text", "first"),
    [("IKKb", "il6:IkappaBKinaseBeta"), ("fever", "il6:Fever"), ("prevents", "il6:prevents")],
)
def test_terms_are_found_by_any_name(lookup: Lookup, sources: Sources, text: str, first: str) -> None:
    assert claims.terms(lookup, sources.context, text)[0].name == first
