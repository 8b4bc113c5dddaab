"""The validators side by side: a table of what is run and how, and the environments that two of them need."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.processes import ROOT
from tests.benchmarks.shacl.corpora import Files

FOLDER = Path(__file__).parent
_VALIDATORS = str(FOLDER / "validators.py")
# pyrudof takes no path from a literal to what has it.
_THROUGH_LITERALS = (
    "term-alt-label-is-a-label", "term-alt-label-unique", "term-definition-unique", "term-label-unique",
)  # fmt: skip


@dataclass(frozen=True)
class Peer:
    """One validator: what it is called, its command but for the files, and the shapes it is spared."""

    name: str
    told: str
    start: tuple[str, ...]
    without: tuple[str, ...] = ()

    def command(self, files: Files, shapes: Path) -> list[str]:
        """What to run; the report comes to standard output."""
        if self.name == "Jena":
            return [*self.start, "validate", "--shapes", str(shapes), "--data", str(files.plain)]
        return [*self.start, str(files.quads if self.name == "il6ld" else files.plain), str(shapes)]


def peers(scratch: Path) -> Iterator[Peer]:
    """Every validator that this machine can run, il6ld first; says to standard error which it cannot."""
    yield _ours("il6ld", f"il6ld, shapes compiled to SQL for DuckDB {version('duckdb')}")
    yield _ours("pyshacl", f"pySHACL {version('pyshacl')}")
    yield _ours("pyshacl_prepared", f"pySHACL {version('pyshacl')}, each query parsed once, no messages")
    yield _ours("pyshifty", f"pyshifty {version('pyshifty')}")
    for make in (_pyrudof, _jena):
        try:
            yield make(scratch)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"left out: {error}", file=sys.stderr)


def _ours(name: str, told: str) -> Peer:
    return Peer(name, told, (sys.executable, _VALIDATORS, name))


def _pyrudof(scratch: Path) -> Peer:
    """pyrudof in an environment of its own, as its lock has it."""
    lock = FOLDER / "pyrudof.lock"
    pinned = lock.read_text("utf-8").split()[0].partition("==")[2]
    venv.create(scratch / "pyrudof", with_pip=True)
    python = str(scratch / "pyrudof" / "bin" / "python")
    install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes")
    subprocess.run([python, *install, "-r", str(lock)], check=True)
    return Peer("pyrudof", f"pyrudof {pinned}", (python, _VALIDATORS, "pyrudof"), _THROUGH_LITERALS)


def _jena(_: Path) -> Peer:
    """Jena's command line, from Maven Central, with the memory that the limit leaves it."""
    maven = ("mvn", "--quiet", "--batch-mode", "-Dstyle.color=never", "dependency:copy-dependencies")
    subprocess.run([*maven, "--file", str(FOLDER / "jena" / "pom.xml")], check=True, stdout=sys.stderr)
    lib = FOLDER / "jena" / "lib"
    pinned = next(lib.glob("jena-shacl-*.jar")).stem.rpartition("-")[2]
    java = ("java", "-Xmx15g", "-cp", f"{lib.relative_to(ROOT)}/*", "shacl.shacl")
    return Peer("Jena", f"Apache Jena {pinned}", java)
