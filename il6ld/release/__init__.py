"""A release on disk: published whole, mended where it was not, recognised when nothing has changed."""

from __future__ import annotations

from pathlib import Path

from il6ld.release import recovery
from il6ld.release.contents import CHECKSUMS, damage, differences, sha256, with_checksums
from il6ld.release.freshness import fingerprint, newer_note, recall, remember
from il6ld.release.place import Place
from il6ld.release.publishing import Slot, prepared, publish
from il6ld.release.versions import is_older

__all__ = [
    "CHECKSUMS",
    "Slot",
    "damage",
    "differences",
    "fingerprint",
    "interrupted",
    "is_older",
    "newer_note",
    "prepared",
    "publish",
    "recall",
    "remember",
    "sha256",
    "with_checksums",
]


def interrupted(target: Path) -> bool:
    """Whether a run was killed while the release may have been missing from its place."""
    return recovery.interrupted(Place.of(target))
