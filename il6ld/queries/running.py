"""Runs a query on a store, with values for its variables."""

from __future__ import annotations

import contextlib
import gc
import re
from collections.abc import Iterator, Mapping
from textwrap import shorten

import pyoxigraph as ox

from il6ld.errors import Il6ldError, UnreadableInput, UsageError
from il6ld.findings import Position
from il6ld.namespaces import Context
from il6ld.queries.answer import Answer, Graph, Result, Truth, taken
from il6ld.queries.catalogue import Query
from il6ld.queries.gathering import GATHERERS, gather
from il6ld.queries.parameters import Value
from il6ld.queries.syntax import names_graphs

_MOST_SAID = 100  # characters of what the parser says, which lists all that might have followed
_STORAGE = ("Corruption", "IO error")  # how RocksDB begins to tell of its files
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def run(
    store: ox.Store, query: Query, values: Mapping[str, Value], context: Context, most: int | None = None
) -> Result:
    """What a query answers over every graph of a store, at most `most` rows or triples of it.

    Raises UnreadableInput, with the place, for no query, and UsageError for a value without a variable.
    """
    with _undisturbed():
        return _answered(store, query, values, context, most)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Keeps the collector from going through the rows, which hold no cycles, again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _answered(
    store: ox.Store, query: Query, values: Mapping[str, Value], context: Context, most: int | None
) -> Result:
    if not query.gathers:
        return _asked(store, query, values, context, most)
    gatherer = GATHERERS[query.gathers]
    _require(query, gatherer.takes - values.keys())
    own = {name: value for name, value in values.items() if name not in gatherer.takes}
    steps = _asked(store, query, own, context, None)
    assert isinstance(steps, Answer)
    rows, cut = taken(gather(query.gathers, steps, values, store), most)
    return Answer(gatherer.columns, rows, context, cut)


def _require(query: Query, missing: frozenset[str]) -> None:
    if missing:
        message = f"The query '{query.name}' needs a value for {', '.join(sorted(missing))}."
        raise UsageError.at(None, message, rule="query-parameter", help="'any' will not do here; name one.")


def _asked(
    store: ox.Store, query: Query, values: Mapping[str, Value], context: Context, most: int | None
) -> Result:
    substitutions: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]
    substitutions = {ox.Variable(name): value for name, value in values.items()}
    # A named query declares its own prefixes, and handing over all of them costs more than many an answer.
    prefixes = None if query.is_named else context.prefixes
    try:
        found = store.query(
            query.text,
            prefixes=prefixes,
            use_default_graph_as_union=query.is_named or not names_graphs(query.text),
            substitutions=substitutions,
        )
    except SyntaxError as error:
        raise _unreadable(query, str(error)) from error
    except RuntimeError as error:
        if str(error).startswith(_STORAGE):
            raise
        raise _without_variable(query, values, error) from error
    if isinstance(found, ox.QueryBoolean):
        return Truth(bool(found))
    if isinstance(found, ox.QueryTriples):
        triples, cut = taken(found, most)
        return Graph(triples, context, cut)
    rows, cut = taken(map(tuple, found), most)
    return Answer(tuple(variable.value for variable in found.variables), rows, context, cut)


def _unreadable(query: Query, message: str) -> Il6ldError:
    place = _PLACE.search(message)
    position = Position(query.name, int(place[1]), int(place[2])) if place else None
    said = shorten(place[3] if place else message, _MOST_SAID, placeholder=" \u2026")
    return UnreadableInput.at(
        position, f"This is not SPARQL: {said}.", rule="query-syntax",
        help="Look here and just before; 'il6ld query NAME --explain' shows queries that work.",
    )  # fmt: skip


def _without_variable(query: Query, values: Mapping[str, Value], error: RuntimeError) -> Il6ldError:
    message = f"A value was given for {', '.join(values)}, and the query says: {error}"
    cure = "Put the variable into the SELECT, or take the value away."
    return UsageError.at(None, message if values else str(error), rule="query-parameter", help=cure)
