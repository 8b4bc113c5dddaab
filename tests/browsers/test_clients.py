"""Clients that we did not write ask the server, and get what `il6ld query` gives."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any
from urllib.error import HTTPError
from xml.dom.minidom import Document

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from tests.browsers.clients.answers import NAMES, Term, expected, ordered, rows, texts
from tests.browsers.serving import ROOT

wrapper: Any = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper is not installed")
pytestmark = pytest.mark.heavy

CLIENTS = ROOT / "tests" / "browsers" / "clients"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o ; a <https://w3id.org/il6ld/terms/KnowledgeGap> }"
COUNT = "SELECT ?claim { ?claim a <https://w3id.org/il6ld/terms/Claim> }"


@pytest.fixture(scope="module")
def endpoint(address: str) -> str:
    return f"{address}sparql"


def client(endpoint: str, query: str, form: str) -> Any:
    asking = wrapper.SPARQLWrapper(endpoint)
    asking.setQuery(query)
    asking.setReturnFormat(form)
    asking.setTimeout(20)
    return asking


def test_there_is_enough_to_compare() -> None:
    assert len(NAMES) == len(texts()) > 12
    assert all(expected(name) for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_sparqlwrapper_gets_the_same(endpoint: str, name: str) -> None:
    assert rows(client(endpoint, texts()[name], wrapper.JSON).queryAndConvert()) == expected(name)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("way", ["urlencoded", "postdirectly"])
def test_sparqlwrapper_asks_in_every_way(endpoint: str, method: str, way: str) -> None:
    if (method, way) == ("GET", "postdirectly"):
        return  # there is no such way
    asking = client(endpoint, texts()["denied"], wrapper.JSON)
    asking.setMethod(method)
    asking.setRequestMethod(way)
    assert rows(asking.queryAndConvert()) == expected("denied")


def test_sparqlwrapper_reads_every_form_of_rows(endpoint: str) -> None:
    xml = client(endpoint, COUNT, wrapper.XML).queryAndConvert()
    assert isinstance(xml, Document)
    assert len(xml.getElementsByTagName("result")) == 98
    for form in (wrapper.CSV, wrapper.TSV):
        assert len(client(endpoint, COUNT, form).queryAndConvert().splitlines()) == 99


def test_sparqlwrapper_reads_every_form_of_triples(endpoint: str) -> None:
    found = [client(endpoint, CONSTRUCT, form).queryAndConvert()
             for form in (wrapper.RDFXML, wrapper.JSONLD)]  # fmt: skip
    turtle = client(endpoint, CONSTRUCT, wrapper.TURTLE).queryAndConvert()
    found.append(rdflib.Graph().parse(data=turtle, format="turtle"))
    assert len({frozenset(graph) for graph in found}) == 1
    assert len(found[0]) >= 12


def test_sparqlwrapper_is_told_yes_no_and_what_is_wrong(endpoint: str) -> None:
    assert client(endpoint, "ASK {}", wrapper.JSON).queryAndConvert()["boolean"] is True
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed):
        client(endpoint, "SELECT * {", wrapper.JSON).query()
    update = client(endpoint, "DELETE WHERE { ?s ?p ?o }", wrapper.JSON)
    update.setMethod("POST")
    with pytest.raises(HTTPError, match="403"):
        update.query()


def test_sparqlwrapper_need_not_be_told_what_to_ask_for(endpoint: str) -> None:
    asking = wrapper.SPARQLWrapper(endpoint)
    asking.setQuery(COUNT)
    assert len(asking.queryAndConvert().getElementsByTagName("result")) == 98
    asking.setQuery(CONSTRUCT)
    assert len(asking.queryAndConvert()) >= 12


def term(node: Any) -> Term:
    if isinstance(node, rdflib.URIRef):
        return "uri", str(node), ""
    if isinstance(node, rdflib.BNode):
        return "bnode", "", ""
    tag = str(node.language or node.datatype or "").lower() if node.language else str(node.datatype or "")
    return "literal", str(node), "" if tag == str(rdflib.XSD.string) else tag


@pytest.mark.parametrize("name", NAMES)
def test_rdflib_gets_the_same(endpoint: str, name: str) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint))
    found = graph.query(texts()[name])
    named = [str(variable) for variable in found.vars or ()]
    pairs: list[Any] = [zip(named, row, strict=True) for row in found]  # type: ignore[arg-type]
    given = [{key: term(node) for key, node in row if node is not None} for row in pairs]
    assert ordered(given) == expected(name)


def test_rdflib_walks_the_graph_as_if_it_were_its_own(endpoint: str) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint))
    claim = rdflib.URIRef("https://w3id.org/il6ld/claims/il6d-0077")
    polarity = rdflib.URIRef("https://w3id.org/il6ld/terms/polarity")
    assert graph.value(claim, polarity) == rdflib.URIRef("https://w3id.org/il6ld/terms/Denied")


@pytest.fixture(scope="module")
def of_comunica(endpoint: str) -> dict[str, Any]:
    """What Comunica answers, by name; installed from its lock where that was not done before."""
    for program in ("node", "npm"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not on this machine")
    if not (CLIENTS / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=CLIENTS, check=True, timeout=300)
    asking = subprocess.run(
        ["node", "ask.mjs", endpoint], cwd=CLIENTS, input=json.dumps(texts()), capture_output=True, text=True,
        timeout=120,
    )  # fmt: skip
    assert asking.returncode == 0, asking.stderr
    answers: dict[str, Any] = json.loads(asking.stdout)
    return answers


@pytest.mark.parametrize("name", NAMES)
def test_comunica_gets_the_same(of_comunica: dict[str, Any], name: str) -> None:
    assert rows(of_comunica[name]) == expected(name)
