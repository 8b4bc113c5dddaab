"""Links from our terms to other people's ontologies: checked against their files, suggested, and followed."""

from __future__ import annotations

from il6ld.links.checking import Check, Outcome
from il6ld.links.entity import Entity, entities
from il6ld.links.equivalence import equivalences
from il6ld.links.index import Index, open_index
from il6ld.links.mapping import Link, read_links
from il6ld.links.readers import READERS
from il6ld.links.slicing import Slice
from il6ld.links.suggesting import Suggestion, columns, suggest, unmapped
from il6ld.links.whole import whole_ontologies

__all__ = [
    "READERS", "Check", "Entity", "Index", "Link", "Outcome", "Slice", "Suggestion", "columns", "entities",
    "equivalences", "open_index", "read_links", "suggest", "unmapped", "whole_ontologies",
]  # fmt: skip
