"""The lines of the checklist that wait, whole or in part, each with what it waits for."""

from __future__ import annotations

_HOST = "waits for a host: "
_SERVER = "waits for the server: "

WAITING = {
    4: _HOST + "no server answers the ontology's IRI yet; the files it will hand out are tested",
    7: _HOST + "no server answers the version's IRI yet",
    13: "the creator is a group; no person has given an ORCID, and none is made up",
    17: "there is no DOI and no logo, and no earlier release for priorVersion or backwardCompatibleWith",
    18: "the prefix is in no registry yet, and a catalogue of our own is none",
    20: _HOST + "void.ttl is a copy of the metadata, but stands nowhere else yet",
    38: _SERVER + "there is no public endpoint to name with void:sparqlEndpoint; all else is tested",
    39: _SERVER + "/.well-known/void",
    40: _SERVER + "there is no public service to describe as a DataService; all else is tested",
    42: "no commit is named, since a release cannot hold the id of the commit that holds it; "
    "each source stands there by its digest",
    43: _SERVER + "content negotiation",
    44: _SERVER + "303 for the IRI of a term",
    45: _SERVER + "406 for a type there is not",
    46: _SERVER + "Access-Control-Allow-Origin",
    47: _SERVER + "Vary, charset and ETag",
    48: _SERVER + "a page for each term and claim",
    49: _SERVER + "rel=alternate and rel=describedby",
    50: _SERVER + "the layout for hosts without content negotiation",
    51: _HOST + "deep links over two releases",
    52: _SERVER + "timeout, cap and service description; the example queries are tested in docs/load.md",
    64: "a badge waits for a host that runs CI; that CI runs the checks is tested",
    65: "there is no earlier release for a changelog to be the difference from",
    66: _HOST
    + "no tracker, no address and no homepage exist yet; how to report and examples of use are tested",
    69: _HOST + "star 4, metadata that a reader can look up, and star 5, links from others",
}
