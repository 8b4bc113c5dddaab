"""Faults of part D, and B11, of a server that runs: how it starts, what it tells, how it ends."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.faults.running import il6ld
from tests.server.started import ROOT, Started, limited, started, until

pytestmark = pytest.mark.heavy  # it starts servers

SERVE = ("-m", "il6ld.cli", "serve", "--port", "0")


def _heavy(*numbers: int) -> list[Any]:
    return [pytest.param(number, marks=pytest.mark.heavy) for number in numbers]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the release of this repository, in a folder that may be written to."""
    found = tmp_path_factory.mktemp("serving") / "project"
    found.mkdir()
    for name in ("build", "ontology", "shapes"):
        shutil.copytree(ROOT / name, found / name)
    return found


@pytest.fixture(scope="module")
def served(folder: Path) -> Path:
    """Another one, which will be taken away while it is served."""
    return Path(shutil.copytree(folder, folder.with_name("served")))


@pytest.fixture(scope="module")
def log(folder: Path) -> Path:
    """Where the server writes what it answers."""
    return folder.with_name("requests.log")


@pytest.fixture(scope="module")
def server(served: Path, log: Path) -> Iterator[Started]:
    """The release, served."""
    with started(*SERVE, "--project", str(served), "--log", str(log)) as found:
        assert until(lambda: get(found, "health").status_code == 200)
        yield found


def get(server: Started, path: str, accept: str = "*/*") -> httpx.Response:
    """A GET that follows redirects."""
    return httpx.get(f"{server.url}{path}", headers={"accept": accept}, timeout=30, follow_redirects=True)


@pytest.mark.heavy
def test_every_claim_is_reached_by_its_address(server: Started) -> None:
    for accept, word in (
        ("text/html", "<!doctype html>"),
        ("text/turtle", "claims:il6d-0067"),
        ("application/ld+json", "il6d-0067"),
        ("application/rdf+xml", "<rdf:RDF"),
    ):
        answer = get(server, "claims/il6d-0067", accept)
        assert answer.status_code == 200 and word in answer.text
        assert answer.headers["content-type"].startswith(accept)
    assert get(server, "sparql?query=ASK%7B%7D").json()["boolean"] is True
    assert get(server, ".well-known/void", "text/turtle").status_code == 200
    assert get(server, "health").json() == {"status": "ok", "workers": max(2, os.cpu_count() or 1)}


@pytest.mark.heavy
def test_metrics_are_what_prometheus_reads(server: Started) -> None:
    get(server, "nothing")
    lines = get(server, "metrics").text.splitlines()
    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert float(values['il6ld_requests_total{class="4xx"}']) >= 1
    assert float(values["il6ld_resident_bytes"]) > 10_000_000
    assert float(values["il6ld_workers"]) >= 1


def test_d26_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = il6ld("serve", "--port", str(port), cwd=ROOT)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr == (
        f"error[port-taken] 127.0.0.1:{port} is in use.\n"
        "  help: End what listens there, or take a free one with --port 0.\n"
    )


def test_d26_an_address_that_is_not_ours_is_told() -> None:
    done = il6ld("serve", "--host", "192.0.2.1", "--port", "0", cwd=ROOT)
    assert done.returncode == 2 and "192.0.2.1:0 is no address of this machine" in done.stderr


@pytest.mark.heavy
def test_d26_it_listens_on_loopback_alone(server: Started) -> None:
    listening = Path("/proc/net/tcp").read_text(encoding="ascii")
    assert f"0100007F:{server.port:04X}" in listening and f"00000000:{server.port:04X}" not in listening


@pytest.mark.heavy
def test_d26_the_whole_network_is_warned_of(folder: Path) -> None:
    with started(*SERVE, "--host", "0.0.0.0", "--project", str(folder)) as found:
        assert found.stop() == 0
        assert found.process.stderr and "Everyone who can reach this machine" in found.process.stderr.read()


@pytest.mark.heavy
def test_d26_ipv6_is_a_url_too(folder: Path) -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("there is no IPv6 on this machine")
    with started(*SERVE, "--host", "::1", "--project", str(folder)) as found:
        assert found.url == f"http://[::1]:{found.port}/"
        assert until(lambda: get(found, "health").status_code == 200)


def test_d25_without_a_release_there_is_no_server(tmp_path: Path) -> None:
    (tmp_path / "ontology").mkdir()
    done = il6ld("serve", "--port", "0", "--project", ".", cwd=tmp_path)
    assert done.returncode == 2 and "There is no release" in done.stderr and done.stdout == ""


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["il6ld.nq", "SHA256SUMS"])
def test_d25_a_release_that_is_damaged_is_not_served(folder: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "ontology").mkdir()
    shutil.copytree(folder / "build", tmp_path / "build")
    content = (tmp_path / "build" / name).read_bytes()
    (tmp_path / "build" / name).write_bytes(content[:-2])
    done = il6ld("serve", "--port", "0", "--project", ".", cwd=tmp_path)
    assert done.returncode in (2, 3) and "error[" in done.stderr and done.stdout == ""


@pytest.mark.heavy
def test_d25_a_log_that_cannot_be_opened_is_told(folder: Path) -> None:
    done = il6ld("serve", "--port", "0", "--log", "/nowhere/log", cwd=folder)
    assert done.returncode == 4 and "'/nowhere/log' cannot be written" in done.stderr


def test_a_base_path_that_is_none_is_told() -> None:
    done = il6ld("serve", "--base-path", "a b", cwd=ROOT)
    assert done.returncode == 2 and "error[base-path]" in done.stderr


