"""What a graph comes to: how many triples, and one hash whatever its blank nodes are called."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from il6ld.stores.spelling import Rewriting, respelled


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A graph's number of triples and RDFC-1.0 hash (SHA-256, hexadecimal), after a store's rewritings."""

    triples: int
    sha256: str


def spelled(triples: Iterable[ox.Triple], rewritings: tuple[Rewriting, ...]) -> Iterator[ox.Triple]:
    """The triples as they compare in a store that rewrites literals."""
    for triple in triples:
        value = triple.object
        if isinstance(value, ox.Literal) and (other := respelled(value, rewritings)) != value:
            yield ox.Triple(triple.subject, triple.predicate, other)
        else:
            yield triple


def fingerprint(triples: Iterable[ox.Triple], rewritings: tuple[Rewriting, ...] = ()) -> Fingerprint:
    """The fingerprint of a graph; two graphs have the same one if and only if they are isomorphic."""
    dataset = ox.Dataset(ox.Quad(*triple) for triple in spelled(triples, rewritings))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted((ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b"").split(b"\n"))
    return Fingerprint(len(dataset), hashlib.sha256(b"\n".join(lines).lstrip(b"\n")).hexdigest())
