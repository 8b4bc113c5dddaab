"""Every constraint, target and severity of the shapes matters: taken away or altered, some example tells.

A mutant is killed when the results of an example of its subject change in focus, path, component, severity or
value. Parameters that belong together (sh:closed with sh:ignoredProperties, sh:pattern with sh:flags) go
together; counts go up and down by one, lists lose one member at a time, queries one line. What is no query
any more is no mutant. An engine takes many mutants in one go, each under names of its own, since most of its
time goes into reading the example.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
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
from tests.shapes.examples import ROOT, Example, Row, examples, parse, rows_of, shapes_of, subjects

_TOGETHER = {SH.closed: SH.ignoredProperties, SH.pattern: SH.flags}
_LISTS = {SH["in"], SH["or"], SH.xone, SH["and"], SH.alternativePath}
_NUMBERS = {SH.minCount, SH.maxCount, SH.qualifiedMinCount, SH.qualifiedMaxCount}
_UNSEEN = {RDF.first, RDF.rest, RDFS.domain, RDFS.range, SKOS.altLabel, SKOS.definition, SKOS.scopeNote}
_FRAME = ("SELECT", "{", "}", "UNION")

# What was done, the statements that go, and those that come.
Change = tuple[str, list[Statement], list[Statement]]


@dataclass(frozen=True, eq=False)
class Mutant:
    """One change to the shapes of a subject, and the shape and the component that it was made in."""

    name: str
    shape: Node
    component: str
    gone: list[Statement]
    new: list[Statement]


def mutants(subject: str) -> Iterator[Mutant]:
    """Every mutant of one subject's shapes."""
    original = original_shapes(subject)
    for statement in original.statements:
        shape = named(statement[0], original)
        for what, gone, new in _changes(statement, original):
            component = local_name(statement[1]).casefold()
            yield Mutant(f"{_short(shape)}: {what}", shape, component, gone, new)


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


def below(
    starts: set[Node], graph: Shapes, gone: Iterable[Statement] = (), new: Iterable[Statement] = ()
) -> list[Statement]:
    """What some shapes and all that they refer to say, less what is gone, with what is new."""
    found, queue = set(starts), list(starts)
    statements: list[Statement] = []
    for node in queue:
        said = [
            (node, predicate, value) for predicate, values in graph.said(node).items() for value in values
        ]
        said = [other for other in said if other not in gone] + [other for other in new if other[0] == node]
        for _, _, value in said:
            if not isinstance(value, ox.Literal) and value not in found:
                found.add(value)
                queue.append(value)
        statements += said
    return statements


@cache
def ntriples(example: Example) -> bytes:
    """An example's data as an engine takes it, without what no shape looks at."""
    return Subjects(triple for triple in example.data if triple.predicate not in _UNSEEN).ntriples


@cache
def touched(subject: str, shape: Node) -> frozenset[str]:
    """The rules that may give other results once a shape is changed."""
    original = original_shapes(subject)
    triples = [ox.Triple(*statement) for statement in below(roots(shape, original), original)]
    return frozenset(local_name(node) for node in Shapes(triples).reporting)


@cache
def by_promise(subject: str, shape: str, component: str, rules: frozenset[str]) -> list[Example]:
    """The examples of a subject, those first that break this shape in this way, or else one of the rules."""

    def promise(example: Example) -> tuple[bool, bool, bool, int]:
        expected = example.expected
        exact = any(row[-1] == shape and row[2].casefold() == component for row in expected)
        own = any(row[-1] == shape for row in expected)
        return not exact, not own, not any(row[-1] in rules for row in expected), len(expected)

    return sorted(examples(subject), key=promise)


def in_order(mutant: Mutant, subject: str) -> list[Example]:
    """The examples of a subject, those first that will probably tell a mutant from the shapes."""
    return by_promise(subject, _short(mutant.shape), mutant.component, touched(subject, mutant.shape))


def expected(example: Example, mutant: Mutant, subject: str) -> list[Row]:
    """What a mutant finds in an example that does not tell it from the shapes."""
    rules = touched(subject, mutant.shape)
    return [row for row in example.expected if row[-1] in rules]


@cache
def _everyones() -> frozenset[Node]:
    return frozenset(subject for subject, _, _ in Shapes(parse(ROOT / "shapes" / "prefixes.ttl")).statements)


def apart(statements: list[Statement], number: int) -> list[ox.Triple]:
    """The same shapes under names that end in a number."""
    own: dict[Term, Node] = {}
    for node in {subject for subject, _, _ in statements} - _everyones():
        own[node] = type(node)(f"{node.value}-{number}")
    return [ox.Triple(own.get(one, one), what, own.get(value, value)) for one, what, value in statements]


def results(example: Example, batch: list[Mutant], subject: str) -> dict[Mutant, list[Row]]:
    """What each of many mutants finds in an example; those that are none are left out."""
    changed = Shapes(triple for number, one in enumerate(batch) for triple in apart(of(one, subject), number))
    try:
        report = ENGINES["pyshifty"](ntriples(example), changed.ntriples)
    except InvalidInput:
        half = len(batch) // 2
        parts = [part for part in (batch[:half], batch[half:]) if half]
        return {one: found for part in parts for one, found in results(example, part, subject).items()}
    rows: dict[Mutant, list[Row]] = {one: [] for one in batch}
    for *row, shape in rows_of(read_results(report, changed)):
        rule, _, number = shape.rpartition("-")
        rows[batch[int(number)]].append((*row, rule))
    return {one: sorted(found) for one, found in rows.items()}


def of(mutant: Mutant, subject: str) -> list[Statement]:
    """The statements of a mutant and of the targeted shapes that refer to it."""
    original = original_shapes(subject)
    return below(roots(mutant.shape, original), original, mutant.gone, mutant.new)


def verdicts(subject: str) -> tuple[list[str], list[str]]:
    """The mutants of a subject that some example tells from the shapes, and those that none does."""
    killed: list[str] = []
    waiting = {mutant: in_order(mutant, subject) for mutant in mutants(subject)}
    for turn in range(len(examples(subject))):
        batches: dict[Example, list[Mutant]] = defaultdict(list)
        for mutant, order in waiting.items():
            batches[order[turn]].append(mutant)
        for example, batch in batches.items():
            found = results(example, batch, subject)
            for mutant in batch:
                if found.get(mutant) != expected(example, mutant, subject):
                    del waiting[mutant]
                    killed += [mutant.name] if mutant in found else []
    return killed, [mutant.name for mutant in waiting]


# Those that take longest; that each of their examples breaks just what it should, tests/test_shapes.py sees.
SLOW = {"article", "claim", "evidence", "loop", "proposition", "safety"}
SUBJECTS = [pytest.param(name, marks=[pytest.mark.heavy] if name in SLOW else []) for name in subjects()]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_mutant_is_killed(subject: str, capsys: pytest.CaptureFixture[str]) -> None:
    killed, survivors = verdicts(subject)
    with capsys.disabled():
        print(f"\n{subject}: {len(killed)} of {len(killed) + len(survivors)} mutants killed")
    assert killed, "no mutant was made"
    assert not survivors, "\n".join(survivors)
