"""The names of a corpus's terms, kept in a file: a corpus may have entities by the hundred thousand."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from il6ld.findings import nearest
from il6ld.lookup import StoreLookup
from il6ld.names import Names, few, folded, is_own
from il6ld.namespaces import OWL, RDF, RDFS, SKOS, Context

_NAMING = (RDFS.label, SKOS.altLabel)
_CHOICE = 5_000  # names among which the nearest is looked for


class KeptNames(Names):
    """The names of an index; they answer as `Names` over the same ontology, with little of it in memory."""

    def __init__(self, file: Path, store: ox.Store, context: Context) -> None:
        super().__init__(StoreLookup(store), context)
        self._file = file

    def belongs(self, term: ox.NamedNode, kind: ox.NamedNode) -> bool:
        """Whether a term is one of the members of a kind, looked for from the term upwards."""
        if self._falls_under([term], kind):
            return not self._is_list(kind)
        return self._falls_under(self._lookup.nodes(term, RDF.type), kind)

    def _falls_under(self, nodes: Iterable[ox.NamedNode], kind: ox.NamedNode) -> bool:
        ahead = list(nodes)
        seen = set(ahead)
        while ahead and kind not in seen:
            new = set(self._lookup.nodes(ahead.pop(), RDFS.subClassOf)) - seen
            seen |= new
            ahead += new
        return kind in seen

    def _so_called(self, name: str) -> list[ox.NamedNode]:
        rows = self._asked("SELECT iri FROM names WHERE name = ? ORDER BY rowid", name)
        return [ox.NamedNode(iri) for (iri,) in rows]

    def _near(self, name: str, kind: ox.NamedNode | None) -> str:
        if kind is not None and self._is_list(kind):
            labels = [folded(self._lookup.label(term)) for term in self.members(kind)]
            return nearest(folded(name), labels) or few(self.members(kind))
        start = folded(name)[:1]
        alike = "SELECT DISTINCT name FROM names WHERE name >= ? AND name < ? LIMIT ?"
        known = [one for (one,) in self._asked(alike, start, f"{start}\U0010ffff", _CHOICE)]
        return nearest(folded(name), known) or "Ask for rdfs:label to see what is there."

    def _asked(self, sql: str, *values: str | int) -> list[tuple[str]]:
        address = f"{self._file.absolute().as_uri()}?immutable=1"
        with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
            return connection.execute(sql, values).fetchall()


def keep(file: Path, quads: Iterable[ox.Quad]) -> None:
    """Writes the names of an ontology's terms into a new file; sqlite3.Error where that cannot be done."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE told(name TEXT, iri TEXT, altLabel INTEGER)")
        connection.execute("CREATE TABLE classes(iri TEXT PRIMARY KEY)")
        for quad in quads:
            subject, predicate, value, _ = quad
            if predicate in _NAMING and isinstance(value, ox.Literal) and isinstance(subject, ox.NamedNode):
                row = (folded(value.value), subject.value, predicate == SKOS.altLabel)
                connection.execute("INSERT INTO told VALUES (?, ?, ?)", row)
            elif predicate == RDF.type and (value == OWL.Class or is_own(subject)):
                connection.execute("INSERT OR IGNORE INTO classes VALUES (?)", (subject.value,))
        # What claims are made with: no record, and no property of one.
        connection.execute("""CREATE TABLE names AS SELECT DISTINCT name, iri FROM told
            WHERE iri IN (SELECT iri FROM classes) ORDER BY altLabel, name, iri""")
        connection.execute("CREATE INDEX by_name ON names(name)")
        connection.execute("DROP TABLE told")
        connection.execute("DROP TABLE classes")
        connection.commit()
