"""`il6ld query` as a person types it: forms, limits, errors, and values that stay values."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import xml.etree.ElementTree as xml
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from il6ld.cli import cli
from il6ld.errors import Il6ldError, UsageError
from il6ld.queries import FORMS, QUERIES, Answer, Graph, Truth, parse, run, write
from tests.conftest import ROOT
from tests.queries.answers import base

CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ROWS = 'SELECT ?a ?b { VALUES (?a ?b) { ("=1+1" 5) ("x\\ty\\nz"@en UNDEF) (<https://e.org/a> -1.5) } }'


def typed(*words: str, given: str = "", folder: Path = ROOT) -> Result:
    with contextlib.chdir(folder):
        return CliRunner().invoke(cli, ["query", *words], input=given, prog_name="il6ld")


def test_a_named_query_by_the_names_people_use() -> None:
    done = typed("causal-paths", "--param", "from=obesity", "--param", "to=IL-6")
    assert done.exit_code == 0 and done.stderr == "1 row\n"
    assert "obesity \u2192 oxidative stress \u2192 NF-kappaB \u2192 interleukin 6" in done.stdout


def test_the_list_has_every_query() -> None:
    listed = json.loads(typed("--list", "--format", "json").stdout)
    assert [row["name"] for row in listed] == list(QUERIES) and all(row["summary"] for row in listed)


def test_explaining_gives_sparql_that_runs_by_itself() -> None:
    told = typed("elevated", "-p", "of=NF-kB", "--explain").stdout
    assert "of = il6:NFkappaB (Entity): What is found raised." in told
    sparql = told[told.index("PREFIX") :]
    assert "VALUES ?of { <https://w3id.org/il6ld/terms/NFkappaB> }" in sparql
    answer = base().store.query(sparql, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)


def test_a_file_and_standard_input(tmp_path: Path) -> None:
    query = "SELECT (COUNT(?claim) AS ?n) { ?claim a il6:Claim }"
    (tmp_path / "mine.rq").write_text(query)
    for done in (
        typed(str(tmp_path / "mine.rq"), "--format", "csv"),
        typed("-", "--format", "csv", given=query),
    ):
        assert done.stdout.splitlines() == ["n", "98"]


@pytest.mark.parametrize(
    ("words", "given", "code", "told"),
    [
        (["mouse-onl"], "", 2, "did you mean 'mouse-only'?"),
        (["elevated", "-p", "of=interleukin 66"], "", 2, "did you mean 'interleukin 6'?"),
        (["elevated", "-p", "of"], "", 2, "NAME=VALUE"),
        (["elevated", "-p", "wherever=IL-6"], "", 2, "has no parameter 'wherever'"),
        (["elevated", "-p", "of=Stated"], "", 2, "not one of 'entity'"),
        (["causal-paths", "-p", "from=any"], "", 2, "needs a value for from"),
        (["causal-paths", "-p", "longest=three"], "", 2, "a whole number"),
        (["elevated", "--format", "ttl"], "", 2, "which 'ttl' cannot write"),
        (["-"], "SELECT * { ?s ?p", 3, "standard input:1:17: error[query-syntax]"),
        (["-"], "INSERT DATA { <a:b> <a:b> <a:b> }", 3, "query-syntax"),
        (["-"], "ASK { SERVICE <http://localhost/> { } }", 2, "standard input:1:7: error[query-service]"),
        (["-"], f"ASK {'{' * 5000}{'}' * 5000}", 9, "Brackets nest deeper than 64."),
        (["-", "--time-limit", "0.3"], CARTESIAN, 9, "after 0.3 s"),
        (["-", "--rows", "2"], "SELECT * { ?s a il6:Claim }", 9, "cut after 2 rows; there are more"),
        ([], "", 2, "Name a query."),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_told(words: list[str], given: str, code: int, told: str) -> None:
    done = typed(*words, given=given)
    assert (done.exit_code, told in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr and isinstance(done.exception, SystemExit)


def test_a_release_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "ontology" / "articles").mkdir(parents=True)
    done = typed("mouse-only", folder=tmp_path)
    assert done.exit_code == 2 and "Run 'il6ld build' first." in done.stderr


def test_every_form_says_the_same() -> None:
    rows = base().query(ROWS)
    assert isinstance(rows, Answer)
    native = base().store.query(ROWS)
    assert isinstance(native, ox.QuerySolutions)
    expected = [tuple(row) for row in native]
    for form, syntax in (("json", ox.QueryResultsFormat.JSON), ("xml", ox.QueryResultsFormat.XML),
                         ("tsv", ox.QueryResultsFormat.TSV)):  # fmt: skip
        read = ox.parse_query_results(write(rows, form), format=syntax)
        assert isinstance(read, ox.QuerySolutions) and [tuple(row) for row in read] == expected, form
    assert list(csv.reader(io.StringIO(write(rows, "csv"), newline=""))) == [
        ["a", "b"], ["'=1+1", "5"], ["x\ty\nz", ""], ["https://e.org/a", "-1.5"]
    ]  # fmt: skip


def test_markdown_and_tables_keep_rows_on_lines() -> None:
    rows = base().query('SELECT ?a { VALUES ?a { "one|two" "<b>*bold*</b>" } }')
    assert write(rows, "md").splitlines()[2:] == [r"| one\|two |", r"| \<b\>\*bold\*\</b\> |"]
    assert len(write(base().query(ROWS), "md").splitlines()) == 5


def test_triples_and_truth_have_their_forms() -> None:
    triples = base().query("CONSTRUCT WHERE { claims:il6d-0001 il6:polarity ?o }")
    assert isinstance(triples, Graph) and len(triples) == 1
    assert "claims:il6d-0001 il6:polarity il6:Affirmed" in write(triples, "ttl")
    assert list(ox.parse(write(triples, "jsonld"), format=ox.RdfFormat.JSON_LD))
    truth = base().query("ASK { ?s ?p ?o }")
    assert isinstance(truth, Truth) and json.loads(write(truth, "json"))["boolean"] is True
    boolean = xml.fromstring(write(truth, "xml")).find("{http://www.w3.org/2005/sparql-results#}boolean")
    assert boolean is not None and boolean.text == "true"


def test_each_form_writes_something_or_says_what_it_cannot() -> None:
    kb = base()
    results = [kb.query("elevated"), kb.query("CONSTRUCT WHERE { ?s a il6:Claim }"), kb.query("ASK { }")]
    for form in FORMS:
        written = 0
        for result in results:
            try:
                written += bool(write(result, form))
            except UsageError as error:
                assert error.findings[0].help
        assert written, form


@pytest.mark.parametrize(
    "text",
    ["il6:Interleukin6 } DELETE { ?s ?p ?o", '> . ?p ?o } #', '"', "\\", "\n", "\\u003E", "?x",
     "} UNION { ?s ?p ?o", "il6:Interleukin6> } ; DROP ALL #", "SERVICE <http://localhost/>"],
)  # fmt: skip
def test_what_is_injected_is_a_name_of_nothing(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        base().query("elevated", of=text)
    assert caught.value.findings[0].rule == "unknown-term"


@settings(max_examples=200)
@given(st.text(max_size=40) | st.sampled_from(["IL-6", "RA", "any", "il6:Fever", "MONDO:0008383"]))
def test_no_value_ever_becomes_part_of_a_query(text: str) -> None:
    kb, query = base(), QUERIES["elevated"]
    try:
        values = kb.values(query, {"of": text})
    except UsageError:
        return
    assert values.keys() <= {"of", "status"}
    assert all(isinstance(value, ox.NamedNode) for value in values.values())


def test_a_text_value_is_bound_whole() -> None:
    source = "#+ parameters:\n#+   said: {type: Text}\nSELECT ?said { }"
    text = 'a" } DELETE { ?s ?p ?o } #\n\\'
    query = parse("mine", source)
    kb = base()
    answer = run(kb.store, query, kb.values(query, {"said": text}), kb.context)
    assert isinstance(answer, Answer) and answer.column("said") == [ox.Literal(text)]


@pytest.mark.parametrize(
    "head",
    [
        "summary: [",
        "nonsense: true",
        "parameters: [a]",
        "parameters: {a: {kind: b}}",
        "- a",
        "parameters: {a: b}",
    ],
)
def test_a_head_that_is_none_is_refused(head: str) -> None:
    with pytest.raises(Il6ldError) as caught:
        parse("mine", f"#+ {head}\nASK {{ }}")
    assert caught.value.findings[0].rule == "query-head"
