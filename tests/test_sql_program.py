"""What a compiled program owes beside results: Spark can read it, it may stop early, it is kept safely."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from il6ld.errors import InvalidInput
from il6ld.namespaces import SH
from il6ld.validation.shapes import Shapes
from il6ld.validation.sql import keeping, validate_files
from il6ld.validation.sql.compiling import compile_shapes
from il6ld.validation.sql.dialects import spark_program
from il6ld.validation.sql.program import Program
from tests.shapes.examples import all_shapes, shapes_of

PREFIXES = "@prefix : <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"


def parse(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE)]


@pytest.mark.heavy
def test_every_statement_is_spark_sql_too() -> None:
    sqlglot = pytest.importorskip("sqlglot")
    statements = spark_program(compile_shapes(Shapes(all_shapes())))
    assert len(statements) > 200
    for _, sql in statements:
        assert sqlglot.parse_one(sql, read="spark")
        assert "term_id" not in sql.lower() and "ubigint" not in sql.lower()


def test_it_stops_early_with_a_true_count(tmp_path: Path) -> None:
    path = tmp_path / "data.nt"
    path.write_text("".join(f"<http://e/{n}> <http://e/p> <http://e/o> .\n" for n in range(50)))
    rules = parse(":S sh:targetSubjectsOf :p ; sh:property :P , :Q . :P sh:path :q ; sh:minCount 1 ."
                  ":Q sh:path :r ; sh:hasValue 1 .")  # fmt: skip
    whole = validate_files([path], rules)
    assert (len(whole.results), whole.found, whole.focus_nodes) == (100, 100, 50)
    early = validate_files([path], rules, most=7)
    assert len(early.results) == 7
    assert early.found == 50
    assert not list(tmp_path.glob("spilled*"))


def test_a_shape_that_refers_to_itself_is_refused() -> None:
    rules = parse(":S sh:targetSubjectsOf :p ; sh:not [ sh:node :S ] .")
    with pytest.raises(InvalidInput, match="refers to itself"):
        compile_shapes(Shapes(rules))


@pytest.mark.parametrize("query", [
    "SELECT $this WHERE { $this ?p ?o MINUS { $this ?p 1 } }",
    "SELECT $this WHERE { VALUES ?x { 1 } $this ?p ?x }",
    "SELECT $this WHERE { SERVICE <http://e/> { $this ?p ?x } }",
    "SELECT $this WHERE { $this ?p",
])  # fmt: skip
def test_a_query_that_shacl_forbids_is_refused(query: str) -> None:
    rules = parse(f':S sh:targetSubjectsOf :p ; sh:sparql :Q . :Q sh:select """{query}""" .')
    with pytest.raises(InvalidInput, match="query of Q"):
        compile_shapes(Shapes(rules))


def test_a_program_is_kept_and_damage_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    rules = Shapes(shapes_of("safety"))
    assert any(rules.values(node, SH.select) for node in rules.nodes)
    keeping._compiled.cache_clear()
    made = keeping.compiled(rules)
    (kept,) = keeping.folder().glob("*.json")
    assert Program.from_json(kept.read_text("utf-8").partition("\n")[2]) == made
    kept.write_text(kept.read_text("utf-8")[:-100])
    keeping._compiled.cache_clear()
    assert keeping.compiled(rules) == made
    keeping._compiled.cache_clear()
