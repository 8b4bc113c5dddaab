"""Shapes compiled to SQL: a shapes graph as relational queries over dictionary-encoded quads."""

from __future__ import annotations

from il6ld.validation.sql.engine import validate_triples

__all__ = ["validate_triples"]
