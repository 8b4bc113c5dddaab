"""Each named query: its head, its golden answer, and what it may not let through."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pyoxigraph as ox
import pytest

from il6ld import loops
from il6ld.lookup import StoreLookup
from il6ld.namespaces import IL6, RDF, RDFS, SH, SKOS, Context
from il6ld.queries import ANY, CERTAINTIES, QUERIES, Answer, Query, examples, run, shown, standalone
from il6ld.queries.gathering import GATHERERS
from tests.conftest import ROOT
from tests.queries.answers import FOLDER, answer, base

EXAMPLES = ROOT / "build" / "il6ld-queries.ttl"
# Their answers are about claims that are no longer held; the others leave those out.
ABOUT_THE_PAST = {"superseded"}
# Values of types that are no class of ours.
PLAIN_TYPES = {"Integer", "Text"}
by_name = pytest.mark.parametrize("name", QUERIES)


def rows(query: Query, store: ox.Store | None = None, **given: str) -> Answer:
    kb = base()
    found = run(store or kb.store, query, kb.values(query, given), kb.context)
    assert isinstance(found, Answer)
    return found


def test_there_are_enough() -> None:
    assert len(QUERIES) >= 25
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(QUERIES)


@by_name
def test_the_head_tells_what_is_to_be_known(name: str) -> None:
    query = QUERIES[name]
    assert re.fullmatch(r"[A-Z][^\n]{15,110}[^.\n]", query.summary), query.summary
    assert 2 <= len(query.keywords) <= 5 and all(word == word.lower() for word in query.keywords)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    assert len({one.name for one in query.parameters}) == len(query.parameters)
    for one in query.parameters:
        assert one.description.endswith("."), one
        assert one.type in PLAIN_TYPES or _is_class(one.type), one
        if one.default:
            assert base().values(query, {one.name: one.default})[one.name]


def _is_class(name: str) -> bool:
    return bool(list(base().store.quads_for_pattern(IL6[name], RDFS.label, None)))


@by_name
def test_the_answer_is_the_golden_one(name: str) -> None:
    golden = (FOLDER / f"{name}.csv").read_text(encoding="utf-8")
    assert answer(name) == golden
    assert golden.count("\n") > 1 or name in {"disputes"}


@by_name
def test_prefixes_are_ours_and_used(name: str) -> None:
    body = QUERIES[name].body
    declared = dict(re.findall(r"^PREFIX (\w*): <([^>]*)>$", body, re.MULTILINE))
    assert declared and declared.items() <= base().context.prefixes.items()
    rest = "\n".join(line for line in body.split("\n") if not line.startswith("PREFIX"))
    assert all(re.search(rf"\b{prefix}:", rest) for prefix in declared)


@by_name
def test_the_standalone_form_answers_the_same(name: str) -> None:
    query = QUERIES[name]
    kb = base()
    values = kb.values(query, {})
    if query.gathers:
        values = {key: value for key, value in values.items() if key not in GATHERERS[query.gathers].takes}
    own = kb.store.query(
        query.text, use_default_graph_as_union=True,
        substitutions={ox.Variable(key): value for key, value in values.items()},
    )  # fmt: skip
    alone = kb.store.query(standalone(query, values), use_default_graph_as_union=True)
    assert _rows(own) == _rows(alone)


def _rows(found: Any) -> list[tuple[Any, ...]]:
    names = [variable.value for variable in found.variables]
    return sorted((tuple(row[name] for name in names) for row in found), key=str)


@cache
def _with_every_claim(status: ox.NamedNode) -> ox.Store:
    """The release as it would be if every claim had one status."""
    quads = [
        ox.Quad(quad.subject, quad.predicate, status, quad.graph_name)
        if quad.predicate == IL6.status
        else quad
        for quad in base().store
    ]
    store = ox.Store()
    store.extend(quads)
    return store


@pytest.mark.parametrize("status", [IL6.Retracted, IL6.Superseded], ids=["retracted", "superseded"])
@by_name
def test_what_no_longer_stands_is_left_out_unless_asked_for(name: str, status: ox.NamedNode) -> None:
    query, store = QUERIES[name], _with_every_claim(status)
    if "claims:" not in answer(name).replace("https://w3id.org/il6ld/", "").replace("claims/", "claims:"):
        return
    if name not in ABOUT_THE_PAST:
        assert not _claims(rows(query, store))
    if any(one.name == "status" for one in query.parameters):
        assert len(_claims(rows(query, store, status=ANY))) >= len(_claims(rows(query)))


def _claims(found: Answer) -> set[str]:
    return {cell for row in found.texts() for cell in row if re.search(r"\bclaims:", cell)}


@by_name
def test_a_row_with_a_claim_tells_its_stance(name: str) -> None:
    query = QUERIES[name]
    found = rows(query)
    if not any(column in found.columns for column in ("claim", "label")) or not _claims(found):
        return
    assert {"polarity", "certainty"} <= set(found.columns), name
    for row in found:
        cells = dict(zip(found.columns, row, strict=True))
        if isinstance(claim := cells["claim"], ox.NamedNode) and "/claims/" in claim.value:
            for axis in ("polarity", "certainty"):
                said = [quad.object for quad in base().store.quads_for_pattern(claim, IL6[axis], None)]
                assert [cells[axis]] == said, (name, claim)


def test_the_published_examples_are_these() -> None:
    published = set(ox.parse(path=EXAMPLES, format=ox.RdfFormat.TURTLE))
    assert published == set(ox.Dataset(ox.Quad(*triple) for triple in examples(base().context)))


def test_each_example_runs_as_it_stands() -> None:
    found = [q for q in ox.parse(path=EXAMPLES, format=ox.RdfFormat.TURTLE) if q.predicate == SH.select]
    assert len(found) == len(QUERIES)
    for quad in found:
        assert isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode)
        answers = base().store.query(quad.object.value, use_default_graph_as_union=True)
        assert isinstance(answers, ox.QuerySolutions)
        name = quad.subject.value.rpartition("/")[2]
        assert len(list(answers)) >= (0 if name == "disputes" else 1), name


def test_the_examples_declare_their_prefixes() -> None:
    quads = list(ox.parse(path=EXAMPLES, format=ox.RdfFormat.TURTLE))
    spaces = {
        q.object.value for q in quads if q.predicate == SH.namespace and isinstance(q.object, ox.Literal)
    }
    assert {IL6.iri, RDFS.iri, SKOS.iri} <= spaces
    assert not [q for q in quads if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]


def test_the_certainties_are_those_of_the_ontology() -> None:
    listed = {quad.subject for quad in base().store.quads_for_pattern(None, RDF.type, IL6.Certainty)}
    assert set(CERTAINTIES) == listed and len(CERTAINTIES) == len(listed)


def test_the_effect_of_a_step_is_the_sign_that_loops_compute() -> None:
    lookup = StoreLookup(base().store)
    steps = rows(QUERIES["causal-steps"])
    effects = [int(shown(effect, steps.context)) for effect in steps.column("effect")]
    assert set(effects) == {-1, 0, 1}
    for claim, effect in zip(steps.column("claim"), effects, strict=True):
        assert isinstance(claim, ox.NamedNode) and effect == loops.step_sign(lookup, claim), claim


def test_another_project_asks_the_same_queries() -> None:
    own = Context({**base().context.entries, "claims": "https://example.org/claims/"})
    assert all(run(ox.Store(), query, {}, own) is not None for query in QUERIES.values() if not query.gathers)
