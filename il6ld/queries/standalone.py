"""A query with the values of its parameters written out, so that any store that knows SPARQL can answer it.

Values are written as terms, in N-Triples syntax, in a VALUES block of their own.
"""

from __future__ import annotations

from collections.abc import Mapping

from il6ld.queries.catalogue import Query
from il6ld.queries.gathering import GATHERERS
from il6ld.queries.parameters import Value
from il6ld.queries.syntax import tokens


def standalone(query: Query, values: Mapping[str, Value]) -> str:
    """The text of a query, each value given by a line of VALUES at the head of its pattern.

    A gathered query gives its steps, to which the parameters of the gathering are of no use.
    """
    taken = GATHERERS[query.gathers].takes if query.gathers else frozenset()
    lines = [
        f"    VALUES ?{name} {{ {value} }}\n" for name, value in sorted(values.items()) if name not in taken
    ]
    body = query.body
    brace = next((token.start + 1 for token in tokens(body) if token.text == "{"), len(body))
    head, pattern = body[:brace], body[brace:]
    return f"{head}\n{''.join(lines)}{pattern.removeprefix(chr(10))}" if lines else body
