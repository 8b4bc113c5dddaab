"""An import makes a corpus whose claims hold, and accounts for all that it does not take."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from il6ld import importing, safety
from il6ld.commands.importing import import_
from il6ld.corpora import Corpus, ontology
from il6ld.errors import InvalidInput, UnreadableInput, UsageError
from il6ld.namespaces import IL6, RDF, local_name
from il6ld.project import Project
from il6ld.sources import Sources

pytestmark = pytest.mark.usefixtures("read_once")

SCRIPT = """
SET Citation = {"PubMed", "1001"}
SET Evidence = "A was found to raise B."
bp(GO:a) -> bp(GO:b)
bp(GO:a) cnc bp(GO:c)
p(HGNC:A) pos p(HGNC:B)
p(HGNC:A) -> (p(HGNC:B) -| p(HGNC:C))
SET Species = "10116"
bp(GO:a) -> bp(GO:d)
UNSET Species
SET Evidence = "A may raise B."
bp(GO:a) -> bp(GO:e)
SET Citation = {"PubMed", "1002"}
SET Evidence = "It is a hypothesis that A raises B."
bp(GO:a) -> bp(GO:f)
"""
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "one.bel"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


@pytest.fixture
def terms() -> importing.Terms:
    return importing.Terms(base="https://example.org/one", retrieved="2026-01-02")


def dataset_of(corpus: Corpus, sources: Sources) -> ox.Dataset:
    text = "".join(corpus.quads(corpus.words(sources.words)))
    dataset = ox.Dataset(ox.parse(text.encode(), format=ox.RdfFormat.N_QUADS))
    graph = ox.NamedNode(sources.context.expand("graphs:ontology"))
    for triple in ontology.triples(sources):
        dataset.add(ox.Quad(triple.subject, triple.predicate, triple.object, graph))
    return dataset


def test_an_import_accounts_for_every_statement(
    project: Project, script: Path, tmp_path: Path, terms: importing.Terms
) -> None:
    done = importing.bel(project, script, tmp_path / "out", terms)
    assert (done.read, done.accepted, done.claims, dict(done.refused)) == (7, 6, 6, {"nested": 1})
    assert done.checked == 6 and done.articles == 2
    (header, row) = (tmp_path / "out" / "refused.tsv").read_text(encoding="utf-8").splitlines()
    assert header.split("\t")[:4] == ["file", "line", "column", "reason"]
    assert row.split("\t") == [
        str(script), "7", "1", "nested", "p(HGNC:B) decreases p(HGNC:C)",
        "p(HGNC:A) -> (p(HGNC:B) -| p(HGNC:C))",
    ]  # fmt: skip


def test_what_is_written_is_a_corpus_under_its_own_base(
    project: Project, sources: Sources, script: Path, tmp_path: Path, terms: importing.Terms,
    corpus_of: Callable[[Path], Corpus],
) -> None:  # fmt: skip
    importing.bel(project, script, tmp_path / "out", terms)
    corpus = corpus_of(tmp_path / "out")
    assert corpus.head["claims"] == 6 and corpus.head["refused"] == {"nested": 1}
    dataset = dataset_of(corpus, sources)
    typed = (quad for quad in dataset.quads_for_object(IL6.Claim) if quad.predicate == RDF.type)
    names = {quad.subject.value for quad in typed if isinstance(quad.subject, ox.NamedNode)}
    assert "https://example.org/one/claims/pmid1001-0001" in names and len(names) == 6


def test_nothing_hedged_narrowed_or_unchanged_is_said_bare(
    project: Project, sources: Sources, script: Path, tmp_path: Path, terms: importing.Terms,
    corpus_of: Callable[[Path], Corpus],
) -> None:  # fmt: skip
    importing.bel(project, script, tmp_path / "out", terms)
    bare = safety.bare_triples(dataset_of(corpus_of(tmp_path / "out"), sources))
    told = {(local_name(t.predicate), local_name(str(t.object)[1:-1])) for t in bare}
    assert told == {("increases", "b")}  # not c, d, e, f, nor what is said of levels


def test_the_supporting_texts_are_written_only_where_a_licence_lets_them(
    project: Project, script: Path, tmp_path: Path
) -> None:
    def texts(license: str) -> str:
        out = tmp_path / f"out{len(list(tmp_path.iterdir()))}"
        done = importing.bel(project, script, out, importing.Terms(license=license, base="https://e.org/"))
        assert [one.rule for one in done.findings] == (["import-license"] if "nc" in license else [])
        found = b"".join(
            path.read_bytes() for path in out.rglob("*") if path.is_file() and "texts" in path.name
        )
        return "".join(path.name for path in out.glob("texts*")) if found else ""

    assert texts("") == ""
    assert texts("https://creativecommons.org/licenses/by-nc/4.0/") == ""
    assert texts(CC_BY) == "texts.ndjson.zst"
    assert texts("http://creativecommons.org/publicdomain/zero/1.0/") == "texts.ndjson.zst"


def test_an_import_is_the_same_bytes_again(
    project: Project, script: Path, tmp_path: Path, terms: importing.Terms
) -> None:
    def content(name: str) -> dict[str, bytes]:
        importing.bel(project, script, tmp_path / name / "corpus", terms)
        found = (tmp_path / name / "corpus").rglob("*")
        return {str(path.relative_to(tmp_path / name)): path.read_bytes() for path in found if path.is_file()}

    one = content("a")
    assert len(one) == 5 and one == content("b")


def test_a_failed_import_leaves_what_was_there(
    project: Project, script: Path, tmp_path: Path, terms: importing.Terms
) -> None:
    out = tmp_path / "out"
    importing.bel(project, script, out, terms)
    before = (out / "corpus.json").read_bytes()
    script.write_text('SET Evidence = "open', encoding="utf-8")
    with pytest.raises(UnreadableInput):
        importing.bel(project, script, out, terms)
    assert (out / "corpus.json").read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_what_is_no_corpus_is_never_replaced(project: Project, script: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(UsageError):
        importing.bel(project, script, tmp_path / "home", importing.Terms())
    assert (tmp_path / "home" / "letter.txt").read_text(encoding="utf-8") == "dear"


def test_a_sample_that_breaks_a_shape_is_no_corpus(
    project: Project, script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("il6ld.corpora.bel.claims.TRACEABILITY", "ECO:0000305")
    with pytest.raises(InvalidInput) as error:
        importing.bel(project, script, tmp_path / "out", importing.Terms())
    assert "claim-explicit-traceability" in {one.rule for one in error.value.findings}
    assert not (tmp_path / "out").exists()


def test_the_command_prints_the_account(script: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        import_, ["bel", str(script), "-o", str(tmp_path / "out"), "--format", "json"]
    )
    assert result.exit_code == 0, result.output
    rows = json.loads(result.stdout)
    assert [(row["outcome"], row["number"]) for row in rows] == [
        ("accepted", "6"), ("refused: nested", "1"), ("total", "7"),
    ]  # fmt: skip
    assert "6 of 6 claims held against the shapes" in result.stderr


def test_a_corpus_is_the_same_in_parquet(
    project: Project, sources: Sources, script: Path, tmp_path: Path, terms: importing.Terms,
    corpus_of: Callable[[Path], Corpus],
) -> None:  # fmt: skip
    importing.bel(project, script, tmp_path / "out", terms)
    corpus = corpus_of(tmp_path / "out")
    corpus.write_parquet(tmp_path / "columns")
    columns = corpus_of(tmp_path / "columns")
    assert {path.suffix for path in columns.claim_files} == {".parquet"}
    for one, other in zip(corpus.claim_files, columns.claim_files, strict=True):
        records = [json.loads(text.text) for text in corpus.texts(one)]
        assert records and records == [json.loads(text.text) for text in columns.texts(other)]
    assert dataset_of(corpus, sources) == dataset_of(columns, sources)


def test_what_is_no_parquet_is_told(tmp_path: Path, corpus_of: Callable[[Path], Corpus]) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "x.parquet").write_bytes(b"PAR1 and no more")
    corpus = corpus_of(tmp_path)
    with pytest.raises(UnreadableInput):
        list(corpus.texts(corpus.claim_files[0]))


def test_a_bad_line_of_a_corpus_is_reported_and_the_others_read(
    project: Project, sources: Sources, script: Path, tmp_path: Path, terms: importing.Terms,
    corpus_of: Callable[[Path], Corpus],
) -> None:  # fmt: skip
    importing.bel(project, script, tmp_path / "out", terms)
    corpus = corpus_of(tmp_path / "out")
    texts = [text.text for text in corpus.texts(corpus.claim_files[0])]
    corpus.claim_files[0].unlink()
    (tmp_path / "out" / "claims" / "x.ndjson").write_text(
        "\n".join([*texts[:3], '{"id": "claims:', *texts[3:]]), encoding="utf-8"
    )
    errors: list[Exception] = []
    words = corpus.words(sources.words)
    told = "".join(corpus.quads(words, errors.append))
    assert len(errors) == 1 and ":4:8: error[json-syntax]" in errors[0].findings[0].headline  # type: ignore[attr-defined]
    assert told.count("<https://w3id.org/il6ld/terms/Claim>") == 6
