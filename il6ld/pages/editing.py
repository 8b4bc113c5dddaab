"""The query page: an editor for SPARQL, which without its script is a plain form.

A link to `query.html#example=NAME` opens a named query in it, one to `query.html#query=TEXT` any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from il6ld.namespaces import IL6, Context, local_name
from il6ld.pages.page import Page
from il6ld.pages.release import Release
from il6ld.pages.rendering import Pen
from il6ld.queries import QUERIES, Query, standalone
from il6ld.queries.parameters import default
from il6ld.safety import SOUND_AXES

PATH = "query.html"
_FIRST = "causes"  # what the field holds at first: it can be shown as a table and as a drawing


def pages(release: Release, pen: Pen) -> Iterator[Page]:
    """The query page, which knows the prefixes, the terms and the named queries of a release."""
    first = _text(QUERIES[_FIRST], release.context)
    yield pen.page(
        PATH, "query.html.jinja", title="Ask in SPARQL", first=first, known=_json(_known(release, pen))
    )


def example(name: str) -> str:
    """The path that opens a named query in the editor."""
    return f"{PATH}#example={name}"


def _known(release: Release, pen: Pen) -> dict[str, Any]:
    """What the script is told.

    `pages` leads from IRIs that are not under the base to their pages, `held` says what must stand behind
    the name of a claim, and `plain` which values of an axis hold nothing back.
    """
    compact, base = release.context.compact, release.base
    held = {claim.value: pen.stances.of(claim).held for claim in release.claims}
    return {
        "base": base,
        "prefixes": release.context.prefixes,
        "terms": {compact(node.value): pen.label(node) for node in release.terms},
        "pages": {
            node.value: pen.addresses.page(node) for node in release.terms if not node.value.startswith(base)
        },
        "held": {iri: words for iri, words in held.items() if words},
        "plain": _plain(release),
        "examples": [_example(query, release.context) for query in QUERIES.values()],
    }


def _plain(release: Release) -> dict[str, list[str]]:
    sound = {local_name(axis): [local_name(value)] for axis, value in SOUND_AXES.items()}
    roles = release.lookup.instances(IL6.DiscourseRole)
    return sound | {"discourseRole": [local_name(role) for role in roles if role != IL6.Hypothesis]}


def _example(query: Query, context: Context) -> dict[str, str]:
    """A query for the list; one that il6ld gathers can only be shown by its steps, and says so."""
    summary = f"{query.summary} (its steps)" if query.gathers else query.summary
    return {"name": query.name, "summary": summary, "text": _text(query, context)}


def _text(query: Query, context: Context) -> str:
    return standalone(query, {one.name: default(one, context) for one in query.parameters if one.default})


def _json(value: Mapping[str, Any]) -> Markup:
    """A value as JSON that can stand in a <script>: ASCII alone, and nothing that ends the element."""
    text = json.dumps(value, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))
