"""From a shapes graph to a program: each shape over its focus nodes, shapes within shapes as sets of nodes.

A shape is compiled over a relation of nodes, its domain. Its constraints look at a relation of (focus, value)
made of the domain by the path. What breaks a constraint is a SELECT of (focus, value), perhaps with a path.
A shape that another refers to gives the set of those nodes of a domain that do not conform to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyoxigraph as ox

from il6ld.errors import InvalidInput
from il6ld.namespaces import SH, local_name
from il6ld.validation.shapes import Node, Shapes, Term
from il6ld.validation.sql import outlines
from il6ld.validation.sql.components import COMPONENTS
from il6ld.validation.sql.paths import Path, pairs, read_list, read_path, written
from il6ld.validation.sql.program import Check, Fallback, Program, Relation, Source
from il6ld.validation.sql.queries import query_of
from il6ld.validation.sql.targets import focus_nodes, targets_of

TRUE = ox.Literal(True)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a constraint is: its shape, the nodes it looks at, and their values (focus, value)."""

    shape: Node
    domain: str
    values: str
    path: Path | None


@dataclass(frozen=True, slots=True)
class Broken:
    """What breaks one constraint of a shape: a SELECT, with a column `path` or `text` where it tells one."""

    shape: Node
    component: str
    sql: str
    needs: tuple[str, ...]
    constraint: Term | None = None
    tells: tuple[str, ...] = ()


def compile_shapes(shapes: Shapes) -> Program:
    """The program of a shapes graph; InvalidInput for shapes that refer to themselves or make no sense."""
    return Compiler(shapes).program().inlined()


