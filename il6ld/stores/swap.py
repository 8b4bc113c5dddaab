"""Puts staged graphs into the place of others: all in one update, which a second time does nothing.

The update reads from the plan which graph takes the place of which, and acts only while the record of the
last push is the one that the plan was made for. So it needs no lock, and an answer that was lost harms
nothing: the record, which is one of the graphs, tells whether it was carried out. MOVE has no such guard:
repeated, it empties its target.
"""

from __future__ import annotations

import contextlib

import pyoxigraph as ox

from il6ld.errors import StoreFailed
from il6ld.namespaces import DCTERMS
from il6ld.stores.parcel import Names, n_triples
from il6ld.stores.record import Record
from il6ld.stores.store import Store

_REPLACES = DCTERMS.replaces
_SWAP = """\
DELETE {{ GRAPH ?place {{ ?s ?p ?o }} }} INSERT {{ GRAPH ?place {{ ?x ?y ?z }} }}
WHERE {{
  {{ GRAPH <{plan}> {{ ?staged {replaces} ?place }} GRAPH ?place {{ ?s ?p ?o }} }}
  UNION
  {{ GRAPH <{plan}> {{ ?staged {replaces} ?place }} GRAPH ?staged {{ ?x ?y ?z }} }}
  {guard}
}}"""
_AFTER = "GRAPH <{record}> {{ <{record}> {identifier} {id} }}"
_FIRST = "FILTER NOT EXISTS {{ GRAPH <{record}> {{ <{record}> {identifier} ?any }} }}"
_DROPPED = 50  # graphs dropped in one update; Virtuoso refuses a thousand
_SAID = ox.NamedNode("urn:il6ld:says")


def guard(names: Names, before: Record | None) -> str:
    """The condition that no other push has come between."""
    pattern = _AFTER if before else _FIRST
    id = ox.Literal(before.id) if before else ""
    return pattern.format(record=names.record, identifier=DCTERMS.identifier, id=id)


def swap(plan: str, condition: str) -> str:
    """The update that carries out a plan while a condition holds."""
    return _SWAP.format(plan=plan, replaces=_REPLACES, guard=condition)


def plan_triples(places: dict[str, str]) -> bytes:
    """A plan as N-Triples: each staged graph with the graph whose place it takes."""
    iris = ((ox.NamedNode(staged), ox.NamedNode(place)) for staged, place in places.items())
    return n_triples(ox.Triple(staged, _REPLACES, place) for staged, place in iris)


def pairs(store: Store, graph: str) -> dict[str, str]:
    """The IRIs that a graph in the store joins: in a plan, each staged graph with its place."""
    triples = [triple for _, triples in store.contents(store.counts([graph])) for triple in triples]
    return {
        triple.subject.value: triple.object.value
        for triple in triples
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode)
    }


def works(store: Store, names: Names, before: Record | None) -> bool:
    """Whether the store carries out such an update, and heeds its condition; tried on graphs of one triple.

    Raises StoreFailed where the user may not write.
    """
    plan = f"{names.record}/trial"
    staged, place = f"{plan}/staged", f"{plan}/place"
    store.put(place, _saying("old"))
    store.put(staged, _saying("new"))
    store.put(plan, plan_triples({staged: place}))
    try:
        store.update(swap(plan, guard(names, _nobody())), repeat=True)
        unmoved = _said(store, place) == ["old"]
        store.update(swap(plan, guard(names, before)), repeat=True)
        return unmoved and _said(store, place) == ["new"]
    except StoreFailed as error:
        if error.findings[0].rule == "store-user":
            raise
        return False
    finally:
        with contextlib.suppress(StoreFailed):
            for graph in (plan, staged, place):
                store.delete(graph)


def _nobody() -> Record:
    return Record("nobody's push", "", "", "")


def _saying(word: str) -> bytes:
    return n_triples([ox.Triple(_SAID, _SAID, ox.Literal(word))])


def _said(store: Store, graph: str) -> list[str]:
    return [row["o"].value for row in store.query(f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")]


def drop(store: Store, graphs: list[str], at_once: bool) -> None:
    """Removes graphs, some dozens at a time where the store can."""
    if not at_once:
        for graph in graphs:
            store.delete(graph)
        return
    for start in range(0, len(graphs), _DROPPED):
        update = ";\n".join(f"DROP SILENT GRAPH <{graph}>" for graph in graphs[start : start + _DROPPED])
        store.update(update, repeat=True)
