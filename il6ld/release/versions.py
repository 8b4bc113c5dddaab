"""A release does not go back: its version is that of the release before it, or higher."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from il6ld.errors import InvalidInput
from il6ld.namespaces import DCAT
from il6ld.release.contents import content_of

DESCRIPTION = "void.ttl"


def refuse_older(files: Mapping[str, bytes], target: Path) -> None:
    """Raises InvalidInput where the release on disk has a higher version than the files."""
    new, old = _version(files.get(DESCRIPTION)), _version(content_of(target / DESCRIPTION))
    if new is None or old is None or not is_older(new, old):
        return
    raise InvalidInput.at(
        None,
        f"Version {new} would take the place of {old} in '{target}'.",
        rule="older-release",
        help="Raise owl:versionInfo in the ontology's header; to go back on purpose, delete the folder.",
    )


def is_older(version: str, other: str) -> bool:
    """Whether a version comes before another."""
    return _rank(version) < _rank(other)


def _version(description: bytes | None) -> str | None:
    try:
        triples = list(ox.parse(description or b"", format=ox.RdfFormat.TURTLE))
    except (SyntaxError, ValueError):
        return None  # A damaged description says nothing; that it is damaged is told elsewhere.
    said = [triple.object for triple in triples if triple.predicate == DCAT.version]
    return next((o.value for o in said if isinstance(o, ox.Literal) and o.value[:1].isdigit()), None)


def _rank(version: str) -> tuple[tuple[int, ...], bool, str]:
    """Orders versions as semver does; 1.0.0-rc1 comes before 1.0.0."""
    numbers, _, early = version.partition("+")[0].partition("-")
    counted = [int(number) for number in re.findall(r"\d+", numbers)]
    while counted and counted[-1] == 0:
        counted.pop()
    return tuple(counted), not early, early
