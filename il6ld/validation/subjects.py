"""The data of one validation: without blank nodes, and indexed by what targets ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

import pyoxigraph as ox

from il6ld.namespaces import RDF, RDFS, SH
from il6ld.validation.shapes import Target

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

# pyshifty's sh:sparql gives false results on blank focus nodes, and no report can name one: they get IRIs for
# the time of the validation. No shape takes these for the name of a record.
_SKOLEM = "urn:x-il6ld-blank:"


class Subjects:
    """The triples to validate."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._triples = [_named(triple) for triple in triples]

    @cached_property
    def ntriples(self) -> bytes:
        """The triples as N-Triples, for an engine."""
        return ox.serialize(self._triples, format=ox.RdfFormat.N_TRIPLES) or b""

    def matching(self, target: Target) -> set[Term]:
        """The focus nodes of a target."""
        if target.kind == SH.targetClass:
            return set().union(*(self._instances.get(name, set()) for name in self._subclasses(target.value)))
        if target.kind == SH.targetSubjectsOf:
            return {triple.subject for triple in self._using[target.value]}
        if target.kind == SH.targetObjectsOf:
            return {triple.object for triple in self._using[target.value]}
        return {target.value}

    @cached_property
    def _using(self) -> dict[Term, list[ox.Triple]]:
        found: dict[Term, list[ox.Triple]] = defaultdict(list)
        for triple in self._triples:
            found[triple.predicate].append(triple)
        return found

    @cached_property
    def _instances(self) -> dict[Term, set[Term]]:
        found: dict[Term, set[Term]] = defaultdict(set)
        for triple in self._using[RDF.type]:
            found[triple.object].add(triple.subject)
        return found

    @cached_property
    def _direct_subclasses(self) -> dict[Term, set[Term]]:
        found: dict[Term, set[Term]] = defaultdict(set)
        for triple in self._using[RDFS.subClassOf]:
            found[triple.object].add(triple.subject)
        return found

    def _subclasses(self, name: Term) -> set[Term]:
        found = {name}
        queue = [name]
        for node in queue:
            new = self._direct_subclasses.get(node, set()) - found
            found |= new
            queue += new
        return found


def _named(triple: ox.Triple) -> ox.Triple:
    subject, value = triple.subject, triple.object
    if not isinstance(subject, ox.BlankNode) and not isinstance(value, ox.BlankNode):
        return triple
    if isinstance(subject, ox.BlankNode):
        subject = ox.NamedNode(_SKOLEM + subject.value)
    if isinstance(value, ox.BlankNode):
        value = ox.NamedNode(_SKOLEM + value.value)
    return ox.Triple(subject, triple.predicate, value)
