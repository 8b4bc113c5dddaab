"""The dangerous cases, what a naive consumer takes from a file, and writers that are wrong on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import Dataset, NamedNode, Quad, RdfFormat, parse

from il6ld import safety
from il6ld.formats import Scope, Serialisation
from il6ld.namespaces import GRAPHS, IL6, RDF, RDFS, Context, read_context
from tests.safety.readers import Statement, rows, statements

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent / "cases"
CASE = "https://example.org/safety/"
TERMS = "https://w3id.org/il6ld/terms/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

# The value of each axis that a reader assumes who does not know the axis.
ASSUMED = {"status": "Current", "polarity": "Affirmed", "certainty": "Stated", "reading": "Explicit"}
OTHER_AXES = ("basedOn", "disputes", "erratum", "discourseRole")
DCTERMS_AXES = ("isReplacedBy", "replaces")


def il6(name: str) -> str:
    """A term of the vocabulary, in N-Triples spelling."""
    return f"<{TERMS}{name}>"


@dataclass(frozen=True)
class Case:
    """One danger: its records, the axes that tell of it, and the bare statements it earns all the same."""

    name: str
    danger: str
    axes: tuple[str, ...] = field(compare=False)
    records: tuple[Quad, ...] = field(repr=False, compare=False)
    said: frozenset[Statement] = field(repr=False, compare=False)
    earned: frozenset[Statement] = field(repr=False, compare=False)


@cache
def read_cases() -> tuple[Case, ...]:
    """Every case, A to Z."""
    return tuple(_case(path) for path in sorted(CASES.glob("*.trig")))


def _case(path: Path) -> Case:
    payload = path.read_bytes()
    found = rows("case.trig", payload)
    told = {(predicate, term) for _, predicate, term, graph in found if graph == f"<{CASE}manifest>"}
    quads = parse(payload, format=RdfFormat.TRIG)
    return Case(
        path.stem,
        next(term.strip('"') for predicate, term in told if predicate == f"<{CASE}danger>"),
        tuple(sorted(term for predicate, term in told if predicate == f"<{CASE}axis>")),
        tuple(quad for quad in quads if CASE not in str(quad.graph_name)),
        frozenset(row[:3] for row in found if CASE not in row[3]),
        frozenset(row[:3] for row in found if row[3] == f"<{CASE}bare>"),
    )


@cache
def context() -> Context:
    """The repository's context."""
    return read_context(ROOT / "ontology" / "context.jsonld")


@cache
def vocabulary() -> tuple[Quad, ...]:
    """What of the ontology the rule reads: which properties qualify, and which are predicates."""
    triples = [triple for path in sorted(ROOT.glob("ontology/*.ttl")) for triple in parse(path=str(path))]
    return tuple(
        Quad(triple.subject, triple.predicate, triple.object, GRAPHS.ontology)
        for triple in triples
        if triple.predicate == RDFS.subPropertyOf
        or (triple.predicate == RDF.type and triple.object == IL6.Predicate)
    )


@cache
def ontology_statements() -> frozenset[Statement]:
    """The same, as rdflib reads it from the ontology's own files."""
    files = sorted(ROOT.glob("ontology/*.ttl"))
    return frozenset(row for path in files for row in statements(path.name, path.read_bytes()))


@cache
def predicates() -> frozenset[str]:
    """The closed list of predicates."""
    return frozenset(s for s, p, o in ontology_statements() if p == TYPE and o == il6("Predicate"))


@cache
def qualifiers() -> frozenset[str]:
    """Every property that narrows a proposition."""
    below = "<http://www.w3.org/2000/01/rdf-schema#subPropertyOf>"
    return frozenset(s for s, p, o in ontology_statements() if p == below and o == il6("qualifier"))


@cache
def axes() -> tuple[str, ...]:
    """Every property without which a proposition would seem to hold as it stands."""
    own = {il6(name) for name in (*ASSUMED, *OTHER_AXES)}
    return tuple(sorted(own | qualifiers() | {f"<http://purl.org/dc/terms/{name}>" for name in DCTERMS_AXES}))


