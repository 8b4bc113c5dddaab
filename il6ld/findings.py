"""What a check found, where, and what to do now; and the four ways to print it."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How grave a finding is; only errors make a run fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a source file; `line` and `column` count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: the rule it breaks, what is wrong, where, and the cure."""

    rule: str
    severity: Severity
    message: str
    position: Position | None = None
    help: str = ""

    @property
    def headline(self) -> str:
        """The finding on one line: place, severity, rule, message."""
        place = f"{self.position}: " if self.position else ""
        return f"{place}{self.severity}[{self.rule}] {self.message}"


@dataclass(frozen=True)
class Checked:
    """What a check came to: its findings, and figures that prove it looked."""

    findings: list[Finding]
    summary: dict[str, str]


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding makes the run fail."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings without repetition, sorted by place, then rule and message."""
    nowhere = Position("", 0, 0)
    return sorted(set(findings), key=lambda f: (f.position or nowhere, f.rule, f.message))


_SHOWN_BYTES = 16 * 1024 * 1024


def nearest(word: str, known: Iterable[str]) -> str:
    """A help line that names the known word most like this one, or nothing."""
    matches = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean '{matches[0]}'?" if matches else ""


def _source_line(position: Position) -> str:
    path = Path(position.file)
    try:
        # A pipe would keep us waiting, and what is too large to be read is too large to be shown.
        if not path.is_file() or path.stat().st_size > _SHOWN_BYTES:
            return ""
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        return ""
    return lines[position.line - 1] if 0 < position.line <= len(lines) else ""


def _excerpt(position: Position) -> list[str]:
    line = _source_line(position)
    if not line.strip():
        return []
    gutter = str(position.line)
    padding = " " * (max(position.column, 1) - 1)
    return [f"  {gutter} | {line}", f"  {' ' * len(gutter)} | {padding}^"]


def as_full(findings: Sequence[Finding]) -> str:
    """Each finding with its source line, a caret and its help."""
    blocks = []
    for finding in findings:
        lines = [finding.headline]
        if finding.position:
            lines += _excerpt(finding.position)
        if finding.help:
            lines.append(f"  help: {finding.help}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def as_concise(findings: Sequence[Finding]) -> str:
    """One line a finding."""
    return "\n".join(finding.headline for finding in findings)


def as_json(findings: Sequence[Finding]) -> str:
    """A JSON list of objects with rule, severity, message, file, line, column and help."""
    return json.dumps([_json_object(finding) for finding in findings], indent=2, ensure_ascii=False)


def _json_object(finding: Finding) -> dict[str, str | int | None]:
    place = finding.position
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "message": finding.message,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "help": finding.help or None,
    }


def as_github(findings: Sequence[Finding]) -> str:
    """GitHub workflow commands, which annotate the lines of a pull request."""
    return "\n".join(_github_command(finding) for finding in findings)


def _github_command(finding: Finding) -> str:
    kind = {"error": "error", "warning": "warning", "info": "notice"}[finding.severity]
    place = finding.position
    where = f"file={place.file},line={place.line},col={place.column}," if place else ""
    text = f"{finding.message} {finding.help}".strip()
    for character, escape in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(character, escape)
    return f"::{kind} {where}title={finding.rule}::{text}"


OUTPUT_FORMATS: dict[str, Callable[[Sequence[Finding]], str]] = {
    "full": as_full,
    "concise": as_concise,
    "json": as_json,
    "github": as_github,
}
