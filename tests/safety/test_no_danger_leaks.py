"""No danger leaks as a bare statement, in any format; and a writer that overlooks an axis is caught."""

from __future__ import annotations

import pytest
from pyoxigraph import Dataset, NamedNode, Quad

from il6ld import safety
from il6ld.errors import InvalidInput
from il6ld.formats import SERIALISATIONS, Scope, Serialisation
from il6ld.namespaces import GRAPHS, IL6, RDFS
from tests.safety import cases
from tests.safety.cases import Case

CASES = cases.read_cases()
each_format = pytest.mark.parametrize("row", SERIALISATIONS, ids=lambda row: row.name)
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
each_axis = pytest.mark.parametrize("axis", cases.axes(), ids=lambda axis: axis.rpartition("/")[2][:-1])


def named(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


@each_format
@each_case
def test_a_naive_consumer_takes_nothing_unsupported(row: Serialisation, case: Case) -> None:
    assert cases.taken(cases.found_in(row, case), case) - case.earned == set()


@each_format
@each_case
def test_what_is_earned_is_published_bare(row: Serialisation, case: Case) -> None:
    found = cases.found_in(row, case)
    bare = {statement for statement in found if statement[1] in cases.predicates()}
    assert bare == (set() if row.scope is Scope.UNION else case.earned)


@each_case
def test_records_are_in_every_format_that_holds_records(case: Case) -> None:
    for row in SERIALISATIONS:
        found = cases.found_in(row, case)
        assert bool(cases.propositions(set(found))) == (row.scope is not Scope.BARE), row.name


@each_format
@each_axis
def test_a_writer_that_overlooks_an_axis_is_caught(row: Serialisation, axis: str) -> None:
    telling = [case for case in CASES if axis in case.axes]
    assert telling, f"no case is dangerous by {axis}: add one to tests/safety/cases"
    ways = cases.wrong_writers(row, axis)
    assert ways
    for way, change in ways.items():
        payloads = [(case, cases.written(row, case, **change)) for case in telling]
        caught = [case.name for case, payload in payloads if cases.unsupported(row, payload, case)]
        assert caught, f"a writer of {row.name} that {way} goes unnoticed"


@each_format
@each_case
def test_a_writer_that_states_every_proposition_is_caught(row: Serialisation, case: Case) -> None:
    payload = cases.naively_written(row, case)
    assert bool(cases.unsupported(row, payload, case)) == bool(case.axes)


def test_the_cases_cover_every_danger() -> None:
    assert len(CASES) >= 30
    assert cases.predicates() and cases.qualifiers()
    assert {axis for case in CASES for axis in case.axes} == set(cases.axes())
    assert sum(not case.axes and bool(case.earned) for case in CASES) >= 1


@each_case
def test_each_withheld_proposition_has_a_reason(case: Case) -> None:
    dataset = Dataset([*cases.vocabulary(), *case.records])
    withheld = safety.withheld(dataset)
    bare = {str(triple) for triple in safety.bare_triples(dataset)}
    propositions = {quad.subject for quad in case.records if quad.predicate == IL6.subject}
    assert len(withheld) + len(bare) == len(propositions)
    assert bool(withheld) == bool(case.axes)
    for proposition, reasons in withheld.items():
        assert reasons == safety.reasons(dataset, proposition)
        assert all(reasons)


def test_reasons_name_the_claim_and_what_it_rests_on() -> None:
    dataset = Dataset([*cases.vocabulary(), *named("hypothesis-far").records])
    proposition = NamedNode("https://w3id.org/il6ld/propositions/1")
    assert safety.reasons(dataset, proposition) == ["case-1 rests on case-4, which is Suspected"]


def test_a_new_qualifier_withholds_by_default() -> None:
    proposition = NamedNode("https://w3id.org/il6ld/propositions/1")
    season = NamedNode("https://example.org/terms/season")
    said = Quad(proposition, season, NamedNode("https://example.org/terms/winter"), GRAPHS.propositions)
    declared = Quad(season, RDFS.subPropertyOf, IL6.speciesContext, GRAPHS.ontology)
    harmless = [*cases.vocabulary(), *named("harmless").records]
    assert safety.reasons(Dataset(harmless), proposition) == []
    qualified = safety.reasons(Dataset([*harmless, said, declared]), proposition)
    assert qualified == ["is qualified by season: winter"]
    assert "might narrow" in safety.reasons(Dataset([*harmless, said]), proposition)[0]


def test_without_the_list_of_qualifiers_nothing_is_called_bare() -> None:
    with pytest.raises(InvalidInput, match="qualifier"):
        safety.bare_triples(Dataset(named("harmless").records))


def test_a_long_chain_of_claims_is_followed_to_its_end() -> None:
    def claim(number: int) -> NamedNode:
        return NamedNode(f"https://w3id.org/il6ld/claims/case-{number}")

    harmless = [*cases.vocabulary(), *named("harmless").records]
    axes = [quad for quad in named("harmless").records if quad.subject == claim(1)]
    chain = [Quad(claim(n), q.predicate, q.object, GRAPHS.chain) for n in range(2, 2000) for q in axes]
    links = [Quad(claim(n), IL6.basedOn, claim(n + 1), GRAPHS.chain) for n in range(1, 1999)]
    assert len(safety.bare_triples(Dataset([*harmless, *chain, *links]))) == 1
    retracted = Quad(claim(1999), IL6.status, IL6.Retracted, GRAPHS.chain)
    assert safety.bare_triples(Dataset([*harmless, *chain, *links, retracted])) == []
