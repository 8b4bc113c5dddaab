"""Claims about whatever another ontology puts below one of its terms.

    il6ld link slice --ontology MONDO... -o slice.ttl
    python docs/join.py slice.ttl http://purl.obolibrary.org/obo/MONDO_0007179
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph as ox

RELEASE = Path(__file__).parents[1] / "build" / "il6ld.trig"
QUERY = """
PREFIX il6: <https://w3id.org/il6ld/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT DISTINCT ?claim ?polarity ?certainty ?disease ?label {
    ?theirs (rdfs:subClassOf | skos:broader)* <TERM> ; rdfs:label ?disease .
    ?ours skos:exactMatch ?theirs .
    ?named rdfs:subClassOf* ?ours .
    ?claim il6:proposition ?proposition ;
        il6:polarity / rdfs:label ?polarity ;
        il6:certainty / rdfs:label ?certainty ;
        rdfs:label ?label .
    ?proposition ?part ?named .
} ORDER BY ?claim ?disease
"""


def main(slice_of_theirs: str, term: str) -> None:
    """Prints each claim with its stance, and the term of theirs that it was found by."""
    store = ox.Store()
    store.bulk_load(path=str(RELEASE), format=ox.RdfFormat.TRIG)
    store.bulk_load(path=slice_of_theirs, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("urn:slice"))
    found = store.query(QUERY.replace("TERM", term), use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    answers = list(found)
    for claim, *told in answers:
        print(claim.value.rpartition("/")[2], *(term.value for term in told), sep="  ")
    print(f"{len({answer['claim'] for answer in answers})} claims", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
