"""Corpora: claims by the hundred thousand, one a line, and how other forms become them."""

from __future__ import annotations

from il6ld.corpora.folder import Corpus, Lines
from il6ld.corpora.writing import Writer, record_quads

__all__ = ["Corpus", "Lines", "Writer", "record_quads"]
