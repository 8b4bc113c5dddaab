"""Files loaded in SQL give the triples that pyoxigraph reads, and a malformed line is told with its place."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from il6ld.errors import UnreadableInput
from il6ld.validation.sql.engine import connected
from il6ld.validation.sql.loading import load
from il6ld.validation.sql.terms import token_of

GOOD = b"<http://a/s> <http://a/p> <http://a/o> .\n"
# Lines that are right and not as pyoxigraph writes them, beside such as are.
LINES = """<http://a/s> <http://a/p> "x\\ty \\"q\\" \\\\ \\n <b> ." <http://g/1> .
<http://a/s> <http://a/p> "x <http://g/1> ." .

# a comment
<http://a/s>   <http://a/p>\t"01"^^<http://www.w3.org/2001/XMLSchema#integer>  .
<http://a/s> <http://a/p> "caf\\u00E9"@EN-gb .
_:b <http://a/p> "\\u0001 rings, \\\\u0002 does not" <http://g/1> .
<http://a/s> <http://a/p> "same" .
<http://a/s> <http://a/p> "same"^^<http://www.w3.org/2001/XMLSchema#string> <http://g/2> .
<http://a/s> <http://a/p> _:c _:g .
<http://a/s> <http://a/p> "tail _:x" .
<http://a/\\u00e9> <http://a/p> <http://a/\u00e9> . # the end
<http://a/s> <http://a/p> "' \U0001f600 \u2028 x" ."""


def loaded(*paths: Path) -> list[tuple[str, str, str]]:
    """The triples that SQL makes of files, as tokens."""
    with connected(paths[0].parent) as connection:
        load(connection, paths)
        tokens = ", ".join(token_of(name) for name in "spo")
        joins = " ".join(f"JOIN dictionary {name} ON {name}.id = q.{name}" for name in "spo")
        return sorted(connection.execute(f"SELECT {tokens} FROM quads q {joins}").fetchall())


def parsed(content: bytes) -> list[tuple[str, ...]]:
    """The triples that pyoxigraph reads, as tokens."""
    triples = {quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_QUADS)}
    text = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    return sorted(tuple(line[:-2].split(" ", 2)) for line in text.split("\n") if line)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_lines_of_any_form_are_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "data.nq"
    path.write_bytes(LINES.replace("\n", ending).encode())
    expected = parsed(path.read_bytes())
    assert len(expected) == 10
    assert loaded(path) == expected


def test_a_compressed_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "data.nq.gz"
    path.write_bytes(gzip.compress(LINES.encode()))
    assert loaded(path) == parsed(LINES.encode())


def test_blank_nodes_of_two_files_are_two(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.nt").write_bytes(b'_:x <http://a/p> "1" .\n')
    assert [row[0] for row in loaded(tmp_path / "a.nt", tmp_path / "b.nt")] == ["_:f0-x", "_:f1-x"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b'<http://a/s> <http://a/p> "x .\n', "Parser error"),
        (b'<http://a/s> <http://a/p> "\xff" .\n', "Invalid UTF-8"),
        (b"<http://a/s> <http://a/p> <no iri> .\n", "Invalid IRI"),
        (b'<http://a/s> <http://a/p> "a\rb" .\n', "Line jumps"),
        (b"<http://a/s> <http://a/p>", "Parser error"),
    ],
    ids=["quote", "utf-8", "iri", "carriage return", "cut off"],
)
def test_a_malformed_line_is_told_with_its_place(tmp_path: Path, line: bytes, told: str) -> None:
    path = tmp_path / "data.nq"
    path.write_bytes(GOOD * 1000 + line + (GOOD if line.endswith(b"\n") else b""))
    with pytest.raises(UnreadableInput, match=told) as caught:
        loaded(path)
    position = caught.value.findings[0].position
    assert position is not None
    assert (position.file, position.line) == (str(path), 1001)


def test_a_truncated_archive_is_not_taken_for_whole(tmp_path: Path) -> None:
    path = tmp_path / "data.nq.gz"
    path.write_bytes(gzip.compress(GOOD * 30_000)[:100])
    with pytest.raises(UnreadableInput):
        loaded(path)


LITERALS = st.builds(ox.Literal, st.text(st.characters(exclude_categories=["Cs"]), max_size=12))


@pytest.mark.parametrize("examples", [10, pytest.param(200, marks=pytest.mark.heavy)])
def test_any_text_comes_through(tmp_path: Path, examples: int) -> None:
    @settings(max_examples=examples, deadline=None)
    @given(st.lists(LITERALS, min_size=1, max_size=40))
    def comes_through(literals: list[ox.Literal]) -> None:
        node = ox.NamedNode("http://a/s")
        content = ox.serialize(
            [ox.Triple(node, node, one) for one in literals], format=ox.RdfFormat.N_TRIPLES
        )
        path = tmp_path / "data.nt"
        path.write_bytes(content or b"")
        assert loaded(path) == parsed(content or b"")

    comes_through()
