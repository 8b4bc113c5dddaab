"""Nanopublications back into records: what each asserts as a claim, or why it is none of ours.

The assertion must hold one claim with its proposition, the provenance its passage and article, as il6ld
writes them. What the publication info holds against the claim must be told along with it: where the record
that says so is not among the claims, the nanopublication is refused.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from il6ld.corpora.writing import Writer
from il6ld.errors import Il6ldError
from il6ld.namespaces import DCTERMS, IL6, RDF, Context, local_name
from il6ld.nanopubs.structure import Nanopub
from il6ld.sources.records import graph_of
from il6ld.sources.vocabulary import Vocabulary

REASONS: dict[str, str] = {
    "base": "Its claim is named under another base than the first one of the file.",
    "contradiction": "The publication info says of the claim what its assertion does not.",
    "incomplete": "The claim lacks what every claim of ours has.",
    "no-claim": "The assertion says something, but not who claims it, how surely and where.",
    "objection": "A claim that is not in the file speaks against it.",
    "several-claims": "The assertion holds more than one claim.",
    "vocabulary": "It says what no field of a record can.",
}
_NEEDED = (
    IL6.article, IL6.attributedTo, IL6.certainty, IL6.discourseRole, IL6.evidence, IL6.passage, IL6.polarity,
    IL6.proposition, IL6.reading, IL6.status,
)  # fmt: skip
_PARTS = (IL6.subject, IL6.predicate, IL6.object)


class Foreign(Exception):
    """A nanopublication that makes no record; `reason` is a key of REASONS, `detail` what was met."""

    def __init__(self, reason: str, detail: str = "") -> None:
        assert reason in REASONS, reason
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class Reader:
    """Reads nanopublications one by one; `known` has the IRIs of all that are read, and of their claims."""

    context: Context
    words: Vocabulary
    known: frozenset[str]

    def quads(self, nanopub: Nanopub) -> list[ox.Quad]:
        """The records of one nanopublication, each in its graph; Foreign where they are no claim of ours."""
        assertion = [quad.triple for quad in nanopub.part("assertion")]
        claim = claim_of(nanopub)
        if not claim.value.startswith(self.context.prefixes["claims"]):
            raise Foreign("base", claim.value)
        self._check_complete(claim, assertion)
        self._check_objections(claim, nanopub, set(assertion))
        kinds = _kinds(assertion)
        found = [self._placed(triple, local_name(claim), kinds) for triple in assertion]
        provenance = [quad.triple for quad in nanopub.part("provenance")]
        places = _kinds(provenance)
        return found + [self._placed(triple, "", places) for triple in provenance if triple.subject in places]

    def _placed(self, triple: ox.Triple, claim: str, kinds: Mapping[object, str]) -> ox.Quad:
        kind = kinds.get(triple.subject, "")
        # A claim's own parts stand in its graph, a passage's in that of the passages.
        within = {"TextPositionSelector": "passages"}.get(kind) or (claim if kind != "Proposition" else "")
        name = within or graph_of(kind, claim)
        graph = ox.NamedNode(self.context.prefixes["graphs"] + name)
        return ox.Quad(triple.subject, triple.predicate, triple.object, graph)

    def _check_complete(self, claim: ox.NamedNode, assertion: list[ox.Triple]) -> None:
        said = {triple.predicate for triple in assertion if triple.subject == claim}
        stands = {t.object for t in assertion if (t.subject, t.predicate) == (claim, IL6.proposition)}
        parts = {triple.predicate for triple in assertion if triple.subject in stands}
        missing = [local_name(one) for one in _NEEDED if one not in said]
        missing += [local_name(one) for one in _PARTS if one not in parts]
        if missing:
            raise Foreign("incomplete", ", ".join(missing))

    def _check_objections(self, claim: ox.NamedNode, nanopub: Nanopub, told: set[ox.Triple]) -> None:
        ours = self.context.prefixes["claims"]
        for quad in nanopub.part("publication info"):
            subject = quad.subject
            if quad.triple in told or not isinstance(subject, ox.NamedNode):
                continue
            if subject == claim:
                raise Foreign("contradiction", f"{local_name(quad.predicate)} {quad.object}")
            if subject.value not in self.known and (subject.value.startswith(ours) or quad.object == claim):
                raise Foreign("objection", subject.value)
            newer = quad.object.value if isinstance(quad.object, ox.NamedNode) else ""
            if quad.predicate == DCTERMS.isReplacedBy and newer not in self.known:
                raise Foreign("objection", f"it is replaced by {quad.object}")


def claim_of(nanopub: Nanopub) -> ox.NamedNode:
    """The claim that a nanopublication asserts; Foreign where there is none, or more than one."""
    quads = nanopub.part("assertion")
    claims = {quad.subject for quad in quads if quad.predicate == RDF.type and quad.object == IL6.Claim}
    if not claims:
        raise Foreign("no-claim", ", ".join(sorted({local_name(quad.predicate) for quad in quads})[:4]))
    claim = claims.pop()
    if claims or not isinstance(claim, ox.NamedNode):
        raise Foreign("several-claims")
    return claim


def records(quads: list[ox.Quad], context: Context, words: Vocabulary) -> tuple[list[dict[str, object]], ...]:
    """The claims of some nanopublications, and what stands beside them; Foreign where no field can say it."""
    try:
        writer = Writer(ox.Dataset(quads), context, words)
        claims = list(writer.claims())
        return claims, list(writer.others())
    except (Il6ldError, KeyError) as error:
        raise Foreign("vocabulary", str(error)) from error


def _kinds(triples: list[ox.Triple]) -> dict[object, str]:
    """The class of each record."""
    return {
        triple.subject: local_name(triple.object)
        for triple in triples
        if isinstance(triple.object, ox.NamedNode)
        if triple.predicate == RDF.type and _is_record(triple.object)
    }


def _is_record(class_: ox.NamedNode) -> bool:
    return class_ in IL6 or local_name(class_) == "TextPositionSelector"


def whole(quads: list[ox.Quad]) -> list[ox.Quad]:
    """The quads without what articles say of sections that none of the nanopublications stands in."""
    sections = {quad.subject for quad in quads if (quad.predicate, quad.object) == (RDF.type, IL6.Section)}
    return [quad for quad in quads if quad.predicate != IL6.section or quad.object in sections]


def claims_of(nanopubs: list[Nanopub]) -> list[str]:
    """The IRI of each claim that a nanopublication asserts by itself."""
    found = []
    for nanopub in nanopubs:
        with contextlib.suppress(Foreign):
            found.append(claim_of(nanopub).value)
    return found
