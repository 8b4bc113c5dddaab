"""What nodes look like in outline, so that most constraints are checked once for all nodes that look alike.

The outline of a node is its predicates, how often each, with the sorts of the objects and the classes of the
node. A million claims have some hundred outlines. How many values there are, of which datatype and kind, and
whether a closed shape allows them follows from the outline alone; whether values are of a class, from theirs.
So these constraints are held against outlines, and only where one breaks are the nodes themselves looked up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from il6ld.namespaces import RDF, SH
from il6ld.validation.shapes import Node, Term
from il6ld.validation.sql.components import allowed, kinds_of, number
from il6ld.validation.sql.program import Check
from il6ld.validation.sql.targets import targets_of
from il6ld.validation.sql.terms import datatype_sort, quoted, sorts, term_id, well_formed

if TYPE_CHECKING:
    from il6ld.validation.sql.compiling import Compiler

_AIMS = {SH.targetClass, SH.targetSubjectsOf}
_LANGUAGE = "@"


class Outlined:
    """The constraints of one shapes graph that are held against outlines, as rows of a few tables."""

    def __init__(self, compiler: Compiler) -> None:
        self._compiler = compiler
        self._aims: list[str] = []
        self._counts: list[str] = []
        self._sorts: list[str] = []
        self._classes: list[str] = []
        self._closed: list[str] = []
        self._allowed: list[str] = []
        self._datatypes: set[Term] = set()
        self._predicates: set[str] = set()

    def over(self, shape: Node) -> frozenset[object]:
        """The constraints (shape, predicate, value) of a targeted shape that are taken over."""
        aims = targets_of(shape, self._compiler.shapes)
        if not {kind for kind, _ in aims} <= _AIMS:
            return frozenset()
        group = len(self._aims)
        self._aims += [f"({group}, {int(kind == SH.targetClass)}, {term_id(value)})" for kind, value in aims]
        taken = set(self._of_node(shape, group)) if not self._path(shape) else set()
        own = [] if self._path(shape) else self._compiler.shapes.values(shape, SH.property)
        for one in [shape, *own]:
            path = None if isinstance(one, ox.Literal) or self._compiler.is_off(one) else self._path(one)
            if isinstance(path, ox.NamedNode):
                taken |= set(self._of_property(one, term_id(path), group))  # type: ignore[arg-type]
        return frozenset(taken)

    def _path(self, shape: Term) -> Term | None:
        return next(iter(self._compiler.shapes.values(shape, SH.path)), None)

    def _of_node(self, shape: Node, group: int) -> Iterator[object]:
        closed = ox.Literal(True)
        if closed in self._compiler.shapes.values(shape, SH.closed):
            source = self._compiler.source(shape, "Closed")
            self._closed.append(f"({source}, {group})")
            self._allowed += [f"({source}, {term_id(one)})" for one in allowed(self._compiler, shape)]
            yield shape, SH.closed, closed

    def _of_property(self, shape: Node, path: str, group: int) -> Iterator[object]:
        for predicate, values in self._compiler.shapes.said(shape).items():
            for value in values:
                if self._takes(predicate, value):
                    name = predicate.value.rpartition("#")[2]
                    source = self._compiler.source(shape, name[0].upper() + name[1:])
                    self._row(predicate, value, f"{source}, {group}, {path}")
                    yield shape, predicate, value

    @staticmethod
    def _takes(predicate: ox.NamedNode, value: Term) -> bool:
        return predicate in (SH.minCount, SH.maxCount, SH.datatype, SH.nodeKind, SH["class"])

    def _row(self, predicate: ox.NamedNode, value: Term, begin: str) -> None:
        if predicate == SH.minCount:
            self._counts.append(f"({begin}, {number(value, 'minCount')}, 9223372036854775807)")
        elif predicate == SH.maxCount:
            self._counts.append(f"({begin}, 0, {number(value, 'maxCount')})")
        elif predicate == SH.nodeKind:
            self._sorts.append(f"({begin}, '', '{''.join(map(str, kinds_of(value)))}')")
        elif predicate == SH.datatype:
            self._datatypes.add(value)
            want = _LANGUAGE if value == RDF.langString else datatype_sort(value)
            self._sorts.append(f"({begin}, {quoted(want)}, '')")
        else:
            self._predicates.add(begin.partition(", ")[2].partition(", ")[2])
            self._classes.append(f"({begin}, {term_id(value)})")

    def checks(self) -> list[Check]:
        """The checks of all that was taken over."""
        if not (self._counts or self._sorts or self._classes or self._closed):
            return []
        made = _Tables(self._compiler, self._aims)
        found: list[Check] = []
        if self._counts:
            found.append(made.counted(_table(self._counts, "r(source, grp, p, least, most)")))
        if self._sorts:
            found += made.sorted(_table(self._sorts, "r(source, grp, p, want, kinds)"), self._datatypes)
        if self._classes:
            found.append(made.classed(_table(self._classes, "r(source, grp, p, class)"), self._predicates))
        if self._closed:
            permitted = _table(self._allowed or ["(-1, 0)"], "w(source, p)")
            found.append(made.closed(_table(self._closed, "r(source, grp)"), permitted))
        return found


def _table(rows: list[str], named: str) -> str:
    return f"(VALUES {', '.join(dict.fromkeys(rows))}) {named}"


class _Tables:
    """The relations that outlines are kept in, and the checks over them."""

    def __init__(self, compiler: Compiler, aims: list[str]) -> None:
        self._relation = compiler.relation
        kind = f"CASE WHEN q.p = {term_id(RDF.type)} THEN q.o ELSE 0 END"
        self.outlines = self._relation(
            "outlines",
            f"""SELECT u.s, hash(sum(u.facet), count(*)) AS sig FROM (
            SELECT q.s, CAST(hash(hash(q.p, q.k, {kind})) AS HUGEINT) AS facet FROM quads q) u
            GROUP BY u.s""",
        )
        self.facts = self._relation(
            "facts",
            f"""SELECT m.sig, q.p, q.k, {kind} AS c, count(*) AS n, min(q.o) AS o
            FROM (SELECT u.sig, min(u.s) AS s FROM {self.outlines} u GROUP BY u.sig) m
            JOIN quads q ON q.s = m.s GROUP BY ALL""",
        )
        self.classes = self._relation(
            "classes",
            f"""SELECT DISTINCT f.sig, i.class FROM {self.facts} f
            JOIN kinds i ON i.sub = f.c WHERE f.c <> 0""",
        )
        aimed = _table(aims, "a(grp, of_class, value)")
        self.focus = self._relation(
            "aims",
            f"""SELECT a.grp, i.sig FROM {aimed}
            JOIN {self.classes} i ON i.class = a.value WHERE a.of_class = 1
            UNION SELECT a.grp, f.sig FROM {aimed}
            JOIN {self.facts} f ON f.p = a.value WHERE a.of_class = 0""",
        )

    def _wrong(self, sql: str) -> str:
        return self._relation("wrong", sql, self.focus, keep=True)

    def _values(self, wrong: str, path: str = "NULL") -> Check:
        """The check that looks up the nodes and values of outlines of which a predicate and sort is wrong."""
        return Check(f"""SELECT w.source, q.s AS focus, q.o AS value, {path} AS path, NULL AS text
            FROM {wrong} w
            JOIN {self.outlines} u ON u.sig = w.sig JOIN quads q ON q.s = u.s AND q.p = w.p AND q.k = w.k
            WHERE w.c = 0 OR q.o = w.c""", (wrong,))  # fmt: skip

    def counted(self, rules: str) -> Check:
        """How many values there are."""
        wrong = self._wrong(f"""SELECT r.source, t.sig FROM {rules} JOIN {self.focus} t ON t.grp = r.grp
            LEFT JOIN (SELECT f.sig, f.p, sum(f.n) AS n FROM {self.facts} f GROUP BY f.sig, f.p) c
            ON c.sig = t.sig AND c.p = r.p WHERE coalesce(c.n, 0) < r.least OR coalesce(c.n, 0) > r.most""")
        return Check(f"""SELECT w.source, u.s AS focus, NULL AS value, NULL AS path, NULL AS text
            FROM {wrong} w JOIN {self.outlines} u ON u.sig = w.sig""", (wrong,))  # fmt: skip

    def sorted(self, rules: str, datatypes: set[Term]) -> Iterator[Check]:
        """Of which datatype and kind they are."""
        known = f"(SELECT DISTINCT f.k, d.sort FROM {self.facts} f JOIN dictionary d ON d.id = f.o)"
        kind = "CASE x.sort WHEN '<' THEN '0' WHEN '_' THEN '1' ELSE '2' END"
        fits = f"""CASE WHEN r.kinds <> '' THEN contains(r.kinds, {kind}) WHEN r.want = '{_LANGUAGE}'
            THEN left(x.sort, 1) = '{_LANGUAGE}' ELSE x.sort = r.want END"""
        wrong = self._wrong(f"""SELECT r.source, f.sig, f.p, f.k, f.c FROM {rules}
            JOIN {self.focus} t ON t.grp = r.grp
            JOIN {self.facts} f ON f.sig = t.sig AND f.p = r.p JOIN {known} x ON x.k = f.k
            WHERE NOT ({fits})""")
        yield self._values(wrong)
        formed = tuple(sorted((one for one in datatypes if one != RDF.langString), key=str))
        if (form := well_formed(formed)) != "TRUE":
            ill = self._wrong(
                f"SELECT d.id, d.sort FROM dictionary d WHERE d.sort IN {sorts(formed)} AND NOT ({form})"
            )
            yield Check(
                f"""SELECT r.source, q.s AS focus, q.o AS value, NULL AS path, NULL AS text
                FROM {ill} w
                JOIN quads q ON q.o = w.id JOIN {self.outlines} u ON u.s = q.s
                JOIN {self.focus} t ON t.sig = u.sig
                JOIN {rules} ON r.grp = t.grp AND r.p = q.p AND r.kinds = '' AND r.want = w.sort""",
                (ill,),
            )

    def classed(self, rules: str, predicates: set[str]) -> Check:
        """Of which class they are."""
        among = f"q.p IN ({', '.join(sorted(predicates))})"
        seen = f"""SELECT DISTINCT q.p, coalesce(u.sig, 0) AS sig FROM quads q
            LEFT JOIN {self.outlines} u ON u.s = q.o WHERE {among}"""
        wrong = self._wrong(f"""SELECT r.p, r.class, e.sig FROM (SELECT DISTINCT r.p, r.class FROM {rules}) r
            JOIN ({seen}) e ON e.p = r.p ANTI JOIN {self.classes} i ON i.sig = e.sig AND i.class = r.class""")
        return Check(f"""SELECT r.source, q.s AS focus, q.o AS value, NULL AS path, NULL AS text
            FROM {wrong} w
            JOIN quads q ON q.p = w.p LEFT JOIN {self.outlines} v ON v.s = q.o
            JOIN {self.outlines} u ON u.s = q.s
            JOIN {self.focus} t ON t.sig = u.sig
            JOIN {rules} ON r.grp = t.grp AND r.p = w.p AND r.class = w.class
            WHERE coalesce(v.sig, 0) = w.sig""", (wrong,))  # fmt: skip

    def closed(self, rules: str, permitted: str) -> Check:
        """Whether a closed shape allows them."""
        wrong = self._wrong(f"""SELECT r.source, f.sig, f.p, f.k, f.c FROM {rules}
            JOIN {self.focus} t ON t.grp = r.grp JOIN {self.facts} f ON f.sig = t.sig
            ANTI JOIN {permitted} ON w.source = r.source AND w.p = f.p""")
        return self._values(wrong, "w.p")
