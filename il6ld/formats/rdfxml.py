"""RDF/XML that Protege, OWLAPI and any XML parser can read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import BlankNode, Dataset, DefaultGraph, Literal, NamedNode

from il6ld.errors import InvalidInput
from il6ld.formats.names import Names, Node, Term
from il6ld.formats.outline import Properties, graphs_of
from il6ld.namespaces import RDF, XSD, Context

# xml.sax.saxutils would do this too, but it imports an HTTP client on its way.
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# An XML parser reads a bare carriage return as a line feed.
_TEXT = {**_MARKUP, ord("\r"): "&#xD;"}
_TYPE = RDF.type
_ELEMENT_NAME = re.compile(r"(.*?[^A-Za-z0-9_.-][0-9.-]*)([A-Za-z_][A-Za-z0-9_.-]*)\Z", re.DOTALL)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What RDF/XML keeps for its own syntax: as an element, each would be read as something else.
_SYNTAX = {
    RDF[name]
    for name in (
        *("Description", "ID", "RDF", "about", "aboutEach", "aboutEachPrefix"),
        *("bagID", "datatype", "li", "nodeID", "parseType", "resource"),
    )
}


def write_rdfxml(dataset: Dataset, context: Context) -> bytes:
    """The default graph as RDF/XML, one element a subject; what XML cannot hold is an InvalidInput."""
    pen = _Pen(Names(context))
    nodes = graphs_of(dataset).get(DefaultGraph(), {})
    blocks = "".join(pen.block(node, nodes[node]) for node in sorted(nodes, key=pen.names.order))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{pen.root()}\n{blocks}\n</rdf:RDF>\n'.encode()


class _Pen:
    """Writes nodes and terms as XML, and remembers which prefixes it used."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.prefixes = {"rdf"}
        self.tags: dict[NamedNode, tuple[str, str]] = {}

    def root(self) -> str:
        iris = {**self.names.context.prefixes, "rdf": RDF.iri}
        lines = "".join(f"\n    xmlns:{name}={_attribute(iris[name])}" for name in sorted(self.prefixes))
        return f"<rdf:RDF{lines}>"

    def block(self, node: Node, properties: Properties) -> str:
        """A node with its properties; its first type that can be an element's name is that name."""
        types = self.names.sorted(properties.get(_TYPE, []))
        kind = next((term for term in types if isinstance(term, NamedNode) and self.tag(term)[0]), None)
        name, declared = self.tag(kind) if kind else ("rdf:Description", "")
        about = "rdf:nodeID" if isinstance(node, BlankNode) else "rdf:about"
        lines = "".join(f"        {line}\n" for line in self.lines(node, properties, kind))
        return f"\n    <{name}{declared} {about}={_attribute(node.value)}>\n{lines}    </{name}>\n"

    def lines(self, node: Node, properties: Properties, kind: NamedNode | None) -> Iterator[str]:
        for predicate in sorted(properties, key=self.names.predicate_order):
            name, declared = self.tag(predicate)
            if not name:
                told = f"RDF/XML has no element name for {predicate}, a predicate of {node}."
                raise InvalidInput.at(None, told, help="Let its name end in a letter and digits after it.")
            for term in self.names.sorted(properties[predicate]):
                if predicate != _TYPE or term != kind:
                    yield _element(name, declared, term, f"the {predicate} of {node}")

    def tag(self, node: NamedNode) -> tuple[str, str]:
        """An element's name and the namespace it declares, if any; an empty name where there is none."""
        if node not in self.tags:
            self.tags[node] = self._tag(node)
        return self.tags[node]

    def _tag(self, node: NamedNode) -> tuple[str, str]:
        parts = None if node in _SYNTAX else _ELEMENT_NAME.match(node.value)
        if parts is None:
            return "", ""
        prefix, _, name = (self.names.curie(node) or "").partition(":")
        if name and not re.match(r"[0-9-]", name):
            self.prefixes.add(prefix)
            return f"{prefix}:{name}", ""
        return parts[2], f" xmlns={_attribute(parts[1])}"


def _element(name: str, declared: str, term: Term, place: str) -> str:
    if isinstance(term, NamedNode):
        return f"<{name}{declared} rdf:resource={_attribute(term.value)}/>"
    if isinstance(term, BlankNode):
        return f"<{name}{declared} rdf:nodeID={_attribute(term.value)}/>"
    return f"<{name}{declared}{_kind(term)}>{_text(term, place)}</{name}>"


def _kind(literal: Literal) -> str:
    if literal.language:
        return f" xml:lang={_attribute(literal.language)}"
    return "" if literal.datatype == XSD.string else f" rdf:datatype={_attribute(literal.datatype.value)}"


def _text(literal: Literal, place: str) -> str:
    unfit = _NOT_XML.search(literal.value)
    if unfit:
        told = f"XML has no place for U+{ord(unfit[0]):04X} in the text {literal}, {place}."
        raise InvalidInput.at(None, told, help="Delete the character; it usually came in by copying.")
    return literal.value.translate(_TEXT)


def _attribute(value: str) -> str:
    return f'"{value.translate(_MARKUP)}"'
