"""Files that Spark's workers read and write in a folder that all of them see."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


_PATTERN = re.compile(r"([\\*?\[\]{}])")


def place(path: Path) -> str:
    """A path as Spark's writers take it."""
    return f"file://{path}"


def pattern(path: Path) -> str:
    """A path as Spark's readers take it, who would take some characters of it for a pattern."""
    return _PATTERN.sub(r"\\\1", place(path))


def write_parquet(frame: DataFrame, path: str) -> None:
    """Writes the rows, which are in order, as one file; it gets its name when it is whole."""
    target = Path(path)
    beside = target.with_name(f".{target.name}.parts")
    frame.coalesce(1).write.mode("overwrite").option("compression", "zstd").parquet(place(beside))
    (part,) = beside.glob("part-*.parquet")
    part.replace(target)
    shutil.rmtree(beside)
