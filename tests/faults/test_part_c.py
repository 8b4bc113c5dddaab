"""Part C of the faults, rows 1 to 10 and 16: what must hold of exports, ontologies, shapes and prefixes."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from il6ld import formats, validation
from il6ld.cli import cli
from il6ld.errors import Il6ldError, InvalidInput, LimitExceeded
from il6ld.formats import SERIALISATIONS, Scope, selection
from il6ld.namespaces import OWL, RDF, RDFS, Context
from il6ld.project import Project
from il6ld.validation import ENGINES, validate
from tests.faults.claim_files import (
    CONTEXT,
    TERMS,
    Told,
    append,
    change,
    fingerprint,
    refused,
    run,
    validated,
)
from tests.shapes.examples import ROOT

FIDELITY = ROOT.parent / "shared" / "suites" / "fidelity18.nt"
RELEASE = ROOT / "build" / "il6ld.nq"
SHAPES = "shapes/own.ttl"
PREFIXES = """\
@prefix il6: <https://w3id.org/il6ld/terms/> .
@prefix my: <https://example.org/tiny/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shapes: <https://w3id.org/il6ld/shapes/> .

"""
ASKING = """\
shapes:own
    a sh:NodeShape ;
    sh:targetClass il6:Claim ;
    sh:sparql shapes:own-query ;
    sh:severity sh:Violation ;
    sh:message "No claim may be asked this."@en .

shapes:own-query
    a sh:SPARQLConstraint ;
    sh:select \"\"\"SELECT DISTINCT $this WHERE { %s }\"\"\" .
