"""Targets: which nodes a shape looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from il6ld.namespaces import RDF, RDFS, SH
from il6ld.validation.shapes import TARGETS, Node, Shapes, Target, Term
from il6ld.validation.sql.terms import term_id

if TYPE_CHECKING:
    from il6ld.validation.sql.compiling import Compiler

_SHAPES = (SH.NodeShape, SH.PropertyShape)


def targets_of(shape: Node, shapes: Shapes) -> list[tuple[ox.NamedNode, Term]]:
    """The targets of a shape as (kind, value); a shape that is a class targets its own instances."""
    said = shapes.said(shape)
    found = [(kind, value) for kind in TARGETS for value in said.get(kind, ())]
    types = said.get(RDF.type, ())
    if RDFS.Class in types and any(kind in types for kind in _SHAPES):
        found.append((SH.targetClass, shape))
    return found


def focus_nodes(compiler: Compiler, shape: Node) -> str:
    """The relation of the nodes that a shape looks at."""
    names = []
    for kind, value in sorted(targets_of(shape, compiler.shapes), key=str):
        names.append(_nodes(compiler, kind, value))
        if isinstance(shape, ox.NamedNode):
            compiler.target(str(Target(shape, kind, value)), names[-1])
    if len(names) == 1:
        return names[0]
    return compiler.relation("focus", " UNION ".join(f"SELECT t.node FROM {name} t" for name in names))


def instances(compiler: Compiler, name: Term) -> str:
    """The relation of the instances of a class."""
    return compiler.relation("nodes", f"SELECT i.node FROM instances i WHERE i.class = {term_id(name)}")


def _nodes(compiler: Compiler, kind: ox.NamedNode, value: Term) -> str:
    if kind == SH.targetClass:
        return instances(compiler, value)
    if kind == SH.targetSubjectsOf:
        return compiler.relation(
            "focus", f"SELECT DISTINCT q.s AS node FROM quads q WHERE q.p = {term_id(value)}"
        )
    if kind == SH.targetObjectsOf:
        return compiler.relation(
            "focus", f"SELECT DISTINCT q.o AS node FROM quads q WHERE q.p = {term_id(value)}"
        )
    return compiler.relation("focus", f"SELECT {term_id(value)} AS node")
