"""Shapes compiled to SQL: a shapes graph as relational queries over dictionary-encoded quads.

The SQL is written once, as text in DuckDB's dialect; sqlglot reads it and renders it for Spark (`dialects`).
Text rather than sqlglot's own expressions, since a program must be there in no time where there are few data.
"""

from __future__ import annotations

from il6ld.validation.sql.engine import validate_files, validate_triples

__all__ = ["validate_files", "validate_triples"]