"""


def with_shapes(folder: Path, text: str) -> Path:
    """Gives a project a file of shapes of its own."""
    path = folder / SHAPES
    path.parent.mkdir(exist_ok=True)
    path.write_text(PREFIXES + text, encoding="utf-8")
    return folder


def parsed(text: str) -> list[ox.Triple]:
    """The triples of a piece of Turtle."""
    return [quad.triple for quad in ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE)]


def term(name: str, *lines: str) -> str:
    """A block of a class in house style."""
    told = [f'rdfs:label "{name.lower()}"@en', f'skos:definition "What is called {name.lower()}."@en']
    return f"\nmy:{name}\n    " + " ;\n    ".join(["a owl:Class", *lines, *told]) + " .\n"


# C1: what is written is read again


def lying(name: str) -> tuple[formats.Serialisation, ...]:
    """The formats, one of them with a writer that leaves out a full stop."""
    (liar,) = (row for row in SERIALISATIONS if row.name == name)

    def write(data: ox.Dataset, context: Context) -> bytes:
        return liar.writer(data, context).replace(b"What is called nap.", b"What is called nap")

    return tuple(replace(row, writer=write) if row is liar else row for row in SERIALISATIONS)


@pytest.mark.parametrize("name", [row.name for row in SERIALISATIONS if row.scope is not Scope.BARE])
def test_c01_an_export_that_says_something_else_is_never_released(
    released: Path, name: str, monkeypatch: pytest.MonkeyPatch, unreasoned: None
) -> None:
    before = fingerprint(released / "build")
    append(released, TERMS, term("Nap", "rdfs:subClassOf il6:BiologicalProcess"))
    append(released, TERMS, "\nmy:Nap a il6:BiologicalProcess .\n")
    monkeypatch.setattr(formats.export, "__defaults__", (lying(name),))
    monkeypatch.chdir(released)
    done = CliRunner().invoke(cli, ["build"])
    assert done.exit_code == 8, done.output
    (row,) = (row for row in SERIALISATIONS if row.name == name)
    assert f"{row.filename}, read again, lacks" in done.stderr
    assert fingerprint(released / "build") == before


# C2, C3: what XML cannot hold


@pytest.mark.parametrize("escape", ["\\u0000", "\\u0007", "\\u000B", "\\u001F", "\\uFFFE"])
def test_c02_a_control_character_in_turtle_is_refused_where_it_stands(released: Path, escape: str) -> None:
    change(released, TERMS, '"caffeine"@en', f'"caff{escape}eine"@en')
    (finding,) = refused(released, 1, "control-character")
    line = (released / TERMS).read_text().splitlines()[finding["line"] - 1]
    assert escape in line or line == "my:Caffeine"
    assert f"U+{escape[2:]}" in finding["message"]


def test_c02_no_writer_of_xml_takes_one(project: Project) -> None:
    (row,) = (row for row in SERIALISATIONS if row.name == "owl")
    node = ox.NamedNode("https://example.org/bell")
    data = ox.Dataset([ox.Quad(node, RDFS.label, ox.Literal("\a"))])
    with pytest.raises(InvalidInput, match=r"U\+0007 .*https://example\.org/bell"):
        row.write(data, project.context)


@pytest.mark.parametrize("iri", ["https://example.org/tiny/terms/123", "urn:uuid:1"])
def test_c03_a_predicate_that_is_no_xml_name_is_named(released: Path, iri: str, unreasoned: None) -> None:
    append(released, TERMS, f"\nmy:Sleep <{iri}> my:Caffeine .\n")
    before = fingerprint(released / "build")
    code, _, told = run(released, "build")
    assert code == 1
    assert f"no element name for <{iri}>, a predicate of <https://example.org/tiny/terms/Sleep>" in told
    assert fingerprint(released / "build") == before


# C4: the text of literals


@pytest.mark.parametrize("row", SERIALISATIONS, ids=lambda row: row.name)
def test_c04_literals_keep_their_text(row: formats.Serialisation, project: Project) -> None:
    if not FIDELITY.is_file():
        pytest.skip(f"the suite is not at {FIDELITY}")
    graph = ox.NamedNode(
        project.context.expand("graphs:bare" if row.scope is Scope.BARE else "graphs:ontology")
    )
    triples = [quad.triple for quad in ox.parse(path=str(FIDELITY), format=ox.RdfFormat.N_TRIPLES)]
    data = ox.Dataset(ox.Quad(one.subject, one.predicate, one.object, graph) for one in triples)
    again = row.read(row.write(data, project.context))
    assert literals(again) == literals(data)
    assert len(literals(data)) == 16


def literals(data: ox.Dataset) -> set[tuple[str, str]]:
    return {(str(quad.predicate), str(quad.object)) for quad in data if isinstance(quad.object, ox.Literal)}


# C5, C6: blank nodes


def test_c05_no_blank_node_stands_outside_an_axiom(project: Project) -> None:
    if not RELEASE.is_file():
        pytest.skip("there is no release: run 'il6ld build'")
    quads = list(ox.parse(path=str(RELEASE), format=ox.RdfFormat.N_QUADS))
    blank = [quad for quad in quads if ox.BlankNode in (type(quad.subject), type(quad.object))]
    assert len(blank) > 50
    assert {quad.graph_name for quad in blank} == {ox.NamedNode(project.context.expand("graphs:ontology"))}
    for quad in blank:
        assert quad.predicate in OWL or quad.predicate in RDF or quad.predicate in RDFS, quad
    used = [quad.object for quad in blank if isinstance(quad.object, ox.BlankNode)]
    assert len(used) == len(set(used)), "a blank node stands in two axioms"


def complete(number: int) -> str:
    """Blank nodes each of which is joined to all others: no two can be told apart."""
    return "".join(
        f"_:b{one} rdfs:seeAlso _:b{other} .\n"
        for one in range(number)
        for other in range(number)
        if one != other
    )


def cubic(number: int) -> str:
    """A ring of blank nodes, each joined to the one across as well."""
    joins = [(one, (one + 1) % number) for one in range(number)]
    joins += [(one, (one + number // 2) % number) for one in range(number // 2)]
    pairs = [*joins, *((other, one) for one, other in joins)]
    return "".join(f"_:b{one} rdfs:seeAlso _:b{other} .\n" for one, other in pairs)


POISON = {
    "complete": complete(9),
    "cubic": cubic(40),
    "stars": "".join(f"_:s{star} rdfs:seeAlso _:l{star}x{leaf} .\n_:l{star}x{leaf} rdfs:label '' .\n"
                     for star in range(9) for leaf in range(9)),
    "row": "".join(f"_:r{place} rdfs:seeAlso _:r{place + 1} .\n" for place in range(900)),
}  # fmt: skip


@pytest.mark.parametrize("kind", POISON)
def test_c06_a_graph_that_cannot_be_named_in_time_is_refused(kind: str) -> None:
    data = ox.Dataset(ox.Quad(one.subject, one.predicate, one.object) for one in parsed(POISON[kind]))
    start = time.process_time()
    with pytest.raises(LimitExceeded, match="blank nodes can hardly be told apart, among them _:"):
        selection(data, Scope.DATASET)
    assert time.process_time() - start < 2


def test_c06_axioms_and_long_lists_are_no_poison() -> None:
    members = " ".join(f"my:Kind{number}" for number in range(600))
    restrictions = "".join(
        f"my:Kind{number} rdfs:subClassOf [ a owl:Restriction ; owl:onProperty my:has ; "
        "owl:someValuesFrom [ owl:unionOf ( my:Kind1 my:Kind2 ) ] ] .\n"
        for number in range(100)
    )
    found = parsed(f"my:All owl:unionOf ( {members} ) .\n{restrictions}")
    start = time.process_time()
    assert len(selection(ox.Dataset(ox.Quad(*one) for one in found), Scope.DATASET)) == len(found)
    assert time.process_time() - start < 4


def test_c06_a_build_of_one_ends_with_exit_9(released: Path, unreasoned: None) -> None:
    before = fingerprint(released / "build")
    append(released, TERMS, POISON["cubic"])
    code, _, told = run(released, "build")
    assert code == 9
    assert told.startswith("error[limit]")
    assert "help: Give them IRIs" in told
    assert fingerprint(released / "build") == before


# C7: axioms that contradict


def test_c07_an_unsatisfiable_class_is_explained(released: Path) -> None:
    before = fingerprint(released / "build")
    append(released, TERMS, term("Trance", "rdfs:subClassOf my:Sleep", "owl:disjointWith my:Sleep"))
    code, _, told = run(released, "build")
    assert code == 1
    assert re.search(r"terms\.ttl:\d+:1: error\[unsatisfiable\] Nothing can ever be 'my:Trance'", told)
    assert "Every trance is a sleep." in told
    assert "Nothing is both a trance and a sleep." in told or "Nothing is both a sleep and a trance." in told
    assert fingerprint(released / "build") == before


def test_c07_a_contradiction_is_explained(released: Path) -> None:
    before = fingerprint(released / "build")
    append(released, TERMS, term("Nap", "rdfs:subClassOf il6:BiologicalProcess"))
    append(released, TERMS, "\nmy:Nap a il6:BiologicalProcess , my:Rest .\n")
    append(released, TERMS, term("Rest", "owl:disjointWith il6:BiologicalProcess"))
    code, _, told = run(released, "build")
    assert code == 1
    assert re.search(r"terms\.ttl:\d+:1: error\[inconsistent\]", told), told
    assert "Nap is a rest." in told
    assert "Nap is a biological process." in told
    assert "Nothing is both a" in told
    assert fingerprint(released / "build") == before


# C8: shapes that cannot be relied on

UNSOUND = {
    "itself": (
        "shapes:own a sh:NodeShape ; sh:targetClass il6:Claim ; sh:node shapes:own .",
        "refers to itself",
    ),
    "in two steps": (
        "shapes:own a sh:NodeShape ; sh:targetClass il6:Claim ; sh:not shapes:other .\n"
        "shapes:other a sh:NodeShape ; sh:or ( [ sh:node shapes:own ] ) .",
        "refers to itself",
    ),
    "by a property": (
        "shapes:own a sh:NodeShape ; sh:targetClass il6:Claim ; sh:property shapes:other .\n"
        "shapes:other a sh:PropertyShape ; sh:path il6:basedOn ; sh:node shapes:own .",
        "refers to itself",
    ),
    "path": (
        "shapes:own a sh:PropertyShape ; sh:targetClass il6:Claim ; sh:minCount 1 ; sh:path _:way .\n"
        "_:way sh:inversePath _:way .",
        "leads into itself",
    ),
    "sequence": (
        "shapes:own a sh:PropertyShape ; sh:targetClass il6:Claim ; sh:minCount 1 ; sh:path _:way .\n"
        "_:way rdf:first il6:basedOn ; rdf:rest _:way .",
        "leads into itself",
    ),
    "slip": (
        "shapes:own a sh:PropertyShape ; sh:targetClass il6:Claim ; sh:path il6:basedOn ; sh:minCuont 1 .",
        "do not know sh:minCuont",
    ),
    "no query": (ASKING % "$this ?p", "cannot be used"),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", UNSOUND)
def test_c08_unsound_shapes_do_not_conform(kind: str, engine: str) -> None:
    text, told = UNSOUND[kind]
    claim = parsed("my:claim a il6:Claim ; il6:basedOn my:claim .")
    with pytest.raises(InvalidInput) as caught:
        validate(claim, parsed(text), engine)
    assert all(finding.rule == "shapes" for finding in caught.value.findings)
    assert told in f"{caught.value} {caught.value.findings[0].message}"


def test_c08_an_unsound_shape_is_told_where_it_stands(released: Path, unreasoned: None) -> None:
    with_shapes(released, UNSOUND["slip"][0].replace("shapes:own a", "shapes:own\n    a"))
    (finding,) = refused(released, 1, "shapes", f"{SHAPES}:9:1")
    assert finding["help"] == "did you mean 'minCount'?"


def test_c08_a_shapes_file_that_is_no_turtle_is_refused(released: Path, unreasoned: None) -> None:
    with_shapes(released, "shapes:own a sh:NodeShape ; sh:minCount .")
    refused(released, 3, "turtle-syntax")


AIMLESS = {
    "a class without instances": "sh:targetClass my:Nonsense ; sh:nodeKind sh:IRI",
    "a predicate that none uses": "sh:targetSubjectsOf my:nonsense ; sh:nodeKind sh:IRI",
    "no target": "sh:nodeKind sh:IRI",
}


@pytest.mark.parametrize("kind", AIMLESS)
def test_c08_a_shape_of_the_projects_own_that_looks_at_nothing_is_told(tiny: Path, kind: str) -> None:
    with_shapes(tiny, f"shapes:own\n    a sh:NodeShape ;\n    {AIMLESS[kind]} .")
    told = validated(tiny)
    assert (told.code, told.rules) == (0, {"shape-targets-nothing"})
    assert told.places == [f"{SHAPES}:9:1"]
    assert told.findings[0]["severity"] == "warning"


def test_c08_a_shape_that_looks_at_something_is_not(tiny: Path) -> None:
    with_shapes(
        tiny,
        "shapes:own\n    a sh:NodeShape ;\n    sh:targetClass il6:Claim , my:None ; sh:nodeKind sh:IRI .",
    )
    assert validated(tiny) == Told(0, [])


# C9: nothing is fetched


@contextmanager
def listener() -> Iterator[tuple[str, socket.socket]]:
    """A server that only counts who comes: its address and its socket."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", server


