"""A corpus as shards: cut in blocks by the order of its lines, each written once and kept while it holds."""

from __future__ import annotations

from il6ld.shards.blocks import Block, Source, blocks, sources
from il6ld.shards.entry import Entry
from il6ld.shards.ground import Ground, ground_of
from il6ld.shards.making import Made, make
from il6ld.shards.workshop import Workshop, opened

__all__ = [
    "Block",
    "Entry",
    "Ground",
    "Made",
    "Source",
    "Workshop",
    "blocks",
    "ground_of",
    "make",
    "opened",
    "sources",
]
