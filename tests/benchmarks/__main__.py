"""Measures il6ld beside the plain pipeline on this repository: python -m tests.benchmarks [--no-peer]

Prints a Markdown table: medians of five runs, the limit of each figure beside it. Nothing is asserted but
the peer's answer, since a time measured on a busy machine proves nothing.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pyoxigraph as ox

from il6ld.namespaces import GRAPHS, IL6, RDF, RDFS
from tests.benchmarks.processes import (
    IL6LD,
    ROOT,
    RUNS,
    Cost,
    clean_environment,
    median,
    run,
    run_alone,
)
from tests.benchmarks.table import Row

ONTOLOGIES = ROOT.parent / "shared" / "ontologies"
MAX_MEMORY = 500  # MB, while links are checked
PEER = [sys.executable, str(Path(__file__).with_name("plain_pipeline.py")), str(ROOT)]
# Graphs that the plain pipeline does not make: what is derived, and the links, which it would read with ease.
DERIVED = {GRAPHS[name] for name in ("bare", "description", "inferred", "links")}


def our_answer(release: Path) -> dict[str, int]:
    """The figures of il6ld's release that the peer's must equal."""
    quads = ox.parse(path=release / "il6ld.nq", format=ox.RdfFormat.N_QUADS)
    triples = {quad.triple for quad in quads if quad.graph_name not in DERIVED}
    made_up = (RDFS.label, RDFS.isDefinedBy)
    return {
        "claims": sum(t.predicate == RDF.type and t.object == IL6.Claim for t in triples),
        "propositions": sum(t.predicate == RDF.type and t.object == IL6.Proposition for t in triples),
        "statements": sum(t.predicate not in made_up and not _has_blank_node(t) for t in triples),
    }


def _has_blank_node(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def check_peer(release: Path, scratch: Path) -> dict[str, int]:
    """Ends the benchmark where the peer does not find what il6ld found; both must have found something."""
    ours = our_answer(release)
    command = [*PEER, str(scratch / "peer")]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    if not all(ours.values()) or not theirs["conforms"] or any(theirs[name] != ours[name] for name in ours):
        sys.exit(f"the peer's answer differs: {theirs}, not {ours}")
    return ours


def measure(scratch: Path, with_peer: bool) -> Iterator[Row]:
    """Each row as soon as it is measured."""
    environment = clean_environment(scratch)
    numbers = count()

    def cold() -> list[str]:
        return ["build", "--project", str(ROOT), "-o", str(scratch / f"cold{next(numbers)}")]

    warm = ["build", "--project", str(ROOT), "-o", str(scratch / "warm")]
    run([IL6LD, *warm], environment)
    whole = median(lambda: run([IL6LD, *cold()], environment))
    yield Row("`il6ld build`, cold, everything", whole, 3.5, 2.5)
    yield Row("the same, without Java's CPU", median(lambda: run_alone(cold(), environment, scratch)), 1.5)
    yield Row("`il6ld build`, nothing changed", median(lambda: run([IL6LD, *warm], environment)), 0.15)
    validate = [IL6LD, "validate", "--project", str(ROOT)]
    yield Row("`il6ld validate`", median(lambda: run(validate, environment)), 0.5)
    site = [IL6LD, "site", "--project", str(ROOT), "-o", str(scratch / "site")]
    yield Row("`il6ld site`", median(lambda: run(site, environment)), 3)
    yield Row("`il6ld --help`", median(lambda: run([IL6LD, "--help"], environment)), 0.12)
    yield translations(environment)
    yield from link_checks(environment, scratch)
    if with_peer:
        answer = check_peer(scratch / "warm", scratch)
        found = ", ".join(f"{number} {name}" for name, number in answer.items())
        print(f"both found {found}", file=sys.stderr)
        peer = median(lambda: run([*PEER, str(scratch / "peer")], environment))
        yield Row("rdflib + pySHACL + Owlready2 on the same sources", peer)
        ratio = peer.cpu / whole.cpu
        verdict = "kept" if ratio >= 2 else "MISSED"
        yield Row(f"its CPU against that of `il6ld build`: {ratio:.1f} times (at least 2: {verdict})", peer)


def translations(environment: dict[str, str]) -> Row:
    """What every translation costs beyond reading the release."""
    command = [sys.executable, "-m", "tests.benchmarks.translating", str(ROOT / "build")]
    read = median(lambda: run(command, environment))
    both = median(lambda: run([*command, "write"], environment))
    cost = Cost(both.cpu - read.cpu, both.wall - read.wall)
    return Row("every translation of the release, beyond reading it", cost, 0.5)


def link_checks(environment: dict[str, str], scratch: Path) -> Iterator[Row]:
    """What it costs to check every mapping against every ontology file: reading them, and from the cache."""
    if not ONTOLOGIES.is_dir():
        print(f"no ontology files at {ONTOLOGIES}: link check is not measured", file=sys.stderr)
        return
    files = ["--project", str(ROOT), "--ontology", str(ONTOLOGIES)]
    cache = ["--cache", str(scratch / "ontologies")]
    for kind, place, limit in (("cold", ["--no-cache"], 20), ("from its cache", cache, 2)):
        cost = median(lambda place=place: run([IL6LD, "link", "check", *files, *place], environment))  # type: ignore[misc]
        kept = "kept" if cost.memory <= MAX_MEMORY else "MISSED"
        memory = f"{cost.memory:.0f} MB (at most {MAX_MEMORY}: {kept})"
        yield Row(f"`il6ld link check`, {kind}, {memory}", cost, limit)


def main() -> None:
    """Prints the table."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, median of {RUNS} runs; seconds\n")
    print("| what | CPU of all processes | clock |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for row in measure(Path(folder), "--no-peer" not in sys.argv[1:]):
            print(row, flush=True)


if __name__ == "__main__":
    main()
