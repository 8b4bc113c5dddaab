"""The release of a corpus is pushed from its packed shards: every graph whole, and little of it in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from il6ld import release
from il6ld.errors import InvalidInput, PushIncomplete
from il6ld.namespaces import DCTERMS, RDFS, Namespace
from il6ld.shards.making import packed
from il6ld.stores import Spool, pushing, spool
from il6ld.stores import store as stores
from tests.stores.fake import fake, status
from tests.stores.samples import Sample, select
from tests.stores.servers import Server

CLAIMS = 30
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
QUADS = st.lists(st.tuples(st.integers(0, 4), WORDS, st.integers(0, 3)), max_size=40)


def node(kind: str, number: int) -> ox.NamedNode:
    return ox.NamedNode(f"https://example.org/{kind}/{number}")


def lines(told: list[tuple[int, str, int]]) -> Iterator[bytes]:
    for subject, word, graph in told:
        quad = ox.Quad(node("thing", subject), RDFS.label, ox.Literal(word), node("graph", graph))
        yield f"{quad} .\n".encode()


@given(QUADS, st.integers(1, 400))
def test_a_spool_has_every_triple_in_its_graph(told: list[tuple[int, str, int]], at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "_AT_ONCE", at_once)
        spooled = Spool(lines(told))
    expected: dict[str, list[str]] = {}
    for quad in ox.parse(b"".join(lines(told)), format=ox.RdfFormat.N_QUADS):
        expected.setdefault(str(quad.graph_name)[1:-1], []).append(str(quad.triple))
    found = {graph: [str(quad.triple) for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)]
             for graph, content in spooled.items()}  # fmt: skip
    assert found == expected and len(spooled) == len(expected)


@pytest.mark.parametrize("line", [b"<a:s> <a:p> <a:o> .\n", b'<a:s> <a:p> "a <b> ."@en .\n', b"<a:s> <a:p>"])
def test_what_stands_in_no_graph_is_refused(line: bytes) -> None:
    with pytest.raises(InvalidInput, match="outside a named graph"):
        Spool([line])


LINES = st.one_of(
    st.binary(max_size=30).map(lambda text: text.replace(b"\n", b"") + b"\n"), st.just(b"_:b <a:p> <a:o> .\n")
)


@given(st.lists(LINES, max_size=20), st.integers(1, 60))
def test_a_large_graph_is_parted_between_lines(told: list[bytes], most: int) -> None:
    content = b"".join(told)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stores, "PART", most)
        parts = list(stores._parts(content))
    assert b"".join(parts) == content
    if b"_:" in content:
        assert parts == [content]
    else:
        assert all(part.endswith(b"\n") for part in parts[:-1])
        assert all(len(part) <= most or part.count(b"\n") == 1 for part in parts)


class Corpus(Sample):
    """The release of a small corpus."""

    def build(self, word: str) -> Path:
        """Writes it; passages stand in both shards, and blank nodes in the ontology."""
        n, about = Namespace(self.home), ox.BlankNode("x")
        ontology = [ox.Quad(about, RDFS.seeAlso, ox.BlankNode("y"), n.ontology)]
        claims = [ox.Quad(n[f"c{i}"], RDFS.label, ox.Literal(word), n[f"c{i}"]) for i in range(CLAIMS)]
        claims += [ox.Quad(n[f"p{i}"], RDFS.label, ox.Literal(f"{i}"), n.passages) for i in range(CLAIMS)]
        files = {"ontology": ontology, "claims-1-0001": claims[::2], "claims-1-0002": claims[1::2]}
        content = {
            f"{name}.nq.zst": packed(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
            for name, quads in files.items()
        }
        content["void.ttl"] = f'<{self.home}release> <{DCTERMS.title.value}> "a corpus"@en .\n'.encode()
        self.folder.mkdir(exist_ok=True)
        for name, text in release.with_checksums(content).items():
            (self.folder / name).write_bytes(text)
        return self.folder


GRAPHS = {*(f"c{i}" for i in range(CLAIMS)), "passages", "ontology", "description", "push"}


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    monkeypatch.setattr(pushing, "MANY", 10)
    monkeypatch.setattr(stores, "PART", 200)
    made = Corpus(tmp_path / "release")
    made.build("first")
    return made


def test_a_corpus_is_pushed_and_comes_back(oxigraph: Server, corpus: Corpus, tmp_path: Path) -> None:
    done = corpus.push(oxigraph)
    assert done.exit_code == 0, done.output
    assert "nothing waits beside" in done.output and "graph by graph" in done.stdout
    assert corpus.graphs(oxigraph) == GRAPHS
    passages = f"SELECT ?o {{ GRAPH <{corpus.home}passages> {{ ?s ?p ?o }} }}"
    assert len(select(oxigraph, passages)) == CLAIMS
    assert corpus.pull(oxigraph, tmp_path / "pulled.nq").exit_code == 0
    assert "nothing: the store holds this release" in corpus.push(oxigraph).stdout


def test_the_next_release_is_swapped_in_by_one_update(oxigraph: Server, corpus: Corpus) -> None:
    assert corpus.push(oxigraph).exit_code == 0
    corpus.build("second")
    done = corpus.push(oxigraph)
    assert done.exit_code == 0 and "one update" in done.stdout
    assert set(corpus.labels(oxigraph)) == {"second", *map(str, range(CLAIMS))}
    assert corpus.graphs(oxigraph) == GRAPHS


def test_a_first_push_that_breaks_off_is_run_again(oxigraph: Server, corpus: Corpus) -> None:
    with fake(oxigraph.url) as between:
        between.on(lambda request: request.method == "PUT", status(400, b"no more"), after=12)
        done = corpus.push(oxigraph, url=between.url)
    assert done.exit_code == PushIncomplete.exit_code and "graph " in done.output
    assert len(corpus.graphs(oxigraph)) < len(GRAPHS)
    again = corpus.push(oxigraph)
    assert again.exit_code == 0, again.output
    assert corpus.graphs(oxigraph) == GRAPHS
