"""Measures a server on loopback, under load: python -m tests.benchmarks.server [--seconds N] [--peer PYTHON]

Needs wrk. Beside il6ld, `oxigraph serve-read-only` answers the same queries on the same data, and so does
rdflib-endpoint where --peer names the Python of an environment that has it (with its extra `cli`). Prints
Markdown tables; as in the other benchmarks, no limit is asserted.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx

from il6ld.queries import QUERIES, standalone
from tests.benchmarks.processes import IL6LD, ROOT, RUNS
from tests.benchmarks.table import cell
from tests.stores.servers import free_port

RELEASE = ROOT / "build" / "il6ld.nq"
OXIGRAPH = Path(sys.executable).with_name("oxigraph")
ASKED = ("about", "denied", "mouse-only", "causes")
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FIRST, RATE, P99, UNDER_LOAD = 0.5, 1000, 50, 200  # seconds, a second, ms, ms
_UNITS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}


@dataclass(frozen=True)
class Load:
    """What wrk found: requests a second, the slowest of a hundred in ms, and answers that were no success."""

    rate: float
    p99: float
    failed: int


def wrk(url: str, connections: int, seconds: int, *fields: str) -> Load:
    """Asks as fast as so many connections can."""
    headers = [part for field in fields for part in ("-H", field)]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *headers, url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    number, unit = re.search(r"99%\s+([\d.]+)(\w+)", said).groups()  # type: ignore[union-attr]
    lost = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    failed = int(lost[1]) if lost else 0
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]
    return Load(rate, float(number) * _UNITS[unit], failed)


@contextlib.contextmanager
def running(command: list[str], url: str = "") -> Iterator[str]:
    """A server until the block ends; its URL, which it prints itself where none is given."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout
        yield url or process.stdout.readline().strip()
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)


def reached(url: str, patience: float = 60) -> float:
    """The moment at which a URL is answered with success; nought where that takes too long."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(url, timeout=30).status_code == 200:
                return time.monotonic()
        time.sleep(0.01)
    return 0


def served(*options: str) -> contextlib.AbstractContextManager[str]:
    """The release, served by il6ld."""
    return running([IL6LD, "serve", "--project", str(ROOT), "--port", "0", *options])


def starts() -> tuple[float, float]:
    """The seconds from the start to the first page, and to the last."""
    first, last = [], []
    for _ in range(RUNS + 1):
        began = time.monotonic()
        with served() as url:
            first.append(reached(url) - began)
            last.append(reached(f"{url}releases.html") - began)
    return statistics.median(first[1:]), statistics.median(last[1:])


def memory(url: str) -> dict[str, float]:
    """The MB that the server and its workers have in use."""
    lines = httpx.get(f"{url}metrics", timeout=30).text.splitlines()
    values = dict(line.split(" ") for line in lines if not line.startswith("#"))
    names = {"server": "il6ld_resident_bytes", "workers": "il6ld_workers_resident_bytes"}
    return {name: float(values[key]) / 1e6 for name, key in names.items()}


def pages(url: str, seconds: int) -> None:
    """Prints how fast pages are, alone and beside a hundred queries that never end."""
    page = f"{url}claims/il6d-0067.html"
    turtle = f"{url}claims/il6d-0067.ttl"
    term = f"{url}claims/il6d-0067"
    before = memory(url)
    print("| what | requests a second | slowest of a hundred, ms |\n|---|---|---|")
    for title, target, fields in (
        ("a claim's page, 64 connections", page, ()),
        ("its Turtle, 64 connections", turtle, ()),
        ("its address, which leads to Turtle, 64 connections", term, ("Accept: text/turtle",)),
    ):
        found = wrk(target, 64, seconds, *fields)
        verdict = "kept" if found.rate >= RATE else "MISSED"
        print(f"| {title} | {found.rate:,.0f} (at least {RATE:,}: {verdict}) | {cell(found.p99, P99, 1)} |")
    found, answers = asyncio.run(under_load(url, page, seconds))
    cells = f"{found.rate:,.0f} | {cell(found.p99, UNDER_LOAD, 1)}"
    print(f"| the page, beside 100 heavy queries at once | {cells} |")
    after = memory(url)
    told = ", ".join(f"{number} answered {status}" for status, number in sorted(answers.items()))
    print(f"\nOf the heavy queries {told}; none with 200. Memory before and after, in MB: server "
          f"{before['server']:.0f} and {after['server']:.0f}, workers {before['workers']:.0f} and "
          f"{after['workers']:.0f}.\n", flush=True)  # fmt: skip


async def under_load(url: str, page: str, seconds: int) -> tuple[Load, dict[int, int]]:
    """Claim pages while a hundred queries run into their limits; and what these were answered."""
    limits = httpx.Limits(max_connections=100)
    async with httpx.AsyncClient(timeout=120, limits=limits) as client:
        heavy = {"query": HEAVY}
        queries = [asyncio.ensure_future(client.get(f"{url}sparql", params=heavy)) for _ in range(100)]
        await asyncio.sleep(0.5)
        found = await asyncio.to_thread(wrk, page, 16, seconds)
        answers = [answer.status_code for answer in await asyncio.gather(*queries)]
    return found, {status: answers.count(status) for status in answers}


@contextlib.contextmanager
def oxigraph(scratch: Path) -> Iterator[str]:
    """The same quads in Oxigraph's own server."""
    place, port = scratch / "oxigraph", free_port()
    subprocess.run(
        [OXIGRAPH, "load", "--location", place, "--file", RELEASE], check=True, capture_output=True
    )
    command = [str(OXIGRAPH), "serve-read-only", "--location", str(place), "--bind", f"127.0.0.1:{port}",
               "--union-default-graph"]  # fmt: skip
    with running(command, f"http://127.0.0.1:{port}/query") as url:
        yield url


