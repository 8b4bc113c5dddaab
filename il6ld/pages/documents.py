"""A page and its data: the same node as HTML, Turtle, JSON-LD, N-Triples and RDF/XML, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyoxigraph as ox
from markupsafe import Markup

from il6ld.formats.jsonld import write_jsonld
from il6ld.formats.nquads import write_nquads
from il6ld.formats.rdfxml import write_rdfxml
from il6ld.formats.turtle import write_turtle
from il6ld.namespaces import Context
from il6ld.pages.page import SUFFIXES, Page
from il6ld.pages.release import Release
from il6ld.pages.rendering import Pen, alternates

_WRITERS: dict[str, Callable[[ox.Dataset, Context], bytes]] = {
    "ttl": write_turtle,
    "jsonld": write_jsonld,
    "nt": write_nquads,
    "rdf": write_rdfxml,
}
# What would end a script element, or start something else in one, is written as JSON can spell it.
_IN_SCRIPT = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def document(
    pen: Pen, template: str, about: ox.NamedNode, triples: Iterable[ox.Triple], *, title: str, **values: Any
) -> Iterator[Page]:
    """The page of a node and the files of RDF beside it, all of which say the same triples."""
    stem = pen.addresses[about]
    files = data(pen.release, triples)
    yield pen.page(
        f"{stem}.html", template, title=title, about=about, alternates=alternates(stem),
        embedded=embedded(files["jsonld"]), turtle=files["ttl"].decode(), **values,
    )  # fmt: skip
    for ending, content in files.items():
        yield Page(f"{stem}.{ending}", content, SUFFIXES[ending])


def data(release: Release, triples: Iterable[ox.Triple]) -> dict[str, bytes]:
    """Triples in each form, by the ending of its file; only what is used stands at the head of each."""
    told = [(triple.subject, triple.predicate, triple.object) for triple in triples]
    dataset = ox.Dataset(ox.Quad(*terms) for terms in told)
    context = release.contexts.used(node for terms in told for node in terms)
    return {ending: writer(dataset, context) for ending, writer in _WRITERS.items()}


def embedded(jsonld: bytes) -> Markup:
    """JSON-LD as it can stand in a script element of a page: the same document, other spelling."""
    return Markup(jsonld.decode().translate(_IN_SCRIPT))


def told_of(release: Release, nodes: Iterable[ox.NamedNode]) -> list[ox.Triple]:
    """All that is said of some nodes, and of the blank nodes that this names."""
    ahead: list[Any] = list(dict.fromkeys(nodes))
    seen, found = set(ahead), []
    while ahead:
        for triple in release.triples.get(ahead.pop(), ()):
            found.append(triple)
            if isinstance(triple.object, ox.BlankNode) and triple.object not in seen:
                seen.add(triple.object)
                ahead.append(triple.object)
    return found

