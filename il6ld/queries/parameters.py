"""Values for a query's variables: what a person writes is resolved to a term, and never becomes SPARQL."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from il6ld.errors import UsageError
from il6ld.findings import nearest
from il6ld.literals import expected
from il6ld.names import Names, named
from il6ld.namespaces import IL6, RDF, RDFS, XSD, Context
from il6ld.queries.catalogue import ANY, Parameter, Query

Value = ox.NamedNode | ox.Literal
_MOST_NAMES = 10_000  # beyond this, no nearest name is looked for


class Values:
    """Resolves what is given for parameters, over one store; `names` are those of its ontology."""

    def __init__(self, store: ox.Store, names: Names, context: Context) -> None:
        self._store = store
        self._names = names
        self._context = context

    def of(self, query: Query, given: Mapping[str, str]) -> dict[str, Value]:
        """A value for each parameter that has one, given or by default; the others are free.

        Raises UsageError for a parameter that the query has not, and for a value that nothing is called.
        """
        if not query.parameters:
            return {name: self.value(Parameter(name, ""), text) for name, text in given.items()}
        found = {one.name: default(one, self._context) for one in query.parameters if one.default}
        for name, text in given.items():
            parameter = query.parameter(name)
            found.pop(name, None)
            if text != ANY:
                found[name] = self.value(parameter, text)
        return found

    def value(self, parameter: Parameter, text: str) -> Value:
        """The term for a text, as the parameter's type says; any name at all where it says nothing."""
        if parameter.type == "Text":
            return ox.Literal(text)
        if parameter.type == "Integer":
            return _integer(parameter, text)
        if not parameter.type:
            return self._names.resolve(text)
        kind = IL6[parameter.type]
        return self._record(text, kind) or self._names.resolve(text, kind)

    def _record(self, text: str, kind: ox.NamedNode) -> ox.NamedNode | None:
        """A record by its IRI, CURIE, number or label; UsageError where only records are of this kind."""
        prefix = f"{kind.value.removeprefix(IL6.iri).lower()}s"
        if prefix not in self._context.prefixes:
            return None
        for name in (text, f"{prefix}:{text}"):
            node = named(name, self._context)
            if node is not None and self._is_a(node, kind):
                return node
        for quad in self._store.quads_for_pattern(None, RDFS.label, ox.Literal(text, language="en")):
            if isinstance(quad.subject, ox.NamedNode) and self._is_a(quad.subject, kind):
                return quad.subject
        word = prefix.removesuffix("s")
        raise UsageError.at(
            None,
            f"There is no {word} '{text}'.",
            rule="unknown-claim" if kind == IL6.Claim else "unknown-term",
            help=self._nearest(text, prefix, kind),
        )

    def _is_a(self, node: ox.NamedNode, kind: ox.NamedNode) -> bool:
        return any(True for _ in self._store.quads_for_pattern(node, RDF.type, kind))

    def _nearest(self, text: str, prefix: str, kind: ox.NamedNode) -> str:
        known = []
        for quad in self._store.quads_for_pattern(None, RDF.type, kind):
            if isinstance(quad.subject, ox.NamedNode):
                known.append(self._context.compact(quad.subject.value))
            if len(known) > _MOST_NAMES:
                return ""
        return nearest(text if ":" in text else f"{prefix}:{text}", known)


def default(parameter: Parameter, context: Context) -> Value:
    """The default of a parameter that has one, as it stands: another project's ontology may not know it."""
    if parameter.type == "Integer":
        return _integer(parameter, parameter.default)
    return ox.NamedNode(context.expand(parameter.default))


def _integer(parameter: Parameter, text: str) -> ox.Literal:
    if told := expected(text, XSD.integer.value):
        message = f"The parameter '{parameter.name}' takes {told}, not '{text}'."
        raise UsageError.at(None, message, rule="query-parameter", help=f"Give it so: {parameter.name}=3.")
    return ox.Literal(text, datatype=XSD.integer)