class Compiler:
    """Compiles the shapes of one graph."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self._made = Program()
        self._names: dict[str, str] = {}
        self._sources: dict[Source, int] = {}
        self._under_way: list[Node] = []
        self._aliases = 0
        self.constants: set[str] = set()

    def program(self) -> Program:
        """The program of all targeted shapes."""
        outlined = outlines.Outlined(self)
        for shape in self.shapes.nodes:
            if targets_of(shape, self.shapes) and not self.is_off(shape):
                domain = focus_nodes(self, shape)
                for broken in self.broken(shape, domain, outlined.over(shape)):
                    self._check(broken)
        self._made.checks[:0] = outlined.checks()
        for statement in self.shapes.statements:
            self.constants |= {str(term) for term in statement if not isinstance(term, ox.BlankNode)}
        self._made.constants = sorted(self.constants)
        return self._made

    # What components and targets ask for.

    def relation(self, kind: str, sql: str, *needs: str, keep: bool = False) -> str:
        """The name of the relation that a SELECT makes; the same SELECT has the same name.

        One to `keep` is looked at before what needs it is run.
        """
        if sql not in self._names:
            self._names[sql] = f"{kind}_{len(self._names)}"
            self._made.relations.append(Relation(self._names[sql], sql, needs, keep))
        return self._names[sql]

    def fresh(self) -> str:
        """An alias that no other has."""
        self._aliases += 1
        return f"t{self._aliases}"

    def target(self, told: str, name: str) -> None:
        """Notes the relation of the nodes of a target, by how a report tells it."""
        self._made.targets[told] = name

    def is_off(self, shape: Term) -> bool:
        """Whether a shape is deactivated."""
        return TRUE in self.shapes.values(shape, SH.deactivated)

    def listed(self, head: Term) -> list[Term]:
        """The members of a list of the shapes graph."""
        return read_list(head, self.shapes)

    def bad(self, shape: Term, domain: str) -> str:
        """The relation of the nodes of a domain that do not conform to a shape."""
        if isinstance(shape, ox.Literal) or self.is_off(shape):
            return self.relation("bad", "SELECT node FROM void b")
        if shape in self._under_way:
            raise _circular(self._under_way[self._under_way.index(shape) :])
        self._under_way.append(shape)
        broken = self.broken(shape, domain, nested=True)
        parts = [f"SELECT DISTINCT b.focus AS node FROM ({one.sql}) b" for one in broken]
        self._under_way.pop()
        return self.relation("bad", " UNION ".join(parts) or "SELECT node FROM void b", domain)

    def distinct(self, at: Place) -> str:
        """The relation of the values at a place, each once."""
        if at.path is None:
            return at.domain
        return self.relation("nodes", f"SELECT DISTINCT v.value AS node FROM {at.values} v", at.values)

    def broken(
        self, shape: Term, domain: str, skipped: frozenset[object] = frozenset(), nested: bool = False
    ) -> Iterator[Broken]:
        """What breaks each constraint of a shape; of `nested` ones, properties count for their node."""
        if isinstance(shape, ox.Literal) or self.is_off(shape):
            return
        at = self._place(shape, domain)
        for predicate, values in self.shapes.said(shape).items():
            for value in values:
                if predicate in COMPONENTS and (shape, predicate, value) not in skipped:
                    name, sentence = COMPONENTS[predicate]
                    for sql in sentence(self, at, value):
                        told = ("path",) if predicate == SH.closed else ()
                        needs = (domain,) if predicate in _OF_FOCUS else (at.values,)
                        yield Broken(shape, name, sql, needs, tells=told)
                elif predicate == SH.property and nested:
                    inner = self.bad(value, self.distinct(at))
                    yield Broken(shape, "Property", _having(at, inner), (inner,))
                elif predicate == SH.property:
                    yield from self._within(value, at, skipped)
                elif predicate == SH.sparql and not self.is_off(value):
                    yield from self._query(at, value)

    def _within(self, shape: Term, at: Place, skipped: frozenset[object]) -> Iterator[Broken]:
        if shape in self._under_way:
            raise _circular(self._under_way)
        self._under_way.append(shape)  # type: ignore[arg-type]
        for broken in self.broken(shape, self.distinct(at), skipped if at.path is None else frozenset()):
            yield broken if at.path is None else replace(broken, sql=_for_each(at, broken.sql))
        self._under_way.pop()

    def _place(self, shape: Node, domain: str) -> Place:
        for node in self.shapes.values(shape, SH.path):
            path = read_path(node, self.shapes)
            return Place(shape, domain, self.relation("values", pairs(path, domain), domain), path)
        same = self.relation("values", f"SELECT d.node AS focus, d.node AS value FROM {domain} d", domain)
        return Place(shape, domain, same, None)

    def _query(self, at: Place, constraint: Term) -> Iterator[Broken]:
        compiled = query_of(self, at, constraint)
        if isinstance(compiled, str):
            yield Broken(at.shape, "SPARQL", compiled, (at.domain,), constraint, ("path", "text"))
        else:
            source = self.source(at.shape, "SPARQL", constraint)
            self._made.fallbacks.append(Fallback(
                source, compiled.query, at.domain, compiled.why, at.path is None, compiled.predicates
            ))  # fmt: skip

    def _check(self, broken: Broken) -> None:
        number = self.source(broken.shape, broken.component, broken.constraint)
        told = [f"r.{name}" if name in broken.tells else f"NULL AS {name}" for name in ("path", "text")]
        sql = f"SELECT {number} AS source, r.focus, r.value, {', '.join(told)} FROM ({broken.sql}) r"
        self._made.checks.append(Check(sql, broken.needs))

    def source(self, shape: Node, component: str, constraint: Term | None = None) -> int:
        """The number of what the results of a check tell."""
        severity = next(iter(self.shapes.values(shape, SH.severity)), SH.Violation)
        message = next((term for term in self.shapes.values(shape, SH.message)), "")
        one = Source(
            str(shape), str(SH[f"{component}ConstraintComponent"]), str(severity),
            str(constraint or ""), self._path(shape), str(message),
        )  # fmt: skip
        if one not in self._sources:
            self._sources[one] = len(self._sources)
            self._made.sources.append(one)
        return self._sources[one]

    def _path(self, shape: Node) -> str:
        for node in self.shapes.values(shape, SH.path):
            path = read_path(node, self.shapes)
            return str(node) if path.kind == "predicate" else "\n".join(written(path))
        return ""


_OF_FOCUS = {SH.minCount, SH.hasValue, SH.equals, SH.qualifiedMinCount, SH.qualifiedMaxCount, SH.closed}


def _for_each(at: Place, sql: str) -> str:
    """What breaks a property of values, once for each node that has the value."""
    return f"SELECT e.* FROM ({sql}) e JOIN {at.values} w ON w.value = e.focus"


def _having(at: Place, bad: str) -> str:
    return f"SELECT v.focus, v.value FROM {at.values} v SEMI JOIN {bad} b ON v.value = b.node"


def _circular(shapes: list[Node]) -> InvalidInput:
    named = next((shape for shape in shapes if isinstance(shape, ox.NamedNode)), shapes[0])
    message = f"{local_name(named.value)} refers to itself."
    error = InvalidInput.at(None, message, rule="shapes", help="Say what is meant without the circle.")
    assert isinstance(error, InvalidInput)
    return error
