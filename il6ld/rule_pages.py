"""The page of a rule: of one that il6ld's code holds, or of one that a shape holds."""

from __future__ import annotations

import pyoxigraph as ox

from il6ld.findings import Position
from il6ld.lookup import Lookup, Term
from il6ld.namespaces import SH, Context, local_name
from il6ld.rules import Rule

_TOLD_APART = {SH.message, SH.path, SH.property, SH.severity}
_WORDS = {
    SH.minCount: "at least {}",
    SH.maxCount: "at most {}",
    SH["class"]: "each a {}",
    SH.datatype: "each an {}",
    SH["in"]: "each one of {}",
    SH.pattern: "each like {}",
    SH.nodeKind: "each a {}",
    SH.closed: "no field that it does not know",
    SH.ignoredProperties: "apart from {}",
    SH.sparql: "nothing that {} finds",
}
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


def code_page(rule: Rule) -> str:
    """What breaks a rule, why it stands, and what to do, a paragraph each."""
    return "\n".join(filter(None, [f"{rule.id}\n", rule.breach, rule.reason, f"\nWhat to do: {rule.cure}"]))


def shapes_by_rule(lookup: Lookup) -> dict[str, ox.NamedNode]:
    """Each shape that can report, by the rule id that findings print."""
    return {local_name(node): node for node, _ in lookup.pairs(SH.message) if isinstance(node, ox.NamedNode)}


def shape_page(lookup: Lookup, context: Context, shape: ox.NamedNode, position: Position | None) -> str:
    """What a shape looks at, what it demands, what to do, and where it stands."""
    severity = lookup.node(shape, SH.severity)
    lines = [f"{local_name(shape)} ({local_name(severity).lower() if severity else 'violation'})", ""]
    lines.append(f"Looks at: {', '.join(_looked_at(lookup, context, shape)) or 'what other shapes hand it'}")
    lines += [f"Demands:  {demand}" for demand in _demands(lookup, context, shape)]
    lines += ["", f"What to do: {lookup.text(shape, SH.message)}"]
    lines += [f"It stands at {position}."] if position else []
    return "\n".join(lines)


def _looked_at(lookup: Lookup, context: Context, shape: ox.NamedNode) -> list[str]:
    """The classes a shape targets, by itself or through the shape whose property it constrains."""
    holders = [
        shape,
        *(node for node in lookup.subjects(SH.property, shape) if isinstance(node, ox.NamedNode)),
    ]
    path = _told(lookup, context, shape, SH.path)
    field = f"{path} of " if path else ""
    return [
        field + _target(lookup, context, holder, kind)
        for holder in holders
        for kind in _TARGETS
        if lookup.values(holder, kind)
    ]


def _target(lookup: Lookup, context: Context, shape: ox.NamedNode, kind: ox.NamedNode) -> str:
    names = _told(lookup, context, shape, kind)
    lead = {SH.targetSubjectsOf: "whatever has ", SH.targetObjectsOf: "values of "}.get(kind, "")
    return f"{lead}{names}"


def _demands(lookup: Lookup, context: Context, shape: ox.NamedNode) -> list[str]:
    return [
        _WORDS.get(parameter, f"{local_name(parameter)} {{}}").format(
            _told(lookup, context, shape, parameter)
        )
        for parameter in lookup.properties(shape)
        if parameter in SH and parameter not in _TOLD_APART and parameter not in _TARGETS
    ]


def _told(lookup: Lookup, context: Context, shape: ox.NamedNode, parameter: ox.NamedNode) -> str:
    return ", ".join(_value(lookup, context, value) for value in lookup.values(shape, parameter))


def _value(lookup: Lookup, context: Context, value: Term) -> str:
    if isinstance(value, ox.NamedNode):
        return context.compact(value.value)
    if isinstance(value, ox.Literal):
        return value.value
    return ", ".join(_value(lookup, context, part) for part in lookup.members(value)) or "a nested shape"
