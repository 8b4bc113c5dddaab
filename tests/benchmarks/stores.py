"""Measures a push, a push again and a pull, for each store: python -m tests.benchmarks.stores [STORE ...]

Prints a Markdown table. With --graphs N, a generated release of so many claims takes the place of build/.
A store that is not installed is told on standard error.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from il6ld import release
from il6ld.namespaces import DCAT, GRAPHS, IL6, RDFS
from tests.benchmarks.processes import Cost, run
from tests.conftest import ROOT
from tests.stores.servers import MAKERS, missing, running

IL6LD = str(Path(sys.executable).with_name("il6ld"))
_TRIPLES = 20  # of a generated claim, about as many as a real one has


def generated(folder: Path, number: int) -> Path:
    """A release of so many claims that say nothing."""
    quads = [ox.Quad(GRAPHS.dataset, DCAT.version, ox.Literal("1.0.0"), GRAPHS.description)]
    quads += (
        ox.Quad(IL6[f"c{claim}-{line}"], RDFS.label, ox.Literal(f"{claim} {line}"), GRAPHS[f"c{claim}"])
        for claim in range(number)
        for line in range(_TRIPLES)
    )
    content = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    folder.mkdir()
    for name, text in release.with_checksums({"il6ld.nq": content}).items():
        (folder / name).write_bytes(text)
    return folder


def measured(kind: str, folder: Path, scratch: Path) -> Iterator[Cost]:
    """What a push, the same again, and a pull cost il6ld's process."""
    with running(kind, scratch / kind) as server:
        push = [IL6LD, "push", server.url, "--release", str(folder)]
        pull = [IL6LD, "pull", server.url, "-o", str(scratch / f"{kind}.nq"), "--against", str(folder)]
        for command in (push, push, pull):
            yield run(command, os.environ | server.environment)


def main() -> None:
    """Prints the table."""
    words = argparse.ArgumentParser()
    words.add_argument("stores", nargs="*", default=list(MAKERS))
    words.add_argument("--graphs", type=int, default=0)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        folder = generated(scratch / "release", asked.graphs) if asked.graphs else ROOT / "build"
        quads = [quad.graph_name for quad in ox.parse(path=folder / "il6ld.nq", format=ox.RdfFormat.N_QUADS)]
        print(f"{len(set(quads)):,} graphs, {len(quads):,} triples; seconds of the clock\n")
        print("| store | push | again | pull | memory |\n|---|---|---|---|---|")
        for kind in asked.stores:
            if why := missing(kind):
                print(f"{kind} is not measured: {why}", file=sys.stderr)
                continue
            costs = list(measured(kind, folder, scratch))
            cells = [f"{cost.wall:.1f}" for cost in costs] + [f"{max(c.memory for c in costs):.0f} MB"]
            print(f"| {kind} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
