"""Faults of part D that come as bytes on a connection: too much, too slow, in two minds, too many."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.server.samples import CANARY
from tests.server.started import LARGE, Started, limited, received, status, until

pytestmark = pytest.mark.heavy  # it waits for deadlines to pass

KB = 1024
SHORT = {"head_seconds": 1, "body_seconds": 1, "idle_seconds": 1, "stall_seconds": 2, "connections": 20}


@pytest.fixture(scope="module")
def server() -> Iterator[Started]:
    """A server with deadlines of a second, and room for 20 connections."""
    with limited(**SHORT) as found:
        yield found


def request(line: str, *fields: str, body: bytes = b"") -> bytes:
    """A request that closes the connection."""
    return "\r\n".join([f"{line} HTTP/1.1", "Host: a", "Connection: close", *fields, "", ""]).encode() + body


def well(server: Started) -> bool:
    """Whether it still answers."""
    return status(server.send(request("GET /index.html"))) == 200


def head(size: int) -> bytes:
    """A request whose fields have so many bytes in all, line ends included."""
    fields = [f"X: {'x' * 1000}"] * 15
    left = size - sum(len(field) + 2 for field in ("Host: a", "Connection: close", *fields, "Y: "))
    return request("GET /index.html", *fields, f"Y: {'y' * left}")


def url(size: int) -> bytes:
    return request(f"GET /index.html?{'x' * (size - 12)}")


def post(size: int) -> bytes:
    body = b"ASK {} #" + b"x" * (size - 8)
    return request("POST /sparql", "Content-Type: text/plain", f"Content-Length: {size}", body=body)


def fields(number: int) -> bytes:
    return request("GET /index.html", *["X: y"] * (number - 2))


@pytest.mark.parametrize(
    ("made", "limit", "within", "beyond"),
    [(url, 8 * KB, 200, 414), (head, 16 * KB, 200, 431), (fields, 100, 200, 431), (post, 64 * KB, 415, 413)],
    ids=["url", "head", "fields", "body"],
)
def test_d13_a_limit_is_met_and_not_passed(
    server: Started, made: object, limit: int, within: int, beyond: int
) -> None:
    assert callable(made)
    assert status(server.send(made(limit))) == within
    answer = server.send(made(limit + 1))
    assert status(answer) == beyond
    assert b"content-security-policy" in answer.lower() and b"connection: close" in answer.lower()
    assert well(server)


POST = "POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
CHUNKED = ("Content-Type: application/sparql-query", "Transfer-Encoding: chunked")
ODD = {
    "url of 1 MB": (request(f"GET /{'x' * 1024 * KB}"), {414}),
    "field of 1 MB": (request("GET /", f"X: {'x' * 1024 * KB}"), {431}),
    "10,000 fields": (request("GET /", *["X: y"] * 10_000), {431}),
    "length of 1 GB": (request("POST /sparql", "Content-Length: 1000000000", body=b"x" * KB), {413}),
    "length beyond all": (request("POST /sparql", f"Content-Length: {'9' * 40}"), {400, 413}),
    "both lengths": (
        request("POST /sparql", "Content-Length: 4", "Transfer-Encoding: chunked", body=b"0\r\n\r\n"),
        {400},
    ),
    "both lengths, otherwise": (
        request("POST /sparql", "Transfer-Encoding: chunked", "Content-Length: 4", body=b"0\r\n\r\n"),
        {400},
    ),
    "two lengths": (request("POST /sparql", "Content-Length: 4", "Content-Length: 5", body=b"ASK{}"), {400}),
    "a length below nought": (request("POST /sparql", "Content-Length: -4"), {400}),
    "a length with a sign": (request("POST /sparql", "Content-Length: +4", body=b"ASK{"), {400}),
    "xchunked": (request("POST /sparql", "Transfer-Encoding: xchunked", body=b"0\r\n\r\n"), {400}),
    "chunked, identity": (
        request("POST /sparql", "Transfer-Encoding: chunked, identity", body=b"0\r\n\r\n"),
        {400},
    ),
    "a chunk that is no number": (request("POST /sparql", *CHUNKED, body=b"zz\r\n"), {400}),
    "a chunk of 1 TB": (
        request("POST /sparql", *CHUNKED, body=b"ffffffffff\r\n" + b"x" * 100 * KB),
        {400, 413},
    ),
    "chunks without end": (
        request("POST /sparql", *CHUNKED, body=(b"400\r\n" + b"x" * KB + b"\r\n") * 100),
        {413},
    ),
    "no http": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500 + b"\r\n\r\n", {400}),
    "another protocol": (b"SSH-2.0-x\r\n\r\n", {400}),
    "http/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400}),
    "bare line ends": (b"GET / HTTP/1.1\nHost: a\n\n", {400}),
    "a folded field": (request("GET /", "X: y", " z"), {400}),
    "a space before the colon": (request("GET /", "X : y"), {400}),
    "a carriage return in a field": (b"GET / HTTP/1.1\r\nHost: a\rX: y\r\n\r\n", {400}),
    "a nought in a field": (request("GET /", "X: \0"), {400}),
    "no host": (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", {400}),
    "two hosts": (request("GET /", "Host: b"), {400}),
    "an absolute target": (request("GET http://evil.example/index.html"), {400}),
    "an absolute target to a file": (request("GET file:///etc/passwd"), {400}),
    "a tunnel": (request("CONNECT evil.example:80"), {400, 405}),
    "a raw nought in the path": (b"GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", {400}),
    "raw bytes in the path": (b"GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", {400, 404}),
    "upwards": (request("GET /../.htaccess"), {400}),
    "a line end in the path": (request("GET /claims/c-0001%0d%0aX:%20y"), {400}),
    "a line end in a query": (request("GET /claims/c-0001?format=%0d%0aX:%20y"), {406}),
    "a websocket": (
        request(
            "GET /",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: x",
            "Sec-WebSocket-Version: 13",
        ),
        {200, 400},
    ),
}


@pytest.mark.parametrize("case", ODD)
def test_d13_d15_d21_what_is_no_request_is_refused(server: Started, case: str) -> None:
    content, expected = ODD[case]
    answer = server.send(content)
    assert status(answer) in expected, answer[:300]
    assert answer.count(b"HTTP/1.1 ") == 1, "one request, one answer: nothing was smuggled"
    assert CANARY not in answer and b"\r\nX: y" not in answer
    assert well(server)


def test_d13_a_body_that_is_shorter_than_it_says_ends_in_time(server: Started) -> None:
    began = time.monotonic()
    content = request(
        "POST /sparql", "Content-Type: application/sparql-query", "Content-Length: 100", body=b"ASK"
    )
    assert status(server.send(content)) == 408
    assert time.monotonic() - began < 6 and well(server)


def test_d13_what_follows_a_body_is_the_next_request_and_no_more(server: Started) -> None:
    first = f"{POST}Content-Length: 6\r\n\r\nASK {{}}".encode()
    answer = server.send(first + request("GET /index.html"))
    assert answer.count(b"HTTP/1.1 200") == 2 and answer.rindex(b"boolean") < answer.rindex(b"<p>index</p>")


def test_d13_many_requests_on_one_connection_come_back_in_order(server: Started) -> None:
    each = [f"GET /claims/c-0001.{form} HTTP/1.1\r\nHost: a\r\n\r\n".encode() for form in ("ttl", "nt") * 20]
    answer = server.send(b"".join(each) + request("GET /index.html"))
    assert answer.count(b"HTTP/1.1 200") == 41
    assert (
        answer.index(b"as ttl") < answer.index(b"as nt") < answer.rindex(b"as nt") < answer.index(b"index<")
    )


@pytest.mark.parametrize(
    "sent",
    [b"", b"G", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nX: "],
    ids=["nothing", "a letter", "a line", "half a field"],
)
def test_d12_a_head_that_does_not_end_is_cut_off(server: Started, sent: bytes) -> None:
    began = time.monotonic()
    assert status(server.send(sent)) in (0, 408)
    assert 0.5 < time.monotonic() - began < 5


def test_d12_a_head_a_byte_at_a_time_is_cut_off_all_the_same(server: Started) -> None:
    began = time.monotonic()
    with server.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        with contextlib.suppress(ConnectionError):
            for number in range(100):
                connection.sendall(f"X-{number}: y\r\n".encode())
                time.sleep(0.1)
    assert time.monotonic() - began < 6 and well(server)


def test_d12_a_body_a_byte_at_a_time_is_cut_off(server: Started) -> None:
    began = time.monotonic()
    with server.connect() as connection:
        connection.sendall(f"{POST}Content-Length: 1000\r\n\r\n".encode())
        with contextlib.suppress(ConnectionError):
            for _ in range(100):
                connection.sendall(b"x")
                time.sleep(0.1)
    assert time.monotonic() - began < 6 and well(server)


def test_d12_an_idle_connection_is_closed(server: Started) -> None:
    with server.connect() as connection:
        connection.sendall(b"GET /index.html HTTP/1.1\r\nHost: a\r\n\r\n")
        began = time.monotonic()
        assert status(received(connection)) == 200
    assert time.monotonic() - began < 6


def test_d12_connections_that_only_wait_make_room_for_those_that_ask(server: Started) -> None:
    waiting = [server.connect() for _ in range(60)]
    try:
        assert well(server)
    finally:
        for connection in waiting:
            connection.close()


def test_d12_whoever_does_not_read_is_cut_off() -> None:
    with limited(**SHORT) as server:
        assert until(lambda: len(server.children()) == 2)
        assert well(server)
        time.sleep(0.3)
        quiet = sockets(server)
        with server.connect(20) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * KB)
            connection.sendall(request("GET /large.txt"))
            assert until(lambda: sockets(server) == quiet + 1, 2)
            assert until(lambda: sockets(server) == quiet, 10), "the connection is still held"
            assert len(received(connection)) < LARGE


def test_d12_whoever_reads_slowly_but_reads_gets_all(server: Started) -> None:
    with server.connect(20) as connection:
        connection.sendall(request("GET /large.txt"))
        content = b""
        while chunk := connection.recv(1 << 20):
            content += chunk
            time.sleep(0.05)
    assert content.endswith(b"xx") and len(content) > LARGE


def sockets(server: Started) -> int:
    """How many sockets its process holds."""
    found = 0
    for link in Path(f"/proc/{server.process.pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            found += str(link.readlink()).startswith("socket:")
    return found


@pytest.mark.heavy
@pytest.mark.parametrize("kind", ["-H", "-B", "-X"], ids=["slow heads", "slow bodies", "slow reading"])
def test_d12_slowhttptest_finds_it_available(kind: str) -> None:
    tool = shutil.which("slowhttptest")
    if not tool:
        pytest.skip("slowhttptest is not on the PATH (apt-get install slowhttptest)")
    with limited(head_seconds=3, body_seconds=3, idle_seconds=3, stall_seconds=3, connections=200) as server:
        target = f"{server.url}{'claims/c-0001.ttl' if kind == '-X' else 'sparql'}"
        command = [
            tool,
            kind,
            "-c",
            "300",
            "-r",
            "150",
            "-l",
            "8",
            "-i",
            "1",
            "-p",
            "3",
            "-u",
            target,
            "-x",
            "10",
            "-w",
            "10",
            "-y",
            "20",
        ]
        seconds: list[float] = []
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            while run.poll() is None:
                began = time.monotonic()
                with urllib.request.urlopen(f"{server.url}index.html", timeout=5) as answer:
                    assert answer.status == 200
                seconds.append(time.monotonic() - began)
                time.sleep(0.2)
        assert len(seconds) > 10 and max(seconds) < 2
        assert until(lambda: well(server))


@pytest.mark.heavy
def test_d11_beyond_all_connections_some_are_told_so_and_the_rest_are_closed() -> None:
    with limited(connections=4, workers=1, queue=64, patience=10) as server:
        slow = "SELECT (COUNT(*) AS ?n) { " + " ".join(
            f"VALUES ?v{number} {{ {' '.join(map(str, range(40)))} }}" for number in range(6)
        )
        asking = [server.connect() for _ in range(4)]
        for connection in asking:
            connection.sendall(request(f"GET /sparql?query={quote(slow + ' }')}"))
        time.sleep(0.5)
        others = [server.connect() for _ in range(200)]
        answers = [status(received(connection)) for connection in others]
        assert set(answers) == {0, 503} and answers.count(503) >= 60
        assert until(lambda: well(server), 20)
        for connection in (*asking, *others):
            connection.close()


@pytest.mark.heavy
def test_d11_ten_thousand_requests_are_answered_or_refused_and_memory_stays() -> None:
    with limited(connections=128, queue=4, patience=0.2) as server:
        before = resident(server)
        found: list[int] = []

        def hammer() -> None:
            for number in range(250):
                target = "/sparql?query=ASK%7B%7D" if number % 2 else "/claims/c-0001.ttl"
                found.append(status(server.send(request(f"GET {target}"), 20)))

        threads = [threading.Thread(target=hammer) for _ in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        assert len(found) == 10_000 and set(found) <= {200, 503} and found.count(200) > 5000
        assert resident(server) - before < 50 << 20 and len(server.children()) == 2 and well(server)


def resident(server: Started) -> int:
    pages = Path(f"/proc/{server.process.pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * 4096
