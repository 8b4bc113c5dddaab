"""Axioms as plain sentences."""

from __future__ import annotations

from collections.abc import Collection

from pyoxigraph import BlankNode, NamedNode

from il6ld.namespaces import OWL, RDF, RDFS, local_name
from il6ld.reasoning.asserted import Axiom, Node, is_built_in
from il6ld.reasoning.expressions import expression
from il6ld.reasoning.phrases import Label, Phrases, listed, with_article

_BETWEEN = {
    RDFS.subPropertyOf: "is a kind of",
    OWL.equivalentProperty: "means the same as",
    OWL.inverseOf: "is the inverse of",
    OWL.propertyDisjointWith: "never joins what is joined by",
    OWL.sameAs: "is the same as",
    OWL.differentFrom: "is not",
}


def in_words(axiom: Axiom, label: Label, about: Collection[NamedNode] = ()) -> str:
    """The sentence that an axiom makes, with the labels that `label` gives to names.

    Where many classes are disjoint, only those that are in `about` are told of.
    """
    sentence = _sentence(axiom, Phrases(label), about)
    first = sentence.partition(" ")[0]
    # A CURIE is written as it is.
    return (sentence if ":" in first else sentence[:1].upper() + sentence[1:]) + "."


def _sentence(axiom: Axiom, words: Phrases, about: Collection[NamedNode]) -> str:
    subject, predicate, value = axiom.head
    if axiom.disjoint:
        return _disjoint(axiom, words, about)
    if isinstance(subject, BlankNode) and value == OWL.AllDifferent:
        members = axiom.value(subject, OWL.distinctMembers) or axiom.value(subject, OWL.members)
        return f"{listed([words.name(node) for node in axiom.members(members)], 'and')} are different things"
    if isinstance(subject, NamedNode | BlankNode) and isinstance(value, NamedNode | BlankNode):
        if predicate in (RDFS.subClassOf, OWL.equivalentClass):
            return _of_class(axiom, words, subject, value)
        if isinstance(subject, NamedNode):
            return _of_name(axiom, words, subject, value)
    return _as_triples(axiom)


def _as_triples(axiom: Axiom) -> str:
    return " . ".join(map(str, axiom.triples))


def _disjoint(axiom: Axiom, words: Phrases, about: Collection[NamedNode]) -> str:
    chosen = [node for node in axiom.disjoint if node in about]
    kinds = [expression(axiom, node) for node in (chosen if len(chosen) > 1 else axiom.disjoint)]
    if any(kind.operator != "name" for kind in kinds):
        return f"nothing {listed([words.phrase(kind, inside=True) for kind in kinds], 'and at once')}"
    names = [words.name(kind.name) for kind in kinds]
    if len(names) == 2:
        return f"nothing is both {with_article(names[0])} and {with_article(names[1])}"
    return f"nothing is two of these at once: {', '.join(names)}"


def _of_class(axiom: Axiom, words: Phrases, subject: Node, value: Node) -> str:
    phrase = words.phrase(expression(axiom, value))
    exactly = axiom.head.predicate == OWL.equivalentClass
    if isinstance(subject, BlankNode):
        is_exactly = " is exactly what" if exactly else ""
        return f"whatever {words.phrase(expression(axiom, subject))}{is_exactly} {phrase}"
    if exactly:
        same = with_article(words.name(value)) if isinstance(value, NamedNode) else f"what {phrase}"
        return f"{words.name(subject)} is exactly {same}"
    return f"{'everything' if subject == OWL.Thing else f'every {words.name(subject)}'} {phrase}"


def _of_name(axiom: Axiom, words: Phrases, subject: NamedNode, value: Node) -> str:
    predicate, name = axiom.head.predicate, words.name(subject)
    if predicate == RDF.type and isinstance(value, NamedNode) and value in OWL:
        return f"the relation '{name}' is {local_name(value).removesuffix('Property').lower()}"
    if predicate in (RDF.type, RDFS.domain, RDFS.range):
        phrase = words.phrase(expression(axiom, value))
        return f"{name if predicate == RDF.type else _end(words, subject, predicate)} {phrase}"
    if not is_built_in(predicate):
        return f"{name} {words.verb(predicate)} {words.name(value)}"
    if predicate not in _BETWEEN:
        return _as_triples(axiom)
    quote = "" if predicate in (OWL.sameAs, OWL.differentFrom) else "'"
    return f"{quote}{name}{quote} {_BETWEEN[predicate]} {quote}{words.name(value)}{quote}"


def _end(words: Phrases, told: NamedNode, predicate: NamedNode) -> str:
    if predicate == RDFS.range:
        return f"whatever something {words.onward(told)}"
    noun = words.noun(told)
    return f"whatever has {with_article(noun)}" if noun else f"whatever {words.verb(told)} something"
