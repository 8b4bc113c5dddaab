"""Every constraint, target and severity of the shapes matters: taken away or altered, some example tells.

A mutant is killed when the results of an example of its subject change in focus, path, component, severity or
value. Parameters that belong together (sh:closed with sh:ignoredProperties, sh:pattern with sh:flags) go
together; counts go up and down by one, lists lose one member at a time, queries one line. What is no query
any more is no mutant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
import pytest

from il6ld.errors import InvalidInput
from il6ld.namespaces import RDF, RDFS, SH, SKOS, XSD, local_name
from il6ld.validation import ENGINES
from il6ld.validation.report import read_results
from il6ld.validation.shapes import CONSTRAINTS, TARGETS, Node, Shapes, Statement, Term
from il6ld.validation.subjects import Subjects
from tests.shapes.examples import Example, Row, examples, rows_of, shapes_of, subjects

_TOGETHER = {SH.closed: SH.ignoredProperties, SH.pattern: SH.flags}
_LISTS = {SH["in"], SH["or"], SH.xone, SH["and"], SH.alternativePath}
_NUMBERS = {SH.minCount, SH.maxCount, SH.qualifiedMinCount, SH.qualifiedMaxCount}
_UNSEEN = {RDF.first, RDF.rest, RDFS.domain, RDFS.range, SKOS.altLabel, SKOS.definition, SKOS.scopeNote}
_FRAME = ("SELECT", "{", "}", "UNION")

# What was done, the statements that go, and those that come.
Change = tuple[str, list[Statement], list[Statement]]


@dataclass(frozen=True)
class Mutant:
    """The shapes of a subject with one thing changed, and the shape and the component it was changed in."""

    name: str
    shape: Node
    component: str
    shapes: Shapes


def mutants(subject: str) -> Iterator[Mutant]:
    """Every mutant of one subject's shapes."""
    original = original_shapes(subject)
    for statement in original.statements:
        shape = named(statement[0], original)
        for what, gone, new in _changes(statement, original):
            rest = [other for other in original.statements if other not in gone]
            changed = Shapes(ox.Triple(*other) for other in [*rest, *new])
            component = local_name(statement[1]).casefold()
            yield Mutant(f"{_short(shape)}: {what}", shape, component, changed)


def _changes(statement: Statement, graph: Shapes) -> Iterator[Change]:
    subject, predicate, value = statement
    what = local_name(predicate)
    if predicate in TARGETS or predicate == SH.property:
        yield f"without {what} {_short(value)}", [statement], []
    if predicate == SH.severity:
        yield "with another severity", [statement], [(subject, predicate, SH.Info)]
    if predicate in CONSTRAINTS:
        companion = _TOGETHER.get(predicate, SH.flags)
        others = [(subject, companion, other) for other in graph.values(subject, companion)]
        yield f"without {what} {_short(value)}", [statement, *others], []
    if predicate in _NUMBERS:
        yield from _moved(statement)
    if predicate in _LISTS:
        yield from _shortened(statement, graph)
    if predicate == SH.select:
        yield from _thinned(statement)


def _moved(statement: Statement) -> Iterator[Change]:
    subject, predicate, value = statement
    for number in (int(value.value) - 1, int(value.value) + 1):
        if number >= 0:
            literal = ox.Literal(str(number), datatype=XSD.integer)
            yield f"with {local_name(predicate)} {number}", [statement], [(subject, predicate, literal)]


def _shortened(statement: Statement, graph: Shapes) -> Iterator[Change]:
    what = local_name(statement[1])
    before, head = statement, statement[2]
    while isinstance(head, ox.BlankNode):
        (member,), (rest,) = graph.values(head, RDF.first), graph.values(head, RDF.rest)
        if before != statement or rest != RDF.nil:
            yield f"{what} without {_short(member)}", [before], [(before[0], before[1], rest)]
        before, head = (head, RDF.rest, rest), rest


def _thinned(statement: Statement) -> Iterator[Change]:
    subject, predicate, query = statement
    lines = query.value.splitlines()
    for number, line in enumerate(lines):
        text = line.strip()
        if text and not text.startswith(_FRAME) and not text.endswith("{"):
            thinner = ox.Literal("\n".join(lines[:number] + lines[number + 1 :]))
            yield f"without '{text}'", [statement], [(subject, predicate, thinner)]


def _short(term: Term) -> str:
    return local_name(term) if isinstance(term, ox.NamedNode) else term.value[:40]


@cache
def original_shapes(subject: str) -> Shapes:
    """The shapes of a subject as they are."""
    return Shapes(shapes_of(subject))


def named(node: Node, graph: Shapes) -> Node:
    """The named node that a blank one stands below."""
    while isinstance(node, ox.BlankNode):
        node = graph.users(node)[0]
    return node


def roots(shape: Node, graph: Shapes) -> set[Node]:
    """The targeted shapes whose results may depend on a shape."""
    found, queue = {shape}, [shape]
    for node in queue:
        new = [user for user in graph.users(node) if user not in found]
        found |= set(new)
        queue += new
    return found & {target.shape for target in graph.targets}


def below(starts: set[Node], graph: Shapes) -> Shapes:
    """Some shapes with all that they refer to."""
    found, queue = set(starts), list(starts)
    triples = []
    for node in queue:
        for predicate, values in graph.said(node).items():
            triples += [ox.Triple(node, predicate, value) for value in values]
            new = [value for value in values if not isinstance(value, ox.Literal) and value not in found]
            found |= set(new)
            queue += new
    return Shapes(triples)


@cache
def ntriples(example: Example) -> bytes:
    """An example's data as an engine takes it, without what no shape looks at."""
    return Subjects(triple for triple in example.data if triple.predicate not in _UNSEEN).ntriples


@cache
def by_promise(subject: str, shape: str, component: str, rules: frozenset[str]) -> list[Example]:
    """The examples of a subject, those first that break this shape in this way, or else one of the rules."""

    def promise(example: Example) -> tuple[bool, bool, bool, int]:
        expected = example.expected
        exact = any(row[-1] == shape and row[2].casefold() == component for row in expected)
        own = any(row[-1] == shape for row in expected)
        return not exact, not own, not any(row[-1] in rules for row in expected), len(expected)

    return sorted(examples(subject), key=promise)


def results(example: Example, shapes: Shapes) -> list[Row]:
    """What shapes find in an example."""
    return rows_of(read_results(ENGINES["pyshifty"](ntriples(example), shapes.ntriples), shapes))


def is_killed(mutant: Mutant, subject: str) -> bool:
    """Whether some example of the subject tells the mutant from the shapes."""
    starts = roots(mutant.shape, original_shapes(subject))
    changed = below(starts, mutant.shapes)
    rules = frozenset(local_name(node) for node in below(starts, original_shapes(subject)).reporting)
    return any(
        results(example, changed) != [row for row in example.expected if row[-1] in rules]
        for example in by_promise(subject, _short(mutant.shape), mutant.component, rules)
    )


@pytest.mark.parametrize("subject", subjects())
def test_every_mutant_is_killed(subject: str, capsys: pytest.CaptureFixture[str]) -> None:
    killed: list[str] = []
    survivors: list[str] = []
    for mutant in mutants(subject):
        try:
            (killed if is_killed(mutant, subject) else survivors).append(mutant.name)
        except InvalidInput:
            continue
    with capsys.disabled():
        print(f"\n{subject}: {len(killed)} of {len(killed) + len(survivors)} mutants killed")
    assert killed, "no mutant was made"
    assert not survivors, "\n".join(survivors)
