"""The evidence matrix: which claims rest on something observed, in which organism, by what evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from il6ld.lookup import Lookup
from il6ld.namespaces import IL6
from il6ld.pages.page import Page
from il6ld.pages.release import Release
from il6ld.pages.rendering import Pen

PATH = "evidence.html"
# Where an axis has no value: an organism or a kind of evidence that the source does not tell.
Value = ox.NamedNode | None


@dataclass(frozen=True, slots=True)
class Cell:
    """The claims that one kind of evidence, seen in one organism, is a line of."""

    kind: Value
    organism: Value
    claims: tuple[ox.NamedNode, ...]
    number: int

    @property
    def anchor(self) -> str:
        """What the list of its claims is called within the page."""
        return f"cell-{self.number}"


@dataclass(frozen=True)
class Matrix:
    """Kinds of evidence by organisms; `observed` are the claims of its cells, `unobserved` all others."""

    kinds: list[Value]
    organisms: list[Value]
    cells: Mapping[tuple[Value, Value], Cell] = field(repr=False)
    observed: list[ox.NamedNode] = field(repr=False)
    unobserved: list[ox.NamedNode] = field(repr=False)
    unused: list[ox.NamedNode] = field(repr=False)

    def of_kind(self, kind: Value) -> list[ox.NamedNode]:
        """The claims of a row, each once."""
        return _once(cell.claims for cell in self.cells.values() if cell.kind == kind)

    def of_organism(self, organism: Value) -> list[ox.NamedNode]:
        """The claims of a column, each once."""
        return _once(cell.claims for cell in self.cells.values() if cell.organism == organism)


def pages(release: Release, pen: Pen) -> Iterator[Page]:
    """The page of the matrix, which names every claim of it."""
    found = matrix(release)
    yield pen.page(
        PATH, "evidence.html.jinja", title="Evidence", matrix=found,
        lines={claim: list(_lines(release.lookup, claim)) for claim in found.observed},
        directions=lambda line: [
            node for axis in (IL6.direction, IL6.directness) for node in release.lookup.nodes(line, axis)
        ],
    )  # fmt: skip


def matrix(release: Release) -> Matrix:
    """The matrix of a release, without rows and columns of no claim; `unused` names the kinds left out."""
    lookup = release.lookup
    found: defaultdict[tuple[Value, Value], dict[ox.NamedNode, None]] = defaultdict(dict)
    for claim in release.claims:
        for kind, organism, _ in _lines(lookup, claim):
            found[kind, organism][claim] = None
    kinds, organisms = (_in_order(lookup, (pair[axis] for pair in found)) for axis in (0, 1))
    pairs = [(kind, organism) for kind in kinds for organism in organisms if (kind, organism) in found]
    cells = {pair: Cell(*pair, tuple(found[pair]), i) for i, pair in enumerate(pairs, 1)}
    seen = {claim for claims in found.values() for claim in claims}
    return Matrix(
        kinds, organisms, cells,
        observed=[claim for claim in release.claims if claim in seen],
        unobserved=[claim for claim in release.claims if claim not in seen],
        unused=[kind for kind in lookup.instances(IL6.EvidenceType) if kind not in kinds],
    )  # fmt: skip


def _lines(lookup: Lookup, claim: ox.NamedNode) -> Iterator[tuple[Value, Value, ox.NamedNode]]:
    """Each line of a claim on which something was observed, with its kinds and organisms."""
    for line in lookup.nodes(claim, IL6.evidence):
        seen = lookup.nodes(line, IL6.observation)
        kinds: list[Value] = [*lookup.nodes(line, IL6.evidenceType)]
        if kinds or seen:
            populations = [one for observation in seen for one in lookup.nodes(observation, IL6.population)]
            organisms: list[Value] = [
                one for group in populations for one in lookup.nodes(group, IL6.organism)
            ]
            for kind in kinds or [None]:
                for organism in dict.fromkeys(organisms) or [None]:
                    yield kind, organism, line


def _in_order(lookup: Lookup, values: Iterable[Value]) -> list[Value]:
    """Values A to Z by their labels, what is not told last."""
    told = set(values)
    return sorted(told, key=lambda one: (one is None, lookup.label(one).casefold() if one else "", str(one)))


def _once(claims: Iterable[Iterable[ox.NamedNode]]) -> list[ox.NamedNode]:
    return sorted({claim for some in claims for claim in some}, key=lambda claim: claim.value)
