"""BibTeX as pybtex reads it: each entry of a claim, by its fields and by what a style prints of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from tests.safety.foreign import TERMS, Read

NEEDS = "pybtex"
_CLAIMS = "https://w3id.org/il6ld/claims/"
_OWN = "il6ld-"
_SPACES = {
    **{kind: f"https://w3id.org/il6ld/{kind}/" for kind in ("claims", "errata", "propositions")},
    "NCBITaxon": "http://purl.obolibrary.org/obo/NCBITaxon_",
}
_AXES = {
    "replaces": "http://purl.org/dc/terms/replaces",
    "replacedBy": "http://purl.org/dc/terms/isReplacedBy",
}
_LITERAL = ("note", "openList", "unaffectedBy")


def read(files: Mapping[str, bytes]) -> list[Read]:
    """Each entry that is a claim's."""
    entries = parsed(files["il6ld.bib"]).entries.values()
    return [_read(entry) for entry in entries if entry.fields.get("url", "").startswith(_CLAIMS)]


def parsed(payload: bytes) -> Any:
    """The bibliography; whatever is not as BibTeX has it raises."""
    return import_module("pybtex.database").parse_string(payload.decode(), "bibtex")


def _read(entry: Any) -> Read:
    told = frozenset(_told(entry.fields))
    terms = {axis.removeprefix(TERMS): value for axis, value in told}
    return Read(entry.fields["url"], terms["subject"], terms["predicate"], terms["object"], told)


def _told(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, text in fields.items():
        if name.startswith(_OWN):
            key = name.removeprefix(_OWN)
            for value in text.split("; "):
                yield _AXES.get(key, TERMS + key), value if key in _LITERAL else _iri(value)


def _iri(text: str) -> str:
    name = text.replace("\\_", "_")
    prefix, colon, rest = name.partition(":")
    return _SPACES.get(prefix, f"{prefix}:") + rest if colon else TERMS + name
