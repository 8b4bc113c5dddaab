"""Serialisations: files that say all that a part of the dataset says, and are held to it quad by quad."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from il6ld.errors import Il6ldError, UnreadableInput
from il6ld.formats.blanks import require_bounded
from il6ld.namespaces import Context, is_bare_graph

Writer = Callable[[Dataset, Context], bytes]


class Scope(Enum):
    """Which part of a dataset a format holds, in the words of a file's title."""

    DATASET = "All graphs, each under its name"
    UNION = "All graphs as one, without the bare triples"
    BARE = "The bare triples alone"


def selection(dataset: Dataset, scope: Scope) -> Dataset:
    """The part of a dataset that a scope holds, its blank nodes with their RDFC-1.0 labels.

    LimitExceeded where the blank nodes are so much alike that this would not end in time.
    """
    selected = Dataset(_quads(dataset, scope))
    require_bounded(selected)
    selected.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return selected


def _quads(dataset: Dataset, scope: Scope) -> Iterable[Quad]:
    if scope is Scope.DATASET:
        return dataset
    bare = scope is Scope.BARE
    return (_unnamed(quad) for quad in dataset if is_bare_graph(quad.graph_name) == bare)


def _unnamed(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object)


@dataclass(frozen=True, slots=True)
class Serialisation:
    """One file of a release: what it is called, what it holds, how it is written and read back."""

    name: str
    filename: str
    media_type: str
    scope: Scope
    syntax: RdfFormat
    writer: Writer

    def write(self, dataset: Dataset, context: Context) -> bytes:
        """The file for a whole dataset; what is outside the format's scope is left out."""
        return self.writer(selection(dataset, self.scope), context)

    def read(self, payload: bytes) -> Dataset:
        """The file's quads, read strictly; an UnreadableInput where it is not well-formed."""
        try:
            return Dataset(parse(payload, format=self.syntax))
        except (SyntaxError, ValueError) as error:
            raise UnreadableInput(f"{self.filename} is not well-formed: {error}") from error


def verify(row: Serialisation, payload: bytes, dataset: Dataset) -> None:
    """Raise an Il6ldError unless a file says just what its scope of the whole dataset says."""
    require_same(row, row.read(payload), selection(dataset, row.scope))


def require_same(row: Serialisation, found: Dataset, expected: Dataset) -> None:
    """Raise an Il6ldError unless what was read from a file is what should stand there."""
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    if found == expected:
        return
    lost, gained = (list(_difference(*pair)) for pair in ((expected, found), (found, expected)))
    example = min(map(str, lost or gained))
    raise Il6ldError(
        f"{row.filename}, read again, lacks {len(lost)} and adds {len(gained)} "
        f"of {len(expected)} statements, such as {example}"
    )


def _difference(these: Dataset, others: Dataset) -> Iterator[Quad]:
    return (quad for quad in these if quad not in others)
