"""The engine `duckdb`: loads, compiles, runs and reports."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from il6ld.validation.shapes import Shapes
from il6ld.validation.sql.compiling import compile_shapes
from il6ld.validation.sql.loading import load
from il6ld.validation.sql.reporting import as_ntriples
from il6ld.validation.sql.running import Run

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def validate_triples(data: bytes, shapes: bytes) -> bytes:
    """The report of our own compiler from shapes to SQL, on DuckDB."""
    with tempfile.TemporaryDirectory(prefix="il6ld-") as folder:
        path = Path(folder) / "data.nt"
        path.write_bytes(data)
        rules = Shapes(ox.parse(shapes, format=ox.RdfFormat.N_TRIPLES))
        program = compile_shapes(rules)
        with connected(Path(folder)) as connection:
            load(connection, [path])
            run = Run(connection, program)
            run.find()
            return as_ntriples(run.results(), program.sources)


@contextmanager
def connected(folder: Path, memory: str = "3GB") -> Iterator[DuckDBPyConnection]:
    """A database in memory that spills into a folder, on all cores."""
    import duckdb

    connection = duckdb.connect(config={
        "memory_limit": memory, "temp_directory": str(folder / "spilled"), "threads": len(os.sched_getaffinity(0)),
        "preserve_insertion_order": False, "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    })  # fmt: skip
    try:
        yield connection
    finally:
        connection.close()
