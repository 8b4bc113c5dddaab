"""The values of a record's fields: checked one by one, each mistake told at its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from il6ld.characters import deceptive, named
from il6ld.findings import Finding, Position, Severity, nearest
from il6ld.literals import expected
from il6ld.namespaces import IL6, Context
from il6ld.sources.vocabulary import Vocabulary
from il6ld.sources.yaml_nodes import Items, Scalar


def hidden(character: str, position: Position) -> Finding:
    """The warning that a text holds a character which hides, or looks like another one."""
    message = f"The text holds {character}, which a reader cannot see or takes for another character."
    return Finding(
        "hidden-character", Severity.WARNING, message, position, "Write a plain character, or none."
    )


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
        elif form := expected(node.text, self.context.expand(kind)) if kind else "":
            self.report("value", node.position, f"'{node.text}' is not {form}.", f"Write {form}.")
        elif found := deceptive(node.text):
            self.findings.append(hidden(named(found), node.position))
        return node.text

    def check_distinct(self, key: str, node: Items) -> None:
        """Reports a value that a list holds twice, which RDF would keep once."""
        seen: dict[str, Position] = {}
        for item in node.nodes:
            if isinstance(item, Scalar):
                if item.text in seen:
                    message = f"'{key}' has the value '{item.text}' in line {seen[item.text].line} already."
                    self.report("duplicate-value", item.position, message, "Keep one of the two.")
                seen.setdefault(item.text, item.position)

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
            self.report("unknown-term", node.position, message, self._nearest_term(key, node.text))

    def _nearest_term(self, key: str, text: str) -> str:
        """The value most like `text` of those that the field takes, or all of them where they are few."""
        range_ = self.words.ranges.get(self.context.expand(key), "")
        listed = sorted(iri.removeprefix(IL6.iri) for iri in self.words.members.get(range_, ()))
        own = {iri.removeprefix(IL6.iri) for iri in self.words.declared if iri.startswith(IL6.iri)}
        if alike := nearest(text, listed) or nearest(text, own):
            return alike
        if listed:
            return f"Choose one of: {', '.join(listed)}."
        return f"Search with 'il6ld terms {text}', or declare it in ontology/."

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
