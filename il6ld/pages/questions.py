"""The named queries: a page for each, with what it answers on this release, and a list of them all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from il6ld.namespaces import SH
from il6ld.pages import editing
from il6ld.pages.asking import Asked
from il6ld.pages.documents import document
from il6ld.pages.page import Page
from il6ld.pages.release import Release
from il6ld.pages.rendering import Pen
from il6ld.queries import QUERIES, Answer, Query, examples, standalone

PATH = "queries.html"
MOST_ROWS = 100  # of an answer on its page
_PREFIX = re.compile(r"^PREFIX ([\w-]+):", re.MULTILINE)


@dataclass(frozen=True)
class Listed:
    """One query of the list, with how many rows it answers."""

    query: Query
    rows: int


def set_addresses(release: Release, pen: Pen) -> None:
    """Lets every page link to the document of each named query; to be called before the first is rendered."""
    for name in QUERIES:
        pen.addresses.set(_node(release, name).value, f"queries/{name}")


def pages(release: Release, pen: Pen) -> Iterator[Page]:
    """The list of the named queries, and a page with its data for each."""
    set_addresses(release, pen)
    asked = Asked(release)
    answers = {name: asked.answer(name) for name in QUERIES}
    yield _list(pen, answers)
    said: defaultdict[object, list[ox.Triple]] = defaultdict(list)
    for triple in examples(release.context):
        said[triple.subject].append(triple)
    for name, query in QUERIES.items():
        node = _node(release, name)
        yield from document(
            pen, "queries/query.html.jinja", node, [*said[node], *_prefixes(release, query, said)],
            title=f"Question: {name}", query=query, text=standalone(query, asked.values(query)),
            answer=answers[name], shown=[tuple(row) for row in answers[name].rows[:MOST_ROWS]],
            editor=editing.example(name),
        )  # fmt: skip


def _prefixes(release: Release, query: Query, said: Mapping[object, list[ox.Triple]]) -> Iterator[ox.Triple]:
    """What is said of the prefixes that a query uses, and of nothing else."""
    used = {_node(release, f"prefix-{name}") for name in _PREFIX.findall(query.body)}
    for triple in said[_node(release, "prefixes")]:
        if triple.object in used or triple.predicate != SH.declare:
            yield triple
    for node in sorted(used, key=str):
        yield from said[node]


def _list(pen: Pen, answers: dict[str, Answer]) -> Page:
    listed = {name: Listed(query, len(answers[name])) for name, query in QUERIES.items()}
    keywords: defaultdict[str, list[Query]] = defaultdict(list)
    for query in QUERIES.values():
        for word in query.keywords:
            keywords[word].append(query)
    return pen.page(
        PATH, "queries.html.jinja", title="Questions", listed=list(listed.values()),
        keywords=dict(sorted(keywords.items())),
    )  # fmt: skip


def _node(release: Release, name: str) -> ox.NamedNode:
    return ox.NamedNode(release.context.expand(f"queries:{name}"))