def taken(found: Iterable[Statement], case: Case) -> set[Statement]:
    """The bare statements a naive consumer takes from a file.

    Each triple with a predicate of the closed list is one. So is each proposition, read as subject,
    predicate and object, unless every axis of the case stands in the file with it.
    """
    known = set(found)
    bare = {statement for statement in known if statement[1] in predicates()}
    complete = all(statement in known for statement in case.said if statement[1] in axes())
    return bare if complete else bare | propositions(known)


def propositions(found: set[Statement]) -> set[Statement]:
    """Every proposition of a file as one triple."""
    parts: dict[str, dict[str, str]] = {}
    for subject, predicate, term in found:
        parts.setdefault(subject, {})[predicate] = term
    core = (il6("subject"), il6("predicate"), il6("object"))
    wholes = (tuple(said[part] for part in core) for said in parts.values() if said.keys() >= set(core))
    return {(subject, predicate, term) for subject, predicate, term in wholes}


@cache
def found_in(row: Serialisation, case: Case) -> frozenset[Statement]:
    """What another reader finds in a case's file, written as it should be."""
    return frozenset(statements(row.filename, written(row, case)))


def unsupported(row: Serialisation, payload: bytes, case: Case) -> set[Statement]:
    """What a naive consumer takes from a file and no claim of the case supports."""
    return taken(statements(row.filename, payload), case) - case.earned


def naively_written(row: Serialisation, case: Case) -> bytes:
    """A case as by a writer that states every proposition as a triple beside its record."""
    core = (IL6.subject, IL6.predicate, IL6.object)
    parts: dict[Any, dict[Any, Any]] = {}
    for quad in case.records:
        parts.setdefault(quad.subject, {})[quad.predicate] = quad.object
    graph = GRAPHS.bare if row.scope is Scope.BARE else GRAPHS.propositions
    wholes = [
        Quad(said[IL6.subject], said[IL6.predicate], said[IL6.object], graph)
        for said in parts.values()
        if said.keys() >= set(core)
    ]
    return row.write(Dataset([*vocabulary(), *case.records, *wholes]), context())


Change = Callable[[Iterable[Quad]], list[Quad]]


def unchanged(quads: Iterable[Quad]) -> list[Quad]:
    """The quads as they are."""
    return list(quads)


def without(axis: str) -> Change:
    """Drops an axis."""
    return lambda quads: [quad for quad in quads if str(quad.predicate) != axis]


def blind_to(axis: str) -> Change:
    """Takes an axis for granted: assumes its harmless value, or that it says nothing."""
    assumed = ASSUMED.get(axis.removeprefix(f"<{TERMS}").removesuffix(">"))
    if assumed is None:
        return without(axis)
    value = NamedNode(TERMS + assumed)
    return lambda quads: [
        Quad(quad.subject, quad.predicate, value, quad.graph_name) if str(quad.predicate) == axis else quad
        for quad in quads
    ]


def written(row: Serialisation, case: Case, judged: Change = unchanged, kept: Change = unchanged) -> bytes:
    """A case as a file: the bare rule gets to see what is `judged`, the writer gets the records `kept`."""
    bare = safety.bare_triples(Dataset([*vocabulary(), *judged(case.records)]))
    graph = [Quad(triple.subject, triple.predicate, triple.object, GRAPHS.bare) for triple in bare]
    return row.write(Dataset([*vocabulary(), *kept(case.records), *graph]), context())


def wrong_writers(row: Serialisation, axis: str) -> dict[str, dict[str, Change]]:
    """The ways in which a writer of this format can overlook an axis, by name."""
    ways: dict[str, dict[str, Change]] = {}
    if row.scope is not Scope.UNION:
        ways["judges without it"] = {"judged": blind_to(axis)}
    if row.scope is not Scope.BARE:
        ways["writes without it"] = {"kept": without(axis)}
    return ways


def verdict(row: Serialisation, case: Case) -> str:
    """What a naive consumer can take from a case's file: nothing at all, what is earned, or a danger."""
    found = found_in(row, case)
    if taken(found, case) - case.earned:
        return "UNSAFE"
    return "bare" if case.earned & found else "safe"
