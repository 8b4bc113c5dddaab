"""A compiled shapes graph: the relations it needs, and the checks over them, in the order to run."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, field, replace

# What a relation of a program is called, and the one that takes the place of each that is empty.
_NAME = re.compile(r"\b[a-z]+_[0-9]+\b(?= [a-z])")
VOID = "void"


@dataclass(frozen=True, slots=True)
class Source:
    """What a result of a check tells: terms as N-Triples tokens, "" for none.

    `path` is the IRI of the path or, of another path, its triples with the first subject at the root.
    """

    shape: str
    component: str
    severity: str
    constraint: str = ""
    path: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A SELECT to be kept under a name; it is empty where one of the relations it `needs` is."""

    name: str
    sql: str
    needs: tuple[str, ...] = ()
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A SELECT of (source, focus, value, path, text): what breaks constraints; nothing if a need is empty."""

    sql: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fallback:
    """A constraint that runs on pyoxigraph: its query over the focus nodes of a relation, and why."""

    source: int
    query: str
    focus: str
    why: str
    asks_value: bool = True
    predicates: tuple[str, ...] = ()  # those of the triples that it looks at; none for all


@dataclass(slots=True)
class Program:
    """All that is to be run, and what its results stand for."""

    relations: list[Relation] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    fallbacks: list[Fallback] = field(default_factory=list)
    targets: dict[str, str] = field(default_factory=dict)
    constants: list[str] = field(default_factory=list)

    def as_json(self) -> str:
        """The program as text, to be kept."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Program:
        """The program that was kept."""
        said = json.loads(text)
        kinds = {"relations": Relation, "checks": Check, "sources": Source, "fallbacks": Fallback}
        for name, kind in kinds.items():
            said[name] = [kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in one.items()})
                          for one in said[name]]  # fmt: skip
        return cls(**said)

    @property
    def statements(self) -> list[str]:
        """The SELECTs of all relations and checks."""
        return [*(one.sql for one in self.relations), *(one.sql for one in self.checks)]

    def inlined(self) -> Program:
        """The program without the relations that are used only once: they stand where they are used."""
        uses = Counter(name for sql in self.statements for name in _NAME.findall(sql))
        uses.update(fallback.focus for fallback in self.fallbacks for _ in range(2))
        aims, kept = set(self.targets.values()), list[Relation]()
        inner: dict[str, Relation] = {}
        for relation in self.relations:
            sql, needs = _within(relation, inner)
            relation = replace(relation, sql=sql, needs=needs)
            if uses[relation.name] == 1 and not relation.keep and relation.name not in aims:
                inner[relation.name] = relation
            elif uses[relation.name] or relation.name in aims:
                kept.append(relation)
        checks = [Check(*_within(check, inner)) for check in self.checks]
        return replace(self, relations=kept, checks=checks)


def _within(one: Relation | Check, inner: dict[str, Relation]) -> tuple[str, tuple[str, ...]]:
    needs: list[str] = []
    for name in one.needs:
        needs += inner[name].needs if name in inner else (name,)
    sql = _NAME.sub(lambda found: f"({inner[found[0]].sql})" if found[0] in inner else found[0], one.sql)
    return sql, tuple(dict.fromkeys(needs))


def named(sql: str) -> set[str]:
    """The relations that a SELECT names."""
    return set(_NAME.findall(sql))


def without(sql: str, empty: set[str]) -> str:
    """A SELECT in which relations that are known to be empty are replaced by the one that always is."""
    return _NAME.sub(lambda found: VOID if found[0] in empty else found[0], sql)
