"""What an import asks the ontology: which ends a predicate takes, which words hedge, what is ours already."""

from __future__ import annotations

from collections import defaultdict

import pyoxigraph as ox

from il6ld.files import decode
from il6ld.namespaces import IL6, RDF, RDFS, local_name
from il6ld.sources import Sources
from il6ld.sssom import table_rows

_EXACT = "skos:exactMatch"
_GRAPHS = ("ontology", "links")


def triples(sources: Sources) -> list[ox.Triple]:
    """The ontology and its links, without the articles of the project."""
    graphs = [ox.NamedNode(sources.context.expand(f"graphs:{name}")) for name in _GRAPHS]
    return [quad.triple for graph in graphs for quad in sources.dataset.quads_for_graph_name(graph)]


def categories(sources: Sources) -> frozenset[str]:
    """The names of the categories, of which every entity has one."""
    below = sources.dataset.quads_for_object(IL6.Entity)
    return frozenset(local_name(q.subject) for q in below if q.predicate == RDFS.subClassOf)  # type: ignore[arg-type]


def takes(sources: Sources) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """For each predicate the categories of its subject and of its object."""
    every = categories(sources)
    found: dict[str, dict[ox.NamedNode, set[str]]] = defaultdict(lambda: defaultdict(set))
    for end in (IL6.subjectCategory, IL6.objectCategory):
        for quad in sources.dataset.quads_for_predicate(end):
            name = local_name(quad.object)  # type: ignore[arg-type]
            found[local_name(quad.subject)][end] |= every if name == "Entity" else {name}  # type: ignore[arg-type]
    return {
        name: (frozenset(ends[IL6.subjectCategory]), frozenset(ends[IL6.objectCategory]))
        for name, ends in found.items()
    }


def cues(sources: Sources) -> dict[str, str]:
    """Each cue word with the value it tells of."""
    quads = sources.dataset.quads_for_predicate(IL6.cueWord)
    return {quad.object.value: local_name(quad.subject) for quad in quads}  # type: ignore[union-attr, arg-type]


def kinds(sources: Sources) -> set[tuple[str, str]]:
    """Each class with each class above it, however far, by the names that a record writes."""
    above: dict[str, list[str]] = defaultdict(list)
    for quad in sources.dataset.quads_for_predicate(RDFS.subClassOf):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            above[_word(sources, quad.subject.value)].append(_word(sources, quad.object.value))
    found: set[tuple[str, str]] = set()
    for name in list(above):
        waiting = list(above[name])
        while waiting:
            parent = waiting.pop()
            if (name, parent) not in found:
                found.add((name, parent))
                waiting += above.get(parent, ())
    return found


def own(sources: Sources) -> dict[tuple[str, str], tuple[str, str]]:
    """Our entities by prefix and identifier, and by prefix and label, of what means exactly the same.

    Each with its name as a record writes it, and its category. A label of two of ours leads to neither.
    """
    of = _categories_of(sources)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in sources.project.mapping_files:
        name = sources.project.name_of(path)
        header, *rows = table_rows(decode(sources.project.read(path), name), name)
        for row in rows:
            cells = dict(zip(header.cells, row.cells, strict=False))
            prefix, colon, local = cells["object_id"].partition(":")
            ours = sources.context.expand(cells["subject_id"])
            if cells["predicate_id"] == _EXACT and colon and prefix != "sssom" and ours in of:
                found[prefix, local].add(ours)
                found[prefix, cells.get("object_label", "").casefold()].add(ours)
    for iri in of:
        prefix, colon, local = sources.context.compact(iri).partition(":")
        if colon:  # BEL writes the prefix of our own terms in capitals, as our export does
            found[prefix.upper() if prefix.islower() else prefix, local].add(iri)
    single = {key: next(iter(iris)) for key, iris in found.items() if len(iris) == 1 and key[1]}
    return {key: (_word(sources, iri), of[iri]) for key, iri in single.items()}


def _categories_of(sources: Sources) -> dict[str, str]:
    every = categories(sources)
    return {
        quad.subject.value: local_name(quad.object)
        for quad in sources.dataset.quads_for_predicate(RDF.type)
        if isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode)
        and local_name(quad.object) in every
    }


def _word(sources: Sources, iri: str) -> str:
    name = iri.removeprefix(IL6.iri)
    return name if name != iri else sources.context.compact(iri)
