"""Part E of the catalogue of faults: what can go wrong on the way to a store, row by row, on a real one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stores import certificates
from tests.stores.fake import Fake, Fault, Reply, Request, changed, fake, held, status
from tests.stores.samples import Sample, il6ld, put
from tests.stores.servers import Server, free_port

pytestmark = pytest.mark.heavy  # it waits for scripted servers

OLD, NEW = ["the first", "the second"], ["the first", "the second, again"]
HTML = status(200, b"<html>Please log in</html>", Content_Type="text/html")
SECRET = "a-secret-that-nobody-may-read"


def some(first: object, *others: object) -> list[object]:
    """The first in every run, the others in the heavier one."""
    return [first, *(pytest.param(other, marks=pytest.mark.heavy) for other in others)]


@pytest.fixture
def between(oxigraph: Server, pauses: list[float]) -> Iterator[Fake]:
    """What stands between il6ld and the store, and passes everything on until it is told otherwise."""
    with fake(oxigraph.url) as started:
        yield started


@pytest.fixture
def second(oxigraph: Server, sample: Sample) -> Sample:
    """A release of which the first version was pushed and the second is to be."""
    assert sample.push(oxigraph).exit_code == 0
    sample.write({"one": NEW[0], "two": NEW[1]}, "1.1.0")
    return sample


def is_put(request: Request) -> bool:
    return request.method == "PUT" and "push%2F" in request.path and "trial" not in request.path


def assert_rerun_finishes(sample: Sample, server: Server) -> None:
    done = sample.push(server)
    assert done.exit_code == 0, done.output
    assert sample.labels(server) == NEW
    assert sample.graphs(server) == {"description", "ontology", "one", "two", "push"}
    assert sample.pull(server, sample.folder.with_name("out.nq")).exit_code == 0


# E1


def test_e1_a_store_that_is_down(oxigraph: Server, sample: Sample, pauses: list[float]) -> None:
    done = sample.push(oxigraph, url=f"http://127.0.0.1:{free_port()}")
    assert done.exit_code == 6 and "store-unreachable" in done.stderr
    assert 0 < sum(pauses) < 60


def test_e1_a_name_that_nobody_has(oxigraph: Server, sample: Sample, pauses: list[float]) -> None:
    assert sample.push(oxigraph, url="http://nobody.invalid").exit_code == 6


@pytest.mark.parametrize("flaw", ["none", "self-signed", "expired", "wrong name"])
def test_e1_tls(
    oxigraph: Server, sample: Sample, tmp_path: Path, pauses: list[float], flaw: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    authority, certificate = certificates.make(tmp_path, flaw)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    with fake(oxigraph.url, certificate) as secure:
        done = sample.push(oxigraph, url=secure.url)
    assert done.exit_code == (0 if flaw == "none" else 6), done.output
    assert bool(secure.seen) == (flaw == "none")
    if flaw != "none":
        assert "certificate" in done.stderr


# E2


@pytest.mark.parametrize("code", some(403, 401, 404, 405, 411, 413, 415))
def test_e2_a_refused_write_names_cause_and_cure(
    second: Sample, oxigraph: Server, between: Fake, code: int
) -> None:
    between.on(lambda request: request.method == "PUT", status(code, b"because"))
    done = second.push(oxigraph, url=between.url)
    assert done.exit_code == 6 and f"status {code}" in done.stderr and "because" in done.stderr
    assert "help:" in done.stderr
    assert second.labels(oxigraph) == OLD


# E3


@pytest.mark.parametrize("code", some(503, 429, 500))
def test_e3_what_passes_is_tried_again(
    second: Sample, oxigraph: Server, between: Fake, pauses: list[float], code: int
) -> None:
    between.on(is_put, status(code, Retry_After="7"), times=2, after=2)
    assert second.push(oxigraph, url=between.url).exit_code == 0
    assert pauses == [7.0, 7.0]
    assert second.labels(oxigraph) == NEW


def test_e3_a_graph_that_fails_for_good_is_named(second: Sample, oxigraph: Server, between: Fake) -> None:
    between.on(is_put, status(500, b"no room"), times=99, after=3)
    done = second.push(oxigraph, url=between.url)
    assert done.exit_code == 7
    assert re.search(r"graph 2 of 3, <\S+>", done.stderr) and "no room" in done.stderr
    assert second.labels(oxigraph) == OLD
    assert_rerun_finishes(second, oxigraph)


def test_e3_an_answer_in_html_is_none(second: Sample, oxigraph: Server, between: Fake) -> None:
    between.on(lambda request: b"COUNT" in request.body and b"push%2F" in request.body, HTML, after=1)
    done = second.push(oxigraph, url=between.url)
    assert done.exit_code == 7 and "store-answer" in done.stderr
    assert second.labels(oxigraph) == OLD
    assert_rerun_finishes(second, oxigraph)


# E4


@pytest.mark.parametrize("abruptly", [False, True], ids=["FIN", "RST"])
@pytest.mark.parametrize("number", some(1, *range(2, 30)))
def test_e4_a_connection_that_is_cut_is_made_again(
    second: Sample, oxigraph: Server, between: Fake, abruptly: bool, number: int
) -> None:
    between.on(lambda _: True, changed(sent=0.5, abruptly=abruptly), after=number)
    done = second.push(oxigraph, url=between.url)
    assert done.exit_code == 0, done.output
    assert second.labels(oxigraph) == NEW


# E5


def test_e5_a_swap_whose_answer_is_lost_is_looked_after(
    second: Sample, oxigraph: Server, between: Fake
) -> None:
    between.on(lambda request: request.is_swap, changed(sent=0.0, abruptly=True))
    assert second.push(oxigraph, url=between.url).exit_code == 0
    assert sum(request.is_swap for request in between.seen) == 1
    assert second.labels(oxigraph) == NEW


def test_e5_a_swap_that_came_twice_does_nothing_the_second_time(
    second: Sample, oxigraph: Server, between: Fake
) -> None:
    def twice(request: Request, upstream: object) -> Reply:
        between.upstream(request)
        return between.upstream(request)

    between.on(lambda request: request.is_swap, twice)
    assert second.push(oxigraph, url=between.url).exit_code == 0
    assert second.labels(oxigraph) == NEW


def test_e5_a_swap_that_never_arrived_is_sent_again(second: Sample, oxigraph: Server, between: Fake) -> None:
    between.on(lambda request: request.is_swap, status(502))
    assert second.push(oxigraph, url=between.url).exit_code == 0
    assert second.labels(oxigraph) == NEW


# E6


def test_e6_stored_nothing_and_said_201(second: Sample, oxigraph: Server, between: Fake) -> None:
    between.on(is_put, status(201), after=2)
    done = second.push(oxigraph, url=between.url)
    assert done.exit_code == 7 and "is not there" in done.stderr
    assert second.labels(oxigraph) == OLD
    assert_rerun_finishes(second, oxigraph)


def test_e6_stored_less_and_said_201(second: Sample, oxigraph: Server, between: Fake) -> None:
    def less(request: Request, upstream: object) -> Reply:
        graph = request.path.partition("graph=")[2].replace("%3A", ":").replace("%2F", "/")
        put(oxigraph, graph, request.body.decode().replace("again", "not"))
        return Reply(201)

    between.on(lambda request: is_put(request) and b"again" in request.body, less)
    done = second.push(oxigraph, url=between.url)
    assert done.exit_code == 7 and '"the second, not"' in done.stderr
    assert second.labels(oxigraph) == OLD
    assert_rerun_finishes(second, oxigraph)


def test_e6_every_write_says_how_long_it_is(second: Sample, oxigraph: Server, between: Fake) -> None:
    assert second.push(oxigraph, url=between.url).exit_code == 0
    puts = [request for request in between.seen if request.method == "PUT"]
    assert puts
    for request in puts:
        headers = {name.lower(): value for name, value in request.headers.items()}
        assert int(headers["content-length"]) == len(request.body) and "transfer-encoding" not in headers


# E7: tests/stores/test_contract.py::test_literals_arrive_or_are_told_of, and test_spelling.py

# E8


def test_e8_an_answer_that_is_short_is_a_failure(sample: Sample, oxigraph: Server, between: Fake) -> None:
    assert sample.push(oxigraph).exit_code == 0

    def short(request: Request, upstream: object) -> Reply:
        reply = between.upstream(request)
        body = re.sub(rb",\{[^{]*\{[^{]*\}[^{]*\{[^{]*\}[^{]*\{[^{]*\}[^{]*\{[^{}]*\}\}\]", b"]", reply.body)
        assert len(body) < len(reply.body)
        return Reply(200, reply.headers, body)

    between.on(lambda request: b"SELECT+%3Fg+%3Fs" in request.body, short, after=1)
    output = sample.folder.with_name("out.nq")
    done = sample.pull(oxigraph, output, url=between.url)
    assert done.exit_code == 6 and "came" in done.stderr
    assert not output.exists()


# E9, E10


def test_e10_one_named_graph_a_request(sample: Sample, oxigraph: Server, between: Fake) -> None:
    assert sample.push(oxigraph, url=between.url).exit_code == 0
    puts = [request for request in between.seen if request.method == "PUT"]
    assert puts and all("?graph=" in request.path for request in puts)
    assert {request.headers["Content-Type"] for request in puts} == {"application/n-triples"}


# E11


@pytest.mark.parametrize("fault", some(status(501, b"none"), status(200)), ids=["says", "hides"])
def test_e11_without_an_update_over_many_graphs_each_is_put(
    second: Sample, oxigraph: Server, between: Fake, fault: Fault
) -> None:
    between.on(lambda request: "/update" in request.path, fault, times=99)
    done = second.push(oxigraph, url=between.url)
    assert done.exit_code == 0, done.output
    assert "graph by graph" in done.stdout and "readers may" in done.stderr
    assert second.labels(oxigraph) == NEW
    assert second.graphs(oxigraph) == {"description", "ontology", "one", "two", "push"}


def test_e11_a_push_graph_by_graph_that_stops_says_so(
    second: Sample, oxigraph: Server, between: Fake
) -> None:
    between.on(lambda request: "/update" in request.path, status(501), times=99)
    last = f"{second.home}two".replace(":", "%3A").replace("/", "%2F")
    between.on(lambda request: request.method == "PUT" and request.path.endswith(last), status(500), times=9)
    assert second.push(oxigraph, url=between.url).exit_code == 7
    refused = second.pull(oxigraph, second.folder.with_name("out.nq"))
    assert refused.exit_code == 6 and "push-incomplete" in refused.stderr
    assert_rerun_finishes(second, oxigraph)


# E12


def test_e12_two_pushes_of_one_release_end_well(second: Sample, oxigraph: Server, between: Fake) -> None:
    def meanwhile(request: Request, upstream: object) -> Reply:
        assert second.push(oxigraph).exit_code == 0
        return between.upstream(request)

    between.on(is_put, meanwhile, after=3)
    done = second.push(oxigraph, url=between.url)
    assert done.exit_code in (0, 7)
    assert second.labels(oxigraph) == NEW
    assert_rerun_finishes(second, oxigraph)


@pytest.mark.parametrize("at", [is_put, lambda request: request.is_swap], ids=["staging", "swap"])
def test_e12_of_two_pushes_of_two_releases_one_is_refused(
    second: Sample, oxigraph: Server, between: Fake, at: object, tmp_path: Path
) -> None:
    third = Sample(tmp_path / "third", second.home)
    third.write({"one": "the third release"}, "1.2.0")

    def meanwhile(request: Request, upstream: object) -> Reply:
        assert third.push(oxigraph).exit_code == 0
        return between.upstream(request)

    assert callable(at)
    between.on(at, meanwhile)
    assert second.push(oxigraph, url=between.url).exit_code == 7
    assert third.labels(oxigraph) == ["the third release"]
    assert third.graphs(oxigraph) == {"description", "ontology", "one", "push"}


def test_e12_two_processes_at_once(second: Sample, oxigraph: Server) -> None:
    command = [sys.executable, "-m", "il6ld.cli", "push", oxigraph.url, "--release", str(second.folder)]
    both = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(2)]
    codes = [process.wait(60) for process in both]
    for process in both:
        assert process.stderr and b"Traceback" not in process.stderr.read()
        process.stderr.close()
    assert set(codes) <= {0, 7} and 0 in codes
    assert_rerun_finishes(second, oxigraph)


def test_e12_no_way_back_without_force(second: Sample, oxigraph: Server) -> None:
    assert second.push(oxigraph).exit_code == 0
    second.write({"one": "the first", "two": "the second"}, "1.0.0")
    refused = second.push(oxigraph)
    assert refused.exit_code == 1 and "older-release" in refused.stderr
    assert second.labels(oxigraph) == NEW
    assert second.push(oxigraph, "--force").exit_code == 0
    assert second.labels(oxigraph) == OLD


# E13


def test_e13_a_dry_run_writes_nothing(second: Sample, oxigraph: Server, between: Fake) -> None:
    second.write({"one": "the first"}, "1.1.0")
    done = second.push(oxigraph, "--dry-run", url=between.url)
    assert done.exit_code == 0 and f"to remove  1 graph: {second.home}two" in done.stdout
    assert between.seen and not between.writes
    assert second.labels(oxigraph) == OLD


def test_e13_nothing_is_dropped_but_what_is_ours(second: Sample, oxigraph: Server, between: Fake) -> None:
    put(oxigraph, f"{second.home}mine", f'<{second.home}mine> <urn:x> "mine" .\n')
    assert second.push(oxigraph, url=between.url).exit_code == 0
    dropped = [line for request in between.seen for line in request.body.decode().splitlines()
               if line.startswith(("DROP", "CLEAR"))]  # fmt: skip
    assert dropped and all(f"GRAPH <{second.home}push/" in line for line in dropped)
    assert "mine" in second.graphs(oxigraph)


# E14


def test_e14_a_redirect_is_not_followed(
    sample: Sample, oxigraph: Server, between: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fake(oxigraph.url) as elsewhere:
        between.on(lambda _: True, status(307, Location=f"{elsewhere.url}/query"), times=9)
        done = sample.push(oxigraph, url=between.url)
    assert done.exit_code == 6 and "store-redirect" in done.stderr
    assert not elsewhere.seen


@pytest.mark.parametrize("url", ["http://me:SECRET@127.0.0.1:1/", "http://127.0.0.1:1/?token=SECRET"])
def test_e14_a_secret_in_the_url_is_refused_unread(oxigraph: Server, sample: Sample, url: str) -> None:
    done = sample.push(oxigraph, url=url.replace("SECRET", SECRET))
    assert done.exit_code == 2 and "store-credentials" in done.stderr
    assert SECRET not in done.output


# E15


def _challenge(scheme: str) -> Fault:
    return status(401, f"not {SECRET}".encode(), WWW_Authenticate=scheme)


DIGEST = 'Digest realm="r", nonce="n", qop="auth", algorithm=MD5'


@pytest.mark.parametrize("scheme", ['Basic realm="r"', DIGEST], ids=["basic", "digest"])
def test_e15_a_user_is_told_when_the_store_asks(
    sample: Sample, oxigraph: Server, between: Fake, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    between.on(lambda request: "Authorization" not in request.headers, _challenge(scheme), times=99)
    oxigraph = _as(oxigraph, "me")
    assert sample.push(oxigraph, url=between.url).exit_code == 0
    sent = {request.headers["Authorization"].split()[0] for request in between.seen[2:]}
    assert sent == {scheme.split()[0]}
    assert "Authorization" not in between.seen[0].headers


def _as(server: Server, user: str) -> Server:
    return Server(server.kind, server.url, [], server.folder, server.port, user, SECRET)


def test_e15_a_token_goes_with_every_request(
    sample: Sample, oxigraph: Server, between: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Server, "environment", {"IL6LD_STORE_TOKEN": SECRET})
    assert sample.push(oxigraph, url=between.url).exit_code == 0
    assert {request.headers["Authorization"] for request in between.seen} == {f"Bearer {SECRET}"}


def test_e15_a_user_from_netrc(
    sample: Sample, oxigraph: Server, between: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text(f"machine 127.0.0.1 login me password {SECRET}\n", encoding="utf-8")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    between.on(lambda request: "Authorization" not in request.headers, _challenge("Basic"), times=99)
    assert sample.push(oxigraph, url=between.url).exit_code == 0


def test_e15_a_wrong_password_is_in_no_message(sample: Sample, oxigraph: Server, between: Fake) -> None:
    between.on(lambda _: True, _challenge("Basic"), times=99)
    done = sample.push(_as(oxigraph, "me"), url=between.url)
    assert done.exit_code == 6 and "store-user" in done.stderr and "not ***" in done.stderr
    assert SECRET not in done.output


def test_e15_no_secret_on_any_command_line(sample: Sample, oxigraph: Server, between: Fake) -> None:
    reached = threading.Event()
    between.on(is_put, held(between, reached, applied=False))
    command = [sys.executable, "-m", "il6ld.cli", "push", between.url, "--release", str(sample.folder)]
    secrets = {"IL6LD_STORE_USER": "me", "IL6LD_STORE_PASSWORD": SECRET}
    process = subprocess.Popen(command, env=os.environ | secrets, stderr=subprocess.DEVNULL)
    try:
        assert reached.wait(30)
        lines = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
        assert any(between.url.encode() in line for line in lines)
        assert not [line for line in lines if SECRET.encode() in line]
    finally:
        process.kill()
        process.wait()


# E16


def test_e16_a_byte_at_a_time_is_too_slow(sample: Sample, oxigraph: Server, between: Fake) -> None:
    between.on(lambda request: b"COUNT" in request.body, changed(every=0.05), times=9)
    started = time.monotonic()
    done = sample.push(oxigraph, "--timeout", "0.2", url=between.url)
    assert done.exit_code == 6 and "0.2 seconds" in done.stderr
    assert time.monotonic() - started < 20


def test_e16_long_work_says_how_far_it_is(
    sample: Sample, oxigraph: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("il6ld.stores.pushing._TOLD_EVERY", 2)
    done = sample.push(oxigraph)
    assert "Staged 2 of 5 graphs\nStaged 4 of 5 graphs\n" in done.stderr


# E17: tests/stores/test_contract.py

# E18


@pytest.mark.parametrize(
    "fault",
    some(HTML, status(200, b"{}"), status(200, b"[]"), status(200), status(404)),
    ids=["portal", "other JSON", "list", "empty", "nothing"],
)
def test_e18_what_is_no_store_is_told_before_a_write(sample: Sample, oxigraph: Server, fault: Fault) -> None:
    with fake() as other:
        other.on(lambda _: True, fault, times=99)
        done = sample.push(oxigraph, url=other.url)
        pulled = sample.pull(oxigraph, sample.folder.with_name("out.nq"), url=other.url)
    assert done.exit_code == pulled.exit_code == 6
    assert other.seen and not other.writes


def test_e18_a_store_that_does_not_say_its_name_is_asked_for(
    sample: Sample, oxigraph: Server, between: Fake
) -> None:
    def unnamed(request: Request, upstream: object) -> Reply:
        reply = between.upstream(request)
        return Reply(reply.status, {k: v for k, v in reply.headers.items() if k != "server"}, reply.body)

    between.on(lambda _: True, unnamed, times=999)
    done = sample.push(oxigraph, url=between.url)
    assert done.exit_code == 6 and "store-kind" in done.stderr and not between.writes
    assert sample.push(oxigraph, "--store", "oxigraph", url=between.url).exit_code == 0


def test_e18_the_standard_with_its_urls_named(sample: Sample, oxigraph: Server) -> None:
    base = oxigraph.url
    more = ["--store", "sparql", "--update", f"{base}/update", "--graphs", f"{base}/store"]
    assert sample.push(oxigraph, *more, url=f"{base}/query").exit_code == 0
    assert sample.labels(oxigraph) == OLD


# E19


def test_e19_no_decision_rests_on_a_clock(second: Sample, oxigraph: Server, between: Fake) -> None:
    def dated(request: Request, upstream: object) -> Reply:
        reply = between.upstream(request)
        return Reply(reply.status, reply.headers | {"Date": "Thu, 01 Jan 1970 00:00:00 GMT"}, reply.body)

    between.on(lambda _: True, dated, times=999)
    assert second.push(oxigraph, url=between.url).exit_code == 0
    assert second.labels(oxigraph) == NEW


# E20


def test_e20_a_damaged_release_is_not_pushed(second: Sample, oxigraph: Server, between: Fake) -> None:
    quads = second.folder / "il6ld.nq"
    quads.write_bytes(quads.read_bytes().replace(b"again", b"agein"))
    done = second.push(oxigraph, url=between.url)
    assert done.exit_code == 1 and "il6ld.nq does not match its checksum" in done.stderr
    assert not between.seen


@pytest.mark.parametrize("what", ["no folder", "an empty folder", "no checksums"])
def test_e20_half_a_release_is_not_pushed(oxigraph: Server, tmp_path: Path, what: str) -> None:
    folder = tmp_path / "half"
    if what != "no folder":
        folder.mkdir()
    if what == "no checksums":
        (folder / "il6ld.nq").write_bytes(b"")
    done = il6ld(oxigraph, "push", oxigraph.url, "--release", str(folder))
    assert done.exit_code == 1 and "damaged-release" in done.stderr
