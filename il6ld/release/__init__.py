"""A release on disk: published whole, and recognised when nothing has changed."""

from __future__ import annotations

from il6ld.release.freshness import fingerprint, recall, remember
from il6ld.release.publishing import CHECKSUMS, differences, publish, sha256, with_checksums

__all__ = [
    "CHECKSUMS",
    "differences",
    "fingerprint",
    "publish",
    "recall",
    "remember",
    "sha256",
    "with_checksums",
]
