"""Statements as JSON, one a line, each with its citation, its supporting text and its annotations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from il6ld.corpora.bel.lines import Line, citation, values, without_comment
from il6ld.corpora.lines import Text, parsed
from il6ld.errors import Il6ldError, InvalidInput
from il6ld.findings import Position

Report = Callable[[Il6ldError], None]

# Fields that are no annotations: where the statement was taken from, and the licence of that.
_OWN = frozenset({"bel", "evidence", "citation", "file", "_lic"})


def read(texts: Iterable[Text], report: Report) -> Iterator[Line]:
    """The statements of the lines of a file; a line that is none goes to `report`."""
    for text in texts:
        if not text.text.strip():
            continue
        try:
            record = parsed(text)
            told = record.get("bel")
            if not isinstance(told, str):
                raise InvalidInput.at(
                    text.position, "The record has no statement.", rule="bel-record",
                    help="Write the statement in 'bel', the supporting text in 'evidence'.",
                )  # fmt: skip
        except Il6ldError as error:
            report(error)
            continue
        yield _line(record, told, text.position)


def _line(record: dict[str, Any], told: str, position: Position) -> Line:
    annotations = {
        name: values(str(value)) for name, value in record.items() if name not in _OWN and value is not None
    }
    return Line(
        position=position,
        text=without_comment(told).strip(),
        citation=citation(str(record.get("citation") or "")),
        evidence=" ".join(str(record.get("evidence") or "").split()),
        annotations={name: found for name, found in annotations.items() if found},
    )
