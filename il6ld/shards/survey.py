"""What is made of each shard once it is written: its tables, what follows of it, and what breaks the shapes.

All of it is kept in a folder beside the release, under names that tell of what it was made. So only what has
changed is made anew: the tables of a changed shard, and the look at each shard that sees something else.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

import pyoxigraph as ox

from il6ld.namespaces import Context
from il6ld.reasoning.rules import Classes
from il6ld.shards import crew, inferred
from il6ld.shards.abroad import Abroad
from il6ld.shards.coding import PARTS, Coded, encode, finish, surround, working
from il6ld.shards.entry import QUADS, Entry, put
from il6ld.shards.looking import Aim, Look, look
from il6ld.shards.making import pack
from il6ld.shards.reach import Beyond, Edges, beyond, split
from il6ld.shards.seals import SEAL, holds, seal
from il6ld.shards.tables import Tables
from il6ld.shards.whole import Whole, edges
from il6ld.validation.shapes import Shapes
from il6ld.validation.sql.keeping import compiled
from il6ld.validation.sql.program import Program

GROUND = "ontology"
_MOST_AT_ONCE = 6  # shards of 5,000 lines take half a gigabyte


@dataclass(frozen=True, slots=True)
class Unit:
    """A file of N-Quads in the workshop, by the name of its shard, and its tables."""

    name: str
    coded: Coded

    @property
    def inferred(self) -> Path:
        """What follows of it, where it is kept."""
        return self.coded.stem.with_name(f"{self.coded.stem.name}.inferred{QUADS}")


@dataclass
class Survey:
    """The shards of a build in the workshop `folder`, and what is kept of them in `kept`."""

    folder: Path
    kept: Path
    entries: Sequence[Entry]
    context: Context
    bases: Sequence[str]
    workers: int
    ground_digest: str
    most: int | None = None  # mistakes, after which nothing more is looked at
    stopped: bool = False
    looks: list[Look] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kept.mkdir(exist_ok=True)

    @cached_property
    def ground(self) -> Unit:
        """The ontology, its links and the corpus's own entities."""
        return Unit(GROUND, self._coded(GROUND, self.ground_digest))

    @cached_property
    def units(self) -> list[Unit]:
        """The shards in their order."""
        return [Unit(one.name, self._coded(one.name, one.sha256, self.ground_digest)) for one in self.entries]

    @property
    def whole(self) -> Whole:
        """All tables."""
        return Whole([unit.coded for unit in self.units], self.ground.coded)

    def _coded(self, name: str, *made_of: str) -> Coded:
        return Coded(self.kept / f"{name}.{_key(*made_of, _version())}")

    def code(self) -> int:
        """Sees to it that the tables of every shard are there; gives how many were made."""
        missing = [unit for unit in self.units if not holds(unit.coded.stem)]
        ground_is_there = holds(self.ground.coded.stem)
        if missing or not ground_is_there:
            classes = inferred.classes_of(self.folder / f"{GROUND}{QUADS}")
            if not ground_is_there:
                self._code(classes, self.ground)
            for _ in crew.over(partial(self._code, classes), missing, self.workers):
                pass
        return len(missing)

    def _code(self, classes: Classes, unit: Unit) -> None:
        ground = None if unit.name == GROUND else self.ground.coded
        with working(self.kept) as connection:
            tables = Tables(connection, self.context)
            quads = self.folder / f"{unit.name}{QUADS}"
            encode(connection, quads, unit.coded, ground, self.context, self.bases)
            surround(connection, self.ground.coded)
            inferred.infer(tables, classes)
            connection.execute("DELETE FROM inferred WHERE s NOT IN (SELECT s FROM subjects)")
            graph = self.context.expand("graphs:inferred")
            with put(unit.inferred) as file:
                pack((f"{triple} <{graph}> .\n".encode() for triple in inferred.triples(tables)), file)
            connection.execute("INSERT INTO own SELECT s, p, o, term_id('<') FROM inferred")
            finish(connection, unit.coded)
        seal(unit.coded.stem, [*map(unit.coded.part, PARTS), unit.inferred])

    def look(self, shapes: Shapes) -> tuple[Program, Beyond]:
        """Looks at every shard that sees something new; the program that was run, and what looks beyond."""
        with working(self.kept, crew.cores()) as connection:
            tables = Tables(connection, self.context)
            away = self._beyond(shapes, edges(tables, self.whole.shards, self.ground.coded))
            program = compiled(Shapes(split(shapes, away.shapes)[0]))
            abroad = Abroad(tables, self.whole.shards, self.ground.coded)
            found = self._places(program, abroad.find(away.echoed))
            missing = [number for number, place in enumerate(found) if Look.kept(place) is None]
            abroad.write(missing or [-1], self.kept)
        aims = [Aim(self._looked_at(number).coded, number, found[number]) for number in missing]
        self._look_all(program, aims, found)
        return program, away

    def _beyond(self, shapes: Shapes, how: Edges) -> Beyond:
        """What looks beyond shards: kept, since reading the queries of shapes takes long."""
        told = [*map(sorted, (how.ours, how.closed, how.literal, how.grounds))]
        self._reach = (
            self.kept / f"reach.{_key(shapes.ntriples.decode(), str(told), self.ground_digest)}.json"
        )
        if holds(self._reach):
            return Beyond.of(self._reach.read_text("utf-8"))
        found = beyond(shapes, how)
        if all(isinstance(shape, ox.NamedNode) for shape in found.shapes):
            with put(self._reach) as file:
                file.write(found.as_json().encode())
            seal(self._reach, [self._reach])
        return found

    def _look_all(self, program: Program, aims: list[Aim], found: list[Path]) -> None:
        """Looks, batch by batch, until there are as many mistakes as are to be found."""
        errors = sum(one.errors for one in map(Look.kept, found) if one)
        each = crew.over(partial(self._look, program), self._batches(aims), self.workers)
        for new in each if self.most is None or errors < self.most else ():
            errors += new
            if self.most is not None and errors >= self.most:
                each.close()
        self.looks = [one for one in map(Look.kept, found) if one]
        self.stopped = self.most is not None and errors >= self.most

    def _places(self, program: Program, seen: list[str]) -> list[Path]:
        """Where the look at each shard is kept, and last that at the ground."""
        rules = hashlib.sha256(program.as_json().encode()).hexdigest()
        units = zip((*self.units, self.ground), seen, strict=True)
        return [
            self.kept / f"{unit.coded.stem.name}.{_key(rules, other)}.found.parquet" for unit, other in units
        ]

    def _looked_at(self, number: int) -> Unit:
        return self.units[number] if number < len(self.units) else self.ground

    def _batches(self, aims: list[Aim]) -> list[list[Aim]]:
        """Shards that are looked at together: what a look costs in any case is spent on several."""
        size = max(1, min(_MOST_AT_ONCE, -(-len(aims) // self.workers)))
        return [aims[start : start + size] for start in range(0, len(aims), size)]

    def _look(self, program: Program, aims: list[Aim]) -> int:
        """Looks at some shards; how many mistakes are in them."""
        with working(self.kept) as connection:
            look(connection, aims, self.ground.coded, program, self.kept)
        return sum(one.errors for one in (Look.kept(aim.found) for aim in aims) if one)

    def link_inferred(self) -> dict[str, Path]:
        """Puts what follows of each shard into the workshop; gives the names."""
        found = {}
        for unit in (self.ground, *self.units):
            name = f"inferred-{unit.name}{QUADS}"
            with contextlib.suppress(FileNotFoundError):
                (self.folder / name).unlink()
            os.link(unit.inferred, self.folder / name)
            found[name] = unit.inferred
        return found

    def tidy(self) -> None:
        """Removes from what is kept all that this build had no use for."""
        kinds = ("", ".json", SEAL)
        used = {f"{one.found.name}{kind}" for one in self.looks for kind in kinds}
        used |= {f"{self._reach.name}{kind}" for kind in ("", SEAL)}
        for unit in (self.ground, *self.units):
            used |= {unit.coded.part(part).name for part in PARTS} | {unit.inferred.name}
            used.add(f"{unit.coded.stem.name}{SEAL}")
        for path in self.kept.iterdir():
            if path.is_dir():  # of a process that was killed
                shutil.rmtree(path, ignore_errors=True)
            elif path.name not in used:
                path.unlink()


def _key(*told: str) -> str:
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def _version() -> str:
    import duckdb

    return duckdb.__version__
