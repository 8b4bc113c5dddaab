"""Every format says just what the dataset says, in the same bytes every time, to any reader."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from il6ld.errors import Il6ldError, InvalidInput, UnreadableInput
from il6ld.formats import SERIALISATIONS, Scope, Serialisation, export, selection, verify
from il6ld.namespaces import GRAPHS, IL6, OWL, RDF, RDFS, XSD, read_context
from tests.generated_quads import datasets
from tests.safety.readers import Row, rows, with_rdflib

ROOT = Path(__file__).parents[1]
CONTEXT = read_context(ROOT / "ontology" / "context.jsonld")
RELEASE = ROOT / "build" / "il6ld.nq"

each_format = pytest.mark.parametrize("row", SERIALISATIONS, ids=lambda row: row.name)
hurried = settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
)


def ontology() -> Dataset:
    triples = [triple for path in sorted(ROOT.glob("ontology/*.ttl")) for triple in parse(path=str(path))]
    return Dataset(Quad(t.subject, t.predicate, t.object, GRAPHS.ontology) for t in triples)


@pytest.fixture(scope="module", params=[pytest.param("ontology", marks=pytest.mark.heavy), "release"])
def dataset(request: pytest.FixtureRequest) -> Dataset:
    """What the repository holds: its release where one has been built, and the ontology, a part of it."""
    if request.param == "ontology":
        return ontology()
    if not RELEASE.is_file():
        pytest.skip("no release has been built yet: run il6ld build")
    return Dataset(parse(path=str(RELEASE), format=RdfFormat.N_QUADS))


# --- generated datasets -------------------------------------------------------------------------------


def holds(row: Serialisation, found: list[Quad]) -> bool:
    """Whether a format can hold these quads at all: XML has no place for some characters."""
    outside = {chr(code) for code in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)}
    literals = [quad.object for quad in found if quad.graph_name != GRAPHS.bare]
    texts = [literal.value for literal in literals if isinstance(literal, Literal)]
    return row.name != "owl" or not any(outside & set(text) for text in texts)


@each_format
@hurried
@given(found=datasets)
def test_what_is_written_is_read_back(row: Serialisation, found: list[Quad]) -> None:
    dataset = Dataset(found)
    if holds(row, found):
        verify(row, row.write(dataset, CONTEXT), dataset)
    else:
        with pytest.raises(InvalidInput, match="XML has no place"):
            row.write(dataset, CONTEXT)


@each_format
@hurried
@given(found=datasets, order=st.randoms(use_true_random=False))
def test_the_order_of_the_quads_and_the_labels_do_not_matter(
    row: Serialisation, found: list[Quad], order: random.Random
) -> None:
    if not holds(row, found):
        return
    shuffled = list(dict.fromkeys(found))
    order.shuffle(shuffled)
    relabelled = [renamed(quad) for quad in shuffled]
    assert row.write(Dataset(relabelled), CONTEXT) == row.write(Dataset(found), CONTEXT)


def renamed(quad: Quad) -> Quad:
    subject, term, graph = (
        BlankNode(f"other{node.value}") if isinstance(node, BlankNode) else node
        for node in (quad.subject, quad.object, quad.graph_name)
    )
    return Quad(subject, quad.predicate, term, graph)  # type: ignore[arg-type]


@each_format
@settings(hurried, max_examples=20)
@given(found=datasets)
def test_another_reader_reads_the_same(row: Serialisation, found: list[Quad]) -> None:
    found = [quad for quad in found if can_be_read(row, quad)]
    if holds(row, found):
        dataset = Dataset(found)
        assert told(rows(row.filename, row.write(dataset, CONTEXT))) == selection(dataset, row.scope)


def can_be_read(row: Serialisation, quad: Quad) -> bool:
    """Whether the other reader leaves a quad as it is: pyld respells every xsd:double."""
    respelled = row.name == "jsonld" and getattr(quad.object, "datatype", None) == XSD.double
    return not respelled and not isinstance(quad.graph_name, BlankNode)


def told(found: set[Row]) -> Dataset:
    """What another reader found, its blank nodes with their RDFC-1.0 labels."""
    lines = "".join(f"{' '.join(part for part in row if part)} .\n" for row in found)
    return selection(Dataset(parse(lines, format=RdfFormat.N_QUADS)), Scope.DATASET)


# --- what the repository holds ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(dataset: Dataset) -> dict[str, bytes]:
    """What the repository holds in every format."""
    return export(dataset, CONTEXT)


def test_every_file_is_written_and_verified(dataset: Dataset, files: dict[str, bytes]) -> None:
    assert len(dataset) > 1000
    assert files == {row.filename: row.write(dataset, CONTEXT) for row in SERIALISATIONS}


@each_format
def test_another_reader_reads_what_the_repository_holds(
    row: Serialisation, dataset: Dataset, files: dict[str, bytes]
) -> None:
    found = told(rows(row.filename, files[row.filename]))
    assert found == selection(dataset, row.scope)
    assert len(found) > 1000 or row.scope is Scope.BARE


def test_rdflib_reads_the_jsonld_too(dataset: Dataset, files: dict[str, bytes]) -> None:
    row = next(row for row in SERIALISATIONS if row.name == "jsonld")
    found = told(set(with_rdflib("json-ld")(files[row.filename])))
    assert found == selection(dataset, row.scope)


_PRINT_DIGESTS = """
import hashlib, sys
from pyoxigraph import Dataset, parse
from tests.test_formats import CONTEXT, SERIALISATIONS, ROOT, ontology
for row in SERIALISATIONS:
    print(row.name, hashlib.sha256(row.write(ontology(), CONTEXT)).hexdigest())
