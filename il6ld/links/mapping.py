"""One row of an SSSOM table as a link to be checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from il6ld.findings import Finding, Severity
from il6ld.sssom import NO_TERM, Row, table_rows

_SOURCE_PREFIX = "bioregistry:"


@dataclass(frozen=True)
class Link:
    """A row: one of our terms, how it is matched, and the term of another ontology."""

    row: Row = field(repr=False)
    columns: Sequence[str] = field(repr=False)
    cells: Mapping[str, str]

    @property
    def subject(self) -> str:
        """The CURIE of our term."""
        return self.cells["subject_id"]

    @property
    def object(self) -> str:
        """The CURIE of theirs, or `sssom:NoTermFound`."""
        return self.cells["object_id"]

    @property
    def match(self) -> str:
        """The SKOS predicate's first word, exact, close, broad, narrow or related; "not exact" if denied."""
        denied = "not " if self.cells.get("predicate_modifier") else ""
        return denied + self.cells["predicate_id"].removeprefix("skos:").removesuffix("Match")

    @property
    def label(self) -> str:
        """The label that the row gives their term, or nothing."""
        return self.cells.get("object_label", "")

    @property
    def says_there_is_none(self) -> bool:
        """Whether the row records that no term was found."""
        return self.object == NO_TERM

    @property
    def prefix(self) -> str:
        """The prefix of their term; of a row that found none, the name of the source looked through."""
        if self.says_there_is_none:
            return self.cells.get("object_source", "").removeprefix(_SOURCE_PREFIX)
        return self.object.partition(":")[0]

    @property
    def version(self) -> str:
        """The version of the source that the curator looked at, as the row gives it."""
        return self.cells.get("object_source_version", "")

    def finding(
        self, rule: str, severity: Severity, message: str, help: str, column: str = "object_id"
    ) -> Finding:
        """Something found about this row, at one of its cells."""
        cell = self.columns.index(column if column in self.columns else "object_id")
        return Finding(rule, severity, message, self.row.position(cell), help)


def read_links(text: str, file: str) -> list[Link]:
    """The rows of a table that was found to be in order."""
    header, *rows = table_rows(text, file)
    columns = header.text.split("\t")
    return [Link(row, columns, dict(zip(columns, row.cells, strict=True))) for row in rows]
