"""Our nanopublications come back as the same claims; others are taken only where they are claims."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from il6ld import importing
from il6ld.corpora import Corpus, record_quads
from il6ld.corpora.nanopublications import REASONS
from il6ld.project import Project
from il6ld.sources import Sources
from tests.conftest import ROOT
from tests.released import material

pytestmark = pytest.mark.usefixtures("read_once")

NANOPUBS = ROOT / "build" / "il6ld-nanopubs.trig"


def test_our_own_come_back_as_the_same_quads(
    project: Project, sources: Sources, tmp_path: Path, corpus_of: Callable[[Path], Corpus]
) -> None:
    done = importing.nanopub(project, NANOPUBS, tmp_path / "out")
    assert done.read == done.accepted == done.claims > 90 and not done.refused
    corpus = corpus_of(tmp_path / "out")
    text = "".join(corpus.quads(corpus.words(sources.words)))
    back = set(ox.parse(text.encode(), format=ox.RdfFormat.N_QUADS))
    there = set(record_quads(material().dataset, sources.context))
    assert back <= there
    # What no claim holds is in no nanopublication.
    beside = {str(quad.subject).split("/")[-2] for quad in there - back}
    assert beside == {"gaps", "loops", "steps"}


def altered(tmp_path: Path, change: Callable[[str], str]) -> Path:
    """The nanopublications of two claims, with a change."""
    text = NANOPUBS.read_text(encoding="utf-8")
    head, *parts = text.split("<https://w3id.org/il6ld/nanopubs/il6d-0001/Head> {")
    first, rest = parts[0].split("<https://w3id.org/il6ld/nanopubs/il6d-0002/Head> {")
    second = rest.split("<https://w3id.org/il6ld/nanopubs/il6d-0003/Head> {")[0]
    whole = (
        f"{head}<https://w3id.org/il6ld/nanopubs/il6d-0001/Head> {{{first}"
        f"<https://w3id.org/il6ld/nanopubs/il6d-0002/Head> {{{change(second)}"
    )
    path = tmp_path / "some.trig"
    path.write_text(whole, encoding="utf-8")
    return path


_INFO = "<https://w3id.org/il6ld/nanopubs/il6d-0002/pubinfo> {\n"
_CLAIM = "claims:il6d-0002"
CHANGES: dict[str, Callable[[str], str]] = {
    "base": lambda text: text.replace("claims:il6d-0002", "<https://example.org/claims/x-2>"),
    "contradiction": lambda text: text.replace(_INFO, f"{_INFO} {_CLAIM} il6:polarity il6:Denied .\n"),
    "incomplete": lambda text: text.replace("il6:certainty il6:Stated ;", "", 1),
    "no-claim": lambda text: text.replace("a il6:Claim ;", "a il6:Statement ;", 1),
    "objection": lambda text: text.replace(_INFO, f"{_INFO} claims:x-99 il6:disputes {_CLAIM} .\n"),
    "several-claims": lambda text: text.replace(f"{_CLAIM}\n", f"claims:x-98 a il6:Claim .\n {_CLAIM}\n", 1),
    "vocabulary": lambda text: text.replace("il6:certainty", "dcterms:subject il6:Fever ; il6:certainty", 1),
}  # fmt: skip


def test_every_reason_has_a_case() -> None:
    assert CHANGES.keys() == REASONS.keys()


@pytest.mark.parametrize("reason", CHANGES)
def test_what_is_none_of_ours_is_refused_by_its_reason(project: Project, tmp_path: Path, reason: str) -> None:
    done = importing.nanopub(project, altered(tmp_path, CHANGES[reason]), tmp_path / "out")
    assert (done.read, done.accepted, dict(done.refused)) == (2, 1, {reason: 1})


def test_the_unchanged_two_are_taken(project: Project, tmp_path: Path) -> None:
    done = importing.nanopub(project, altered(tmp_path, str), tmp_path / "out")
    assert (done.read, done.accepted) == (2, 2)


AIDA = """
@prefix : <https://example.org/np1#> .
@prefix np: <http://www.nanopub.org/nschema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix hycl: <http://purl.org/petapico/o/hycl#> .
:head {
    <https://example.org/np1> a np:Nanopublication ;
        np:hasAssertion :a ; np:hasProvenance :p ; np:hasPublicationInfo :i .
}
:a { <http://purl.org/aida/Malaria+is+transmitted+by+mosquitoes.> a hycl:Statement . }
:p { :a prov:wasDerivedFrom <https://example.org/paper> . }
:i { <https://example.org/np1> prov:wasAttributedTo <https://example.org/me> . }
"""


def test_a_sentence_without_a_stance_is_refused(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "aida.trig"
    path.write_text(AIDA, encoding="utf-8")
    done = importing.nanopub(project, path, tmp_path / "out")
    assert (done.read, done.accepted, dict(done.refused)) == (1, 0, {"no-claim": 1})
