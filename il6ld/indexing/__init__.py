"""A corpus's release as an index on disk: made once in the user's cache, whole or not at all, then read."""

from __future__ import annotations

from il6ld.indexing.index import Index
from il6ld.indexing.names import KeptNames
from il6ld.indexing.place import folder, is_corpus, lines_of, quads_of
from il6ld.indexing.preparing import index_of

__all__ = ["Index", "KeptNames", "folder", "index_of", "is_corpus", "lines_of", "quads_of"]
