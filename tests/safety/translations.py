"""The dangerous cases in formats with other words than ours, and writers that are wrong on purpose."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from pyoxigraph import Dataset, Quad

from il6ld.formats import TRANSLATIONS, Material, Translation
from il6ld.lookup import Lookup
from il6ld.project import find_project
from il6ld.safety import statements
from il6ld.sources import read
from tests.safety.cases import ASSUMED, ROOT, TERMS, Case, Change, context, unchanged
from tests.safety.foreign import Read

# Which module reads which format; a format that tells of claims and has no reader here fails.
READERS = {
    "bel": "bel", "bibtex": "bibtex", "csv": "tables", "kgx": "kgx", "nanopubs": "nanopubs",
    "parquet": "tables", "schema-org": "schema_org", "va-spec": "va_spec",
}  # fmt: skip

# What a format is written with that il6ld itself does not need.
_WRITERS = {"parquet": "duckdb"}

Told = set[tuple[str, str, str]]


def telling() -> list[Translation]:
    """The formats that tell of claims: all but those that are about the release as a whole."""
    return [row for row in TRANSLATIONS if row.name in READERS or _tells(row)]


def _tells(row: Translation) -> bool:
    return row.write(material_of(frozenset())).account is not None


def lacking(row: Translation) -> str:
    """Why a format cannot be read here: the package that is not installed; nothing where it can."""
    wanted = [_WRITERS.get(row.name, ""), getattr(_reader(row), "NEEDS", "")]
    missing = [name for name in wanted if name and not _is_installed(name)]
    return f"{missing[0]} is not installed: see locks/readers.lock" if missing else ""


def _is_installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # of a package inside another, the outer one
        return False


def _reader(row: Translation) -> object:
    return importlib.import_module(f"tests.safety.foreign.{READERS[row.name]}")


def reads(row: Translation, material: Material) -> list[Read]:
    """What the foreign reader of a format finds in its files."""
    read_files: Callable[[dict[str, bytes]], list[Read]] = _reader(row).read  # type: ignore[attr-defined]
    return read_files(row.write(material).files)


@cache
def _model() -> tuple[Quad, ...]:
    """The ontology and its links, as every release has them."""
    names = {context().expand("graphs:ontology"), context().expand("graphs:links")}
    found = read(find_project(ROOT)).dataset
    return tuple(quad for quad in found if getattr(quad.graph_name, "value", "") in names)


def material_of(records: frozenset[Quad] | tuple[Quad, ...] | list[Quad]) -> Material:
    """What a writer gets for the records of a case."""
    dataset = Dataset([*_model(), *records])
    return Material(dataset, Lookup(dataset), context(), {})


def as_it_should_be(row: Translation, case: Case) -> list[Read]:
    """What is read of a case that was written as it should be."""
    return reads(row, material_of(case.records))


def with_change(row: Translation, case: Case, change: Change = unchanged) -> list[Read]:
    """What is read of a case by a writer that overlooks something."""
    return reads(row, material_of(change(case.records)))


def without_qualms(row: Translation, case: Case) -> list[Read]:
    """What is read of a case by a writer that asks nothing before it states a claim."""
    material = material_of(case.records)
    careless = [replace(statement, qualms=()) for statement in statements(material.dataset)]
    material.__dict__["statements"] = careless
    return reads(row, material)


def leaks(case: Case, found: list[Read]) -> list[Read]:
    """What is stated, is not earned, and stands without an axis that tells of the danger."""
    told = {(one.claim, axis, value) for one in found for axis, value in one.axes}
    earned = {tuple(term[1:-1] for term in statement) for statement in case.earned}
    return [
        one
        for one in found
        if (one.subject, one.predicate, one.object) not in earned and not _needed(case, one.claim) <= told
    ]


def _needed(case: Case, claim: str) -> Told:
    """What tells of the danger of a claim: its own axes, and those of the claims it hangs together with."""
    harmless = {(f"<{TERMS}{axis}>", f"<{TERMS}{value}>") for axis, value in ASSUMED.items()}
    return {
        (about, axis[1:-1], term.strip('<>"'))
        for about in _together(case, claim)
        for node, axis, term in case.said
        if node in (f"<{about}>", _proposition(case, about))
        and axis in case.axes
        and (axis, term) not in harmless
    }


def _proposition(case: Case, claim: str) -> str:
    found = [o for s, p, o in case.said if s == f"<{claim}>" and p == f"<{TERMS}proposition>"]
    return found[0] if found else ""


def _together(case: Case, claim: str) -> set[str]:
    """A claim and all that share its proposition, rest on it, or speak for or against it, however far."""
    found, ahead = {claim}, [claim]
    while ahead:
        node = ahead.pop()
        pairs = [(s, o) for s, _, o in case.said] + [(o, s) for s, _, o in case.said]
        near = {other.strip("<>") for term, other in pairs if term == f"<{node}>"}
        near = {term for term in near if "/claims/" in term or "/propositions/" in term}
        ahead += near - found
        found |= near
    return {node for node in found if "/claims/" in node}


def verdict(row: Translation, case: Case) -> str:
    """What a foreign reader finds of a case: told with its axes, what is earned, nothing, or a danger."""
    if lacking(row):
        return "-"
    found = as_it_should_be(row, case)
    if leaks(case, found):
        return "UNSAFE"
    return ("told" if case.axes else "bare") if found else "out"
