"""What a validation found: results in one order, and the report that SHACL prescribes."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from il6ld.findings import Severity
from il6ld.namespaces import BASE, RDF, SH, XSD, Namespace, local_name
from il6ld.validation.shapes import Shapes

RESULTS = Namespace(f"{BASE}results/")
_SH_SEVERITIES = {Severity.ERROR: SH.Violation, Severity.WARNING: SH.Warning, Severity.INFO: SH.Info}

Named = ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that breaks one constraint; `path` is None where it is no single predicate."""

    focus: Named
    path: ox.NamedNode | None
    component: ox.NamedNode
    severity: Severity
    value: Named | None
    message: str
    shape: ox.NamedNode

    @property
    def rule(self) -> str:
        """The rule's id: the local name of its shape."""
        return local_name(self.shape)

    @property
    def key(self) -> tuple[str, ...]:
        """What tells this result from another, as text, in the order that reports are sorted by."""
        parts = (self.focus, self.shape, self.path, self.component, self.value)
        return tuple("" if part is None else str(part) for part in parts)


@dataclass(frozen=True, slots=True)
class Report:
    """The results of one validation, with figures that prove that it looked."""

    results: tuple[Result, ...]
    shapes: int
    constraints: int
    focus_nodes: int
    targets: int
    unmatched: tuple[str, ...] = ()
    paths: Mapping[ox.NamedNode, tuple[ox.Triple, ...]] = field(default_factory=dict, repr=False)
    yields: Mapping[ox.NamedNode, frozenset[ox.NamedNode]] = field(default_factory=dict, repr=False)
    idle: tuple[ox.NamedNode, ...] = ()
    # Of an engine that may stop early or leave a constraint to another: how much it found, and which ones.
    found: int | None = None
    fallbacks: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether nothing is an error."""
        return not any(result.severity is Severity.ERROR for result in self.results)

    def as_turtle(self) -> bytes:
        """An sh:ValidationReport; the same results give the same bytes."""
        prefixes = {"sh": SH.iri, "xsd": XSD.iri, "il6": f"{BASE}terms/", "shapes": f"{BASE}shapes/"}
        return ox.serialize(self._triples(), format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""

    def _triples(self) -> Iterator[ox.Triple]:
        whole = ox.NamedNode(f"{BASE}report")
        yield ox.Triple(whole, RDF.type, SH.ValidationReport)
        yield ox.Triple(whole, SH.conforms, _literal("true" if self.conforms else "false", XSD.boolean))
        nodes = [(_name(result), result) for result in self.results]
        for node, _ in nodes:
            yield ox.Triple(whole, SH.result, node)
        for node, result in nodes:
            yield from self._result(node, result)

    def _result(self, node: ox.NamedNode, result: Result) -> Iterator[ox.Triple]:
        yield ox.Triple(node, RDF.type, SH.ValidationResult)
        yield ox.Triple(node, SH.focusNode, result.focus)
        path = _copied(self.paths.get(result.shape, ()), node) if result.path is None else []
        if result.path or path:
            yield ox.Triple(node, SH.resultPath, result.path or path[0].subject)
        if result.value is not None:
            yield ox.Triple(node, SH.value, result.value)
        yield ox.Triple(node, SH.resultSeverity, _SH_SEVERITIES[result.severity])
        yield ox.Triple(node, SH.resultMessage, ox.Literal(result.message, language="en"))
        yield ox.Triple(node, SH.sourceConstraintComponent, result.component)
        yield ox.Triple(node, SH.sourceShape, result.shape)
        yield from path


def read_results(report: bytes, shapes: Shapes) -> list[Result]:
    """The results of an engine's report, given as N-Triples, with our messages and in our order."""
    said: dict[ox.NamedNode | ox.BlankNode, dict[ox.NamedNode, Any]] = defaultdict(dict)
    top: list[Any] = []
    for triple in ox.parse(report, format=ox.RdfFormat.N_TRIPLES):
        if triple.predicate == SH.result:
            top.append(triple.object)
        else:
            said[triple.subject][triple.predicate] = triple.object
    results = {result.key: result for result in (_result(said[node], shapes) for node in top)}
    return [results[key] for key in sorted(results)]


def _result(said: dict[ox.NamedNode, Any], shapes: Shapes) -> Result:
    path, shape = said.get(SH.resultPath), said[SH.sourceShape]
    return Result(
        focus=_plain(said[SH.focusNode]),
        path=path if isinstance(path, ox.NamedNode) else None,
        component=said[SH.sourceConstraintComponent],
        severity=shapes.severity(said[SH.resultSeverity]),
        value=_plain(said[SH.value]) if SH.value in said else None,
        message=shapes.message(shape),
        shape=shape,
    )


def _plain(term: Named) -> Named:
    # Language tags are told apart by no letter's case, and rdflib lowers them.
    if isinstance(term, ox.Literal) and term.language and not term.language.islower():
        return ox.Literal(term.value, language=term.language.lower())
    return term


def _copied(path: tuple[ox.Triple, ...], node: ox.NamedNode) -> list[ox.Triple]:
    """A path's triples, blank nodes named after the result: the same report has the same bytes."""
    names: dict[ox.BlankNode, ox.BlankNode] = {}

    def own(term: Any) -> Any:
        if not isinstance(term, ox.BlankNode):
            return term
        return names.setdefault(term, ox.BlankNode(f"path-{local_name(node)}-{len(names)}"))

    return [ox.Triple(own(triple.subject), triple.predicate, own(triple.object)) for triple in path]


def _name(result: Result) -> ox.NamedNode:
    return RESULTS[hashlib.sha256("\n".join(result.key).encode()).hexdigest()[:16]]


def _literal(text: str, datatype: ox.NamedNode) -> ox.Literal:
    return ox.Literal(text, datatype=datatype)
