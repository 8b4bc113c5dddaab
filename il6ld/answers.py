"""What `il6ld explain` answers: of a claim, a rule, an inferred fact, a bare triple that is missing."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from il6ld import claims, explanation, formats, reasoning, rule_pages, safety
from il6ld.errors import UsageError
from il6ld.findings import nearest
from il6ld.lookup import Lookup
from il6ld.names import Names
from il6ld.namespaces import IL6, OWL, RDF, RDFS, local_name
from il6ld.project import Project
from il6ld.rules import RULES
from il6ld.sources import Sources, read, read_shapes, shape_position

# The predicates that a reasoner answers for, by the names people give them.
_ENTAILED = {
    "a": RDF.type,
    "type": RDF.type,
    "rdf:type": RDF.type,
    "subClassOf": RDFS.subClassOf,
    "rdfs:subClassOf": RDFS.subClassOf,
    "subPropertyOf": RDFS.subPropertyOf,
    "rdfs:subPropertyOf": RDFS.subPropertyOf,
    "equivalentClass": OWL.equivalentClass,
    "owl:equivalentClass": OWL.equivalentClass,
}
_WORDS = {
    RDF.type: "is one of:",
    RDFS.subClassOf: "is a kind of",
    RDFS.subPropertyOf: "is a special case of",
    OWL.equivalentClass: "is the same as",
}


def explain(project: Project, words: Sequence[str]) -> str:
    """The answer to one name (a claim or a rule) or to three (subject, predicate, object)."""
    if len(words) == 3:
        return _fact(read(project), *words)
    if len(words) != 1:
        raise UsageError.at(
            None, "Name a claim, a rule, or the three parts of a statement.", rule="usage",
            help="For example: il6ld explain il6d-0067, or: il6ld explain MultipleMyeloma subClassOf Cancer.",
        )  # fmt: skip
    shapes = Lookup(read_shapes(project))
    return _rule(project, shapes, words[0]) or _claim(project, shapes, words[0])


def _rule(project: Project, shapes: Lookup, name: str) -> str:
    """The page of a rule, or nothing where no rule has that name."""
    if name in RULES:
        return rule_pages.code_page(RULES[name])
    shape = rule_pages.shapes_by_rule(shapes).get(name)
    return (
        rule_pages.shape_page(shapes, project.context, shape, shape_position(project, shape)) if shape else ""
    )


def _claim(project: Project, shapes: Lookup, name: str) -> str:
    dataset = read(project).dataset
    lookup = Lookup(dataset)
    if alike := nearest(name, [*RULES, *rule_pages.shapes_by_rule(shapes)]):
        raise UsageError.at(
            None, f"No claim and no rule is called '{name}'.", rule="unknown-claim", help=alike
        )
    claim = claims.find_claim(lookup, project.context, name)
    proposition = lookup.node(claim, IL6.proposition)
    withheld = safety.withheld(dataset).get(proposition, []) if proposition else []
    return explanation.explain(lookup, project.context, claim, withheld)


def _fact(sources: Sources, subject: str, predicate: str, value: str) -> str:
    lookup = Lookup(sources.dataset)
    names = Names(lookup, sources.context)
    ends = [names.resolve(name) for name in (subject, value)]
    if predicate in _ENTAILED:
        return _inference(sources, lookup, ox.Triple(ends[0], _ENTAILED[predicate], ends[1]))
    relation = names.resolve(predicate)
    if relation not in lookup.instances(IL6.Predicate):
        raise UsageError.at(
            None, f"'{predicate}' is no predicate of claims.", rule="unknown-term",
            help=f"Choose one of: {', '.join(map(local_name, lookup.instances(IL6.Predicate)))}.",
        )  # fmt: skip
    return _bare(sources, lookup, ends[0], relation, ends[1])


def _inference(sources: Sources, lookup: Lookup, fact: ox.Triple) -> str:
    said = f"{lookup.label(fact.subject)} {_WORDS[fact.predicate]} {lookup.label(fact.object)}"
    found = reasoning.justify(reasoning.reasonable(sources.dataset), fact)
    if found is None:
        return f"{said}: nothing that is recorded gives this."
    lines = [f"{said}, since:", *(f"  {sentence}" for sentence in found.in_words(lookup.label)), ""]
    if not found.minimal:
        lines.insert(1, "  (time ran out: some of this may not be needed)")
    quads = [ox.Quad(triple.subject, triple.predicate, triple.object) for triple in found.triples]
    turtle = formats.write_turtle(ox.Dataset(quads), sources.context).decode()
    return "\n".join([*lines, turtle.rstrip()])


def _bare(
    sources: Sources, lookup: Lookup, subject: ox.NamedNode, predicate: ox.NamedNode, value: ox.NamedNode
) -> str:
    """Whether a statement is published bare, on whose word, or what withholds it."""
    said = " ".join(map(lookup.label, (subject, predicate, value)))
    found = [
        node
        for node in lookup.subjects(IL6.subject, subject)
        if isinstance(node, ox.NamedNode)
        and predicate in lookup.nodes(node, IL6.predicate)
        and value in lookup.nodes(node, IL6.object)
    ]
    if not found:
        return f"{said}: no claim says this, with or without qualification."
    withheld = safety.withheld(sources.dataset)
    blocks = [_proposition(sources, lookup, node, withheld.get(node, [])) for node in found]
    bare = any(node not in withheld for node in found)
    return "\n\n".join([f"{said}: {'published' if bare else 'not published'} as a bare triple.", *blocks])


def _proposition(sources: Sources, lookup: Lookup, node: ox.NamedNode, reasons: list[str]) -> str:
    claimed = [claim for claim in lookup.subjects(IL6.proposition, node) if isinstance(claim, ox.NamedNode)]
    return "\n".join(
        [
            lookup.label(node),
            *(f"  claimed by {sources.context.compact(c.value)}: {lookup.label(c)}" for c in claimed),
            *(f"  withheld: {reason}" for reason in reasons),
        ]
    )
