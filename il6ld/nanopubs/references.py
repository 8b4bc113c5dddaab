"""What nanopublications say of each other, and the order in which their trusty URIs can be made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

import pyoxigraph as ox

from il6ld.errors import InvalidInput
from il6ld.namespaces import DCTERMS, NPX
from il6ld.nanopubs.documents import Document
from il6ld.nanopubs.structure import Nanopub
from il6ld.nanopubs.trusty import artifact_code

_ABOUT_ANOTHER = (NPX.supersedes, NPX.retracts, NPX.invalidates)

Names = Mapping[ox.NamedNode, ox.NamedNode]


def in_order(document: Document, nanopubs: list[Nanopub]) -> list[Nanopub]:
    """Each nanopublication after those it refers to; an InvalidInput where they refer in a circle."""
    by_node = {nanopub.node: nanopub for nanopub in nanopubs}
    sorter: TopologicalSorter[ox.NamedNode] = TopologicalSorter()
    for nanopub in nanopubs:
        sorter.add(nanopub.node, *sorted(_references(nanopub) & by_node.keys() - {nanopub.node}, key=str))
    try:
        return [by_node[node] for node in sorter.static_order()]
    except CycleError as error:
        circle = list(dict.fromkeys(error.args[1]))
        raise InvalidInput.at(
            document.place_of(circle[0].value),
            f"{' and '.join(map(str, circle))} refer to one another in a circle.",
            rule="nanopub-reference", help="A trusty URI covers what it refers to: take one reference away.",
        ) from error  # fmt: skip


def _references(nanopub: Nanopub) -> set[ox.NamedNode]:
    return {
        quad.object
        for quad in nanopub.quads
        if _needs_trusty(quad.predicate) and isinstance(quad.object, ox.NamedNode)
    }


def _needs_trusty(predicate: ox.NamedNode) -> bool:
    # What takes its place is made later, and cannot be named by its hash.
    return predicate != DCTERMS.isReplacedBy


def renamed(quad: ox.Quad, names: Names) -> ox.Quad:
    """A quad with the trusty names of others; what takes the place of its subject keeps its plain name."""
    if isinstance(quad.object, ox.NamedNode) and _needs_trusty(quad.predicate):
        return ox.Quad(quad.subject, quad.predicate, names.get(quad.object, quad.object), quad.graph_name)
    return quad


def require_trusty(document: Document, nanopub: Nanopub, quads: Iterable[ox.Quad]) -> None:
    """Raises InvalidInput where a nanopublication supersedes or retracts one whose trusty URI is unknown."""
    for quad in quads:
        if quad.predicate in _ABOUT_ANOTHER and not artifact_code(str(quad.object)[1:-1]):
            raise InvalidInput.at(
                document.place_of(nanopub.iri),
                f"<{nanopub.iri}> speaks of {quad.object}, which has no trusty URI and is not in the file.",
                rule="nanopub-reference", help="Put both into one file, or name the other's trusty URI.",
            )  # fmt: skip
