"""The engine `duckdb`: loads, compiles, runs and reports."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from il6ld.exits import interrupting
from il6ld.namespaces import local_name
from il6ld.validation.report import Report, read_results
from il6ld.validation.shapes import Shapes
from il6ld.validation.soundness import LocateShape, idle, require_sound
from il6ld.validation.sql.keeping import compiled
from il6ld.validation.sql.loading import load
from il6ld.validation.sql.program import Program
from il6ld.validation.sql.reporting import as_ntriples
from il6ld.validation.sql.running import Run

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "3GB"


def validate_triples(data: bytes, shapes: bytes) -> bytes:
    """The report of the shapes compiled to SQL: N-Triples in, N-Triples out."""
    program = compiled(Shapes(ox.parse(shapes, format=ox.RdfFormat.N_TRIPLES)))
    with _private_folder() as folder, connected(folder) as connection:
        path = folder / "data.nt"
        path.write_bytes(data)
        load(connection, [path])
        run = Run(connection, program)
        run.find()
        return as_ntriples(run.results(), program.sources)


def validate_files(
    paths: Sequence[Path],
    shapes: Iterable[ox.Triple],
    *,
    most: int | None = None,
    memory: str = MEMORY,
    locate_shape: LocateShape = lambda _: None,
) -> Report:
    """What N-Quads or N-Triples files, plain, .gz or .zst, break of shapes, all graphs taken as one.

    With `most`, no more is looked for once so many results are found; `found` tells how many there were.
    Raises UnreadableInput at the first malformed line, InvalidInput for shapes that cannot be relied on, and
    CannotWrite where the disk is full.
    """
    rules = Shapes(shapes)
    require_sound(rules, locate_shape)
    program = compiled(rules)
    with _private_folder() as folder, connected(folder, memory) as connection:
        load(connection, paths)
        run = Run(connection, program)
        found = run.find(most)
        told = as_ntriples(islice(run.results(), most), program.sources)
        return _report(rules, program, run, told, found)


def _report(rules: Shapes, program: Program, run: Run, told: bytes, found: int) -> Report:
    unmatched = tuple(sorted(name for name, relation in program.targets.items() if not run.sizes[relation]))
    return Report(
        results=tuple(read_results(told, rules)),
        shapes=len(rules.reporting),
        constraints=rules.constraints,
        focus_nodes=run.focus_nodes(),
        targets=len(program.targets),
        unmatched=unmatched,
        paths=rules.complex_paths,
        yields=rules.yields,
        idle=tuple(idle(rules, unmatched)),
        found=found,
        fallbacks=tuple(f"{_named(program, one.source)}: {one.why}" for one in program.fallbacks),
    )


def _named(program: Program, source: int) -> str:
    return local_name(program.sources[source].shape.strip("<>"))


@contextmanager
def _private_folder() -> Iterator[Path]:
    """A folder that only we can read, gone with all that was spilled into it."""
    with tempfile.TemporaryDirectory(prefix="il6ld-") as name:
        yield Path(name)


@contextmanager
def connected(folder: Path, memory: str = MEMORY) -> Iterator[DuckDBPyConnection]:
    """A database in memory that spills into a folder, on all cores.

    Raises CannotWrite where neither memory nor the disk suffice.
    """
    import duckdb

    from il6ld.errors import CannotWrite

    connection = duckdb.connect(config={
        "memory_limit": memory, "temp_directory": str(folder / "spilled"),
        "threads": len(os.sched_getaffinity(0)),
        "preserve_insertion_order": False, "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    })  # fmt: skip
    try:
        with interrupting(connection.interrupt):
            yield connection
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        told = " ".join(str(error).split())
        cure = "Make room on the disk that holds temporary files, or name another in TMPDIR."
        raise CannotWrite.at(None, f"There was no room to work in: {told}", help=cure) from error
    finally:
        connection.close()
