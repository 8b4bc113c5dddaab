"""A BEL 2 script: the claims that the Biological Expression Language can say without a loss.

BEL states causes, associations and kinds, in the context of a species, a place, a cell or a disease. It has
no word for a denial, for how sure a source is, or for how much something matters: such claims are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from il6ld.formats.counterparts import exact, relation
from il6ld.formats.translation import CannotSay, Material, Words, Written, tell, told_of
from il6ld.namespaces import DCTERMS, IL6, ONTOLOGY_IRI, OWL, RDFS, local_name
from il6ld.safety import Qualm, Statement

FILE = "il6ld.bel"
_CARRIED = (RDFS.label, IL6.article)

# The function of a term, by the first class that it is below, and where its exact counterpart may be from.
_FUNCTIONS: dict[NamedNode, tuple[str, tuple[str, ...]]] = {
    IL6.ProteinComplex: ("complex", ("FPLX", "GO")),
    IL6.Protein: ("p", ("FPLX", "HGNC", "PR")),
    IL6.MolecularEntity: ("a", ("CHEBI", "MESH")),
    IL6.BiologicalProcess: ("bp", ("GO", "MESH")),
    IL6.Disease: ("path", ("MONDO", "MESH")),
    IL6.Phenotype: ("path", ("HP", "MESH", "EFO")),
}
# How BEL tells an aspect, and of which functions: an abundance is the level of what it names.
_ASPECTS: dict[NamedNode, tuple[str, tuple[str, ...]]] = {
    IL6.Level: ("{}", ("p", "complex", "a")),
    IL6.Activity: ("act({})", ("p", "complex")),
    IL6.Release: ("sec({})", ("p", "complex", "a")),
}
# The annotation of a context, and the namespaces its value may be in.
_CONTEXTS: dict[NamedNode, tuple[str, tuple[str, ...]]] = {
    IL6.speciesContext: ("Species", ("NCBITaxon",)),
    IL6.anatomicalContext: ("Anatomy", ("UBERON", "MESH")),
    IL6.cellTypeContext: ("Cell", ("CL", "MESH")),
    IL6.diseaseContext: ("Disease", ("MONDO", "MESH")),
}


@dataclass(frozen=True)
class _Line:
    """One statement of the script: whose claim, where from, what it says, in which context."""

    claim: str
    label: str
    citation: str
    text: str
    namespaces: frozenset[str]
    annotations: dict[str, str] = field(hash=False)


def write_bel(material: Material) -> Written:
    """The script, one block for each claim that BEL can say, in the order of their numbers."""
    lines, account = tell(material, lambda statement: _line(material, statement), _CARRIED)
    parts = [*_document(material), "", *_definitions(material, lines), *_blocks(lines)]
    return Written({FILE: ("\n".join(parts) + "\n").encode()}, account)


def _line(material: Material, statement: Statement) -> _Line:
    told = dict(told_of(statement, _words(material, statement)))
    ends = [_term(material, end) for end in (statement.subject, statement.object)]
    texts = [told.pop(end, "{}").format(text) for end, (_, text) in zip(_ENDS, ends, strict=True)]
    name = local_name(relation(material, statement, "bel"))
    lookup, claim = material.lookup, statement.claim
    source = next(iter(lookup.nodes(claim, IL6.article)), claim)
    title = lookup.text(source, DCTERMS.title) or lookup.label(source)
    return _Line(
        claim=material.curie(claim),
        label=lookup.label(claim),
        citation=f'{{"Other", {_quoted(title)}, {_quoted(source.value)}}}',
        text=f"{texts[0]} {name[:1].lower()}{name[1:]} {texts[1]}",
        namespaces=frozenset(namespace for namespace, _ in ends),
        annotations=told,
    )


_ENDS = ("subject", "object")


def _words(material: Material, statement: Statement) -> Words[tuple[str, str]]:
    """What BEL says of each axis: an annotation with its value, or how an end's term is wrapped."""

    def context(axis: NamedNode) -> Callable[[Qualm], tuple[str, str] | None]:
        name, prefixes = _CONTEXTS[axis]

        def word(qualm: Qualm) -> tuple[str, str] | None:
            value = _only(qualm)
            return (name, exact(material, value, prefixes) or material.curie(value)) if value else None

        return word

    def aspect(end: str, node: NamedNode) -> Callable[[Qualm], tuple[str, str] | None]:
        def word(qualm: Qualm) -> tuple[str, str] | None:
            shape, functions = _ASPECTS.get(_only(qualm) or node, ("", ()))
            return (end, shape) if _function(material, node)[0] in functions else None

        return word

    return {axis: context(axis) for axis in _CONTEXTS} | {
        IL6.subjectAspect: aspect("subject", statement.subject),
        IL6.objectAspect: aspect("object", statement.object),
    }


