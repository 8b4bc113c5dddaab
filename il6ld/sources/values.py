"""The values of a record's fields: checked one by one, each mistake told at its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from il6ld.findings import Finding, Position, Severity, nearest
from il6ld.namespaces import IL6, Context
from il6ld.sources.vocabulary import Vocabulary
from il6ld.sources.yaml_nodes import Scalar

_LEXICAL = {
    "xsd:boolean": (re.compile(r"true|false"), "true or false"),
    "xsd:date": (re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"), "a date like 2022-12-15"),
    "xsd:integer": (re.compile(r"-?\d+"), "a whole number"),
    "xsd:nonNegativeInteger": (re.compile(r"\d+"), "a whole number, 0 or more"),
    "xsd:positiveInteger": (re.compile(r"0*[1-9]\d*"), "a whole number, 1 or more"),
}


@dataclass
class Values:
    """Checks field names and values; what they refer to is kept until every record has been read."""

    context: Context
    words: Vocabulary
    findings: list[Finding] = field(default_factory=list)
    references: list[tuple[str, Position]] = field(default_factory=list)

    def report(self, rule: str, position: Position, message: str, help: str = "") -> None:
        """Notes a mistake."""
        self.findings.append(Finding(rule, Severity.ERROR, message, position, help))

    def knows(self, key: str, position: Position) -> bool:
        """Whether a field has this name; a mistake if not."""
        known = key in self.context.terms
        if not known:
            self.report(
                "unknown-key", position, f"No field is called '{key}'.", nearest(key, self.context.terms)
            )
        return known

    def scalar(self, key: str, node: Scalar) -> str:
        """The text of one value of a field, held against what the context says the field takes."""
        kind = self.context.terms[key].get("@type", "")
        if kind in ("@id", "@vocab"):
            self._reference(key, kind, node)
        elif kind in _LEXICAL and not _LEXICAL[kind][0].fullmatch(node.text):
            self.report("value", node.position, f"'{node.text}' is not {_LEXICAL[kind][1]}.")
        return node.text

    def _reference(self, key: str, kind: str, node: Scalar) -> None:
        prefix, colon, _ = node.text.partition(":")
        if colon and prefix in self.context.prefixes:
            self.references.append((self.context.expand(node.text), node.position))
        elif colon:
            message = f"No prefix is called '{prefix}:'."
            self.report("unknown-prefix", node.position, message, nearest(prefix, self.context.prefixes))
        elif kind == "@id":
            message = f"'{node.text}' names no record."
            self.report(
                "unknown-reference",
                node.position,
                message,
                "Write its id with its prefix, like claims:il6d-0001.",
            )
        elif self.context.expand(node.text) not in self.words.declared:
            message = f"'{key}' has the value '{node.text}', which is not declared."
            self.report("unknown-term", node.position, message, self._nearest_term(node.text))

    def _nearest_term(self, text: str) -> str:
        own = {iri.removeprefix(IL6.iri) for iri in self.words.declared if iri.startswith(IL6.iri)}
        return nearest(text, own) or f"Search with 'il6ld terms {text}', or declare it in ontology/."

    def check_references(self, records: set[str]) -> None:
        """Reports each reference to a record or term that stands nowhere."""
        known = records | self.words.declared
        for iri, position in self.references:
            if iri not in known:
                name = self.context.compact(iri)
                kind = name.partition(":")[0]
                others = (self.context.compact(other) for other in known)
                alike = nearest(name, (other for other in others if other.partition(":")[0] == kind))
                self.report("unknown-reference", position, f"'{name}' stands nowhere.", alike)
