"""JSON-LD that looks like the YAML a curator writes: short keys, and records inside their owners."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from json.encoder import encode_basestring as quoted
from typing import Any

from pyoxigraph import BlankNode, Dataset, DefaultGraph, Literal, NamedNode

from il6ld.errors import InvalidInput
from il6ld.formats.names import Names, Node, Term
from il6ld.formats.outline import Nodes, Outline, Place, Properties
from il6ld.namespaces import IL6, RDF, XSD, Context, local_name

WIDTH = 110
INDENT = "  "

_TYPE = RDF.type
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]+\Z")
_INTEGER = re.compile(r"(-?[1-9][0-9]{0,8}|0)\Z")  # what every JSON reader keeps exactly
_INTEGERS = {XSD.integer, XSD.nonNegativeInteger, XSD.positiveInteger}


def write_jsonld(dataset: Dataset, context: Context) -> bytes:
    """The default graph as compact JSON-LD, in UTF-8, with the whole context at its head."""
    pen = _Pen(dataset, context)
    nodes = pen.outline.graphs.get(DefaultGraph(), {})
    graph = [pen.node(node, nodes[node]) for node in pen.outline.subjects(DefaultGraph())]
    head = f'"@context": {_layout(context.entries, INDENT)}'
    body = f",\n{INDENT * 2}".join(_layout(node, INDENT * 2) for node in graph)
    return f'{{\n{INDENT}{head},\n{INDENT}"@graph": [\n{INDENT * 2}{body}\n{INDENT}]\n}}\n'.encode()


def nested_records(nodes: Nodes, names: Names) -> Mapping[Node, Place]:
    """For each record that is written inside another: the place where.

    A record belongs to the one whose name its own name continues, as `lines:il6d-0045-1` continues
    `claims:il6d-0045`; a proposition to the first claim that takes a stance on it.
    """
    places: dict[Node, Place] = {}
    for subject, predicate, term in _links(nodes, names):
        if predicate == IL6.proposition or local_name(term).startswith(f"{local_name(subject)}-"):
            places.setdefault(term, (subject, predicate))
    return places


def _links(nodes: Nodes, names: Names) -> Iterator[tuple[NamedNode, NamedNode, NamedNode]]:
    """The statements, in order, by which one record names another of the same dataset."""
    terms = names.context.terms.items()
    predicates = [NamedNode(names.context.expand(key)) for key, entry in terms if entry.get("@type") == "@id"]
    for subject in sorted((node for node in nodes if isinstance(node, NamedNode)), key=names.order):
        for predicate in predicates:
            for term in names.sorted(nodes[subject].get(predicate, [])):
                if isinstance(term, NamedNode) and term in nodes:
                    yield subject, predicate, term


class _Pen:
    """Turns nodes and terms into JSON; a key's coercion is used only where it gives back the very term."""

    def __init__(self, dataset: Dataset, context: Context) -> None:
        self.names = Names(context)
        self.context = context
        self.outline = Outline(dataset, self.names, nested_records)
        self.nodes = self.outline.graphs.get(DefaultGraph(), {})
        self.coercions = _coercions(context)
        self.id = self._keyword("@id")
        self.type = self._keyword("@type")
        self.places = {key: place for place, key in enumerate(context.entries)}
        self.keys: dict[NamedNode, str] = {}
        self.texts: dict[NamedNode, str] = {}

    def _keyword(self, keyword: str) -> str:
        """The context's own word for a JSON-LD keyword."""
        return next((key for key, entry in self.context.entries.items() if entry == keyword), keyword)

    def node(self, node: Node, properties: Properties) -> dict[str, Any]:
        """A node with all that is said of it, its keys in the order of the context."""
        written = {} if properties and self._is_nameless(node) else {self.id: self.reference(node)}
        pairs = dict(self.pair(node, predicate, terms) for predicate, terms in properties.items())
        for key in sorted(pairs, key=lambda key: (self.places.get(key, len(self.places)), key)):
            written[key] = pairs[key]
        return written

    def _is_nameless(self, node: Node) -> bool:
        outline = self.outline
        return isinstance(node, BlankNode) and (node in outline.inline or node not in outline.labelled)

    def pair(self, node: Node, predicate: NamedNode, terms: list[Term]) -> tuple[str, Any]:
        """One key of a node and its value; `type` only where every type is a node."""
        terms = self.names.sorted(terms)
        types = [term for term in terms if not isinstance(term, Literal) and term not in self.outline.inline]
        if predicate == _TYPE and len(types) == len(terms):
            return self.type, _one_or_all([self.word(term) for term in types])
        coercion = self.coercions.get(predicate, {})
        values = [self.value(term, coercion, (node, predicate)) for term in terms]
        return self.key(predicate), _one_or_all(values)

    def key(self, predicate: NamedNode) -> str:
        """The context's term for a predicate, or else its shortest name."""
        if predicate not in self.keys:
            own = self.coercions.get(predicate, {}).get("key")
            self.keys[predicate] = own or self.word(predicate)
        return self.keys[predicate]

    def value(self, term: Term, coercion: Mapping[str, str], place: Place | None = None) -> Any:
        """An object at its place, under a key of this coercion."""
        if self.outline.is_list(term):
            return {"@list": [self.value(item, coercion) for item in self.outline.members(term)]}
        if isinstance(term, Literal):
            return self.literal(term, coercion)
        if term in self.outline.inline and self.outline.homes.get(term, place) == place:
            return self.node(term, self.nodes.get(term, {}))
        if coercion.get("@type") == "@vocab":
            return self.word(term)
        return self.reference(term) if coercion.get("@type") == "@id" else {self.id: self.reference(term)}

    def word(self, node: Node) -> str:
        """A node as a vocabulary word: the bare name where the context's @vocab completes it."""
        if isinstance(node, NamedNode):
            if node not in self.texts:
                self.texts[node] = self._bare(node) or self.reference(node)
            return self.texts[node]
        return str(node)

    def _bare(self, node: NamedNode) -> str | None:
        vocabulary = str(self.context.entries.get("@vocab", "\0"))
        name = node.value.removeprefix(vocabulary)
        plain = name != node.value and _PLAIN_NAME.match(name) and name not in self.context.entries
        return name if plain else None

    def reference(self, node: Node) -> str:
        """A node as an @id: a CURIE, a whole IRI or a blank node label."""
        if isinstance(node, BlankNode):
            return str(node)
        name = self.names.curie(node) or node.value
        if self.context.expand(name) != node.value:
            raise InvalidInput(f"JSON-LD cannot hold {node}: its scheme is a prefix of the context")
        return name

    def literal(self, literal: Literal, coercion: Mapping[str, str]) -> Any:
        """A literal by itself where the key's coercion completes it, else as a value object."""
        if literal.language:
            if coercion.get("@language") == literal.language:
                return literal.value
            return {"@value": literal.value, "@language": literal.language}
        expected = coercion.get("@type")
        if expected == literal.datatype.value or ("@type" not in coercion and "@language" not in coercion):
            native = _native(literal)
            if native is not None and (expected or literal.datatype in (XSD.boolean, XSD.integer)):
                return native
            if expected == literal.datatype.value or literal.datatype == XSD.string:
                return literal.value
        if literal.datatype == XSD.string:
            return {"@value": literal.value}
        return {"@value": literal.value, "@type": self.word(literal.datatype)}


