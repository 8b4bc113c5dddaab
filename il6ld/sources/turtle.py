"""Turtle as triples, with the line each subject's block begins on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pyoxigraph as ox

from il6ld.errors import Il6ldError, InvalidInput, UnreadableInput
from il6ld.files import decode, place
from il6ld.findings import Finding, Position, Severity
from il6ld.namespaces import Context

# House style sets each subject alone at the head of its block, which makes its place easy to find.
_SUBJECT = re.compile(r"^(?P<name><[^>\s]+>|[A-Za-z][\w-]*:[\w.:-]*\w)", re.MULTILINE)
_NOT_TURTLE = re.compile(r"\s*(?:(<\?xml|<!DOCTYPE|<rdf:RDF)|[{\[]\s*[\"{])")
_WHERE = re.compile(r"^Parser error [^:]*: ")


@dataclass(frozen=True)
class TurtleFile:
    """What one Turtle file says, and where."""

    name: str
    text: str = field(repr=False)
    triples: list[ox.Triple]
    prefixes: dict[str, str]
    positions: dict[str, Position] = field(repr=False)

    def place_of(self, text: str, subject: str = "") -> Position:
        """Where a piece of text first stands; failing that, where its subject does."""
        offset = self.text.find(text)
        if offset >= 0:
            return place(self.text, offset, self.name)
        return self.positions.get(subject) or Position(self.name, 1, 1)


def parse(raw: bytes, file: str) -> TurtleFile:
    """The triples of a Turtle file's bytes; `file` names it in messages."""
    text = decode(raw, file)
    if match := _NOT_TURTLE.match(text):
        raise InvalidInput.at(
            Position(file, 1, 1), f"This is {'XML' if match[1] else 'JSON'}, not Turtle.", rule="file-kind",
            help="Write it as Turtle; no other form of RDF is read, and nothing is fetched for it.",
        )  # fmt: skip
    parser = ox.parse(text, format=ox.RdfFormat.TURTLE)
    try:
        triples = [quad.triple for quad in parser]
    except SyntaxError as error:
        raise _syntax_error(error, text, file) from error
    prefixes = dict(parser.prefixes)
    return TurtleFile(file, text, triples, prefixes, _positions(text, prefixes, file))


def _syntax_error(error: SyntaxError, text: str, file: str) -> Il6ldError:
    position = Position(file, error.lineno or 1, error.offset or 1)
    lines = text.split("\n")
    line = lines[position.line - 1] if position.line <= len(lines) else ""
    reason = " ".join(_WHERE.sub("", error.msg).split())
    if line[position.column - 1 : position.column] == "<":
        cure = "Write an absolute IRI, odd characters percent-encoded, or a prefixed name."
        return InvalidInput.at(position, f"This is no IRI: {reason}.", rule="iri", help=cure)
    if re.search(r"[\"']@[\w-]*$", line[: position.column]):
        cure = "Write a tag like en, de or zh-Hans."
        return InvalidInput.at(
            position, f"This is no language tag: {reason}.", rule="language-tag", help=cure
        )
    cure = "Look here and at the line before: often a '.' or ';' is missing or too many."
    return UnreadableInput.at(position, f"This is not Turtle: {reason}.", rule="turtle-syntax", help=cure)


def _positions(text: str, prefixes: dict[str, str], file: str) -> dict[str, Position]:
    places: dict[str, Position] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if match := _SUBJECT.match(line):
            name = match["name"]
            prefix, _, local = name.partition(":")
            iri = name[1:-1] if name.startswith("<") else prefixes.get(prefix, "") + local
            places.setdefault(iri, Position(file, number, 1))
    return places


# A file may bind a prefix twice, and the parser tells of the last binding alone.
_BINDING = re.compile(r"^@prefix\s+([\w-]*):\s*<([^>]*)>\s*\.", re.MULTILINE)


def check_prefixes(turtle: TurtleFile, context: Context) -> list[Finding]:
    """A finding for each prefix that stands for something else than in context.jsonld."""
    return [
        Finding(
            "prefix-differs",
            Severity.ERROR,
            f"The prefix '{prefix}:' stands for <{iri}> here, and in the context for "
            f"{f'<{context.prefixes[prefix]}>' if prefix in context.prefixes else 'nothing'}.",
            turtle.place_of(f"{prefix}: <{iri}>"),
            "Write the same IRI as ontology/context.jsonld, or add the prefix there.",
        )
        for prefix, iri in sorted({*turtle.prefixes.items(), *_BINDING.findall(turtle.text)})
        if context.prefixes.get(prefix) != iri
    ]
