"""The terms of Turtle files: IRIs that may be published, literals that are what their type says.

A parser takes `javascript:` for an IRI and "abc" for an integer; some stores then keep 0.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from il6ld.characters import FORBIDDEN, deceptive, difference, iri_trouble, named, skeleton
from il6ld.findings import Finding, Position, Severity
from il6ld.literals import expected, is_datatype
from il6ld.namespaces import OWL, RDF, RDFS, SKOS, XSD
from il6ld.sources.turtle import TurtleFile
from il6ld.sources.values import hidden
from il6ld.sources.yaml_nodes import check_literal

# Looked up once: there are thousands of triples.
_IMPORTS, _TYPE = OWL.imports, RDF.type
_PLAIN = frozenset({XSD.string.value, RDF.langString.value})
_NAMES = (RDFS.label, SKOS.altLabel, SKOS.prefLabel)
_IRI_CURE = "Write a plain http, https or urn IRI."


def findings(file: TurtleFile) -> Iterator[Finding]:
    """What may not stand in a Turtle file, or may only with a warning; raises LimitExceeded for huge text."""
    seen: set[str] = set()
    for triple in file.triples:
        if triple.predicate == _IMPORTS:
            yield _imports(file, triple)
        for term in (triple.subject, triple.predicate, triple.object):
            if isinstance(term, ox.NamedNode) and term.value not in seen:
                seen.add(term.value)
                yield from _iri(file, term.value, _iri_of(triple.subject))
        if isinstance(triple.object, ox.Literal):
            yield from _literal(file, triple.subject, triple.object)


def _imports(file: TurtleFile, triple: ox.Triple) -> Finding:
    message = f"{triple.object} is not fetched: owl:imports is not allowed."
    cure = "Declare the few outside terms you use in ontology/imports.ttl, each with its label."
    return Finding(
        "owl-imports", Severity.ERROR, message, file.place_of("owl:imports", _iri_of(triple.subject)), cure
    )


def _iri(file: TurtleFile, iri: str, subject: str) -> Iterator[Finding]:
    # Almost every IRI is plain: a look at its beginning and its letters spares the rest.
    if iri.startswith(("http://", "https://")) and iri.isascii():
        return
    if trouble := iri_trouble(iri):
        place = file.place_of(f"<{iri}>", subject)
        yield Finding("iri", Severity.ERROR, f"<{iri}> {trouble}.", place, _IRI_CURE)


def _literal(file: TurtleFile, subject: object, literal: ox.Literal) -> Iterator[Finding]:
    text, datatype = literal.value, literal.datatype.value
    iri = _iri_of(subject)
    if datatype not in _PLAIN:
        yield from _typed(file, iri, text, datatype)
    if not text.isascii() or not text.isprintable():
        yield from _characters(file, iri, text)
    if len(text) > 250_000:
        check_literal(text, file.place_of(text[:80], iri))


def _typed(file: TurtleFile, subject: str, text: str, datatype: str) -> Iterator[Finding]:
    place = file.place_of(f'"{text}"', subject)
    if not is_datatype(datatype):
        message = f"<{datatype}> is no datatype that readers know."
        yield Finding("value", Severity.ERROR, message, place, "Take one of XML Schema's, like xsd:integer.")
    elif form := expected(text, datatype):
        yield Finding("value", Severity.ERROR, f"'{text}' is not {form}.", place, f"Write {form}.")
    elif datatype == XSD.anyURI.value and (trouble := iri_trouble(text)):
        yield Finding("iri", Severity.ERROR, f"'{text}' {trouble}.", place, _IRI_CURE)


def _characters(file: TurtleFile, subject: str, text: str) -> Iterator[Finding]:
    place = file.place_of(text, subject)
    if match := FORBIDDEN.search(text):
        message = f"The text holds the character {named(match.group())}."
        yield Finding("control-character", Severity.ERROR, message, place, "Take it away.")
    elif found := deceptive(text):
        yield hidden(named(found), place)


def confusable(triples: list[ox.Triple], positions: dict[str, Position]) -> Iterator[Finding]:
    """The declared terms, and the names of different terms, that a reader cannot tell apart."""
    types = [triple for triple in triples if triple.predicate == _TYPE]
    properties = {triple.subject for triple in types if str(triple.object).endswith("Property>")}
    terms: dict[tuple[bool, str], str] = {}
    for triple in types:
        if iri := _iri_of(triple.subject):
            # A property and a class may share their letters: il6:claim, il6:Claim.
            other = terms.setdefault((triple.subject in properties, skeleton(iri).casefold()), iri)
            if other != iri:
                yield _confusable(f"<{iri}>", f"<{other}>", difference(iri, other), positions.get(iri))
    names: dict[str, tuple[str, str]] = {}
    for triple in triples:
        if triple.predicate in _NAMES and isinstance(triple.object, ox.Literal):
            iri, text = _iri_of(triple.subject), triple.object.value
            subject, known = names.setdefault(skeleton(text), (iri, text))
            if subject != iri and known != text:
                yield _confusable(f"'{text}'", f"'{known}'", difference(text, known), positions.get(iri))


def _confusable(one: str, other: str, difference: str, position: Position | None) -> Finding:
    message = f"{one} is hard to tell from {other}: it has {difference}."
    return Finding("confusable", Severity.ERROR, message, position, "Give one of the two another name.")


def _iri_of(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""
