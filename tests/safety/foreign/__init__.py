"""Readers of the other formats, by libraries we did not write: what each file says, in our terms again.

Each module has `read(files) -> list[Read]`. What it maps back with are tables of its own, so that a mistake
in a writer's table is not made a second time here.
"""

from __future__ import annotations

from dataclasses import dataclass

TERMS = "https://w3id.org/il6ld/terms/"


@dataclass(frozen=True)
class Read:
    """One statement that a file makes: whose claim it is, its three terms, and the axes told with it.

    Everything is a full IRI, but for axis values that are literals. A file that states no three terms gives
    empty ones.
    """

    claim: str
    subject: str
    predicate: str
    object: str
    axes: frozenset[tuple[str, str]]