"""


@pytest.mark.parametrize("seed", ["0", "4242"])
@pytest.mark.heavy
def test_the_hash_seed_does_not_matter(seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _PRINT_DIGESTS]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT, check=True)
    whole = ontology()
    digests = [
        f"{row.name} {hashlib.sha256(row.write(whole, CONTEXT)).hexdigest()}" for row in SERIALISATIONS
    ]
    assert ran.stdout.splitlines() == digests


# --- how it looks -------------------------------------------------------------------------------------

EXAMPLE = """
@prefix : <https://w3id.org/il6ld/terms/> .
@prefix claims: <https://w3id.org/il6ld/claims/> .
@prefix lines: <https://w3id.org/il6ld/lines/> .
@prefix propositions: <https://w3id.org/il6ld/propositions/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Fever rdfs:subClassOf [ owl:unionOf ( :Chill :Heat ) ; a owl:Class ] ; rdfs:label "fever"@en , "Fieber"@de ;
    a :Phenotype , owl:Class ; :rank 1 , "01"^^<http://www.w3.org/2001/XMLSchema#integer> , true .
claims:a-10 :proposition propositions:1 .
claims:a-2 :evidence lines:a-2-1 ; a :Claim ; :proposition propositions:1 ; :openList true .
lines:a-2-1 :direction :Supports .
propositions:1 :subject :Fever .
"""

TURTLE = """\
@prefix claims: <https://w3id.org/il6ld/claims/> .
@prefix il6: <https://w3id.org/il6ld/terms/> .
@prefix lines: <https://w3id.org/il6ld/lines/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix propositions: <https://w3id.org/il6ld/propositions/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

claims:a-2
    a il6:Claim ;
    il6:evidence lines:a-2-1 ;
    il6:openList true ;
    il6:proposition propositions:1 .

claims:a-10
    il6:proposition propositions:1 .

il6:Fever
    a owl:Class , il6:Phenotype ;
    rdfs:subClassOf [ a owl:Class ; owl:unionOf ( il6:Chill il6:Heat ) ] ;
    rdfs:label "Fieber"@de , "fever"@en ;
    il6:rank "01"^^xsd:integer , 1 , true .

lines:a-2-1
    il6:direction il6:Supports .

propositions:1
    il6:subject il6:Fever .
