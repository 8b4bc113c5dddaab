"""Two releases held against each other, record by record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from pyoxigraph import NamedNode

from il6ld.changes.change import Change, Changes, Edit, Side
from il6ld.changes.records import KINDS, TERMS, Field, Kind, Records, Said, Whole, by_field, spoken
from il6ld.formats import Material
from il6ld.lookup import Term
from il6ld.namespaces import IL6, RDFS


def compare(before: Material, after: Material, names: tuple[str, str] = ("before", "after")) -> Changes:
    """What came, went and changed from one release to another; `names` are what they are called."""
    old, new = Records(before), Records(after)
    sides = [
        Side(name, one.version, len(one.lookup.instances(IL6.Claim)))
        for name, one in zip(names, (old, new), strict=True)
    ]
    return Changes(sides[0], sides[1], tuple(_Comparison(old, new).changes()))


class _Comparison:
    """The releases while they are compared."""

    def __init__(self, old: Records, new: Records) -> None:
        self.old, self.new = old, new

    @cached_property
    def _touched(self) -> set[Term]:
        """What not both releases say the same of, and all that lead there: nothing else can have changed."""
        old, new = self.old.material.dataset, self.new.material.dataset
        touched = {quad.subject for quad in old if quad not in new}
        touched |= {quad.subject for quad in new if quad not in old}
        return self.old.leading_to(touched) | self.new.leading_to(touched)

    def changes(self) -> Iterator[Change]:
        """Every difference, kind by kind, each kind A to Z."""
        for kind in KINDS:
            sides = (set(one.lookup.instances(kind.type)) for one in (self.old, self.new))
            yield from self._of_kind(kind, *sides)
        entities, terms = (Kind(name, IL6.Entity) for name in TERMS)
        # What became an entity, or ceased to be one, is a term that changed.
        both = self.old.entities & self.new.entities
        yield from self._of_kind(entities, self.old.entities, self.new.entities)
        yield from self._of_kind(terms, self.old.terms - both, self.new.terms - both)

    def _of_kind(self, kind: Kind, before: set[NamedNode], after: set[NamedNode]) -> Iterator[Change]:
        for record in sorted((before | after) & self._touched, key=lambda node: node.value):
            change = self._change(kind, record, record in before, record in after)
            if change:
                yield change

    def _change(self, kind: Kind, record: NamedNode, is_old: bool, is_new: bool) -> Change | None:
        edits = tuple(self._edits(kind, record)) if is_old and is_new else ()
        if is_old and is_new and not edits:
            return None
        return Change(
            kind.name,
            self.new.material.curie(record),
            self.old.told(record) if is_old else None,
            self.new.told(record) if is_new else None,
            edits,
        )

    def _edits(self, kind: Kind, record: NamedNode) -> Iterator[Edit]:
        before, after = (one.fields(record, kind.name, kind.parts) for one in (self.old, self.new))
        told = (RDFS.label,)
        for field in sorted(before.keys() | after.keys(), key=spoken):
            old, new = before.get(field, set()), after.get(field, set())
            if field != told:
                yield from self._edit(field, old, new)
            elif old != new:
                yield Edit(spoken(told), (self.old.label(record),), (self.new.label(record),))
        if kind.parts:
            yield from self._of_parts(record, kind.parts)

    def _edit(self, field: Field, before: set[Said], after: set[Said]) -> Iterator[Edit]:
        gone = tuple(sorted(self.old.value(value) for value in before - after))
        come = tuple(sorted(self.new.value(value) for value in after - before))
        if gone or come:
            yield Edit(spoken(field), gone, come)

    def _of_parts(self, record: NamedNode, prop: NamedNode) -> Iterator[Edit]:
        """What came of the parts: those that say the same are the same, then those with one number."""
        before, after = (
            {node: one.part(node) for node in one.lookup.values(record, prop)} for one in (self.old, self.new)
        )
        same = Counter(before.values()) & Counter(after.values())
        gone, come = _without(before, same), _without(after, same)
        for node in sorted(gone | come, key=str):
            if node in gone and node in come:
                yield from self._of_part((prop,), before[node], after[node])
            elif node in gone:
                yield Edit(spoken((prop,)), (self.old.part_value(node),), ())
            else:
                yield Edit(spoken((prop,)), (), (self.new.part_value(node),))

    def _of_part(self, path: Field, before: Whole, after: Whole) -> Iterator[Edit]:
        old, new = by_field(before), by_field(after)
        for field in sorted(old.keys() | new.keys(), key=spoken):
            yield from self._edit((*path, *field), old.get(field, set()), new.get(field, set()))


def _without(parts: dict[Term, Whole], same: Counter[Whole]) -> set[Term]:
    """The parts that are left when those that both releases have are taken away."""
    left, taken = set(), Counter(same)
    for node in sorted(parts, key=str):
        if taken[parts[node]]:
            taken[parts[node]] -= 1
        else:
            left.add(node)
    return left
