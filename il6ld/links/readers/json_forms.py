"""The three forms of ontologies in JSON: OBO Graphs, one object by identifier, one list of objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from il6ld.errors import Il6ldError
from il6ld.links.readers.content import Content
from il6ld.links.readers.json_stream import JsonStream
from il6ld.links.readers.record import Reading, Record, merged, version
from il6ld.links.spelling import Spelling

Object = dict[str, Any]
_SCOPES = {
    "hasExactSynonym": "exact", "hasBroadSynonym": "broad", "hasNarrowSynonym": "narrow",
    "hasRelatedSynonym": "related",
}  # fmt: skip
_UP = ("is_a", "subPropertyOf")
# The last part of the IRI of a property that tells what a term is replaced by, most exact first.
_REPLACED_BY = ("IAO_0100001", "consider")


def read_graphs(content: Content, spelling: Spelling) -> Reading:
    """OBO Graphs: the nodes of every graph; the edges tell their parents."""
    stream = JsonStream(content)
    nodes: list[Object] = []
    parents: dict[str, list[str]] = defaultdict(list)
    versions: list[str] = []
    for key in stream.pairs():
        for _ in stream.items() if key == "graphs" else ():
            for part in stream.pairs():
                if part == "nodes":
                    nodes += (_node(stream.value(), content) for _ in stream.items())
                elif part == "edges":
                    _take_edges(stream, parents, spelling)
                elif part == "meta":
                    versions.append(str((stream.value() or {}).get("version", "")))
                else:
                    stream.value()
        if key != "graphs":
            stream.value()
    stream.end()
    return Reading(version(*versions, content.plain_name), _graph_records(nodes, parents, spelling))


def _node(value: Any, content: Content) -> Object:
    """What is of use in a node, to keep nothing else."""
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        raise _misshapen(content, "a node without 'id'")
    meta = value.get("meta") or {}
    values, synonyms = meta.get("basicPropertyValues", ()), meta.get("synonyms", ())
    return {
        "id": value["id"],
        "label": value.get("lbl") or "",
        "synonyms": [(s["val"], _SCOPES.get(s.get("pred"), "related")) for s in synonyms],
        "former": [s["val"] for s in synonyms if _tail(s.get("synonymType")) == "OMO_0003008"],
        "obsolete": bool(meta.get("deprecated")),
        "values": [(_tail(v.get("pred")), str(v.get("val"))) for v in values],
    }


def _tail(iri: Any) -> str:
    return str(iri).rpartition("/")[2].rpartition("#")[2]


def _take_edges(stream: JsonStream, parents: dict[str, list[str]], spelling: Spelling) -> None:
    for _ in stream.items():
        edge = stream.value()
        if edge.get("pred") in _UP:
            parents[edge["sub"]].append(spelling[edge["obj"]])


def _graph_records(
    nodes: Iterable[Object], parents: dict[str, list[str]], spelling: Spelling
) -> Iterator[Record]:
    old: list[Record] = []
    for node in nodes:
        id = spelling[node["id"]]
        told: dict[str, list[str]] = defaultdict(list)
        for name, value in node["values"]:
            told[name].append(value)
        old += [merged(spelling[value], id) for value in told["hasAlternativeId"]]
        yield Record(
            id,
            node["label"],
            [pair for pair in node["synonyms"] if pair[0] not in node["former"]],
            node["former"],
            node["obsolete"],
            [spelling[value] for name in _REPLACED_BY for value in told[name]],
            parents.get(node["id"], ()),
            next(iter(told["hasOBONamespace"]), ""),
        )
    yield from old


def read_by_id(content: Content, spelling: Spelling) -> Reading:
    """One object with a term for each identifier: its label, deprecated, replaced_by, ancestors, synonyms."""
    return Reading(version(content.plain_name), _by_id(content, spelling))


def _by_id(content: Content, spelling: Spelling) -> Iterator[Record]:
    stream = JsonStream(content)
    spelled = spelling.__getitem__
    for key, term in stream.entries():
        if not isinstance(term, dict) or not isinstance(label := term.get("label", ""), str):
            raise _misshapen(content, f"'{key}' without a label")
        synonyms, ancestors = term.get("synonyms"), term.get("ancestors")
        yield Record(
            spelling.curie(key),
            label,
            [(text, "exact") for text in synonyms] if synonyms else (),
            (),
            term.get("deprecated") is True,
            _replaced_by(term, spelling) if "replaced_by" in term or "consider" in term else (),
            tuple(map(spelled, ancestors)) if ancestors else (),
        )
    stream.end()


def read_list(content: Content, spelling: Spelling) -> Reading:
    """A list of objects with id, name, namespace, synonyms, alt_ids and relations; none of them obsolete.

    Such files keep exact and related synonyms and do not say which is which, so all count as related.
    """
    return Reading(version(content.plain_name), _from_list(content, spelling))


def _from_list(content: Content, spelling: Spelling) -> Iterator[Record]:
    stream = JsonStream(content)
    old: list[Record] = []
    for _ in stream.items():
        term = stream.value()
        if not isinstance(term, dict) or not isinstance(term.get("id"), str):
            raise _misshapen(content, "a term without 'id'")
        id = spelling.curie(term["id"])
        old += [merged(spelling[other], id) for other in term.get("alt_ids", ())]
        yield Record(
            id,
            term.get("name") or "",
            [(text, "related") for text in term.get("synonyms", ())],
            parents=[spelling[parent] for parent in term.get("relations", {}).get("is_a", ())],
            namespace=term.get("namespace") or "",
        )
    stream.end()
    yield from old


def _replaced_by(term: Object, spelling: Spelling) -> list[str]:
    return [spelling[other] for name in ("replaced_by", "consider") for other in _listed(term.get(name))]


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _misshapen(content: Content, what: str) -> Il6ldError:
    return content.fault(f"This JSON holds {what}.", help="See the forms that 'link check' reads.")
