"""A denied mapping through each output format of sssom-py."""

from __future__ import annotations

import io
from collections.abc import Iterator

_SUBJECT, _OBJECT = "https://example.org/a", "https://example.org/b"
_PREDICATE = "http://www.w3.org/2004/02/skos/core#exactMatch"
DENIED = """#curie_map:
#  ex: "https://example.org/"
#  skos: "http://www.w3.org/2004/02/skos/core#"
#  semapv: "https://w3id.org/semapv/vocab/"
#mapping_set_id: "https://example.org/set"
#license: "https://creativecommons.org/licenses/by/4.0/"
subject_id\tpredicate_modifier\tpredicate_id\tobject_id\tmapping_justification
ex:a\tNot\tskos:exactMatch\tex:b\tsemapv:ManualMappingCuration
"""
_RDF = ("owl", "rdf")
FORMATS = ("tsv", "owl", "rdf", "json", "ontoportal_json", "fhir_json")


def leaks() -> Iterator[tuple[str, str, bool]]:
    """Each output format, the danger, and whether what it writes says the opposite of what was denied."""
    from sssom.parsers import parse_sssom_table
    from sssom.writers import get_writer_function

    for name in FORMATS:
        mappings = parse_sssom_table(io.StringIO(DENIED))
        out = io.StringIO()
        write, _ = get_writer_function(output_format=name, output=out)
        write(mappings, out, serialisation="turtle" if name in _RDF else name)
        yield f"sssom to {name}", "denied", _says_the_opposite(name, out.getvalue())


def _says_the_opposite(name: str, text: str) -> bool:
    if name in _RDF:
        import rdflib

        graph = rdflib.Graph().parse(data=text, format="turtle")
        return (rdflib.URIRef(_SUBJECT), rdflib.URIRef(_PREDICATE), rdflib.URIRef(_OBJECT)) in graph
    stated = ":b" in text or _OBJECT in text
    return stated and not any(word in text for word in ("Not", "not-", "egated"))
