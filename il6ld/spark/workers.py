"""The workers of a cluster: whether they see the folder that we write in, and are the il6ld that we are."""

from __future__ import annotations

import hashlib
import secrets
import socket
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import il6ld
from il6ld.errors import CannotWrite

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_SEEN = "seen"


def require_shared(spark: SparkSession, folders: list[Path], written: Path) -> None:
    """Lets workers look for `folders`, read what we wrote into `written`, and write there: two tasks a core.

    CannotWrite where one sees another disk than we do, or is another il6ld.
    """
    token = secrets.token_hex(8)
    mark = written / f".{token}.mark"
    mark.write_text(token)
    try:
        tasks = spark.sparkContext.defaultParallelism * 2
        asked = spark.sparkContext.parallelize(range(tasks), tasks)
        seen = [str(folder) for folder in folders]
        code = code_digest()
        told = asked.map(lambda number: look(seen, str(mark), code, number)).collect()
        wrong = next((one for one in told if one != _SEEN), None)
        answers = len(list(written.glob(f".{token}.*.answer")))
    finally:
        for path in written.glob(f".{token}.*"):
            path.unlink(missing_ok=True)
    if wrong is None and answers != tasks:
        wrong = f"what is written to {written} there cannot be seen here"
    if wrong is not None:
        raise CannotWrite.at(
            None, f"The workers of Spark cannot build this: {wrong}.", rule="not-shared",
            help="Corpus and release must lie where every worker sees them under the same path, and each "
            "worker needs this very il6ld: see docs/scale.md.",
        )  # fmt: skip


@cache
def code_digest() -> str:
    """What tells one il6ld from another: the digest of its source."""
    total = hashlib.sha256()
    for path in sorted(Path(il6ld.__file__).parent.rglob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()


def look(folders: list[str], mark: str, code: str, number: int) -> str:
    """What a worker has to say: that all is well, or what is not."""
    here, written = socket.gethostname(), Path(mark)
    if code != code_digest():
        return f"{here} has another il6ld than this machine"
    missing = next((folder for folder in folders if not Path(folder).is_dir()), None)
    if missing is not None:
        return f"{here} does not see {missing}"
    try:
        token = written.read_text()
        written.with_name(f".{token}.{number}.answer").write_text(here)
    except OSError as error:
        return f"{here} cannot use {written.parent}: {error.strerror}"
    return _SEEN
