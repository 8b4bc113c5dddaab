"""The claims for people who write Python."""

from __future__ import annotations

from il6ld.knowledge.base import Claims, KnowledgeBase
from il6ld.knowledge.claim import Claim, Evidence, Observation, Place

__all__ = ["Claim", "Claims", "Evidence", "KnowledgeBase", "Observation", "Place"]
