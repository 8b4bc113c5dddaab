"""The named queries asked of one release, with the values that their parameters have by default."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from il6ld.pages.release import Release
from il6ld.queries import QUERIES, Answer, Query, Value, run
from il6ld.queries.parameters import default


class Asked:
    """A release in a store of its own, to be asked and for nothing else: stores rewrite literals."""

    def __init__(self, release: Release) -> None:
        self.context = release.context
        self.store = ox.Store()
        self.store.bulk_extend(release.dataset)

    def answer(self, name: str) -> Answer:
        """What a named query answers by default."""
        query = QUERIES[name]
        found = run(self.store, query, self.values(query), self.context)
        assert isinstance(found, Answer)  # every named query is a SELECT
        return found

    def values(self, query: Query) -> Mapping[str, Value]:
        """The values of those parameters that have one by default."""
        return {one.name: default(one, self.context) for one in query.parameters if one.default}