@pytest.mark.heavy
def test_b11_what_is_served_is_one_release_whatever_becomes_of_the_folder(
    server: Started, served: Path
) -> None:
    before = {path: get(server, path).headers["etag"] for path in ("claims/il6d-0001.ttl", "releases.html")}
    shutil.rmtree(served)
    assert {path: get(server, path).headers["etag"] for path in before} == before
    assert get(server, "claims/il6d-0098.html").status_code == 200
    assert get(server, "sparql?query=ASK%7B?s%20?p%20?o%7D").json()["boolean"] is True


@pytest.mark.heavy
def test_b11_no_release_is_ever_served_in_a_mixture(folder: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(folder, project)
    other = tmp_path / "other"
    shutil.copytree(project / "build", other)
    changed = (other / "il6ld.nq").read_bytes().replace(b"arthritis", b"ARTHRITIS")
    (other / "il6ld.nq").write_bytes(changed)
    sums = subprocess.run(
        ["sha256sum", *sorted(path.name for path in other.iterdir() if path.name != "SHA256SUMS")],
        cwd=other,
        capture_output=True,
        check=True,
    ).stdout
    (other / "SHA256SUMS").write_bytes(sums)
    stop = threading.Event()

    def swap() -> None:
        while not stop.is_set():
            for new, old in ((other, project / "old"), (project / "old", other)):
                os.rename(project / "build", old if new is other else other)
                os.rename(new if new is other else project / "old", project / "build")
                time.sleep(0.01)

    thread = threading.Thread(target=swap)
    thread.start()
    try:
        seen = set()
        for _ in range(6):
            done = subprocess.Popen(
                [sys.executable, *SERVE, "--project", str(project)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            assert done.stdout and done.stderr
            if url := done.stdout.readline().strip():
                page = httpx.get(f"{url}claims/il6d-0067.ttl", timeout=30).text
                count = httpx.get(
                    f"{url}sparql",
                    params={"query": "ASK { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'ARTHRITIS')) }"},
                    timeout=30,
                )
                assert ("ARTHRITIS" in page) == count.json()["boolean"]
                seen.add("ARTHRITIS" in page)
            done.terminate()
            assert done.wait(15) in (0, 2, 3)
            done.stdout.close()
            done.stderr.close()
        assert seen
    finally:
        stop.set()
        thread.join()


@pytest.mark.parametrize("number", [signal.SIGTERM, *_heavy(signal.SIGINT, signal.SIGHUP)])
def test_it_ends_in_good_order_with_all_its_processes(number: int) -> None:
    with limited() as found:
        assert until(lambda: len(found.children()) >= 2)
        pids = found.children()
        assert found.stop(number) == 0
        for pid in pids:
            assert until(lambda pid=pid: not Path(f"/proc/{pid}").exists(), 5)


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.heavy)])
def test_what_is_under_way_gets_a_moment_and_no_more(number: int) -> None:
    with limited(grace=1) as found:
        answers: list[object] = []

        def ask() -> None:
            try:
                big = {
                    "query": "SELECT (COUNT(*) AS ?n) { "
                    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(40)))} }}" for n in range(6))
                    + " }"
                }
                answers.append(httpx.get(f"{found.url}sparql", params=big, timeout=20).status_code)
            except httpx.HTTPError as error:
                answers.append(type(error).__name__)

        thread = threading.Thread(target=ask)
        thread.start()
        time.sleep(0.5)
        began = time.monotonic()
        assert found.stop(number) == 128 + number
        thread.join(10)
        assert time.monotonic() - began < 6 and len(answers) == 1 and answers[0] != 200


@pytest.mark.heavy
def test_an_answer_that_is_nearly_there_is_still_sent() -> None:
    with limited(grace=5) as found:
        codes: list[int] = []
        text = (
            "SELECT (COUNT(*) AS ?n) { "
            + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(40)))} }}" for n in range(4))
            + " }"
        )
        thread = threading.Thread(
            target=lambda: codes.append(
                httpx.get(f"{found.url}sparql", params={"query": text}, timeout=20).status_code
            )
        )
        assert until(lambda: len(found.children()) == 2)
        thread.start()
        assert until(lambda: any(_state(pid) == "R" for pid in found.children()))
        assert found.stop() == 0
        thread.join(10)
        assert codes == [200]


@pytest.mark.heavy
def test_its_processes_end_when_it_is_killed() -> None:
    with limited() as found:
        assert until(lambda: len(found.children()) >= 2)
        pids = found.children()
        found.process.kill()
        found.process.wait(10)
        for pid in pids:
            assert until(lambda pid=pid: not _lives(pid), 5)


def _lives(pid: int) -> bool:
    return _state(pid) not in ("Z", "")


def _state(pid: int) -> str:
    """R for a process that runs, S for one that waits, Z for one that has ended, nothing for none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return ""


@pytest.mark.heavy
def test_d27_the_log_is_written_for_its_owner_alone(server: Started, log: Path) -> None:
    get(server, "sparql?query=SELECT%20%3Fsecret%20%7B%7D")
    get(server, "nothing")
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [line["status"] for line in lines][-2:] == [200, 404] and "secret" not in str(lines)
    assert log.stat().st_mode & 0o077 == 0


@pytest.mark.heavy
def test_the_first_page_comes_soon_and_all_of_them_a_little_later(folder: Path) -> None:
    began = time.monotonic()
    with started(*SERVE, "--project", str(folder)) as found:
        assert get(found, "").status_code == 200
        # Half a second where nothing else runs: tests/benchmarks/server.py.
        assert time.monotonic() - began < 15
        assert get(found, "terms/Fever.html").status_code == 200
