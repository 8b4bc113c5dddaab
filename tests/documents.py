"""Documents that are run: the same document again, with the output that its blocks have today.

A block says by its kind what is done with it:

- ```console      each `$ ` line is run; what is below it is what it prints
- ```python, ```sparql    run; the ```text block that follows is what it prints
- any block that begins with a line `# file: NAME`, `# add to: NAME` or `# line 7 of: NAME` is that file or a
  part of it: written where the document makes files, compared with the file where it does not; the line that
  says so is no part of it
- ```console no-run    not run; the test lists each one with a reason

`python -m tests.documents` writes the output of today into every document.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from click.testing import CliRunner

from il6ld.cli import cli

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "CONTRIBUTING.md"]
# These make files, in a folder of their own; the others only read the repository's.
MAKING_FILES = {"tutorial.md"}

# What stands in the documents for the folder that il6ld is installed in.
ELSEWHERE = "(il6ld)"

_BLOCK = re.compile(r"^```(?P<kind>\w*)(?P<flags>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_PLACE = re.compile(r"# (file|add to|line (\d+) of): (\S+)\n")
_WIDTH = {"COLUMNS": "100", "NO_COLOR": "1"}


@dataclass(frozen=True)
class Block:
    """One fenced block of a document."""

    kind: str
    flags: str
    text: str


def blocks(document: Path) -> list[Block]:
    """The fenced blocks of a document, in order."""
    found = _BLOCK.finditer(document.read_text(encoding="utf-8"))
    return [Block(match["kind"], match["flags"].strip(), match["text"]) for match in found]


def not_run(document: Path) -> list[str]:
    """The first line of each block of a document that is not run."""
    return [block.text.partition("\n")[0] for block in blocks(document) if block.flags == "no-run"]


def renewed(document: Path, folder: Path) -> str:
    """The document with the output its blocks have today; `folder` is where its commands begin."""
    run = _Run(folder, makes_files=document.name in MAKING_FILES)
    with run.inside():
        return _BLOCK.sub(lambda match: run.block(match), document.read_text(encoding="utf-8"))


class _Run:
    """One document on its way from the first block to the last."""

    def __init__(self, folder: Path, makes_files: bool) -> None:
        self.folder = folder
        self.makes_files = makes_files
        self.printed: str | None = None

    @contextlib.contextmanager
    def inside(self) -> Iterator[None]:
        """The surroundings of the commands, as they were again afterwards."""
        before, here = dict(os.environ), Path.cwd()
        os.environ.update(_WIDTH)
        os.environ.pop("IL6LD_ARTICLE", None)
        os.chdir(self.folder)
        try:
            yield
        finally:
            os.chdir(here)
            os.environ.clear()
            os.environ.update(before)

    def block(self, match: re.Match[str]) -> str:
        """One block again, with the output of today."""
        kind, flags, text = match["kind"], match["flags"].strip(), match["text"]
        waiting, self.printed = self.printed, None
        if place := _PLACE.match(text):
            self._file(place, text[place.end() :])
        elif kind == "text" and waiting is not None:
            text = waiting
        elif kind == "console" and flags == "no-run":
            pass
        elif kind == "console" and not flags:
            text = "".join(self._shown(command) for command in _commands(text))
        elif kind == "python":
            self.printed = _python(text)
        elif kind == "sparql":
            self.printed = _sparql(text)
        else:
            raise ValueError(f"Nothing is done with this block: ```{kind} {flags}\n{text}")
        return f"```{kind}{match['flags']}\n{text}```"

    def _file(self, place: re.Match[str], text: str) -> None:
        what, number, name = place.groups()
        path = Path(name)
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if not self.makes_files:
            assert text in old, f"{name} does not hold:\n{text}"
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        if number:
            lines = old.splitlines(keepends=True)
            lines[int(number) - 1] = text
            text = "".join(lines)
        path.write_text(old + text if what == "add to" else text, encoding="utf-8")

    def _shown(self, command: str) -> str:
        if command.startswith("cd "):
            os.chdir(command.removeprefix("cd "))
            return f"$ {command}\n"
        first, _, rest = command.partition(" | ")
        output = _il6ld(first, alone=not rest) if first.startswith("il6ld ") else None
        if output is None or rest:
            output = _bash(rest if output is not None else command, output)
        return f"$ {command}\n{output.replace(str(ROOT), ELSEWHERE)}"


def _commands(text: str) -> list[str]:
    return [line.removeprefix("$ ") for line in text.splitlines() if line.startswith("$ ")]


def _il6ld(command: str, alone: bool) -> str:
    """What the command prints: all of it, or standard output where that goes into a pipe."""
    done = CliRunner().invoke(cli, shlex.split(command)[1:], prog_name="il6ld")
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output if alone else done.stdout


def _bash(command: str, given: str | None) -> str:
    done = subprocess.run(
        ["bash", "-c", command], input=given or "", stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.stdout


def _python(program: str) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(program, "<document>", "exec"), {"__name__": "__document__"})
    return printed.getvalue()


def _sparql(query: str) -> str:
    """The answers over every named graph at once, as a table: labels, CURIEs and numbers, one row a line."""
    from il6ld.namespaces import read_context

    store = ox.Store()
    store.bulk_load(path="build/il6ld.trig", format=ox.RdfFormat.TRIG)
    answers = store.query(query, use_default_graph_as_union=True)
    assert isinstance(answers, ox.QuerySolutions)
    compact = read_context(ROOT / "ontology" / "context.jsonld").compact
    rows = [[variable.value for variable in answers.variables]]
    rows += [[_cell(term, compact) for term in answer] for answer in answers]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)) for row in rows]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _cell(term: object, compact: Callable[[str], str]) -> str:
    if isinstance(term, ox.NamedNode):
        return compact(term.value)
    return term.value if isinstance(term, ox.Literal) else ""


def main() -> None:
    """Writes the output of today into the documents named, or into all."""
    for document in [ROOT / name for name in sys.argv[1:]] or DOCUMENTS:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) if document.name in MAKING_FILES else ROOT
            document.write_text(renewed(document, folder), encoding="utf-8")
        print(document.relative_to(ROOT))


if __name__ == "__main__":
    main()
