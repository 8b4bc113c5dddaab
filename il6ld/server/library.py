"""What can be asked, and what must be told of what is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from il6ld.namespaces import Context


@dataclass(frozen=True)
class Library:
    """A store, the prefixes of answers, and what must stand behind the names of claims, by their IRIs."""

    store: ox.Store = field(repr=False)
    context: Context = field(repr=False)
    held: Mapping[str, str] = field(default_factory=dict, repr=False)
