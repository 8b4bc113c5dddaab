"""Tables of terms: tab- or comma-separated, one row a line, known by their header or by their first row."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from il6ld.links.readers.content import Content
from il6ld.links.readers.record import Reading, Record, version
from il6ld.links.spelling import Spelling

_TOLD = re.compile(r"#\s*(\w*(?:version|date))\s*:\s*(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table tell of a term; `prefix` is put before bare identifiers."""

    id: str
    label: str
    prefix: str = ""
    synonyms: tuple[tuple[str, str], ...] = ()  # each a column and the scope of what stands in it
    former: str = ""
    separator: str = "|"
    status: str = ""  # an obsolete term has one of _ENDED here
    replaced_by: str = ""  # where the identifiers to use instead can be found in an obsolete term's row


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of table: its header holds these columns, or it has none and begins like `row`."""

    columns: tuple[str, ...]
    terms: tuple[Columns, ...]
    row: str = ""
    file: str = ""  # what the name of a file without header must hold, where its rows are too plain


_CURIE = re.compile(r"[A-Za-z]+:\w+")
_ENDED = re.compile(r"(?:true|1|yes|obsolete|deprecated|.*\bwithdrawn)\Z", re.IGNORECASE)
_GENERAL = ("", (("synonyms", "related"),), "", "|", "obsolete", "replaced_by")
LAYOUTS = (
    Layout(
        ("HGNC ID", "Approved symbol", "Approved name"),
        (
            Columns(
                "HGNC ID", "Approved symbol", "HGNC",
                (("Approved name", "exact"), ("Alias symbols", "related")),
                "Previous symbols", ", ", "Status", "Approved name",
            ),
        ),
    ),
    Layout(
        ("ID", "symbol", "synonyms", "ensembl"),
        (Columns("ID", "symbol", "MGI", (("synonyms", "related"),)),),
    ),
    Layout(("Identifier", "Name", "GO_Term"), (Columns("Identifier", "Name", "Reactome"),)),
    Layout(("id", "label"), (Columns("id", "label", *_GENERAL),)),
    Layout(("id", "name"), (Columns("id", "name", *_GENERAL),)),
    Layout(
        ("id", "label", "entry terms", "tree numbers"),
        (Columns("id", "label", "MESH", (("entry terms", "related"),)),),
        r"[CDQ]\d{6,}\t[^\t]+\t[^\t]*\t",
    ),
    # FamPlex names its members by symbol and not by identifier, so only the families are read.
    Layout(("namespace", "member", "relation", "of", "family"), (Columns("family", "family", "FPLX"),),
           r"\w+,[^,]+,(?:isa|partof),FPLX,\w+$", "famplex"),
    Layout(("namespace", "id", "family"), (Columns("family", "family", "FPLX"),), r"\w+,.+,\w+$", "famplex"),
    Layout(("family",), (Columns("family", "family", "FPLX"),), r"\w+$", "famplex"),
)  # fmt: skip


def layout(line: str, name: str) -> Layout | None:
    """The layout of the table in a file, by its first line that is no comment."""
    cells = _cells(line)
    for known in LAYOUTS:
        if known.row and re.search(known.file, name) and re.match(known.row, line):
            return known
        if not known.row and set(known.columns) <= set(cells):
            return known
    pairs = tuple(_pairs(cells))
    return Layout(tuple(cells), pairs) if pairs else None


def _pairs(header: list[str]) -> Iterator[Columns]:
    """Each column of identifiers that a column of labels goes with: x and x_label, or x_id and x_label."""
    for label in header:
        stem = label.removesuffix("_label")
        if label != stem and (id := next((name for name in (f"{stem}_id", stem) if name in header), "")):
            yield Columns(id, label)


def _cells(line: str) -> list[str]:
    separator = "\t" if "\t" in line else ","
    return line.split(separator) if '"' not in line else next(csv.reader([line], delimiter=separator))


def read(content: Content, spelling: Spelling) -> Reading:
    """The terms of a table; raises UnreadableInput where its columns are not known."""
    told: dict[str, str] = {}
    lines = content.lines()
    for number, line in lines:
        if match := _TOLD.match(line):
            told[match[1]] = match[2]
        if line.strip() and not line.startswith("#"):
            own = (text for name, text in told.items() if not name.endswith("_source_version"))
            rows = _Table(content, spelling, (number, line), lines, told)
            return Reading(version(*own, content.plain_name), rows.records())
    raise content.fault("The table is empty.")


class _Table:
    """The rows of one table; `told` is what its comments say of versions."""

    def __init__(
        self,
        content: Content,
        spelling: Spelling,
        first: tuple[int, str],
        lines: Iterable[tuple[int, str]],
        told: Mapping[str, str],
    ) -> None:
        found = layout(first[1], content.plain_name)
        if not found:
            raise content.fault(
                "Its columns are not known.", first[0], rule="ontology-form",
                help="Name them id and label, or x_id and x_label for each x.",
            )  # fmt: skip
        self._content = content
        self._spelling = spelling
        self._layout = found
        self._header = found.columns if found.row else tuple(_cells(first[1]))
        self._lines = chain([first], lines) if found.row else lines
        self._told = told

    def records(self) -> Iterator[Record]:
        makers = [self._maker(columns) for columns in self._layout.terms]
        for row in self._rows():
            for make in makers:
                if record := make(row):
                    yield record

    def _rows(self) -> Iterator[list[str]]:
        width = len(self._header)
        for number, line in self._lines:
            cells = _cells(line) if line else []
            if cells and len(cells) != width and not self._layout.row:
                raise self._content.fault(
                    f"The row has {len(cells)} cells, but the header {width}.", number,
                    help="Put a separator for each empty cell, and each row on one line.",
                )  # fmt: skip
            if len(cells) >= width:
                yield cells

    def _maker(self, columns: Columns) -> Callable[[list[str]], Record | None]:
        """The function from a row to the record that these columns tell of."""
        at = {name: index for index, name in reversed([*enumerate(self._header)])}
        id, label = at[columns.id], at[columns.label]
        synonyms = [(at[name], scope) for name, scope in columns.synonyms if name in at]
        former, status, replaced = (at.get(n) for n in (columns.former, columns.status, columns.replaced_by))
        side = columns.id.removesuffix("_id")
        own_version = version(self._told.get(f"{side}_source_version", ""))
        curie, separator = self._spelling.curie, columns.separator
        stem = curie(f"{columns.prefix}:") if columns.prefix else ""

        def make(row: list[str]) -> Record | None:
            own, name = row[id].strip(), row[label].strip()
            if not (own and name):
                return None
            ended = status is not None and bool(_ENDED.match(row[status]))
            told = [(text, scope) for index, scope in synonyms for text in _parts(row[index], separator)]
            instead = _CURIE.findall(row[replaced]) if ended and replaced is not None else ()
            return Record(
                f"{stem}{own}" if stem and ":" not in own else curie(own),
                name,
                () if ended else told,
                _parts(row[former], separator) if former is not None else (),
                ended,
                [curie(other) for other in instead],
                (),
                "",
                own_version,
            )

        return make


def _parts(cell: str, separator: str) -> list[str]:
    return [part.strip() for part in cell.split(separator)] if cell else []
