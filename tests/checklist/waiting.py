"""The lines of the checklist that wait, whole or in part, each with what it waits for."""

from __future__ import annotations

_HOST = "waits for a host: "

WAITING = {
    4: _HOST + "no server answers the ontology's IRI yet; the files it will hand out are tested",
    7: _HOST + "no server answers the version's IRI yet",
    13: "the creator is a group; no person has given an ORCID, and none is made up",
    17: "there is no DOI and no logo, and no earlier release for priorVersion or backwardCompatibleWith",
    18: "the prefix is in no registry yet, and a catalogue of our own is none",
    20: _HOST + "void.ttl is a copy of the metadata, but stands nowhere else yet",
    42: "no commit is named, since a release cannot hold the id of the commit that holds it; "
    "each source stands there by its digest",
    51: _HOST + "deep links over two releases",
    64: "a badge waits for a host that runs CI; that CI runs the checks is tested",
    65: "there is no earlier release for a changelog to be the difference from",
    66: _HOST
    + "no tracker, no address and no homepage exist yet; how to report and examples of use are tested",
    69: _HOST + "star 4, metadata that a reader can look up, and star 5, links from others",
}