def _only(qualm: Qualm) -> NamedNode | None:
    """The one value of a qualm: several mean all of them at once, where BEL would read any of them."""
    value = qualm.values[0] if len(qualm.values) == 1 else None
    return value if isinstance(value, NamedNode) else None


def _function(material: Material, node: NamedNode) -> tuple[str, tuple[str, ...]]:
    for class_, function in _FUNCTIONS.items():
        if node in material.lookup.below(class_, RDFS.subClassOf):
            return function
    raise CannotSay(f"function {local_name(node)}")


def _term(material: Material, node: NamedNode) -> tuple[str, str]:
    """An entity's namespace and BEL term: as a vocabulary has it that means the same, else as ours."""
    function, prefixes = _function(material, node)
    prefix, _, name = (exact(material, node, prefixes) or material.curie(node)).partition(":")
    if prefix not in material.context.prefixes:
        raise CannotSay(f"namespace {node.value}")
    keyword = _keyword(prefix)
    return keyword, f"{function}({keyword}:{name if name.isalnum() else _quoted(name)})"


def _keyword(prefix: str) -> str:
    return prefix.upper() if prefix.islower() else prefix


def _document(material: Material) -> Iterator[str]:
    lookup = material.lookup
    ontology = next(iter(lookup.instances(OWL.Ontology)), ONTOLOGY_IRI)
    fields = {
        "Name": lookup.text(ontology, DCTERMS.title),
        "Version": lookup.text(ontology, OWL.versionInfo),
        "Description": lookup.text(ontology, DCTERMS.description),
        "Authors": ", ".join(map(lookup.label, lookup.nodes(ontology, DCTERMS.creator))),
        "Licenses": ", ".join(node.value for node in lookup.nodes(ontology, DCTERMS.license)),
        "ContactInfo": ontology.value,
    }
    yield "# What stands as supporting text is a paraphrase; no article is quoted."
    yield from (f"SET DOCUMENT {name} = {_quoted(text)}" for name, text in fields.items() if text)


def _definitions(material: Material, lines: Iterable[_Line]) -> Iterator[str]:
    iris = {_keyword(prefix): iri for prefix, iri in material.context.prefixes.items()}
    for name in sorted({name for line in lines for name in line.namespaces}):
        yield f"# {name}: {iris[name]}"
        yield f'DEFINE NAMESPACE {name} AS PATTERN "[A-Za-z0-9_-]+"'
    used = sorted({pair for line in lines for pair in line.annotations.items()})
    for name in sorted({name for name, _ in used}):
        values = ", ".join(_quoted(value) for other, value in used if other == name)
        yield f"DEFINE ANNOTATION {name} AS LIST {{{values}}}"
    yield 'DEFINE ANNOTATION Claim AS PATTERN ".+"'


def _blocks(lines: Iterable[_Line]) -> Iterator[str]:
    """Each statement with all that holds for it alone, which is unset before the next."""
    citation = ""
    yield from ("", 'SET STATEMENT_GROUP = "il6ld"')
    for line in lines:
        yield ""
        if line.citation != citation:
            citation = line.citation
            yield from (f"SET Citation = {citation}", "")
        annotations = {"Claim": line.claim, **line.annotations}
        yield from (f"SET {name} = {_quoted(value)}" for name, value in annotations.items())
        yield f"SET SupportingText = {_quoted(line.label)}"
        yield line.text
        yield from (f"UNSET {name}" for name in ("SupportingText", *reversed(annotations)))
    yield from ("", "UNSET STATEMENT_GROUP")


def _quoted(text: str) -> str:
    flat = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{flat}"'
