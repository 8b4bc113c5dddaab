"""The generated corpus is what it says: so many claims, always the same ones, and nothing wrong with them."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pyoxigraph as ox
import pytest

from il6ld import validation
from il6ld.lookup import Lookup
from il6ld.namespaces import BASE, GRAPHS, IL6, RDF
from il6ld.pipeline import REASONED
from il6ld.project import Project
from il6ld.sources import read_shapes
from tests.benchmarks.corpus import RELEASE, quads
from tests.benchmarks.stances import Changes
from tests.benchmarks.template import Template
from tests.released import CONTEXT

CLAIMS = 335  # the release, two whole articles after it, and a part of one


@cache
def template() -> Template:
    return Template.read(RELEASE)


@cache
def corpus() -> list[ox.Quad]:
    return list(quads(template(), CLAIMS))


def values(predicate: ox.NamedNode) -> Counter[str]:
    return Counter(str(quad.object) for quad in corpus() if quad.predicate == predicate)


def instances(kind: ox.NamedNode) -> int:
    return sum(quad.predicate == RDF.type and quad.object == kind for quad in corpus())


def test_it_has_so_many_claims_and_tells_nothing_twice() -> None:
    assert instances(IL6.Claim) == CLAIMS
    assert instances(IL6.Article) == 1 + -(-(CLAIMS - len(template().claims)) // len(template().claims))
    assert len(set(corpus())) == len(corpus())


def test_the_release_comes_first_unchanged() -> None:
    assert template().quads and corpus()[: len(template().quads)] == template().quads


def test_the_seed_decides() -> None:
    assert list(quads(Template.read(RELEASE), CLAIMS)) == corpus()
    assert set(quads(template(), CLAIMS, seed=1)) != set(corpus())


def test_fewer_claims_than_the_release_has_are_refused() -> None:
    with pytest.raises(ValueError, match="claims already"):
        next(quads(template(), len(template().claims) - 1))


def test_articles_share_propositions_and_differ_in_stance() -> None:
    shared = [proposition for proposition, claims in values(IL6.proposition).items() if claims > 1]
    assert 50 < len(shared) < CLAIMS / 2
    statuses = [str(IL6[name]) for name in ("Retracted", "Superseded")]
    assert all(values(IL6.status)[status] > 1 for status in statuses)
    assert values(IL6.polarity)[str(IL6.Denied)] > 1
    assert len(values(IL6.certainty)) == 4


def test_most_articles_speak_of_other_entities() -> None:
    subjects = values(IL6.subject)
    assert subjects[str(IL6.Interleukin6)] < sum(subjects.values()) / 4
    labels = Lookup(quad for quad in corpus() if quad.graph_name == GRAPHS.ontology)
    assert labels.label(IL6.Interleukin6U1) == "interleukin 6 of universe 1"


def test_every_name_of_ours_has_a_curie() -> None:
    nodes = {term for quad in corpus() for term in quad if isinstance(term, ox.NamedNode)}
    ours = [node.value for node in nodes if node.value.startswith(BASE)]
    assert len(ours) > CLAIMS
    before = {term.value for quad in template().quads for term in quad if isinstance(term, ox.NamedNode)}
    assert {iri for iri in ours if CONTEXT.compact(iri) == iri} <= before


def _findings(project: Project, statements: list[ox.Quad]) -> list[validation.Result]:
    triples = {quad.triple for quad in statements}
    report = validation.validate([*triples, REASONED], read_shapes(project))
    assert report.focus_nodes > len(template().claims)
    return list(report.results)


def test_the_shapes_hold(project: Project) -> None:
    assert _findings(project, corpus()) == []


def test_a_fault_that_is_asked_for_is_found(project: Project) -> None:
    number = len(template().claims) + 1
    alone = template().part(1).claims[0]

    def faults(*_: object) -> Changes:
        return {alone: {IL6.attributedTo: IL6.Stated}}

    found = _findings(project, list(quads(template(), number, draw=faults)))
    assert [result.rule for result in found] == ["claim-attribution"]
    assert str(found[0].focus) == str(alone).replace(f"/{template().code}-", "/g1-")
