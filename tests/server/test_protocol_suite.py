"""The tests of SPARQL 1.1 Protocol by the W3C, as they are written in its manifest."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from il6ld import workers
from il6ld.lookup import Lookup
from il6ld.namespaces import RDF, Namespace
from il6ld.server import Library, Limits, Nursery
from il6ld.server.application import application
from il6ld.server.journal import Journal
from il6ld.server.pool import Pool
from tests.conftest import ROOT
from tests.released import CONTEXT
from tests.server.asking import Client
from tests.server.samples import site

SUITE = ROOT.parent / "shared" / "suites" / "w3c-sparql11" / "protocol"
DATA = "http://kasei.us/2009/09/sparql/data/{}.rdf"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
LIMITS = Limits(workers.Limits(seconds=10), workers=1)


@dataclass(frozen=True)
class Request:
    """One request of a test, and what is expected of its answer."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    statuses: tuple[int, ...]
    truth: bool | None
    form: str


@cache
def manifest() -> Lookup:
    """What the manifest says."""
    return Lookup(
        ox.parse(path=SUITE / "manifest.ttl", format=ox.RdfFormat.TURTLE, base_iri="http://w3.example/")
    )


def names() -> list[str]:
    """The names of all tests; of one that says why there are none, where the suite is not there."""
    if not SUITE.is_dir():
        return []
    return sorted(
        str(test).partition("#")[2].strip(">") for test in manifest().subjects(RDF.type, MF.ProtocolTest)
    )


def test_the_suite_is_there() -> None:
    if not SUITE.is_dir():
        pytest.skip("the W3C's protocol tests are not beside the repository")
    assert len(names()) > 30 and len([name for name in names() if "update" not in name]) > 15


def members(node: object) -> Iterator[object]:
    """The members of an RDF list."""
    while node != RDF.nil:
        yield first(node, RDF.first)
        node = first(node, RDF.rest)


def first(node: object, prop: ox.NamedNode) -> object:
    return next(iter(manifest().values(node, prop)), None)  # type: ignore[arg-type]


def text(node: object, prop: ox.NamedNode) -> str:
    found = first(node, prop)
    return found.value if isinstance(found, ox.Literal) else ""


def requests(name: str) -> list[Request]:
    """The requests of a test, in their order."""
    test = next(
        node for node in manifest().subjects(RDF.type, MF.ProtocolTest) if str(node).endswith(f"#{name}>")
    )
    return [request(node) for node in members(first(first(test, MF.action), HT.requests))]


def request(node: object) -> Request:
    fields = [] if first(node, HT.headers) is None else list(members(first(node, HT.headers)))
    body, answer = first(node, HT.body), first(node, HT.resp)
    content = text(body, CNT.chars).encode(text(body, CNT.characterEncoding) or "utf-8") if body else b""
    statuses = [str(status)[-4] for status in manifest().values(answer, MF.expectedStatus)]  # type: ignore[arg-type]
    truth = text(answer, MF.expectedBoolean)
    return Request(
        text(node, HT.methodName),
        text(node, HT.absolutePath).replace("/sparql/", "/sparql"),
        {text(field, HT.fieldName): text(field, HT.fieldValue) for field in fields},
        content,
        tuple(map(int, statuses)),
        truth == "true" if truth else None,
        text(answer, MF.expectedFormat),
    )


@pytest.fixture(scope="module")
def asked(loop: asyncio.AbstractEventLoop) -> Iterator[Client]:
    """The endpoint over the data of the suite."""

    def load() -> Library:
        store = ox.Store()
        for path in sorted(SUITE.glob("data*.nt")):
            store.load(
                path=path, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(DATA.format(path.stem))
            )
        return Library(store, CONTEXT)

    pool = Pool(Nursery.start(load, LIMITS.work, 0), LIMITS)
    loop.call_soon(pool.start)
    yield Client(application(site(), pool, None, Journal(Path("/dev/null"))), loop)
    loop.run_until_complete(pool.close())


@pytest.mark.parametrize("name", [name for name in names() if not name.startswith("update_")])
def test_a_query_is_answered_as_the_protocol_says(asked: Client, name: str) -> None:
    found = requests(name)
    assert found
    for one in found:
        answer = asked.ask(one.method, one.target, one.headers, one.body)
        assert answer.status_code // 100 in one.statuses, answer.text
        if answer.status_code == 200:
            check(answer, one)


@pytest.mark.parametrize("name", [name for name in names() if name.startswith("update_")])
def test_an_update_of_the_suite_is_refused(asked: Client, name: str) -> None:
    found = [one for one in requests(name) if "sparql-update" in str(one.headers) or b"update=" in one.body]
    assert found
    for one in found:
        assert asked.ask(one.method, one.target, one.headers, one.body).status_code in (403, 405, 415)


def check(answer: httpx.Response, one: Request) -> None:
    """Holds an answer against what is expected of it."""
    media_type = answer.headers["content-type"].partition(";")[0]
    if one.truth is not None:
        assert answer.json()["boolean"] is one.truth
    if one.form == "tabular":
        assert media_type == "application/sparql-results+json" and "bindings" in answer.json()["results"]
    if one.form == "RDF":
        syntax = ox.RdfFormat.from_media_type(media_type)
        assert syntax is not None
        list(ox.parse(answer.content, format=syntax))