@contextlib.contextmanager
def rdflib_endpoint(python: Path) -> Iterator[str]:
    """The same quads in rdflib-endpoint."""
    port = free_port()
    command = [str(python.with_name("rdflib-endpoint")), "serve", str(RELEASE), "--port", str(port)]
    with running(command, f"http://127.0.0.1:{port}/") as url:
        yield url


def queries(url: str, seconds: int, peer: Path | None, scratch: Path) -> None:
    """Prints how fast named queries are answered, by each server in turn."""
    peers: list[tuple[str, contextlib.AbstractContextManager[str]]]
    peers = [("il6ld", contextlib.nullcontext(f"{url}sparql")), ("oxigraph", oxigraph(scratch))]
    peers += [("rdflib-endpoint", rdflib_endpoint(peer))] if peer else []
    print(f"| query, 4 connections | {' | '.join(name for name, _ in peers)} |\n|---|{'---|' * len(peers)}")
    cells: dict[str, list[str]] = {name: [] for name in ASKED}
    for _, opened in peers:
        with opened as endpoint:
            for name in ASKED:
                cells[name].append(asked(endpoint, name, seconds))
    for name, found in cells.items():
        print(f"| `{name}` | {' | '.join(found)} |")
    print("\nRequests a second, and the slowest of a hundred in ms.", flush=True)


def asked(endpoint: str, name: str, seconds: int) -> str:
    """The cell of one query at one server."""
    target = f"{endpoint}?query={quote(standalone(QUERIES[name], {}))}"
    if not reached(target, 30):
        return "more than 30,000 ms"
    found = wrk(target, 4, seconds, "Accept: application/sparql-results+json")
    if not found.rate:
        return f"none in {seconds} s"
    lost = f", {found.failed} failed" if found.failed else ""
    return f"{found.rate:,.0f}, {found.p99:.0f} ms{lost}"


def main() -> None:
    """Prints the tables."""
    options = argparse.ArgumentParser(description="Measure the server under load.")
    options.add_argument("--seconds", type=int, default=5, help="how long each load lasts")
    options.add_argument("--peer", type=Path, help="the Python of an environment with rdflib-endpoint")
    given = options.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is not on the PATH (apt-get install wrk)")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, medians of {RUNS} starts, "
          f"loads of {given.seconds} s\n")  # fmt: skip
    first, last = starts()
    print("| from the start of `il6ld serve` | seconds |\n|---|---|")
    print(f"| to the first page | {cell(first, FIRST)} |\n| to the last page | {last:.2f} |\n", flush=True)
    with tempfile.TemporaryDirectory() as scratch, served("--time-limit", "3") as url:
        reached(f"{url}releases.html")
        pages(url, given.seconds)
        queries(url, given.seconds, given.peer, Path(scratch))


if __name__ == "__main__":
    main()
