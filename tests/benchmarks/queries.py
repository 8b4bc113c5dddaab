"""Measures every named query.

python -m tests.benchmarks.queries [--claims N] [--rdflib-claims N] [--patience SECONDS] [QUERY ...]

On the release and on generated claims, beside bare pyoxigraph and rdflib. It stops where the answers of the
three differ. Prints a Markdown table; as in the other benchmark, no limit is asserted.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

import il6ld
from il6ld.knowledge import KnowledgeBase
from il6ld.queries import QUERIES
from tests.benchmarks import corpus
from tests.benchmarks.asking import PAIRS, Question, Times, agreed, measure
from tests.benchmarks.processes import IL6LD, ROOT, RUNS, Cost, clean_environment, median, run
from tests.benchmarks.rdflib_peer import Rdflib
from tests.benchmarks.table import Row, cell
from tests.benchmarks.template import Template

RELEASE_LIMIT, LIMIT, RATIO = 2, 100, 1.2  # ms, ms, times bare pyoxigraph
IMPORT_LIMIT, STARTS = 0.03, 5  # seconds of CPU; what a start costs varies, so it is measured more often


@dataclass(frozen=True)
class Corpus:
    """One file, read by il6ld and, where it is to be asked too, by rdflib."""

    kb: KnowledgeBase
    rdflib: Rdflib | None

    def ask(self, name: str) -> tuple[int, Times, str]:
        """The number of rows of a query, what it cost, and rdflib's cell; answers must not differ."""
        question = Question.of(self.kb, name)
        rows = agreed(self.kb, question)
        times = measure(self.kb, question)
        if self.rdflib is None:
            return rows.total(), times, ""
        reply = self.rdflib.ask(question)
        if reply.rows is None:
            return rows.total(), times, f"more than {reply.seconds * 1000:.0f}"
        assert reply.rows == rows, f"{name}: rdflib answers otherwise"
        beside = f"{reply.seconds * 1000:.1f}, {reply.seconds / times.ours:.0f} times"
        return rows.total(), times, beside


def line(name: str, release: Corpus, middling: Corpus, large: Corpus) -> str:
    """One query's line of the table."""
    _, small, beside = release.ask(name)
    *_, other = middling.ask(name)
    rows, times, same = large.ask(name)
    cells = [
        f"`{name}`", cell(small.ours * 1000, RELEASE_LIMIT), beside, str(rows),
        cell(times.ours * 1000, LIMIT, 1), cell(times.ratio, RATIO), same or other,
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def starts(environment: dict[str, str]) -> list[Row]:
    """What the library costs before it is asked anything, and a command that asks."""

    def started(code: str) -> Cost:
        return median(lambda: run([sys.executable, "-c", code], environment), STARTS * RUNS)

    nothing, imported = started("pass"), started("import il6ld")
    # Two starts of the same differ by more than this import costs.
    beyond = Cost(max(0.0, imported.cpu - nothing.cpu), max(0.0, imported.wall - nothing.wall))
    command = [IL6LD, "query", "mouse-only", "--project", str(ROOT)]
    return [
        Row("`import il6ld`, beyond a bare interpreter", beyond, IMPORT_LIMIT),
        Row("`il6ld query mouse-only`, the whole process", median(lambda: run(command, environment))),
    ]


def report(options: argparse.Namespace, scratch: Path, stack: ExitStack) -> None:
    """Prints both tables, each line as soon as it is measured."""
    template = Template.read(corpus.RELEASE)

    def made(claims: int) -> Path:
        file = scratch / f"{claims}.nq"
        ox.serialize(corpus.quads(template, claims), str(file), format=ox.RdfFormat.N_QUADS)
        return file

    def opened(file: Path, asked: bool = True) -> Corpus:
        kb = il6ld.load(file)
        assert len(kb.store)  # read now, and not by the first question
        return Corpus(kb, stack.enter_context(Rdflib(file, options.patience)) if asked else None)

    release = opened(corpus.RELEASE)
    large = opened(made(options.claims), options.rdflib_claims == options.claims)
    middling = large if large.rdflib else opened(made(options.rdflib_claims))
    _head(["what", "CPU of all processes", "clock"])
    print(*starts(clean_environment(scratch)), "", sep="\n")
    claims, fewer = (f"{number:,} claims" for number in (options.claims, options.rdflib_claims))
    _head(["query", "the release: ms", "rdflib: ms", f"{claims}: rows", "ms", "times bare pyoxigraph",
           f"rdflib, {fewer}: ms"])  # fmt: skip
    gc.collect()
    gc.freeze()  # what lies about before a question is no part of its cost
    for name in options.queries or QUERIES:
        print(line(name, release, middling, large), flush=True)


def _head(columns: Sequence[str]) -> None:
    print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}", flush=True)


def main() -> None:
    """Prints the tables."""
    options = argparse.ArgumentParser(description="Measure the named queries.")
    options.add_argument("queries", nargs="*", help="all, if none is named")
    options.add_argument("--claims", type=int, default=10_000)
    options.add_argument("--rdflib-claims", type=int, default=1_000, help="claims that rdflib is asked about")
    options.add_argument("--patience", type=float, default=30, help="seconds that rdflib has for an answer")
    given = options.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, medians of at least {PAIRS} runs\n")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        report(given, Path(folder), stack)


if __name__ == "__main__":
    main()
