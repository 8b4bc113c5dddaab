"""One claim as a Python object: what it says, its stance, its evidence, its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import pyoxigraph as ox

from il6ld.knowledge.reader import Reader
from il6ld.namespaces import DCTERMS, IL6, OA, local_name

_CORE = (IL6.subject, IL6.predicate, IL6.object)


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen: CURIEs, local names for the values of closed lists, nothing where none is recorded."""

    measured: str
    aspect: str
    against: str
    outcome: str
    organisms: tuple[str, ...]
    conditions: tuple[str, ...]
    anatomy: tuple[str, ...]
    cell_types: tuple[str, ...]
    interventions: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One evidence line: how it reached us and, where the source tells, what it rests on."""

    traceability: str
    direction: str
    directness: str
    type: str
    observations: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands: offsets in code points of the article's text, and the digest of its passage."""

    article: str
    section: str
    sentence: int
    start: int
    end: int
    digest: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One source's stance on one proposition. Entities are CURIEs, values of closed lists local names."""

    id: str
    iri: str
    label: str
    polarity: str
    certainty: str
    reading: str
    status: str
    attributed_to: str
    role: str
    subject: str
    predicate: str
    object: str
    qualifiers: dict[str, tuple[str, ...]]
    evidence: tuple[Evidence, ...]
    place: Place | None
    based_on: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def reservations(self) -> tuple[str, ...]:
        """Each axis on which the claim is less than affirmed, stated, explicit and current."""
        axes = (
            (self.polarity, "Affirmed"), (self.certainty, "Stated"), (self.reading, "Explicit"),
            (self.status, "Current"),
        )  # fmt: skip
        return tuple(value or "unknown" for value, plain in axes if value != plain)

    def __str__(self) -> str:
        behind = f" [{', '.join(self.reservations)}]" if self.reservations else ""
        return f"{self.id}: {self.label}{behind}"

    def _repr_html_(self) -> str:
        rows = [(name, value) for name, value in self._rows() if value]
        cells = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in rows)
        return f"<table><caption>{escape(str(self))}</caption>{cells}</table>"

    def _rows(self) -> Iterator[tuple[str, str]]:
        yield "proposition", f"{self.subject} {self.predicate} {self.object}"
        yield from ((name, ", ".join(values)) for name, values in self.qualifiers.items())
        for name in ("polarity", "certainty", "reading", "status", "attributed_to", "role"):
            yield name, getattr(self, name)
        for line in self.evidence:
            yield "evidence", ", ".join(filter(None, (line.type or line.traceability, line.direction)))
            for seen in line.observations:
                yield "observed", ", ".join([seen.measured, seen.outcome, *seen.organisms])
        if self.place:
            yield "place", f"{self.place.article}, {self.place.section}, sentence {self.place.sentence}"


def read_claim(reader: Reader, node: ox.NamedNode) -> Claim:
    """The claim of an IRI."""
    proposition = reader.lookup.node(node, IL6.proposition)
    return Claim(
        id=reader.curie(node),
        iri=node.value,
        label=reader.lookup.label(node),
        polarity=reader.name(node, IL6.polarity),
        certainty=reader.name(node, IL6.certainty),
        reading=reader.name(node, IL6.reading),
        status=reader.name(node, IL6.status),
        attributed_to=reader.name(node, IL6.attributedTo),
        role=reader.name(node, IL6.discourseRole),
        subject=reader.first(proposition, IL6.subject),
        predicate=reader.first(proposition, IL6.predicate),
        object=reader.first(proposition, IL6.object),
        qualifiers=dict(_qualifiers(reader, proposition)),
        evidence=tuple(_evidence(reader, line) for line in reader.lookup.nodes(node, IL6.evidence)),
        place=_place(reader, node),
        based_on=reader.curies(node, IL6.basedOn),
        notes=reader.notes(node),
    )


def _qualifiers(reader: Reader, proposition: ox.NamedNode | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    if proposition is not None:
        for predicate in reader.lookup.properties(proposition):
            if predicate in IL6 and predicate not in _CORE:
                yield local_name(predicate), reader.curies(proposition, predicate)


def _evidence(reader: Reader, line: ox.NamedNode) -> Evidence:
    return Evidence(
        traceability=reader.first(line, IL6.traceability),
        direction=reader.name(line, IL6.direction),
        directness=reader.name(line, IL6.directness),
        type=reader.first(line, IL6.evidenceType),
        observations=tuple(_observation(reader, node) for node in reader.lookup.nodes(line, IL6.observation)),
    )


def _observation(reader: Reader, node: ox.NamedNode) -> Observation:
    populations = reader.lookup.nodes(node, IL6.population)
    return Observation(
        measured=reader.first(node, IL6.measured),
        aspect=reader.name(node, IL6.measuredAspect),
        against=reader.first(node, IL6.measuredAgainst),
        outcome=reader.name(node, IL6.outcome),
        organisms=_all(reader.curies(one, IL6.organism) for one in populations),
        conditions=_all(reader.curies(one, IL6.condition) for one in populations),
        anatomy=reader.curies(node, IL6.anatomy),
        cell_types=reader.curies(node, IL6.cellType),
        interventions=tuple(
            _intervention(reader, one) for one in reader.lookup.nodes(node, IL6.intervention)
        ),
    )


def _intervention(reader: Reader, node: ox.NamedNode) -> dict[str, str]:
    names = {"kind": reader.name, "target": reader.first, "cellType": reader.first, "role": reader.name}
    found = {name: read(node, IL6[name]) for name, read in names.items()}
    return {name: value for name, value in found.items() if value}


def _all(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(value for part in parts for value in part)


def _place(reader: Reader, claim: ox.NamedNode) -> Place | None:
    passage = reader.lookup.node(claim, IL6.passage)
    if passage is None:
        return None
    section, selector = reader.lookup.node(passage, IL6.section), reader.lookup.node(passage, OA.hasSelector)

    def number(node: ox.NamedNode | None, predicate: ox.NamedNode) -> Any:
        return int(reader.text(node, predicate) or -1)

    return Place(
        article=reader.first(claim, IL6.article),
        section=reader.text(section, DCTERMS.title),
        sentence=number(passage, IL6.sentence),
        start=number(selector, OA.start),
        end=number(selector, OA.end),
        digest=reader.text(passage, IL6.digest),
    )
