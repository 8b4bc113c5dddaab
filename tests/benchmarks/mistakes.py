"""Mistakes for validators to find, as many as one likes: the invalid examples of tests/shapes, copied.

A copy is an example with those records of shared.ttl that it refers to, however indirectly, all under names
that no other copy has. So no copy breaks anything for another, and how often each rule is broken is known:
mistakes.tsv tells how often with each round of all examples, and how often once and for all, by what copies
misuse and do not own.
`python -m tests.benchmarks.mistakes` has pySHACL, the reference, write that table anew.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from il6ld.namespaces import GRAPHS, IL6, RDFS, SKOS
from il6ld.pipeline import REASONED
from il6ld.validation import validate
from tests.benchmarks.corpus import RELEASE
from tests.benchmarks.template import Template
from tests.shapes.examples import FOLDER, Example, all_shapes, examples, parse

TABLE = Path(__file__).with_suffix(".tsv")
COLUMNS = ("rule", "each round", "once")
GRAPH = GRAPHS.mistakes
CLAIMS_A_ROUND = 10_000
_HASH = re.compile(r"(?<=/1-)[0-9a-f]{8}(?=[0-9a-f]{24}$)")
_TOLD_ONCE = {IL6.code, RDFS.label, SKOS.altLabel, SKOS.definition}  # what no two terms or articles may share

Node = ox.NamedNode | ox.BlankNode | ox.Triple


def rounds(claims: int) -> int:
    """How often every mistake is made in a corpus: once for each 10,000 claims begun."""
    return -(-claims // CLAIMS_A_ROUND)


def made(template: Template, times: int) -> Iterator[ox.Quad]:
    """Every mistake so many times, and the word of the reasoner that some shapes wait for."""
    yield _quad(REASONED)
    ground = frozenset(quad.subject for quad in template.quads)
    for number in range(times * len(invalid())):
        example = invalid()[number % len(invalid())]
        yield from (_quad(triple) for triple in copied(example, number, ground) if triple != REASONED)


def known(times: int) -> Counter[str]:
    """How often each rule is broken by every mistake so many times, as the reference once found."""
    rows = (line.split("\t") for line in TABLE.read_text("utf-8").splitlines()[1:])
    return Counter({rule: times * int(each) + int(once) for rule, each, once in rows})


def found(template: Template, times: int, engine: str) -> Counter[str]:
    """How often an engine finds each rule broken in the release with every mistake so many times."""
    triples = {quad.triple for quad in (*template.quads, *made(template, times))}
    return Counter(result.rule for result in validate(triples, all_shapes(), engine).results)


@cache
def invalid() -> tuple[Example, ...]:
    """Every example that breaks something."""
    return tuple(example for example in examples() if not example.is_valid)


def copied(example: Example, number: int, ground: frozenset[object]) -> Iterator[ox.Triple]:
    """An example under names that bear a number; what the ground speaks of keeps its name."""
    said = [*parse(example.path), *_surroundings(example, ground)]
    own = {triple.subject for triple in said}
    headers = {triple.subject for triple in parse(example.path) if example.subject == "ontology"}
    names = {node: _named(node, number) for node in own if node not in ground or node in headers}
    for subject, predicate, value in said:
        if isinstance(value, ox.Literal) and predicate in _TOLD_ONCE:
            value = _told(value, number)
        yield ox.Triple(names.get(subject, subject), predicate, names.get(value, value))


def _surroundings(example: Example, ground: frozenset[object]) -> list[ox.Triple]:
    """What shared.ttl says of the records that an example speaks of, and of those that these refer to."""
    shared = _shared()
    waiting = [term for triple in parse(example.path) for term in (triple.subject, triple.object)]
    found: dict[object, list[ox.Triple]] = {}
    while waiting:
        node = waiting.pop()
        if node in shared and node not in found and node not in ground:
            found[node] = shared[node]
            waiting += [triple.object for triple in shared[node]]
    return [triple for said in found.values() for triple in said]


@cache
def _shared() -> dict[object, list[ox.Triple]]:
    shared: dict[object, list[ox.Triple]] = defaultdict(list)
    for triple in parse(FOLDER / "shared.ttl"):
        shared[triple.subject].append(triple)
    return dict(shared)


def _quad(triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, GRAPH)


def _named(node: Node, number: int) -> Node:
    """A name that looks as good or as bad as before."""
    assert not isinstance(node, ox.Triple)
    if "tiny" in node.value:
        return type(node)(node.value.replace("tiny", f"tiny{number:06}"))
    hashed = _HASH.sub(f"{number:08x}", node.value)
    return type(node)(hashed if hashed != node.value else f"{node.value}{number:06}")


def _told(literal: ox.Literal, number: int) -> ox.Literal:
    """The same text with a number behind its last word."""
    text = re.sub(r"\w(?=\W*$)", rf"\g<0>{number:06}", literal.value)
    if literal.language:
        return ox.Literal(text, language=literal.language)
    return ox.Literal(text, datatype=literal.datatype)


def main() -> None:
    """Writes mistakes.tsv."""
    template = Template.read(RELEASE)
    one, two = (found(template, times, "pyshacl") for times in (1, 2))
    lines = [f"{rule}\t{two[rule] - count}\t{2 * count - two[rule]}" for rule, count in sorted(one.items())]
    TABLE.write_text("\n".join(["\t".join(COLUMNS), *lines]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
