"""Formats that say things in other words than ours: what they are made from, and the account they give.

A translation reads a claim as a statement, and has a word for some of its qualms (il6ld.safety). A claim with
a qualm that it has no word for is left out, and counted. Nothing else decides what a format may say, so an
axis that is new to the ontology withholds in every format until somebody gives it a word.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from pyoxigraph import BlankNode, Dataset, DefaultGraph, NamedNode

from il6ld import safety
from il6ld.lookup import Lookup
from il6ld.namespaces import IL6, RDF, Context, local_name
from il6ld.safety import SOUND_AXES, Qualm, Statement

_Told = TypeVar("_Told")
Words = Mapping[NamedNode, Callable[[Qualm], _Told | None]]


class FileRow(NamedTuple):
    """One file of a release, and whether it is a dump of the dataset or tells it in other words."""

    name: str
    title: str
    media_type: str
    is_dump: bool


class CannotSay(Exception):
    """A format has no words for a claim; `gaps` tells for what, as `axis value`."""

    def __init__(self, *gaps: str) -> None:
        super().__init__(", ".join(gaps))
        self.gaps = gaps


@dataclass(frozen=True)
class Material:
    """What translations are made from, and the files of the release that stand already."""

    dataset: Dataset = field(repr=False)
    lookup: Lookup = field(repr=False)
    context: Context = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)

    @cached_property
    def statements(self) -> list[Statement]:
        """Every claim as three terms and its qualms, in the order of their numbers."""
        return safety.statements(self.dataset)

    @cached_property
    def _fields(self) -> dict[str, set[NamedNode]]:
        found: dict[NamedNode | BlankNode | DefaultGraph, set[NamedNode]] = {}
        for _, predicate, _, graph in self.dataset:
            found.setdefault(graph, set()).add(predicate)
        return {graph.value: used for graph, used in found.items() if isinstance(graph, NamedNode)}

    def fields(self, claim: NamedNode) -> set[NamedNode]:
        """The properties that the records of a claim use: its own, its evidence's, its observations'."""
        return self._fields.get(self.context.expand(f"graphs:{local_name(claim)}"), set())

    def curie(self, node: NamedNode) -> str:
        """A node's CURIE, or its IRI where no prefix fits."""
        return self.context.compact(node.value)


@dataclass(frozen=True)
class Account:
    """How many claims a file tells, which it leaves out and for want of which words, and what it drops.

    `dropped` counts, for each property that narrows nothing, the claims that are told without it.
    """

    told: int = 0
    left_out: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dropped: dict[str, int] = field(default_factory=dict)

    def as_document(self) -> dict[str, Any]:
        """The account as it stands in the manifest."""
        wanting = Counter(gap.split()[0] for gaps in self.left_out.values() for gap in set(gaps))
        return {
            "claims": self.told + len(self.left_out),
            "told": self.told,
            "leftOut": len(self.left_out),
            "forWantOfWordsFor": dict(sorted(wanting.items())),
            "leftOutClaims": {claim: list(gaps) for claim, gaps in sorted(self.left_out.items())},
            "droppedFields": dict(sorted(self.dropped.items())),
        }


@dataclass(frozen=True)
class Written:
    """The files of one translation by name, and its account of the claims where it tells any."""

    files: dict[str, bytes] = field(repr=False)
    account: Account | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """One format that is no serialisation of the dataset: its files, and what writes them.

    One with `needs` can be written only where that extra of il6ld is installed. It is no part of a release,
    since its bytes are those of the library that wrote them.
    """

    name: str
    title: str
    files: Mapping[str, str]
    writer: Callable[[Material], Written]
    needs: str = ""

    def write(self, material: Material) -> Written:
        """The files, which are just those that the table names."""
        written = self.writer(material)
        assert written.files.keys() == self.files.keys(), f"{self.name} wrote {sorted(written.files)}"
        return written


def told_of(statement: Statement, words: Words[_Told]) -> list[_Told]:
    """What a format says of each qualm of a statement; CannotSay, with every gap, where it lacks a word."""
    told: list[_Told] = []
    gaps: list[str] = []
    for qualm in statement.qualms:
        word = words.get(qualm.axis) if _is_own(qualm, statement) else None
        said = word(qualm) if word else None
        if said is None:
            gaps.append(_gap(qualm, statement))
        else:
            told.append(said)
    if gaps:
        raise CannotSay(*gaps)
    return told


def _is_own(qualm: Qualm, statement: Statement) -> bool:
    return qualm.record in (statement.claim, statement.proposition)


def _gap(qualm: Qualm, statement: Statement) -> str:
    """A qualm as the manifest names it; what another claim says against this one is told with its number."""
    values = " and ".join(local_name(value) for value in qualm.values if isinstance(value, NamedNode))
    if _is_own(qualm, statement):
        return f"{local_name(qualm.axis)} {values}".strip()
    return f"{local_name(qualm.axis)} {values} of {local_name(str(qualm.record)[1:-1])}"


def tell(
    material: Material, say: Callable[[Statement], _Told], carried: Iterable[NamedNode] = ()
) -> tuple[list[_Told], Account]:
    """What can be said of every claim, and the account; a format has room for the properties `carried`."""
    told: list[_Told] = []
    left_out: dict[str, tuple[str, ...]] = _not_three_terms(material)
    dropped: Counter[str] = Counter()
    room = _MEANT_BY_ALL.union(carried)
    for statement in material.statements:
        try:
            told.append(say(statement))
        except CannotSay as lack:
            left_out[local_name(statement.claim)] = lack.gaps
        else:
            dropped.update(map(local_name, material.fields(statement.claim) - room))
    return told, Account(len(told), left_out, dict(dropped))


# A plain statement means the harmless value of each of these; any other is a qualm, which has to be told.
_MEANT_BY_ALL = frozenset({RDF.type, IL6.proposition, *SOUND_AXES})


def _not_three_terms(material: Material) -> dict[str, tuple[str, ...]]:
    known = {statement.claim for statement in material.statements}
    others = (claim for claim in material.lookup.instances(IL6.Claim) if claim not in known)
    return {local_name(claim): ("proposition",) for claim in others}


def as_json(document: Any) -> bytes:
    """A JSON document as a release holds it: two spaces, a line end at its end."""
    return f"{json.dumps(document, indent=2, ensure_ascii=False)}\n".encode()


def as_json_lines(documents: Iterable[Any]) -> bytes:
    """One JSON document a line."""
    return "".join(f"{json.dumps(document, ensure_ascii=False)}\n" for document in documents).encode()
