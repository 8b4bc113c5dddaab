"""The example files of the shapes, and what is expected of each.

`<subject>/{valid,invalid}/*.ttl` are held against `shapes/<subject>.ttl`, together with the
model of claims and `shared.ttl`. What an invalid one must give stands beside it in `<name>.expected.tsv`.
`python -m tests.shapes` writes these files anew; read what changed before believing it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from il6ld.namespaces import read_context
from il6ld.validation import Report, Result, validate

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
COLUMNS = ("focus", "path", "component", "severity", "value", "rule")
_MODEL = ("categories.ttl", "claim.ttl", "predicates.ttl")
_BLANK = "urn:x-il6ld-blank:"

Row = tuple[str, ...]


@dataclass(frozen=True, order=True)
class Example:
    """One example file of one subject."""

    subject: str
    path: Path

    def __str__(self) -> str:
        return f"{self.subject}/{self.path.parent.name}/{self.path.stem}"

    @property
    def is_valid(self) -> bool:
        """Whether nothing may be found."""
        return self.path.parent.name == "valid"

    @property
    def golden(self) -> Path:
        """Where the expected results stand."""
        return self.path.with_suffix(".expected.tsv")

    @property
    def data(self) -> list[ox.Triple]:
        """The example with the model and what all examples share."""
        return [*shared_data(), *parse(self.path)]

    @property
    def expected(self) -> list[Row]:
        """The results that must be found, in order."""
        return [] if self.is_valid else list(_read_golden(self.golden))

    def report(self, engine: str = "pyshifty") -> Report:
        """What an engine finds in the example; looked for once."""
        return _report(self, engine)


@cache
def _report(example: Example, engine: str) -> Report:
    return validate(example.data, shapes_of(example.subject), engine)


@cache
def _read_golden(path: Path) -> tuple[Row, ...]:
    return tuple(tuple(line.split("\t")) for line in path.read_text("utf-8").splitlines()[1:])


@cache
def subjects() -> tuple[str, ...]:
    """What is shaped: the stems of the shapes files, without the one that only declares prefixes."""
    return tuple(sorted(path.stem for path in (ROOT / "shapes").glob("*.ttl") if path.stem != "prefixes"))


@cache
def examples(subject: str = "") -> tuple[Example, ...]:
    """The examples of one subject, or all."""
    chosen = (subject,) if subject else subjects()
    return tuple(Example(name, path) for name in chosen for path in sorted((FOLDER / name).glob("*/*.ttl")))


@cache
def parse(path: Path) -> tuple[ox.Triple, ...]:
    """The triples of a Turtle file."""
    return tuple(quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))


@cache
def shared_data() -> tuple[ox.Triple, ...]:
    """The model of claims and what all examples share."""
    files = [*(ROOT / "ontology" / name for name in _MODEL), FOLDER / "shared.ttl"]
    return tuple(triple for path in files for triple in parse(path))


@cache
def shapes_of(subject: str) -> tuple[ox.Triple, ...]:
    """The shapes of one subject, and the prefixes of their queries."""
    return (*parse(ROOT / "shapes" / f"{subject}.ttl"), *parse(ROOT / "shapes" / "prefixes.ttl"))


@cache
def all_shapes() -> tuple[ox.Triple, ...]:
    """Every shape there is."""
    return tuple(triple for path in sorted((ROOT / "shapes").glob("*.ttl")) for triple in parse(path))


def rows(report: Report) -> list[Row]:
    """The results of a report as rows of COLUMNS, in order."""
    return rows_of(report.results)


def rows_of(results: Iterable[Result]) -> list[Row]:
    """Results as rows of COLUMNS, in order."""
    return sorted(_row(result) for result in results)


def _row(result: Result) -> Row:
    path = _text(result.path) if result.path else ""
    value = _text(result.value) if result.value is not None else ""
    component = result.component.value.rpartition("#")[2].removesuffix("ConstraintComponent")
    return (_text(result.focus), path, component, str(result.severity), value, result.rule)


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> str:
    compact = read_context(ROOT / "ontology" / "context.jsonld").compact
    if isinstance(term, ox.NamedNode):
        return "[]" if term.value.startswith(_BLANK) else compact(term.value)
    text = str(term)
    if isinstance(term, ox.Literal) and "^^" in text:
        return f'"{term.value}"^^{compact(term.datatype.value)}'
    return text
