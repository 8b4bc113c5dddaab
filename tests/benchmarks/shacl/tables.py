"""The table of outcomes, and what is asked of il6ld beside its peers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.benchmarks.shacl.corpora import Files
from tests.benchmarks.shacl.measuring import Outcome
from tests.benchmarks.shacl.peers import Peer

OURS = "il6ld"
# How many times the CPU of il6ld a peer must take at least, by its name and the number of claims.
RATIOS = {("pyshacl", 1_000): 100, ("pyshifty", 10_000): 2, ("pyrudof", 10_000): 6}
MOST = {100_000: 15}  # seconds of CPU that il6ld may take
GROWTH = (100_000, 1_000_000, 11)  # of CPU, from the one number of claims to the other, at most so many times
_HEAD = "| claims | validator | CPU, s | times il6ld | clock, s | memory, MB | results | runs |"


def table(outcomes: Sequence[Outcome], peers: Sequence[Peer]) -> Iterator[str]:
    """Each outcome as a line of Markdown."""
    yield from (_HEAD, "|" + "---|" * (_HEAD.count("|") - 1))
    told = {peer.name: peer.told for peer in peers}
    ours = {one.claims: one.cost.cpu for one in outcomes if one.peer == OURS and one.cost and not one.why}
    for one in outcomes:
        start = f"| {one.claims:,} | {told[one.peer]} |"
        if one.why or one.cost is None:
            yield f"{start} {one.why} | | | | | |"
        else:
            times = f"{one.cost.cpu / ours[one.claims]:.1f}" if one.claims in ours else ""
            yield (f"{start} {one.cost.cpu:.2f} | {times} | {one.cost.wall:.2f} | {one.cost.memory:,.0f} "
                   f"| {one.results:,} | {one.runs} |")  # fmt: skip


def corpora(files: Sequence[Files]) -> Iterator[str]:
    """How large each corpus is, in words."""
    for one in files:
        megabytes = one.quads.stat().st_size / 1e6
        yield f"- {one.claims:,} claims: {one.triples:,} triples, {megabytes:,.0f} MB of N-Quads"


def spared(peers: Sequence[Peer]) -> Iterator[str]:
    """Which validators are spared which shapes."""
    for peer in peers:
        if peer.without:
            yield f"- {peer.told} without {', '.join(f'`{name}`' for name in peer.without)}"


def verdicts(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Each figure that is asked for and was measured, and whether it is kept."""
    cpu = {(one.peer, one.claims): one.cost.cpu for one in outcomes if one.cost and not one.why}
    for (name, claims), least in RATIOS.items():
        if {(name, claims), (OURS, claims)} <= cpu.keys():
            ratio = cpu[name, claims] / cpu[OURS, claims]
            verdict = f"at least {least}: {_kept(ratio >= least)}"
            yield f"- {claims:,} claims: {ratio:.1f} times less CPU than `{name}` ({verdict})"
    for claims, most in MOST.items():
        if (OURS, claims) in cpu:
            spent = cpu[OURS, claims]
            yield f"- {claims:,} claims: {spent:.1f} s of CPU (at most {most}: {_kept(spent <= most)})"
    few, many, most = GROWTH
    if {(OURS, few), (OURS, many)} <= cpu.keys():
        growth = cpu[OURS, many] / cpu[OURS, few]
        verdict = f"at most {most}: {_kept(growth <= most)}"
        yield f"- {many:,} claims: {growth:.1f} times the CPU of {few:,} ({verdict})"


def _kept(holds: bool) -> str:
    return "kept" if holds else "MISSED"
