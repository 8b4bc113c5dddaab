"""Each claim is one nanopublication that says all of it, never more, and whether it still holds."""

from __future__ import annotations

import random
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from il6ld.formats.nanopubs import (
    MAX_TRIPLES,
    NANOPUBS_FILE,
    Nanopublication,
    nanopublications,
    write_nanopubs,
)
from il6ld.formats.translation import Material, Written
from il6ld.lookup import Lookup
from il6ld.namespaces import DCTERMS, IL6, NPX, PROV, RDFS, SKOS, XSD, local_name
from il6ld.nanopubs import check
from il6ld.nanopubs.structure import MAX_TRIPLES as CHECKED_TRIPLES
from il6ld.sources import Sources
from tests.safety import cases
from tests.safety.foreign import nanopubs as foreign


def material_of(dataset: ox.Dataset, sources: Sources) -> Material:
    return Material(dataset, Lookup(dataset), sources.context, {})


@pytest.fixture(scope="module")
def material(sources: Sources) -> Material:
    return material_of(sources.dataset, sources)


@pytest.fixture(scope="module")
def written(material: Material) -> list[Nanopublication]:
    return list(nanopublications(material))


@pytest.fixture(scope="module")
def file(material: Material) -> Written:
    return write_nanopubs(material)


@pytest.fixture(scope="module")
def payload(file: Written) -> bytes:
    return file.files[NANOPUBS_FILE]


def case_material(name: str, *more: ox.Quad) -> Material:
    """What a writer gets for a dangerous case: its records, and what of the ontology tells its dangers."""
    (case,) = (case for case in cases.read_cases() if case.name == name)
    dataset = ox.Dataset([*cases.vocabulary(), *case.records, *more])
    return Material(dataset, Lookup(dataset), cases.context(), {})


def of_case(name: str) -> dict[str, Nanopublication]:
    """The nanopublications of a dangerous case, by the local names of their claims."""
    return {local_name(nanopub.claim): nanopub for nanopub in nanopublications(case_material(name))}


def test_each_claim_is_one_nanopublication(
    material: Material, written: list[Nanopublication], file: Written
) -> None:
    assert len(written) > 90
    assert [nanopub.claim for nanopub in written] == material.lookup.instances(IL6.Claim)
    account = file.account
    assert account and (account.told, account.left_out) == (len(written), {})


def test_an_assertion_is_the_claims_graph_and_its_proposition(
    material: Material, written: list[Nanopublication]
) -> None:
    for nanopub in written:
        graph = ox.NamedNode(material.context.expand(f"graphs:{local_name(nanopub.claim)}"))
        own = {quad.triple for quad in material.dataset.quads_for_graph_name(graph)}
        proposition = material.lookup.nodes(nanopub.claim, IL6.proposition)[0]
        propositions = ox.NamedNode(material.context.expand("graphs:propositions"))
        narrowed = {
            quad.triple
            for quad in material.dataset.quads_for_subject(proposition)
            if quad.graph_name == propositions
        }
        assert len(own) > 10 and len(narrowed) >= 5
        assert nanopub.assertion == own | narrowed


def test_no_statement_stands_bare(material: Material, written: list[Nanopublication]) -> None:
    predicates = set(material.lookup.instances(IL6.Predicate))
    assert len(predicates) > 20
    assert not [q for nanopub in written for q in nanopub.quads if q.predicate in predicates]


def test_every_qualm_is_told_in_the_nanopublication_itself(
    material: Material, written: list[Nanopublication]
) -> None:
    told = {nanopub.claim: nanopub.assertion | nanopub.pubinfo for nanopub in written}
    qualms = [
        (statement.claim, qualm.record, qualm.axis, value)
        for statement in material.statements
        for qualm in statement.qualms
        for value in qualm.values
    ]
    assert len(qualms) > 100
    assert not [q for q in qualms if ox.Triple(*q[1:]) not in told[q[0]]]  # type: ignore[arg-type]


def test_the_provenance_leads_to_the_passage_and_the_article(
    material: Material, written: list[Nanopublication]
) -> None:
    for nanopub in written:
        found = {(triple.predicate, triple.object) for triple in nanopub.provenance}
        (passage,) = material.lookup.nodes(nanopub.claim, IL6.passage)
        (article,) = material.lookup.nodes(nanopub.claim, IL6.article)
        assert {(PROV.wasDerivedFrom, passage), (PROV.hadPrimarySource, article)} <= found
        digests = [t for t in nanopub.provenance if t.subject == passage and t.predicate == IL6.digest]
        assert len(digests) == 1
        for basis in material.lookup.nodes(nanopub.claim, IL6.basedOn):
            expected = ox.NamedNode(nanopub.node.value.replace(local_name(nanopub.claim), local_name(basis)))
            assert (PROV.wasDerivedFrom, expected) in found


def test_the_publication_info_has_the_day_of_the_release(
    material: Material, written: list[Nanopublication]
) -> None:
    ((_, day),) = material.lookup.pairs(DCTERMS.issued)
    assert isinstance(day, ox.Literal)
    due = ox.Literal(f"{day.value}T00:00:00Z", datatype=XSD.dateTime)
    for nanopub in written:
        about = {
            triple.predicate: triple.object for triple in nanopub.pubinfo if triple.subject == nanopub.node
        }
        assert about[DCTERMS.created] == due
        assert about.keys() >= {DCTERMS.creator, DCTERMS.license, RDFS.label, NPX.hasNanopubType}


