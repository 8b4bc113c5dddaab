"""A session of Spark: what it needs of this machine, how it is set, and what its errors mean."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from il6ld.errors import LimitExceeded, UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL = "local[*]"
JAVA = 17  # what Spark 4 needs
_SETTINGS = {
    "spark.app.name": "il6ld",
    "spark.log.level": "ERROR",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.maxPlanStringLength": "4096",  # plans are told for a page that nobody looks at
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.adaptive.enabled": "true",
}


@contextmanager
def started(master: str | None = None) -> Iterator[SparkSession]:
    """A session on a master, local[*] unless it is said; it ends with the block.

    UsageError where Java is missing or the master does not answer, LimitExceeded where Spark gives a task up.
    """
    require_java()
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException, PySparkRuntimeError
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master or os.environ.get("MASTER", LOCAL))
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkRuntimeError, Py4JError) as error:
        raise UsageError.at(
            None, f"Spark could not be started on {master or LOCAL}: {first_line(error)}", rule="no-spark",
            help="Look whether the master runs and can be reached, and what Spark said above.",
        ) from error  # fmt: skip
    try:
        yield session
    except (PySparkException, Py4JError) as error:
        raise LimitExceeded.at(
            None, f"Spark gave up: {first_line(error)}", rule="worker-lost",
            help="Look in the logs of its workers. Run the build again: finished shards are not made anew.",
        ) from error  # fmt: skip
    finally:
        session.stop()


def first_line(error: Exception) -> str:
    """What a long message of Spark says first."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return next((line for line in lines if not line.startswith(("An error occurred", "Traceback"))), "")


def require_java() -> None:
    """UsageError where there is no Java that Spark can use."""
    found = java()
    version = _version(found) if found else 0
    if version < JAVA:
        what = f"finds only version {version}" if version else "finds none"
        raise UsageError.at(
            None, f"Spark needs Java {JAVA} or later, and {what}.", rule="no-java",
            help="Install a whole one, such as Debian's openjdk-17-jre-headless, and let JAVA_HOME name it. "
            "The one that il6ld reasons with lacks a module that Spark asks for.",
        )  # fmt: skip


def java() -> str | None:
    """The Java that Spark would run, by JAVA_HOME or the PATH."""
    home = os.environ.get("JAVA_HOME")
    if home:
        return found if (found := str(Path(home) / "bin" / "java")) and os.access(found, os.X_OK) else None
    return shutil.which("java")


def _version(path: str) -> int:
    """Its major version, 0 where it does not say or lacks the module that Spark adds."""
    asked = [path, "--add-modules=jdk.incubator.vector", "-version"]
    try:
        said = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r'version "(\d+)', said.stderr)
    return int(found[1]) if found and said.returncode == 0 else 0
