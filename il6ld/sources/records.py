"""Records from YAML-LD: the context gives terms and IRIs, and three rules do the rest.

1. A record takes the class that its id's prefix names; a nested one the class its property ranges over.
2. A nested record is named after its parent and a counter; a proposition after its content.
3. What a record leaves out is filled in: its status is Current, its article the folder's.

All rules work on composed YAML nodes, before JSON-LD, so that every node keeps file, line and column.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from il6ld.characters import difference, named
from il6ld.errors import InvalidInput
from il6ld.findings import Finding, Position, has_errors, in_order, nearest
from il6ld.namespaces import IL6, Context
from il6ld.sources import propositions
from il6ld.sources.values import Values
from il6ld.sources.vocabulary import Vocabulary
from il6ld.sources.yaml_nodes import Fields, Items, Node, Scalar

_LOCAL_ID = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?\Z")
# Names that some systems keep for devices; no file could be called after such a record.
_DEVICES = re.compile(r"(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])\Z")
# The graph of each class of record; a claim, with all that nests in it, has a graph of its own.
_GRAPHS = {"Passage": "passages", "Proposition": "propositions"}
_GRAPH_NAMES = {"articles", "bare", "description", "inferred", "links", "ontology", *_GRAPHS.values()}

Place = tuple[str, str]  # subject IRI, predicate IRI; the predicate is "" for the record itself


def is_local_id(local: str) -> bool:
    """Whether a record may have this name behind its prefix."""
    return bool(_LOCAL_ID.match(local)) and local not in _GRAPH_NAMES and not _DEVICES.match(local)


def graph_of(kind: str, local: str) -> str:
    """The name of the graph that a record of a class (`Claim`) stands in with all that nests in it."""
    return local if kind == "Claim" else _GRAPHS.get(kind, "articles")


@dataclass
class Records:
    """What the YAML files of one article say, as JSON-LD nodes by graph, with their places."""

    graphs: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    positions: dict[Place, Position] = field(default_factory=dict)


class Reader:
    """Reads composed YAML files into Records, one article after another."""

    def __init__(self, context: Context, words: Vocabulary) -> None:
        self._context = context
        self._words = words
        self._classes = words.record_classes
        self._article = ""
        self._values = Values(context, words)
        self._folded: dict[str, Scalar] = {}
        self.records = Records()

    def findings(self, *, alone: bool = False) -> list[Finding]:
        """Every mistake; references are looked at once all else is right, so that one cause is told once.

        Of a record read `alone`, what it refers to is not looked for.
        """
        if not alone and not has_errors(self._values.findings):
            self._values.check_references({iri for iri, _ in self.records.positions})
        return in_order(self._values.findings)

    def read_article(self, files: Iterable[Node | None]) -> None:
        """Adds the records of one article's files; the first file is its article.yaml."""
        self._article = ""
        for root in files:
            nodes = root.nodes if isinstance(root, Items) else [root] if root else []
            for node in nodes:
                self._top_record(node)

    # Rule 1: which class

    def _top_record(self, node: Node) -> None:
        if not isinstance(node, Fields):
            self._values.report(
                "record", node.position, "A record begins with its id.", "Write '- id: claims:...'."
            )
            return
        identifier = node.nodes.get("id")
        if not isinstance(identifier, Scalar):
            self._values.report(
                "record-id", node.position, "This record has no id.", "Begin it: '- id: claims:...'."
            )
            return
        prefix, _, local = identifier.text.partition(":")
        if prefix not in self._classes:
            self._values.report(
                "record-id", identifier.position, f"No kind of record has ids like '{identifier.text}'.",
                nearest(prefix, self._classes) or f"Begin it with one of {', '.join(sorted(self._classes))}.",
            )  # fmt: skip
            return
        if not is_local_id(local):
            self._values.report(
                "record-id", identifier.position, f"'{local[:80]}' is no good id{_odd(local)}.",
                "Use up to 64 ASCII letters, digits and inner hyphens, but no name of a graph or device.",
            )  # fmt: skip
            return
        self._begin(node, self._classes[prefix], identifier)

    def _begin(self, node: Fields, class_iri: str, identifier: Scalar) -> None:
        iri = self._context.expand(identifier.text)
        earlier = self.records.positions.get((iri, ""))
        if earlier:
            self._values.report(
                "duplicate-id", identifier.position, f"'{identifier.text}' stands at {earlier} already.",
                "Numbers are given once: take the next free one.",
            )  # fmt: skip
            return
        alike = self._folded.setdefault(identifier.text.casefold(), identifier)
        if alike.text != identifier.text:
            self._values.report(
                "confusable", identifier.position,
                f"'{identifier.text}' differs from '{alike.text}' at {alike.position} by "
                f"{difference(identifier.text, alike.text)}.",
                "Give one of the two another number; readers and file systems may take them for one.",
            )  # fmt: skip
        if class_iri == IL6.Article.value:
            self._article = identifier.text
        kind = class_iri.rsplit("/", 1)[-1]
        graph = graph_of(kind, identifier.text.partition(":")[2])
        self._record(node, class_iri, identifier.text, graph)

    # Rule 2: which name

    def _record(self, node: Fields, class_iri: str, name: str, graph: str) -> None:
        iri = self._context.expand(name)
        self.records.positions[iri, ""] = node.keys.get("id", node.position)
        record: dict[str, Any] = {"id": name, "type": self._context.compact(class_iri)}
        counters: dict[str, int] = {}
        for key, value in node.nodes.items():
            if key != "id" and self._values.knows(key, node.keys[key]):
                self.records.positions[iri, self._context.expand(key)] = node.keys[key]
                record[key] = self._value(key, value, name, graph, counters)
        self._fill_in(record, class_iri)
        self.records.graphs.setdefault(graph, []).append(record)

    def _value(self, key: str, node: Node, parent: str, graph: str, counters: dict[str, int]) -> Any:
        if isinstance(node, Items):
            self._values.check_distinct(key, node)
            return [self._value(key, item, parent, graph, counters) for item in node.nodes]
        if isinstance(node, Scalar):
            return self._values.scalar(key, node)
        return self._nested(key, node, parent, graph, counters)

    def _nested(self, key: str, node: Fields, parent: str, graph: str, counters: dict[str, int]) -> str:
        class_iri = self._words.ranges.get(self._context.expand(key), "")
        prefix = self._words.record_prefixes.get(class_iri)
        if not prefix:
            self._values.report(
                "nested-record", node.position, f"'{key}' takes a value, not a record of its own."
            )
            return ""
        if class_iri == IL6.Proposition.value:
            return self._proposition(node, prefix)
        counters[prefix] = counters.get(prefix, 0) + 1
        name = f"{prefix}:{parent.partition(':')[2]}-{counters[prefix]}"
        self._record(node, class_iri, name, graph)
        return name

    def _proposition(self, node: Fields, prefix: str) -> str:
        content: propositions.Content = {}
        for key, value in node.nodes.items():
            if self._values.knows(key, node.keys[key]):
                scalars = value.nodes if isinstance(value, Items) else [value]
                names = [self._values.scalar(key, item) for item in scalars if isinstance(item, Scalar)]
                content[self._context.expand(key)] = [self._context.expand(name) for name in names]
        content = propositions.normal_form(content, self._words.symmetric)
        name = f"{prefix}:{propositions.local_id(content)}"
        self._add_proposition(name, content, node)
        return name

    def _add_proposition(self, name: str, content: propositions.Content, node: Fields) -> None:
        iri = self._context.expand(name)
        if (iri, "") in self.records.positions:
            return
        self.records.positions[iri, ""] = node.position
        for key, position in node.keys.items():
            self.records.positions[iri, self._context.expand(key)] = position
        record: dict[str, Any] = {
            "id": name,
            "type": "Proposition",
            "label": propositions.label(content, self._words),
        }
        record |= {property_: [{"@id": value} for value in values] for property_, values in content.items()}
        self.records.graphs.setdefault("propositions", []).append(record)

    # Rule 3: what is filled in

    def _fill_in(self, record: dict[str, Any], class_iri: str) -> None:
        if class_iri == IL6.Claim.value:
            record.setdefault("status", self._context.compact(self._words.defaults[IL6.status.value].value))
        if class_iri != IL6.Article.value and "passage" in record or class_iri == IL6.Passage.value:
            record.setdefault("article", self._article)
        kind = self._words.label(class_iri)
        record.setdefault("label", f"{kind} {record['id'].partition(':')[2]}")


def quads(records: Records, context: Context) -> list[ox.Quad]:
    """The records as quads, by way of JSON-LD."""
    graphs = [{"id": f"graphs:{name}", "@graph": nodes} for name, nodes in records.graphs.items()]
    document = {**context.document, "@graph": graphs}
    try:
        return list(ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD))
    except SyntaxError as error:
        message = f"The records make no JSON-LD with this context: {error.msg}."
        cure = "Compare the project's ontology/context.jsonld with il6ld's own."
        raise InvalidInput.at(None, message, rule="context", help=cure) from error


def _odd(local: str) -> str:
    """The characters of an id that are not allowed, by code point."""
    odd = dict.fromkeys(character for character in local if not re.match(r"[A-Za-z0-9-]", character))
    return f": it holds {', '.join(map(named, list(odd)[:4]))}" if odd else ""
