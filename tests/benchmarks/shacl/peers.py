"""The validators side by side: a table of what is run and how, and the environments that two of them need."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Callable, Iterator, Sequence
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


def peers(scratch: Path, only: Sequence[str] = ()) -> Iterator[Peer]:
    """Every validator, or those of some names, il6ld first; says to standard error which cannot be had."""
    for name, make in _MAKERS.items():
        if not only or name in only:
            try:
                yield make(name, scratch)
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"{name} is left out: {error}", file=sys.stderr)


def _il6ld(name: str, _: Path) -> Peer:
    return _here(name, f"il6ld, shapes compiled to SQL for DuckDB {version('duckdb')}")


def _pyshacl(name: str, _: Path) -> Peer:
    return _here(name, f"pySHACL {version('pyshacl')}")


def _pyshacl_prepared(name: str, _: Path) -> Peer:
    return _here(name, f"pySHACL {version('pyshacl')}, each query parsed once, no messages")


def _pyshifty(name: str, _: Path) -> Peer:
    return _here(name, f"pyshifty {version('pyshifty')}")


def _here(name: str, told: str) -> Peer:
    """A validator that is installed where il6ld is."""
    return Peer(name, told, (sys.executable, _VALIDATORS, name))


def _pyrudof(name: str, scratch: Path) -> Peer:
    """pyrudof in an environment of its own, as its lock has it."""
    lock = FOLDER / "pyrudof.lock"
    pinned = lock.read_text("utf-8").split()[0].partition("==")[2]
    venv.create(scratch / "pyrudof", with_pip=True)
    python = str(scratch / "pyrudof" / "bin" / "python")
    install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes")
    subprocess.run([python, *install, "-r", str(lock)], check=True)
    return Peer(name, f"pyrudof {pinned}", (python, _VALIDATORS, name), _THROUGH_LITERALS)


def _jena(name: str, _: Path) -> Peer:
    """Jena's command line, from Maven Central, with the memory that the limit leaves it."""
    maven = ("mvn", "--quiet", "--batch-mode", "-Dstyle.color=never", "dependency:copy-dependencies")
    subprocess.run([*maven, "--file", str(FOLDER / "jena" / "pom.xml")], check=True, stdout=sys.stderr)
    lib = FOLDER / "jena" / "lib"
    pinned = next(lib.glob("jena-shacl-*.jar")).stem.rpartition("-")[2]
    java = ("java", "-Xmx15g", "-cp", f"{lib.relative_to(ROOT)}/*", "shacl.shacl")
    return Peer(name, f"Apache Jena {pinned}", java)


_MAKERS: dict[str, Callable[[str, Path], Peer]] = {
    "il6ld": _il6ld, "pyshacl": _pyshacl, "pyshacl_prepared": _pyshacl_prepared, "pyshifty": _pyshifty,
    "pyrudof": _pyrudof, "Jena": _jena,
}  # fmt: skip
