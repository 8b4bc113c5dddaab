"""The pages of what claims stand in or beside: articles, sections, gaps in knowledge, slips, loops."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from il6ld.formats.citations import article_entry
from il6ld.namespaces import IL6, OA, local_name
from il6ld.pages.documents import document, told_of
from il6ld.pages.facts import facts, notes, place, places, section_title
from il6ld.pages.page import Page
from il6ld.pages.release import Release
from il6ld.pages.rendering import Pen
from il6ld.pages.usage import parts

# What else a passage can hold, besides claims.
_BESIDE = (IL6.KnowledgeGap, IL6.CausalLoop, IL6.SourceErratum)


def pages(release: Release, pen: Pen) -> Iterator[Page]:
    """Every such page with its data."""
    for article in release.lookup.instances(IL6.Article):
        yield from _article(release, pen, article)
        for section in _sections(release, article):
            yield from _section(release, pen, article, section)
    for loop in release.lookup.instances(IL6.CausalLoop):
        yield from _loop(release, pen, loop)
    for kind, template in ((IL6.KnowledgeGap, "gap"), (IL6.SourceErratum, "erratum")):
        for record in release.lookup.instances(kind):
            yield from _beside(release, pen, template, record)


def _article(release: Release, pen: Pen, article: ox.NamedNode) -> Iterator[Page]:
    sections = _sections(release, article)
    told = next(one for one in release.header.articles if one.node == article)
    yield from document(
        pen, "article.html.jinja", article, told_of(release, [article, *sections]),
        title=f"Article: {told.title}",
        article=told,
        sections=[(section, _passages(release, section)) for section in sections],
        claims_of=lambda passages: sum(len(_at(release, passage, release.claim_set)) for passage in passages),
        facts=facts(release.lookup, article, _TOLD_OF_ARTICLE),
        entry=article_entry(told),
    )  # fmt: skip


_TOLD_OF_ARTICLE = (IL6.section,)


def _sections(release: Release, article: ox.NamedNode) -> list[ox.NamedNode]:
    found = release.lookup.nodes(article, IL6.section)
    return sorted(found, key=lambda node: (_number(release, node, IL6.position), node.value))


def _passages(release: Release, section: ox.NamedNode) -> list[ox.NamedNode]:
    found = [node for node in release.lookup.subjects(IL6.section, section) if isinstance(node, ox.NamedNode)]
    kinds = set(release.lookup.instances(IL6.Passage))
    passages = [node for node in found if node in kinds]
    return sorted(passages, key=lambda node: (_number(release, node, IL6.sentence), node.value))


def _number(release: Release, node: ox.NamedNode, predicate: ox.NamedNode) -> int:
    text = release.lookup.text(node, predicate)
    return int(text) if text.isascii() and text.isdigit() else 0


def _at(release: Release, passage: ox.NamedNode, kind: frozenset[ox.NamedNode]) -> list[ox.NamedNode]:
    """The records of a kind that stand at a passage."""
    return [node for node in release.lookup.subjects(IL6.passage, passage) if node in kind]  # type: ignore[misc]


def _section(
    release: Release, pen: Pen, article: ox.NamedNode, section: ox.NamedNode
) -> Iterator[Page]:
    passages = _passages(release, section)
    selectors = [s for passage in passages for s in release.lookup.nodes(passage, OA.hasSelector)]
    beside = frozenset(node for kind in _BESIDE for node in release.lookup.instances(kind))
    title = section_title(release.lookup, section)
    yield from document(
        pen, "section.html.jinja", section, told_of(release, [section, *passages, *selectors]),
        title=f"{title}, section {_number(release, section, IL6.position)} of {pen.label(article)}",
        heading=title,
        article=article,
        passages=[
            (place(release, passage), _at(release, passage, release.claim_set), _at(release, passage, beside))
            for passage in passages
        ],
    )  # fmt: skip


def _loop(release: Release, pen: Pen, loop: ox.NamedNode) -> Iterator[Page]:
    lookup = release.lookup
    steps = lookup.nodes(loop, IL6.step)
    steps.sort(key=lambda step: (_number(release, step, IL6.position), step.value))
    yield from document(
        pen, "loop.html.jinja", loop, told_of(release, [loop, *parts(lookup, loop)]),
        title=f"Loop {local_name(loop)}: {lookup.label(loop)}",
        steps=[(step, lookup.text(step, IL6.position), lookup.nodes(step, IL6.claim)) for step in steps],
        sign=lookup.text(loop, IL6.computedSign),
        places=list(places(release, loop)),
        facts=facts(lookup, loop, (IL6.step, IL6.computedSign, IL6.passage, IL6.article)),
        notes=notes(lookup, loop),
    )  # fmt: skip


def _beside(release: Release, pen: Pen, template: str, record: ox.NamedNode) -> Iterator[Page]:
    lookup = release.lookup
    resting = [node for node in lookup.subjects(IL6.erratum, record) if isinstance(node, ox.NamedNode)]
    names = {"gap": "Gap", "erratum": "Slip in the source"}
    yield from document(
        pen, "beside.html.jinja", record, told_of(release, [record]),
        title=f"{names[template]} {local_name(record)}: {lookup.label(record)}",
        kind=template,
        places=list(places(release, record)),
        facts=facts(lookup, record, (IL6.passage, IL6.article)),
        resting=resting,
        notes=notes(lookup, record),
    )  # fmt: skip
