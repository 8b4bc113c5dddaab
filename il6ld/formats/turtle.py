"""Turtle and TriG that read as if one author had written them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import BlankNode, Dataset, DefaultGraph, Literal, NamedNode

from il6ld.formats.names import GraphName, Names, Node, Term
from il6ld.formats.outline import Outline, Properties
from il6ld.namespaces import RDF, XSD, Context

WIDTH = 110
INDENT = "    "

_TYPE = RDF.type
_CLOSING = re.compile(r'"(?="|\Z)')  # quotes that would end a text too soon
_INTEGER = re.compile(r"-?[1-9][0-9]*\Z|0\Z")


def write_turtle(dataset: Dataset, context: Context) -> bytes:
    """The default graph as Turtle, in UTF-8; other graphs are left out."""
    pen = _Pen(dataset, context)
    return pen.document(pen.blocks(DefaultGraph(), "") if DefaultGraph() in pen.outline.graphs else [])


def write_trig(dataset: Dataset, context: Context) -> bytes:
    """All graphs as TriG, in UTF-8: the default graph, then one block for each named graph, A to Z."""
    pen = _Pen(dataset, context)
    parts: list[str] = []
    for graph in sorted(pen.outline.graphs, key=pen.names.order):
        parts += pen.blocks(graph, "") if isinstance(graph, DefaultGraph) else [pen.graph(graph)]
    return pen.document(parts)


class _Pen:
    """Writes terms, nodes and graphs of one dataset, and remembers which prefixes it used."""

    def __init__(self, dataset: Dataset, context: Context) -> None:
        self.names = Names(context)
        self.outline = Outline(dataset, self.names)
        self.texts: dict[Term, str] = {}
        self.prefixes: set[str] = set()

    def document(self, parts: list[str]) -> bytes:
        iris = self.names.context.prefixes
        head = "".join(f"@prefix {prefix}: <{iris[prefix]}> .\n" for prefix in sorted(self.prefixes))
        return "\n".join([head, *parts] if head else parts).encode()

    def graph(self, graph: NamedNode | BlankNode) -> str:
        return f"{self.text(graph)} {{\n\n" + "\n".join(self.blocks(graph, INDENT)) + "\n}\n"

    def blocks(self, graph: GraphName, indent: str) -> list[str]:
        """Each subject of a graph with its predicates, one a line."""
        nodes = self.outline.graphs[graph]
        return [self.block(node, nodes[node], indent) for node in self.outline.subjects(graph)]

    def block(self, node: Node, properties: Properties, indent: str) -> str:
        inner = indent + INDENT
        lines = f" ;\n{inner}".join(self.statements(properties, inner))
        return f"{indent}{self.subject(node)}\n{inner}{lines} .\n"

    def subject(self, node: Node) -> str:
        return self.text(node) if isinstance(node, NamedNode) or node in self.outline.labelled else "[]"

    def statements(self, properties: Properties, indent: str) -> Iterator[str]:
        for predicate in sorted(properties, key=self.names.predicate_order):
            name = "a" if predicate == _TYPE else self.text(predicate)
            terms = self.names.sorted(properties[predicate])
            deeper = indent + INDENT if len(terms) > 1 else indent
            objects = [self.texts.get(term) or self.object(term, deeper) for term in terms]
            line = f"{name} {' , '.join(objects)}"
            if len(objects) > 1 and not _fits(line, indent):
                line = f"{name}\n{deeper}" + f" ,\n{deeper}".join(objects)
            yield line

    def object(self, term: Term, indent: str) -> str:
        """A term as an object: a list, a node in square brackets, or its name."""
        inner = indent + INDENT
        if self.outline.is_list(term):
            items = [self.object(item, inner) for item in self.outline.members(term)]
            return _enclosed("(", items, "", ")", indent)
        if isinstance(term, BlankNode) and term in self.outline.inline:
            properties = self.outline.blank.get(term, {})
            return _enclosed("[", list(self.statements(properties, inner)), " ;", "]", indent)
        return self.text(term)

    def text(self, term: Term) -> str:
        text = self.texts.get(term)
        if text is None:
            text = self.texts[term] = self._text(term)
        return text

    def _text(self, term: Term) -> str:
        if isinstance(term, NamedNode):
            curie = self.names.curie(term)
            if curie:
                self.prefixes.add(curie.partition(":")[0])
            return curie or str(term)
        if isinstance(term, Literal) and term.language is None and term.datatype != XSD.string:
            return self._typed(term)
        if isinstance(term, Literal) and "\n" in term.value:
            return _long(term)
        return str(term)

    def _typed(self, literal: Literal) -> str:
        """A number or truth value as it is when its spelling is the canonical one, else with its datatype."""
        value, datatype = literal.value, literal.datatype
        if datatype == XSD.boolean and value in ("true", "false"):
            return value
        if datatype == XSD.integer and _INTEGER.match(value):
            return value
        return f"{Literal(value)}^^{self.text(datatype)}"


def _long(literal: Literal) -> str:
    """A text of several lines, each on a line of its own."""
    text = literal.value.replace("\\", "\\\\").replace("\r", "\\r")
    text = _CLOSING.sub('\\\\"', text)
    return f'"""{text}"""' + (f"@{literal.language}" if literal.language else "")


def _fits(text: str, indent: str) -> bool:
    return "\n" not in text and len(indent) + len(text) <= WIDTH


def _enclosed(start: str, parts: list[str], separator: str, end: str, indent: str) -> str:
    """The parts between brackets, on one line where they fit."""
    if not parts:
        return start + end
    line = f"{start} {f'{separator} '.join(parts)} {end}"
    if _fits(line, indent):
        return line
    inner = f"\n{indent}{INDENT}"
    return start + inner + f"{separator}{inner}".join(parts) + f"\n{indent}{end}"
