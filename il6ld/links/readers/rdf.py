"""OWL and RDFS in RDF/XML and Turtle, read as triples; what a file imports is never fetched."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

import pyoxigraph as ox

from il6ld.errors import Il6ldError
from il6ld.links.readers.content import Content
from il6ld.links.readers.record import Reading, Record, merged, version
from il6ld.links.spelling import Spelling
from il6ld.namespaces import DC, DCTERMS, OWL, RDF, RDFS, SKOS, Namespace

_OBO = Namespace("http://purl.obolibrary.org/obo/")
_OIO = Namespace("http://www.geneontology.org/formats/oboInOwl#")
_LABELS = (RDFS.label, SKOS.prefLabel)
_SYNONYMS = {
    _OIO.hasExactSynonym: "exact", _OBO.IAO_0000118: "exact", SKOS.altLabel: "exact",
    _OIO.hasBroadSynonym: "broad", _OIO.hasNarrowSynonym: "narrow", _OIO.hasRelatedSynonym: "related",
}  # fmt: skip
_FORMER = _OBO.OMO_0003008
_REPLACED_BY = (_OBO.IAO_0100001, DCTERMS.isReplacedBy, _OIO.consider)
_PARENTS = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader)
_VERSIONS = (OWL.versionIRI, OWL.versionInfo, DCTERMS.modified, DC.date)
_KINDS = frozenset(
    {
        OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual,
        RDFS.Class, RDF.Property, SKOS.Concept,
    }
)  # fmt: skip
_READ = frozenset(
    {
        *_LABELS, *_SYNONYMS, _FORMER, *_REPLACED_BY, *_PARENTS, *_VERSIONS,
        RDF.type, OWL.deprecated, _OIO.hasOBONamespace, _OIO.hasAlternativeId,
    }
)  # fmt: skip
# What may stand before the root element; atomic, so that nothing is tried twice.
_PROLOG = re.compile(rb"(?>\s+|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_MAX_PROLOG = 1 << 20
_WHERE = re.compile(r"^Parser error [^:]*: ")

Said = dict[ox.NamedNode, list[ox.NamedNode | ox.Literal]]


def _read(form: ox.RdfFormat, content: Content, spelling: Spelling) -> Reading:
    """The labelled or declared terms of an ontology in one form of RDF."""
    if form == ox.RdfFormat.RDF_XML:
        _refuse_doctype(content)
    subjects: dict[ox.NamedNode, Said] = defaultdict(dict)
    try:
        for quad in ox.parse(content.stream(), format=form, base_iri="urn:il6ld:"):
            subject, value = quad.subject, quad.object
            if quad.predicate not in _READ or not isinstance(subject, ox.NamedNode):
                continue
            if isinstance(value, ox.NamedNode | ox.Literal):
                subjects[subject].setdefault(quad.predicate, []).append(value)
    except SyntaxError as error:
        raise _syntax_error(content, error) from error
    headers = [said for said in subjects.values() if OWL.Ontology in said.get(RDF.type, ())]
    told = [term.value for said in headers for name in _VERSIONS for term in said.get(name, ())]
    return Reading(version(*told, content.plain_name), _records(subjects, spelling))


read_rdf_xml = partial(_read, ox.RdfFormat.RDF_XML)
read_turtle = partial(_read, ox.RdfFormat.TURTLE)


def _refuse_doctype(content: Content) -> None:
    """Refuses a document type: a few hundred bytes of entities can stand for gigabytes."""
    start = content.stream().read(_MAX_PROLOG).removeprefix(b"\xef\xbb\xbf")
    prolog = _PROLOG.match(start)
    end = prolog.end() if prolog else 0
    if start[end : end + 2] == b"<!" or end == _MAX_PROLOG:
        line = start.count(b"\n", 0, end) + 1
        raise content.fault(
            "A DOCTYPE stands before the ontology; its entities are not read.",
            line, end - start.rfind(b"\n", 0, end), rule="ontology-doctype",
            help="Have it written again without, for example by 'robot convert'.",
        )  # fmt: skip


def _syntax_error(content: Content, error: SyntaxError) -> Il6ldError:
    reason = " ".join(_WHERE.sub("", error.msg).split())
    if "utf-8" in reason.lower():
        return content.not_utf_8()
    return content.fault(f"This is not RDF: {reason}.", error.lineno or 1, error.offset or 1)


def _records(subjects: dict[ox.NamedNode, Said], spelling: Spelling) -> Iterator[Record]:
    old: list[Record] = []
    for node, said in subjects.items():
        types = said.get(RDF.type, ())
        if OWL.Ontology in types or not (_KINDS.intersection(types) or any(p in said for p in _LABELS)):
            continue
        record = _record(node, said, spelling)
        old += [merged(id, record.id) for id in _ids(said, (_OIO.hasAlternativeId,), spelling)]
        yield record
    yield from old


def _record(node: ox.NamedNode, said: Said, spelling: Spelling) -> Record:
    return Record(
        spelling[node.value],
        _label(said),
        [(text, scope) for name, scope in _SYNONYMS.items() for text in _texts(said, name)],
        _texts(said, _FORMER),
        any(term.value in ("true", "1") for term in said.get(OWL.deprecated, ())),
        _ids(said, _REPLACED_BY, spelling),
        _ids(said, _PARENTS, spelling),
        next(iter(_texts(said, _OIO.hasOBONamespace)), ""),
    )


def _label(said: Said) -> str:
    """The English label if there is one, else one without a language, else any."""
    labels = [term for name in _LABELS for term in said.get(name, ()) if isinstance(term, ox.Literal)]
    return min(labels, key=_distance_from_english).value if labels else ""


def _distance_from_english(label: ox.Literal) -> int:
    language = label.language or ""
    return 0 if language == "en" else 1 if not language else 2 if language.startswith("en-") else 3


def _texts(said: Said, name: ox.NamedNode) -> list[str]:
    return [term.value for term in said.get(name, ()) if isinstance(term, ox.Literal)]


def _ids(said: Said, names: Iterable[ox.NamedNode], spelling: Spelling) -> list[str]:
    """CURIEs of values, which some files give as IRIs and others as texts."""
    return [spelling[term.value] for name in names for term in said.get(name, ())]
