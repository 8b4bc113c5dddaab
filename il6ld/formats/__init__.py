"""The formats of a release, as one table: the same dataset always gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from il6ld.errors import Il6ldError, UnreadableInput
from il6ld.formats.blanks import require_bounded
from il6ld.formats.jsonld import write_jsonld
from il6ld.formats.rdfxml import write_rdfxml
from il6ld.formats.turtle import write_trig, write_turtle
from il6ld.namespaces import Context, is_bare_graph

__all__ = ["FORMATS", "Format", "Scope", "export", "selection", "verify", "write_turtle"]

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


def write_nquads(dataset: Dataset, context: Context) -> bytes:
    """All graphs as sorted N-Quads, which is their RDFC-1.0 canonical form."""
    return "".join(sorted(f"{quad} .\n" for quad in dataset)).encode()


@dataclass(frozen=True, slots=True)
class Format:
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


FORMATS: tuple[Format, ...] = (
    Format("nq", "il6ld.nq", "application/n-quads", Scope.DATASET, RdfFormat.N_QUADS, write_nquads),
    Format("trig", "il6ld.trig", "application/trig", Scope.DATASET, RdfFormat.TRIG, write_trig),
    Format("ttl", "il6ld.ttl", "text/turtle", Scope.UNION, RdfFormat.TURTLE, write_turtle),
    Format("jsonld", "il6ld.jsonld", "application/ld+json", Scope.UNION, RdfFormat.JSON_LD, write_jsonld),
    Format("owl", "il6ld.owl", "application/rdf+xml", Scope.UNION, RdfFormat.RDF_XML, write_rdfxml),
    Format("bare", "il6ld-bare.ttl", "text/turtle", Scope.BARE, RdfFormat.TURTLE, write_turtle),
)


def export(dataset: Dataset, context: Context, formats: Iterable[Format] = FORMATS) -> dict[str, bytes]:
    """Every file of a release by its name, each read again and compared with the dataset."""
    selected: dict[Scope, Dataset] = {}
    files: dict[str, bytes] = {}
    for row in formats:
        if row.scope not in selected:
            selected[row.scope] = selection(dataset, row.scope)
        payload = row.writer(selected[row.scope], context)
        _require_same(row, row.read(payload), selected[row.scope])
        files[row.filename] = payload
    return files


def verify(row: Format, payload: bytes, dataset: Dataset) -> None:
    """Raise an Il6ldError unless a file says just what its scope of the whole dataset says."""
    _require_same(row, row.read(payload), selection(dataset, row.scope))


def _require_same(row: Format, found: Dataset, expected: Dataset) -> None:
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