def _coercions(context: Context) -> dict[NamedNode, dict[str, str]]:
    """For each predicate with a term of the context: that `key`, and what it makes of a plain string."""
    coercions: dict[NamedNode, dict[str, str]] = {}
    for key, entry in context.terms.items():
        if entry.keys() <= {"@id", "@type", "@language"}:
            predicate = NamedNode(context.expand(key))
            kind = entry.get("@type")
            if kind and not kind.startswith("@"):
                entry = {**entry, "@type": context.expand(kind)}
            coercions.setdefault(predicate, {**entry, "key": key})
    return coercions


def _native(literal: Literal) -> bool | int | None:
    """The JSON value that is read back as this very literal, if there is one."""
    if literal.datatype == XSD.boolean and literal.value in ("true", "false"):
        return literal.value == "true"
    if literal.datatype in _INTEGERS and _INTEGER.match(literal.value):
        return int(literal.value)
    return None


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _layout(value: Any, indent: str, taken: int = 0) -> str:
    """JSON on one line where it fits after what the line has `taken`, else one item a line."""
    if isinstance(value, str):
        return quoted(value)
    if not isinstance(value, (dict, list)):
        return json.dumps(value)
    start, end = "{}" if isinstance(value, dict) else "[]"
    parts = list(_parts(value, indent + INDENT))
    line = f"{start}{', '.join(parts)}{end}"
    if "\n" not in line and len(indent) + taken + len(line) < WIDTH:
        return line
    inner = f"\n{indent}{INDENT}"
    return start + inner + f",{inner}".join(parts) + f"\n{indent}{end}"


def _parts(value: dict[str, Any] | list[Any], indent: str) -> Iterator[str]:
    if isinstance(value, list):
        return (_layout(item, indent) for item in value)
    return (f"{(name := quoted(key))}: {_layout(item, indent, len(name) + 2)}" for key, item in value.items())