def label(nanopub: Nanopublication) -> str:
    (found,) = (t.object for t in nanopub.pubinfo if (t.subject, t.predicate) == (nanopub.node, RDFS.label))
    assert isinstance(found, ox.Literal)
    return found.value


def test_what_is_superseded_says_so_to_who_reads_the_publication_info_alone(
    material: Material, written: list[Nanopublication]
) -> None:
    by_claim = {nanopub.claim: nanopub for nanopub in written}
    pairs = list(material.lookup.pairs(DCTERMS.replaces))
    assert pairs
    for newer, older in pairs:
        new, old = by_claim[newer], by_claim[older]  # type: ignore[index]
        assert ox.Triple(new.node, NPX.supersedes, old.node) in new.pubinfo
        assert ox.Triple(old.node, DCTERMS.isReplacedBy, new.node) in old.pubinfo
        assert ox.Triple(old.claim, IL6.status, IL6.Superseded) in old.pubinfo
        assert label(old).startswith("Superseded: ") and ":" not in label(new)


@pytest.mark.parametrize("status", ["Superseded", "Retracted"])
def test_a_status_is_told_in_the_publication_info(status: str) -> None:
    (nanopub,) = of_case(status.lower()).values()
    assert ox.Triple(nanopub.claim, IL6.status, IL6[status]) in nanopub.pubinfo


def test_what_only_the_newer_claim_says_is_told_of_the_older() -> None:
    found = of_case("replaced-unsaid")
    older = [nanopub for nanopub in found.values() if DCTERMS.isReplacedBy in predicates(nanopub)]
    assert len(found) == 2 and len(older) == 1


@pytest.mark.parametrize(("case", "axis"), [("disputed", IL6.disputes), ("denied-by-another", IL6.polarity)])
def test_what_others_hold_against_a_claim_is_told(case: str, axis: ox.NamedNode) -> None:
    found = of_case(case).values()
    others = [t for nanopub in found for t in nanopub.pubinfo if t.predicate == axis]
    assert others and all(isinstance(triple.subject, ox.NamedNode) for triple in others)


def predicates(nanopub: Nanopublication) -> set[ox.NamedNode]:
    return {triple.predicate for triple in nanopub.pubinfo}


def test_the_file_is_valid(payload: bytes, written: list[Nanopublication]) -> None:
    assert check(payload, NANOPUBS_FILE) == []
    sizes = [len(set(nanopub.quads)) for nanopub in written]
    assert min(sizes) > 30 and max(sizes) < 200 < MAX_TRIPLES == CHECKED_TRIPLES


def test_one_that_is_too_large_is_left_out_and_counted() -> None:
    (claim,) = (nanopub.claim for nanopub in of_case("harmless").values())
    graph = ox.NamedNode(cases.context().expand(f"graphs:{local_name(claim)}"))
    notes = (ox.Quad(claim, SKOS.note, ox.Literal(str(number)), graph) for number in range(MAX_TRIPLES))
    account = write_nanopubs(case_material("harmless", *notes)).account
    assert account and account.told == 0 and account.left_out == {local_name(claim): ("size",)}


@pytest.mark.heavy
def test_the_order_of_statements_changes_no_byte(payload: bytes, sources: Sources) -> None:
    quads = list(sources.dataset)
    random.Random(6).shuffle(quads)
    again = write_nanopubs(material_of(ox.Dataset(quads), sources))
    assert again.files[NANOPUBS_FILE] == payload


# Readers that we did not write
@pytest.mark.heavy
def test_rdflib_reads_what_was_written(payload: bytes, written: list[Nanopublication]) -> None:
    found = [{tuple(map(str, quad)) for quad in one.quads()} for one in foreign.separated(payload)]
    due = [{tuple(map(plain, (q.subject, q.predicate, q.object, q.graph_name))) for q in one.quads}
           for one in sorted(written, key=lambda one: one.node.value)]  # fmt: skip
    assert len(found) > 90 and found == due


def plain(term: Any) -> str:
    return str(term.value)


@pytest.mark.heavy
def test_nanopub_py_reads_what_was_written(payload: bytes, written: list[Nanopublication]) -> None:
    pytest.importorskip("nanopub", reason="the reader nanopub is not installed")
    found = list(foreign.nanopubs(payload))
    ours = sorted(written, key=lambda one: one.node.value)
    assert len(found) == len(ours) > 90
    for theirs, one in zip(found, ours, strict=True):
        assert len(theirs.assertion) == len(one.assertion)
        assert len(theirs.provenance) == len(one.provenance)
        assert len(theirs.pubinfo) == len(one.pubinfo)


@pytest.mark.heavy
def test_nanopub_py_finds_what_was_signed_valid() -> None:
    pytest.importorskip("nanopub", reason="the reader nanopub is not installed")
    if version("nanopub").startswith("2.0"):
        pytest.skip("nanopub 2.0 finds no trusty URI whose graphs stand behind a slash true")
    signed = (Path(__file__).parent / "nanopubs" / "signed.trig").read_bytes()
    assert [one.has_valid_trusty and one.has_valid_signature for one in foreign.nanopubs(signed)] == [
        True
    ] * 2


@pytest.mark.heavy
def test_nanopub_py_lets_a_forgery_pass_and_we_do_not() -> None:
    """C11: content changed, hash made anew, old signature; why this project has a checker of its own."""
    forged = (Path(__file__).parent / "nanopubs" / "forged.trig").read_bytes()
    assert [finding.rule for finding in check(forged) if finding.severity == "error"] == ["nanopub-signature"]
    pytest.importorskip("nanopub", reason="the reader nanopub is not installed")
    assert all(one.has_valid_signature for one in foreign.nanopubs(forged))