def nobody_came(server: socket.socket) -> bool:
    try:
        server.accept()
    except BlockingIOError:
        return True
    return False


REACHING = {
    "service": "SERVICE <{0}> { $this ?p ?o }",
    "silent": "service silent <{0}> {{ $this ?p ?o }}",
    "hidden": "$this ?p ?o . # nothing here\n FILTER EXISTS { SERVICE\n# really\n<{0}> { ?o ?q ?r } }",
    "escaped": "\\\\u0053ERVICE <{0}> { $this ?p ?o }",
    "variable": "$this ?p ?o . SERVICE ?o { ?a ?b ?c }",
    "sub-select": "{ SELECT $this FROM <{0}> { $this ?p ?o } }",
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", REACHING)
def test_c09_a_query_that_reaches_out_is_refused(kind: str, engine: str) -> None:
    with listener() as (address, server):
        query = REACHING[kind].replace("{0}", address)
        with pytest.raises(InvalidInput) as caught:
            validate(parsed("my:claim a il6:Claim ."), parsed(ASKING % query), engine)
        assert "nothing is fetched" in caught.value.findings[0].message
        assert nobody_came(server)


def test_c09_words_that_only_look_like_it_are_no_harm() -> None:
    query = "$this <https://example.org/SERVICE> 'FROM' . # LOAD\n"
    assert validate(parsed("my:claim a il6:Claim ."), parsed(ASKING % query)).conforms


def test_c09_imports_of_shapes_are_not_fetched(released: Path, unreasoned: None) -> None:
    with listener() as (address, server):
        with_shapes(released, f"shapes:\n    a owl:Ontology ;\n    owl:imports <{address}> .")
        refused(released, 1, "owl-imports")
        assert nobody_came(server)


# C10: shapes that take for ever


def test_c10_a_query_that_tries_everything_ends_with_exit_9(
    released: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validation, "PATIENCE", 0.8)
    before = fingerprint(released / "build")
    ways = " ".join(f"?a{place} ?p{place} ?b{place} ." for place in range(4))
    with_shapes(released, ASKING % f"{ways} FILTER (STR(?a0) = CONCAT(STR(?b1), STR(?b2), STR(?b3)))")
    start = time.monotonic()
    code, _, told = run(released, "validate")
    assert code == 9
    assert "error[limit]" in told
    assert "not done with after 0.8 seconds" in told
    assert time.monotonic() - start < 5
    assert fingerprint(released / "build") == before


def test_c10_a_query_that_breaks_the_engine_ends_with_exit_9() -> None:
    query = ASKING % ("{" * 60_000 + "$this ?p ?o" + "}" * 60_000)
    with pytest.raises(Il6ldError) as caught:
        validate(parsed("my:claim a il6:Claim ."), parsed(query), patience=20)
    assert caught.value.exit_code in (1, 9)


def test_c10_own_shapes_find_the_same_in_a_process_of_their_own() -> None:
    data, shapes = parsed("my:claim a il6:Claim ."), parsed(ASKING % "$this ?p ?o")
    assert validate(data, shapes).results == validate(data, shapes, patience=20).results
    assert len(validate(data, shapes).results) == 1


# C16: prefixes


@pytest.mark.parametrize(
    "entry",
    [
        {"owl": "https://example.org/owl#"},
        {"il6": "https://example.org/terms/"},
        {"my": ""},
        {"my": {"@id": "", "@prefix": True}},
        {"my": "tiny/terms/"},
        {"": "https://example.org/"},
    ],
    ids=str,
)
def test_c16_a_prefix_that_cannot_be_is_refused(released: Path, entry: dict[str, object]) -> None:
    context = json.loads((released / CONTEXT).read_text())
    context["@context"].update(entry)
    (released / CONTEXT).write_text(json.dumps(context, indent=2))
    refused(released, 1, "context")


def test_c16_a_prefix_given_twice_is_refused(released: Path) -> None:
    change(released, CONTEXT, '"my":', '"my": "https://example.org/other/",\n    "my":')
    refused(released, 1, "context")


@pytest.mark.parametrize(
    "line",
    [
        "@prefix owl: <https://example.org/owl#> .",
        "@prefix my: <https://example.org/other/> .",
        "@prefix : <https://example.org/tiny/terms/> .",
        "@prefix new: <https://example.org/new/> .",
    ],
)
def test_c16_turtle_binds_prefixes_as_the_context_does(released: Path, line: str) -> None:
    append(released, TERMS, f"\n{line}\n")
    refused(released, 1, "prefix-differs")


def test_c16_a_prefix_is_bound_once_in_a_file(released: Path) -> None:
    text = (released / TERMS).read_text()
    head = "@prefix my: <https://example.org/other/> .\n@prefix my: <https://example.org/tiny/terms/> .\n"
    (released / TERMS).write_text(text.replace("@prefix my: <https://example.org/tiny/terms/> .\n", head))
    refused(released, 1, "prefix-differs")


@pytest.mark.parametrize("iri", ["", "tiny/terms/"])
def test_c16_a_prefix_in_turtle_stands_for_a_whole_iri(released: Path, iri: str) -> None:
    change(released, TERMS, "@prefix my: <https://example.org/tiny/terms/> .", f"@prefix my: <{iri}> .")
    refused(released, 1, "iri")
