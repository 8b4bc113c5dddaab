"""Claims as people ask for them: a table with filters, one claim explained, terms found by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import pyoxigraph as ox

from il6ld.errors import UsageError
from il6ld.findings import nearest
from il6ld.lookup import Lookup
from il6ld.names import Names, folded, named
from il6ld.namespaces import DCTERMS, IL6, RDF, RDFS, SKOS, Context, local_name


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim on one line; every value is a local name, a number or a label."""

    id: str
    section: str
    sentence: str
    polarity: str
    certainty: str
    status: str
    reading: str
    attributed_to: str
    predicate: str
    organism: str
    label: str


@dataclass(frozen=True, slots=True)
class Term:
    """A class, predicate or listed value of the ontology, found by one of its names."""

    name: str
    kind: str
    label: str
    synonyms: tuple[str, ...]
    definition: str


# What `claims` can be filtered by: a name on the command line, and the path from a claim to its values.
FILTERS: dict[str, tuple[ox.NamedNode, ...]] = {
    "polarity": (IL6.polarity,),
    "certainty": (IL6.certainty,),
    "reading": (IL6.reading,),
    "status": (IL6.status,),
    "role": (IL6.discourseRole,),
    "attributed-to": (IL6.attributedTo,),
    "predicate": (IL6.proposition, IL6.predicate),
    "organism": (IL6.evidence, IL6.observation, IL6.population, IL6.organism),
    "evidence": (IL6.evidence, IL6.evidenceType),
    "outcome": (IL6.evidence, IL6.observation, IL6.outcome),
}
# The ways from a claim to what it is about.
ABOUT = tuple((IL6.proposition, end) for end in (IL6.subject, IL6.object, IL6.mediator))


def follow(lookup: Lookup, start: ox.NamedNode, path: Iterable[ox.NamedNode]) -> list[ox.NamedNode]:
    """The IRIs at the end of a path of predicates."""
    nodes = [start]
    for predicate in path:
        nodes = [value for node in nodes for value in lookup.nodes(node, predicate)]
    return nodes


def rows(lookup: Lookup, context: Context, filters: dict[str, str], about: str = "") -> list[ClaimRow]:
    """The claims that pass every filter, in the order of their numbers; `about` names a subject or object."""
    names = Names(lookup, context)
    wanted = {name: names.resolve(value) for name, value in filters.items()}
    entity = names.resolve(about) if about else None
    return [
        _row(lookup, claim)
        for claim in lookup.instances(IL6.Claim)
        if all(value in follow(lookup, claim, FILTERS[name]) for name, value in wanted.items())
        and (entity is None or entity in _ends(lookup, claim))
    ]


def _ends(lookup: Lookup, claim: ox.NamedNode) -> list[ox.NamedNode]:
    return [node for path in ABOUT for node in follow(lookup, claim, path)]


def _row(lookup: Lookup, claim: ox.NamedNode) -> ClaimRow:
    def name(*path: ox.NamedNode) -> str:
        return ", ".join(dict.fromkeys(local_name(node) for node in follow(lookup, claim, path)))

    passages = lookup.nodes(claim, IL6.passage)
    sections = [node for passage in passages for node in lookup.nodes(passage, IL6.section)]
    return ClaimRow(
        id=local_name(claim),
        section=", ".join(lookup.text(section, DCTERMS.title) for section in sections),
        sentence=", ".join(lookup.text(passage, IL6.sentence) for passage in passages),
        polarity=name(IL6.polarity),
        certainty=name(IL6.certainty),
        status=name(IL6.status),
        reading=name(IL6.reading),
        attributed_to=name(IL6.attributedTo),
        predicate=name(IL6.proposition, IL6.predicate),
        organism=", ".join(
            dict.fromkeys(lookup.label(node) for node in follow(lookup, claim, FILTERS["organism"]))
        ),
        label=lookup.label(claim),
    )


def terms(lookup: Lookup, context: Context, text: str) -> list[Term]:
    """The terms whose label, synonym or name holds `text`; those that begin with it come first."""
    sought = folded(text)
    found = []
    for subject, value in lookup.pairs(RDFS.label):
        if (
            isinstance(subject, ox.NamedNode)
            and isinstance(value, ox.Literal)
            and lookup.values(subject, SKOS.definition)
        ):
            term = _term(lookup, context, subject)
            names = [folded(name) for name in (term.label, term.name.partition(":")[2], *term.synonyms)]
            if any(sought in name for name in names):
                rank = min(
                    0 if name == sought else 1 if name.startswith(sought) else 2
                    for name in names
                    if sought in name
                )
                found.append((rank, term.name, term))
    return [term for _, _, term in sorted(found, key=lambda item: item[:2])]


def _term(lookup: Lookup, context: Context, node: ox.NamedNode) -> Term:
    found = lookup.values(node, SKOS.altLabel)
    synonyms = sorted(value.value for value in found if isinstance(value, ox.Literal))
    kinds = sorted(local_name(kind) for kind in lookup.nodes(node, RDF.type))
    known = [
        kind
        for kind in kinds
        if kind not in ("Class", "ObjectProperty", "SymmetricProperty", "NamedIndividual")
    ]
    return Term(
        context.compact(node.value), (known or kinds)[0], lookup.label(node), tuple(synonyms),
        lookup.text(node, SKOS.definition),
    )  # fmt: skip


def find_claim(lookup: Lookup, context: Context, name: str) -> ox.NamedNode:
    """The claim of an id like `claims:il6d-0045`, or `il6d-0045`; raises UsageError with the nearest one."""
    curie = name if ":" in name else f"claims:{name}"
    node = named(curie, context)
    known = {context.compact(claim.value): claim for claim in lookup.instances(IL6.Claim)}
    if node not in known.values():
        raise UsageError.at(
            None, f"There is no claim '{name}'.", rule="unknown-claim",
            help=nearest(curie, known) or "List them with 'il6ld claims'.",
        )  # fmt: skip
    assert node is not None
    return node


def columns() -> list[str]:
    """The names of a claim row's columns, in order."""
    return [field.name for field in fields(ClaimRow)]


def term_columns() -> list[str]:
    """The names of a term's columns, in order."""
    return [field.name for field in fields(Term)]
