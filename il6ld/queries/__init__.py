"""Questions to the claims: named queries with parameters that are values, and answers in every form."""

from __future__ import annotations

from il6ld.queries.answer import Answer, Graph, Result, Term, Truth, shown
from il6ld.queries.catalogue import ANY, QUERIES, Parameter, Query, parse
from il6ld.queries.counting import COLUMNS, STANCE, counted, counting
from il6ld.queries.examples import EXAMPLES_FILE, examples
from il6ld.queries.forms import FORMS, write
from il6ld.queries.gathering import steps_of
from il6ld.queries.parameters import Value, Values
from il6ld.queries.running import run
from il6ld.queries.standalone import standalone
from il6ld.queries.steps import CERTAINTIES, Path, Step, Steps
from il6ld.queries.syntax import MAX_BYTES, check, names_graphs

__all__ = [
    "ANY",
    "CERTAINTIES",
    "COLUMNS",
    "EXAMPLES_FILE",
    "FORMS",
    "MAX_BYTES",
    "QUERIES",
    "STANCE",
    "Answer",
    "Graph",
    "Parameter",
    "Path",
    "Query",
    "Result",
    "Step",
    "Steps",
    "Term",
    "Truth",
    "Value",
    "Values",
    "check",
    "counted",
    "counting",
    "examples",
    "names_graphs",
    "parse",
    "run",
    "shown",
    "standalone",
    "steps_of",
    "write",
]
