"""Turtle as triples, with the line each subject's block begins on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pyoxigraph as ox

from il6ld.errors import InvalidInput, UnreadableInput
from il6ld.findings import Finding, Position, Severity
from il6ld.namespaces import Context
from il6ld.sources.yaml_nodes import decode

# House style sets each subject alone at the head of its block, which makes its place easy to find.
_SUBJECT = re.compile(r"^(?P<name><[^>\s]+>|[A-Za-z][\w-]*:[\w.:-]*\w)", re.MULTILINE)


@dataclass(frozen=True)
class TurtleFile:
    """What one Turtle file says, and where."""

    triples: list[ox.Triple]
    prefixes: dict[str, str]
    positions: dict[str, Position] = field(repr=False)


def parse(raw: bytes, file: str) -> TurtleFile:
    """The triples of a Turtle file's bytes; `file` names it in messages."""
    text = decode(raw, file)
    parser = ox.parse(text, format=ox.RdfFormat.TURTLE)
    try:
        triples = [quad.triple for quad in parser]
    except SyntaxError as error:
        raise UnreadableInput.at(
            Position(file, error.lineno or 1, error.offset or 1),
            f"This is not Turtle: {error.msg}.",
            rule="turtle-syntax",
        ) from error
    prefixes = dict(parser.prefixes)
    return TurtleFile(triples, prefixes, _positions(text, prefixes, file))


def _positions(text: str, prefixes: dict[str, str], file: str) -> dict[str, Position]:
    places: dict[str, Position] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if match := _SUBJECT.match(line):
            name = match["name"]
            prefix, _, local = name.partition(":")
            iri = name[1:-1] if name.startswith("<") else prefixes.get(prefix, "") + local
            places.setdefault(iri, Position(file, number, 1))
    return places


def check_prefixes(turtle: TurtleFile, context: Context, file: str) -> None:
    """Raises InvalidInput where a prefix stands for something else than in context.jsonld."""
    wrong = [
        Finding(
            "prefix-differs",
            Severity.ERROR,
            f"The prefix '{prefix}:' stands for <{iri}> here, and in the context for "
            f"{f'<{context.prefixes[prefix]}>' if prefix in context.prefixes else 'nothing'}.",
            Position(file, 1, 1),
            "Write the same IRI as ontology/context.jsonld, or add the prefix there.",
        )
        for prefix, iri in sorted(turtle.prefixes.items())
        if context.prefixes.get(prefix) != iri
    ]
    if wrong:
        raise InvalidInput(f"{file}: prefixes differ from the context.", findings=wrong)
