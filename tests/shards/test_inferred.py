"""What follows of a corpus is what HermiT finds of the same claims."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from il6ld import scaling
from il6ld.namespaces import GRAPHS, IL6, RDF, read_context
from il6ld.project import find_project
from il6ld.shards import inferred
from il6ld.shards.making import packed
from il6ld.shards.tables import Tables
from il6ld.validation.sql.engine import connected
from il6ld.validation.sql.loading import load
from tests.conftest import ROOT
from tests.shards import making_corpora as corpora

ONTOLOGY = """@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:FromMice owl:equivalentClass [ owl:intersectionOf ( :Line
    [ owl:onProperty :seen ; owl:someValuesFrom [ owl:onProperty :in ; owl:hasValue :Mouse ] ] ) ] .
:Ill owl:equivalentClass [ owl:intersectionOf ( :FromMice
    [ owl:onProperty :seen ; owl:someValuesFrom [ owl:unionOf ( :Fever :Cough ) ] ] ) ] .
:Line rdfs:subClassOf :Record . :near rdfs:subPropertyOf :in . :Cold rdfs:subClassOf :Cough .
"""
RECORDS = """
:one a :Line ; :seen [ :near :Mouse ] .          :two a :Line ; :seen :cold . :cold a :Cold ; :in :Mouse .
:three a :Line ; :seen [ :in :Rat ] .            :four :seen [ :in :Mouse ] .
"""
FOUND = {
    "one": {"Record", "FromMice"}, "two": {"Record", "FromMice", "Ill"}, "three": {"Record"},
    "cold": {"Cough"},
}  # fmt: skip


def test_records_belong_to_every_class_that_they_have_enough_for(tmp_path: Path) -> None:
    said = ox.parse(ONTOLOGY, format=ox.RdfFormat.TURTLE)
    quads = [ox.Quad(one.subject, one.predicate, one.object, GRAPHS.ontology) for one in said]
    head = "@prefix : <https://example.org/> ."
    records = [quad.triple for quad in ox.parse(head + RECORDS, format=ox.RdfFormat.TURTLE)]
    for name, content in (("ontology", quads), ("records", records)):
        serialised = ox.serialize(content, format=ox.RdfFormat.N_QUADS) or b""
        (tmp_path / f"{name}.nq.zst").write_bytes(packed(serialised))
    with connected(tmp_path) as connection:
        load(connection, [tmp_path / "ontology.nq.zst", tmp_path / "records.nq.zst"])
        tables = Tables(connection, read_context(ROOT / "ontology" / "context.jsonld"))
        inferred.find(tables, tmp_path / "ontology.nq.zst")
        found = [quad.triple for quad in ox.parse(" .\n".join([*inferred.triples(tables), ""]),
                                                  format=ox.RdfFormat.N_TRIPLES)]  # fmt: skip
    types: dict[str, set[str]] = {}
    for subject, predicate, value in found:
        if predicate == RDF.type:
            types.setdefault(subject.value.rpartition("/")[2], set()).add(value.value.rpartition("/")[2])
    assert types == FOUND


@pytest.mark.heavy
def test_the_release_as_a_corpus_has_what_hermit_inferred(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scaling, "read_shapes", corpora.few_shapes)
    project = find_project(ROOT)
    scaling.build(project, corpora.write(tmp_path / "corpus"), tmp_path / "release", workers=1)
    made = {quad.triple for quad in corpora.quads(tmp_path / "release") if quad.graph_name == GRAPHS.inferred}
    own = {
        quad.triple for quad in ox.parse(path=str(corpora.RELEASE))
        if quad.graph_name == GRAPHS.inferred and quad.predicate != IL6.computedSign
    }  # fmt: skip
    assert made == own and len(own) > 500
