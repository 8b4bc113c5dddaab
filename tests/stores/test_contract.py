"""What every triple store must let a push and a pull do; a new row of STORES is held to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import click
import pyoxigraph as ox
import pytest

from il6ld.commands.stores import push
from il6ld.stores import STORES
from tests.conftest import ROOT
from tests.stores.fake import fake, held
from tests.stores.samples import Sample, labels, put, select
from tests.stores.servers import MAKERS, Server, missing

FIDELITY = ROOT.parent / "shared" / "suites" / "fidelity18.nt"
# What a store changes beyond any rewriting that keeps the value: it must be refused, and told.
DAMAGED = {"oxigraph": [], "fuseki": [], "virtuoso": ["http://bad", "http://bigdec"]}
# Nothing of a push is left beside the release but its record.
WHOLE = {"description", "ontology", "one", "two", "push"}


@pytest.mark.parametrize("kind", MAKERS)
def test_a_store_is_installed(kind: str) -> None:
    if why := missing(kind):
        pytest.skip(f"{kind} is not tested: {why}")


def test_every_kind_but_the_standard_has_a_real_server() -> None:
    assert STORES.keys() == MAKERS.keys() | {"sparql"}


def test_the_command_line_knows_every_kind() -> None:
    (kinds,) = (option.type for option in push.params if option.name == "kind")
    assert isinstance(kinds, click.Choice) and list(kinds.choices) == list(STORES)


def test_what_is_pushed_is_there_and_comes_back(server: Server, sample: Sample, tmp_path: Path) -> None:
    done = sample.push(server)
    assert done.exit_code == 0, done.output
    assert STORES[server.kind].title in done.stdout
    assert sample.labels(server) == ["the first", "the second"]
    assert sample.graphs(server) == WHOLE
    pulled = tmp_path / "pulled.nq"
    assert sample.pull(server, pulled).exit_code == 0
    assert _isomorphic(pulled, sample.folder / "il6ld.nq")


def _isomorphic(one: Path, other: Path) -> bool:
    datasets = [ox.Dataset(ox.parse(path=path, format=ox.RdfFormat.N_QUADS)) for path in (one, other)]
    for dataset in datasets:
        assert len(dataset)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return datasets[0] == datasets[1]


def test_a_push_can_be_repeated_and_then_writes_nothing(server: Server, sample: Sample) -> None:
    assert sample.push(server).exit_code == 0
    record = f"{sample.home}push"
    before = select(server, f"SELECT ?o {{ GRAPH <{record}> {{ ?s ?p ?o }} }} ORDER BY STR(?o)")
    again = sample.push(server)
    assert again.exit_code == 0 and "nothing: the store holds this release" in again.stdout
    assert select(server, f"SELECT ?o {{ GRAPH <{record}> {{ ?s ?p ?o }} }} ORDER BY STR(?o)") == before


def test_a_newer_release_takes_its_place_and_its_alone(server: Server, sample: Sample) -> None:
    theirs = sample.home.replace("graphs/", "theirs/one")
    put(server, theirs, f"<{theirs}> <{theirs}> <{theirs}> .\n")
    assert sample.push(server).exit_code == 0
    sample.write({"two": "the second, corrected", "three": "the third"}, "1.1.0")
    planned = sample.push(server, "--dry-run")
    assert planned.exit_code == 0 and f"to remove  1 graph: {sample.home}one" in planned.stdout
    assert sample.labels(server) == ["the first", "the second"]
    assert sample.push(server).exit_code == 0
    assert sample.labels(server) == ["the second, corrected", "the third"]
    assert sample.graphs(server) == WHOLE - {"one"} | {"three"}
    assert len(select(server, f"SELECT ?s {{ GRAPH <{theirs}> {{ ?s ?p ?o }} }}")) == 1


def test_a_graph_that_somebody_changed_is_put_right(server: Server, sample: Sample) -> None:
    assert sample.push(server).exit_code == 0
    put(server, f"{sample.home}one", f"<{sample.home}one> <urn:x> 'something else' .\n".replace("'", '"'))
    assert sample.pull(server, sample.folder.with_name("out.nq")).exit_code == 6
    assert not sample.folder.with_name("out.nq").exists()
    assert sample.push(server).exit_code == 0
    assert sample.labels(server) == ["the first", "the second"]


def test_somebody_elses_graph_of_the_same_name_is_left_alone(server: Server, sample: Sample) -> None:
    put(server, f"{sample.home}one", f'<{sample.home}one> <urn:x> "theirs" .\n')
    refused = sample.push(server)
    assert refused.exit_code == 6 and "store-foreign" in refused.stderr
    assert sample.graphs(server) == {"one"}
    assert sample.push(server, "--force").exit_code == 0
    assert sample.labels(server) == ["the first", "the second"]


def test_literals_arrive_or_are_told_of(server: Server, sample: Sample) -> None:
    if not FIDELITY.is_file():
        pytest.skip(f"there is no {FIDELITY}")
    assert sample.push(server).exit_code == 0
    text = FIDELITY.read_text(encoding="utf-8")
    sample.write({"one": "the first"}, "1.1.0", text)
    damaged = DAMAGED[server.kind]
    done = sample.push(server)
    assert done.exit_code == (7 if damaged else 0), done.output
    for predicate in damaged:
        assert f"<{predicate}>" in done.stderr
    if not damaged:
        assert "store-literal" in done.stderr and '"01"^^' in done.stderr
        assert sample.pull(server, sample.folder.with_name("out.nq")).exit_code == 0
        return
    assert sample.labels(server) == ["the first", "the second"]  # the old release
    kept = [line for line in text.splitlines(True) if not any(f"<{name}>" in line for name in damaged)]
    assert len(kept) == len(text.splitlines()) - len(damaged)
    sample.write({"one": "the first"}, "1.1.0", "".join(kept))
    assert sample.push(server).exit_code == 0
    assert sample.pull(server, sample.folder.with_name("out.nq")).exit_code == 0


_BEFORE = pytest.param("before the swap", marks=pytest.mark.heavy)


@pytest.mark.parametrize("where", ["staging", _BEFORE, "after the swap"])
def test_a_push_that_is_killed_leaves_one_release(server: Server, sample: Sample, where: str) -> None:
    claims = ["c1", "c2", "c3", "c4"]
    sample.write(dict.fromkeys(claims, "old"))
    assert sample.push(server).exit_code == 0
    sample.write(dict.fromkeys(claims, "new"), "2.0.0")
    _kill(server, sample, where)
    left = "new" if where == "after the swap" else "old"
    assert sample.labels(server) == [left] * 4
    assert any(name.startswith("push/") for name in sample.graphs(server))
    done = sample.push(server)
    assert done.exit_code == 0, done.output
    assert sample.labels(server) == ["new"] * 4
    assert sample.graphs(server) == {"description", "ontology", "push", *claims}


def _kill(server: Server, sample: Sample, where: str) -> None:
    """Kills a push that is held up: by the third graph that it stages, or by its swap, carried out or not."""
    reached = threading.Event()
    with fake(server.url) as between:
        applied = where == "after the swap"
        stop = held(between, reached, applied)
        if where == "staging":
            between.on(lambda request: request.method == "PUT" and b"new" in request.body, stop, after=3)
        else:
            between.on(lambda request: request.is_swap, stop)
        command = [sys.executable, "-m", "il6ld.cli", "push", between.url, "--release", str(sample.folder)]
        process = subprocess.Popen(
            command, env={**os.environ, **server.environment}, stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        assert reached.wait(60)
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL


def test_readers_see_the_old_release_or_the_new_one(server: Server, sample: Sample) -> None:
    many = {f"c{number}": "old" for number in range(40)}
    sample.write(many)
    assert sample.push(server).exit_code == 0
    sample.write(dict.fromkeys(many, "new"), "2.0.0")
    seen: Counter[tuple[tuple[str, int], ...]] = Counter()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen[tuple(sorted(Counter(labels(server, sample.home)).items()))] += 1

    reader = threading.Thread(target=read)
    reader.start()
    pushed = sample.push(server)
    time.sleep(0.05)
    done.set()
    reader.join()
    assert pushed.exit_code == 0
    assert seen[("old", 40),] and seen[("new", 40),]
    if STORES[server.kind].isolated:
        assert len(seen) == 2
    else:
        assert "readers may for a moment see some old, some new" in pushed.stdout


@pytest.mark.heavy
@pytest.mark.parametrize("round", range(3))
def test_e17_a_store_killed_after_it_said_yes_has_kept_the_release(
    server: Server, sample: Sample, round: int
) -> None:
    assert sample.push(server).exit_code == 0
    server.kill()
    server.start()
    assert sample.pull(server, sample.folder.with_name("out.nq")).exit_code == 0
    assert sample.labels(server) == ["the first", "the second"]
