"""Measures il6ld beside other SHACL validators, all of its own shapes over a corpus with known mistakes.

python -m tests.benchmarks.shacl [--sizes 1000,10000,100000,1000000] [--only NAME,NAME] [-o docs]

Every count is checked before a time is told: a validator that finds something else is printed with what it
finds, and its time is no figure. What is over a limit is cut. What was cut, or would be if its time grew
along with the claims, is not run on a larger corpus. Writes the table into bench.md, between its marks, and
the plot into pictures/bench.svg.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.corpus import RELEASE
from tests.benchmarks.mistakes import known, rounds
from tests.benchmarks.processes import ROOT, RUNS, clean_environment
from tests.benchmarks.shacl import corpora, drawing, tables
from tests.benchmarks.shacl.measuring import LONG, MOST_SECONDS, Outcome, measured
from tests.benchmarks.shacl.peers import Peer, peers
from tests.benchmarks.template import Template

SIZES = "1000,10000,100000,1000000"
BEGIN, END = "<!-- figures: python -m tests.benchmarks.shacl -->", "<!-- end of figures -->"


def outcomes(files: Sequence[corpora.Files], those: Sequence[Peer], scratch: Path) -> Iterator[Outcome]:
    """What becomes of each validator on each corpus, the small ones first."""
    environment = clean_environment(scratch)
    last: dict[str, Outcome] = {}
    for one in files:
        for peer in those:
            if peer.name in last and (why := hopeless(last[peer.name], one.claims)):
                yield Outcome(one.claims, peer.name, why=why)
                continue
            command = peer.command(one, corpora.shapes(scratch, peer.without))
            expected = Counter({rule: count for rule, count in known(rounds(one.claims)).items()
                                if rule not in peer.without})  # fmt: skip
            found = measured(one.claims, peer.name, command, expected, scratch, environment)
            last[peer.name] = found
            print(f"{one.claims:,} claims, {peer.told}: {found}", file=sys.stderr, flush=True)
            yield found


def hopeless(last: Outcome, claims: int) -> str:
    """Why a validator need not be run on so many claims after what it took on fewer; "" where it may do."""
    if last.why.startswith("cut"):
        return f"not run: {last.why} at {last.claims:,}"
    if last.cost and last.cost.wall * claims / last.claims > MOST_SECONDS:
        return f"not run: {last.cost.wall:.0f} s at {last.claims:,}, and the limit is {MOST_SECONDS} s"
    return ""


def figures(files: Sequence[corpora.Files], those: Sequence[Peer], found: Sequence[Outcome]) -> str:
    """What the page tells of one run, as Markdown."""
    machine = (
        f"Python {platform.python_version()}, {os.cpu_count()} cores; medians of {RUNS} runs after one that"
    )
    counted = f" is not counted, but of a run over {LONG} s that one alone."
    parts = [
        [machine + counted],
        list(tables.corpora(files)),
        list(tables.table(found, those)),
        list(tables.verdicts(found)),
    ]
    if without := list(tables.spared(those)):
        parts.append(["Spared what they do not support:", "", *without])
    return "\n\n".join("\n".join(part) for part in parts if part)


def put(page: Path, told: str) -> None:
    """Puts figures between the marks of a page."""
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    assert after, f"{page} has no marks"
    page.write_text(f"{before}{BEGIN}\n\n{told}\n\n{END}{after}", "utf-8")


def main() -> None:
    """Measures and writes."""
    options = argparse.ArgumentParser(description="Measure il6ld beside other SHACL validators.")
    options.add_argument("--sizes", default=SIZES)
    options.add_argument("--only", default="")
    options.add_argument("-o", "--output", type=Path, default=ROOT / "docs")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch, template = Path(folder), Template.read(RELEASE)
        files = [corpora.written(template, int(size), scratch) for size in given.sizes.split(",")]
        those = list(peers(scratch, given.only.split(",") if given.only else ()))
        found = list(outcomes(files, those, scratch))
        told = figures(files, those, found)
    print(told)
    put(given.output / "bench.md", told)
    (given.output / "pictures" / "bench.svg").write_text(drawing.plot(found, those), "utf-8")


if __name__ == "__main__":
    main()