"""

GRAPH: list[dict[str, object]] = [
    {
        "id": "claims:a-2",
        "type": "Claim",
        "proposition": {"id": "propositions:1", "subject": "Fever"},
        "openList": True,
        "evidence": {"id": "lines:a-2-1", "direction": "Supports"},
    },
    {"id": "claims:a-10", "proposition": "propositions:1"},
    {
        "id": "il6:Fever",
        "type": ["owl:Class", "Phenotype"],
        "label": [{"@value": "Fieber", "@language": "de"}, "fever"],
        "rank": [{"@value": "01", "@type": "xsd:integer"}, 1, True],
        "rdfs:subClassOf": {
            "type": "owl:Class",
            "owl:unionOf": {"@list": [{"id": "il6:Chill"}, {"id": "il6:Heat"}]},
        },
    },
]


def written(name: str, dataset: Dataset) -> bytes:
    return next(row for row in SERIALISATIONS if row.name == name).write(dataset, CONTEXT)


def example() -> Dataset:
    return Dataset(parse(EXAMPLE, format=RdfFormat.TURTLE))


def test_turtle_reads_as_if_written_by_hand() -> None:
    assert written("ttl", example()).decode() == TURTLE


def test_trig_has_one_block_for_each_graph() -> None:
    quad = Quad(IL6.Fever, RDF.type, IL6.Phenotype, GRAPHS.ontology)
    text = written("trig", Dataset([quad])).decode()
    assert text.endswith("\ngraphs:ontology {\n\n    il6:Fever\n        a il6:Phenotype .\n\n}\n")


def test_jsonld_looks_like_the_yaml() -> None:
    document = json.loads(written("jsonld", example()))
    assert document["@context"] == CONTEXT.entries
    assert document["@graph"] == GRAPH
    assert [list(node) for node in document["@graph"]] == [list(node) for node in GRAPH]


def deep(size: int) -> list[Quad]:
    """Blank nodes within blank nodes, a list, and a circle, each of a size."""
    chain = [Quad(BlankNode(f"b{n}"), IL6.sign, BlankNode(f"b{n + 1}")) for n in range(size)]
    circle = [Quad(BlankNode(f"x{n}"), IL6.step, BlankNode(f"x{(n + 1) % size}")) for n in range(size)]
    firsts = [Quad(BlankNode(f"c{n}"), RDF.first, Literal(str(n))) for n in range(size)]
    rests = [Quad(BlankNode(f"c{n}"), RDF.rest, BlankNode(f"c{n + 1}")) for n in range(size - 1)]
    end = Quad(BlankNode(f"c{size - 1}"), RDF.rest, RDF.nil)
    return [*chain, *circle, *firsts, *rests, end, Quad(IL6.Fever, OWL.members, BlankNode("c0"))]


def test_nesting_ends_before_the_stack_does() -> None:
    assert export(Dataset(deep(40)), CONTEXT)
    # Canonical labels for thousands of like blank nodes take for ever, so these are written as they are.
    size = 1500
    for row in SERIALISATIONS:
        payload = row.writer(Dataset(deep(size)), CONTEXT)
        assert len(row.read(payload)) == len(deep(size))


# --- what is kept apart and what is refused -----------------------------------------------------------


def test_names_files_and_media_types_do_not_clash() -> None:
    assert len(SERIALISATIONS) >= 6
    assert len({row.name for row in SERIALISATIONS}) == len(SERIALISATIONS)
    assert len({row.filename for row in SERIALISATIONS}) == len(SERIALISATIONS)
    by_media_type = {(row.media_type, row.scope) for row in SERIALISATIONS}
    assert len(by_media_type) == len(SERIALISATIONS)
    assert all(row.syntax.media_type == row.media_type for row in SERIALISATIONS)


def test_bare_triples_stay_in_their_own_graph_and_file() -> None:
    bare = NamedNode("https://example.org/another/graphs/bare")
    dataset = Dataset(
        [
            Quad(IL6.Fever, IL6.involves, IL6.Heat, bare),
            Quad(IL6.Fever, RDF.type, OWL.Class, GRAPHS.ontology),
        ]
    )
    for row in SERIALISATIONS:
        said = {quad.predicate for quad in row.read(row.write(dataset, CONTEXT))}
        assert (IL6.involves in said) == (row.scope is not Scope.UNION), row.name
        assert (RDF.type in said) == (row.scope is not Scope.BARE), row.name


@each_format
def test_a_file_that_says_something_else_is_refused(row: Serialisation) -> None:
    dataset = Dataset([*example(), Quad(IL6.Fever, IL6.involves, IL6.Heat, GRAPHS.bare)])
    payload = row.write(dataset, CONTEXT)
    verify(row, payload, dataset)
    with pytest.raises(Il6ldError, match=f"{row.filename}.*lacks .* and adds .* of ") as caught:
        verify(row, payload.replace(b"Heat", b"Cold"), dataset)
    assert caught.value.exit_code == 8
    with pytest.raises(UnreadableInput, match=row.filename):
        verify(row, payload[:-9] + b"<[", dataset)


REFUSED: dict[str, tuple[str, Callable[[], Quad], str]] = {
    "element": ("owl", lambda: Quad(IL6.Fever, NamedNode("http://e.org/12"), IL6.Heat), "http://e.org/12"),
    "syntax": ("owl", lambda: Quad(IL6.Fever, RDF.li, IL6.Heat), "22-rdf-syntax-ns#li"),
    "control": ("owl", lambda: Quad(IL6.Fever, RDFS.label, Literal("a\x07")), "U\\+0007.*rdf-schema#label"),
    "scheme": ("jsonld", lambda: Quad(NamedNode("dc:foo"), RDF.type, IL6.Heat), "dc:foo"),
    "triple term": (
        "ttl",
        lambda: Quad(IL6.Fever, RDF.reifies, Triple(IL6.Fever, RDF.type, IL6.Heat)),
        "triple term",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_a_format_cannot_hold_is_refused_by_name(case: str) -> None:
    name, quad, message = REFUSED[case]
    with pytest.raises(InvalidInput, match=message):
        written(name, Dataset([quad()]))
