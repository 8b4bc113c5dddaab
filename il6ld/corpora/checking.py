"""A first look at an imported corpus: a sample of its claims, with all they need, held against the shapes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from il6ld import validation
from il6ld.corpora.folder import Lines
from il6ld.corpora.lines import Text
from il6ld.corpora.vocabulary import EntityPen
from il6ld.findings import Position
from il6ld.namespaces import Context
from il6ld.sources.vocabulary import Vocabulary

Record = dict[str, Any]
SAMPLE = 150


def sample(
    claims: list[Record], records: Mapping[str, Record], entities: Mapping[str, Record], size: int = SAMPLE
) -> tuple[list[Record], list[Record]]:
    """Some claims, evenly spread, with the records and the entities that they refer to, however far.

    `records` are articles and passages by name, `entities` the corpus's own.
    """
    step = max(1, len(claims) // size)
    chosen = claims[::step]
    found = _reached(chosen, records)
    # A passage that a claim outside the sample holds stands by itself here.
    held = {claim["passage"]["id"] for claim in chosen if isinstance(claim["passage"], dict)}
    others = [records[name] for name in found if name not in held]
    needed = _reached([*chosen, *others], entities)
    return [*chosen, *others], [entities[name] for name in needed]


def quads(
    records: Iterable[Record], entities: Iterable[Record], context: Context, words: Vocabulary
) -> ox.Dataset:
    """The records and entities as a dataset."""
    told = Lines(context, words)
    texts = (Text(json.dumps(record, ensure_ascii=False), Position("sample", 1, 1)) for record in records)
    pen = EntityPen(context, words)
    content = "".join([*(told.quads(text) for text in texts), *(pen.quads(entity) for entity in entities)])
    return ox.Dataset(ox.parse(content.encode(), format=ox.RdfFormat.N_QUADS))


def report(
    dataset: ox.Dataset, ontology: Iterable[ox.Triple], shapes: list[ox.Triple], engine: str
) -> validation.Report:
    """What a sample breaks of the shapes, the ontology beside it."""
    triples = {quad.triple for quad in dataset}
    return validation.validate([*triples.union(ontology)], shapes, engine)


def _reached(records: Iterable[Record], known: Mapping[str, Record]) -> list[str]:
    found: dict[str, None] = {}
    waiting: list[Any] = list(records)
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and value in known and value not in found:
            found[value] = None
            waiting.append(known[value])
    return list(found)
