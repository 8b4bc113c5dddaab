"""The bare triples of a corpus are those of il6ld.safety, whatever is claimed, denied or taken back."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from il6ld import safety, scaling
from il6ld.namespaces import DCTERMS, IL6, RDF, RDFS, SKOS, read_context
from il6ld.project import find_project
from il6ld.shards import bare
from il6ld.shards.tables import Tables
from il6ld.validation.sql.engine import connected
from il6ld.validation.sql.loading import load
from tests.conftest import ROOT
from tests.shards import making_corpora as corpora

pytestmark = pytest.mark.heavy  # it builds corpora

CONTEXT = read_context(ROOT / "ontology" / "context.jsonld")
GRAPH = ox.NamedNode("https://example.org/graph")
Triples = list[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]]


def node(kind: str, number: int) -> ox.NamedNode:
    return ox.NamedNode(f"https://example.org/{kind}/{number}")


ONTOLOGY: Triples = [
    (IL6.degree, RDFS.subPropertyOf, IL6.qualifier),
    (node("property", 0), RDFS.subPropertyOf, IL6.degree),
    (IL6.causes, RDF.type, IL6.Predicate),
]
CLAIMS = st.integers(0, 7).map(lambda number: node("claim", number))
PROPOSITIONS = st.integers(0, 3).map(lambda number: node("proposition", number))
THINGS = st.one_of(st.integers(0, 2).map(lambda number: node("thing", number)), st.just(ox.Literal("a word")))
# What may be said beside a sound claim of a well-made proposition; most of it takes the bare triple away.
SAID = st.one_of(
    st.tuples(CLAIMS, st.just(IL6.proposition), PROPOSITIONS),
    st.tuples(CLAIMS, st.just(IL6.polarity), st.sampled_from([IL6.Affirmed, IL6.Denied])),
    st.tuples(CLAIMS, st.just(IL6.status), st.sampled_from([IL6.Current, IL6.Retracted])),
    st.tuples(CLAIMS, st.just(IL6.certainty), st.sampled_from([IL6.Stated, IL6.Possible])),
    st.tuples(CLAIMS, st.just(IL6.discourseRole), st.sampled_from([IL6.Hypothesis, IL6.Finding])),
    st.tuples(CLAIMS, st.sampled_from([IL6.basedOn, IL6.disputes]), CLAIMS),
    st.tuples(CLAIMS, st.sampled_from([DCTERMS.replaces, DCTERMS.isReplacedBy]), CLAIMS),
    st.tuples(CLAIMS, st.just(IL6.erratum), st.just(node("erratum", 1))),
    st.tuples(PROPOSITIONS, st.sampled_from([IL6.degree, node("property", 0), node("property", 1)]), THINGS),
    st.tuples(PROPOSITIONS, st.sampled_from([RDFS.label, SKOS.note]), st.just(ox.Literal("a word"))),
    st.tuples(PROPOSITIONS, st.sampled_from([IL6.subject, IL6.object]), THINGS),
    st.tuples(PROPOSITIONS, st.just(IL6.predicate), st.sampled_from([IL6.causes, IL6.invented])),
)  # fmt: skip


def sound(claim: int, proposition: int) -> Triples:
    """A sound claim of a proposition that is well made."""
    one, other = node("claim", claim), node("proposition", proposition)
    said: Triples = [(one, axis, value) for axis, value in safety.SOUND_AXES.items()]
    said += [(one, IL6.proposition, other), (other, IL6.predicate, IL6.causes)]
    return [*said, (other, IL6.subject, node("thing", proposition)), (other, IL6.object, node("thing", 9))]


def both(said: Triples) -> tuple[list[str], list[str]]:
    """The bare triples by SQL and by il6ld.safety."""
    quads = [ox.Quad(*triple, GRAPH) for triple in said]
    with TemporaryDirectory() as folder, connected(Path(folder)) as connection:
        path = Path(folder) / "said.nq"
        ox.serialize(quads, str(path), format=ox.RdfFormat.N_QUADS)
        load(connection, [path])
        tables = Tables(connection, CONTEXT)
        bare.find(tables)
        return list(bare.triples(tables)), [str(one) for one in safety.bare_triples(ox.Dataset(quads))]


def test_sound_claims_give_bare_triples() -> None:
    by_sql, by_rule = both([*ONTOLOGY, *sound(0, 0), *sound(1, 1)])
    assert len(by_sql) == 2 and by_sql == by_rule


CASES = (st.lists(SAID, max_size=6), st.lists(st.integers(0, 3), min_size=4, max_size=4))


@settings(max_examples=10, deadline=None)
@given(*CASES)
def test_both_rules_give_the_same(beside: Triples, propositions: list[int]) -> None:
    compare(beside, propositions)


@pytest.mark.heavy
@settings(max_examples=100, deadline=None)
@given(*CASES)
def test_both_rules_give_the_same_of_much_more(beside: Triples, propositions: list[int]) -> None:
    compare(beside, propositions)


def compare(beside: Triples, propositions: list[int]) -> None:
    told = [triple for claim, number in enumerate(propositions) for triple in sound(claim, number)]
    by_sql, by_rule = both([*ONTOLOGY, *told, *beside])
    assert by_sql == by_rule


def test_the_release_as_a_corpus_has_the_bare_triples_of_the_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = find_project(ROOT)
    monkeypatch.setattr(scaling, "read_shapes", corpora.few_shapes)
    scaling.build(project, corpora.write(tmp_path / "corpus"), tmp_path / "release", workers=1)
    graph = ox.NamedNode(project.context.expand("graphs:bare"))
    made = {quad.triple for quad in corpora.quads(tmp_path / "release") if quad.graph_name == graph}
    own = {quad.triple for quad in ox.parse(path=str(corpora.RELEASE)) if quad.graph_name == graph}
    assert made == own and len(own) > 10
