"""What every reader makes of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_DATE = re.compile(r"(?<!\d)\d{4}-[01]\d-[0-3]\d(?!\d)")
_NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)+")


class Record(NamedTuple):
    """One term of a file; a NamedTuple, since there may be a million and few are ever looked at."""

    id: str
    label: str = ""
    synonyms: Sequence[tuple[str, str]] = ()  # each a text and its scope
    former_labels: Sequence[str] = ()
    is_obsolete: bool = False
    replaced_by: Sequence[str] = ()
    parents: Sequence[str] = ()
    namespace: str = ""
    version: str = ""  # where it is not that of the file


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: its version, and its records while they are read; of one id the first counts."""

    version: str
    records: Iterable[Record]


def merged(old: str, new: str) -> Record:
    """The record of an identifier that was merged into another one."""
    return Record(old, is_obsolete=True, replaced_by=(new,))


def version(*texts: str) -> str:
    """The version that texts tell, the best text first: a date (2026-05-05) if any, else a number (3.90.0).

    >>> version("4.195", "2025-02-15"), version("EFO-ontology-v3.90.0.json.zst"), version("genes.tsv")
    ('2025-02-15', '3.90.0', '')
    """
    for form in (_DATE, _NUMBER):
        for text in texts:
            if match := form.search(text):
                return match[0]
    return ""
