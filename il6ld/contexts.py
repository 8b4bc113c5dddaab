"""A project's own context.jsonld: written out whole, so that nothing is ever fetched for it."""

from __future__ import annotations

import json
from typing import Any

from il6ld.characters import iri_trouble
from il6ld.errors import Il6ldError, InvalidInput, LimitExceeded, UnreadableInput
from il6ld.files import decode, place
from il6ld.findings import Finding, Position, Severity, in_order
from il6ld.namespaces import Context

# Names that readers and tools know by heart.
_RESERVED = frozenset({"dcterms", "il6", "oa", "owl", "prov", "rdf", "rdfs", "sh", "skos", "xsd"})
_KEYWORDS = frozenset({"@version", "@vocab"})


class _Repeated(ValueError):
    """A key that stands twice in one object."""


def own_entries(raw: bytes, name: str, packaged: Context) -> dict[str, Any]:
    """The entries of a project's context; `packaged` is the one they are laid over.

    Raises UnreadableInput for what is no JSON and InvalidInput, with every mistake, for a context that
    refers to another one, takes a reserved prefix or gives one an IRI that cannot be published.
    """
    text = decode(raw, name)
    entries = _parsed(text, name)
    if not isinstance(entries, dict):
        raise _fault(
            text,
            name,
            "@context",
            "'@context' must hold the entries themselves; no other context is fetched.",
        )
    faults = [
        Finding("context", Severity.ERROR, f"'{key}' {fault}.", _position(text, key, name),
                "Compare il6ld's own ontology/context.jsonld.")
        for key, entry in entries.items()
        for fault in [_trouble(key, entry, packaged)]
        if fault
    ]  # fmt: skip
    if faults:
        raise InvalidInput(f"{name}: the context cannot be used.", findings=in_order(faults))
    return entries


def _parsed(text: str, name: str) -> Any:
    try:
        document = json.loads(text, object_pairs_hook=_distinct)
    except json.JSONDecodeError as error:
        raise UnreadableInput.at(
            Position(name, error.lineno, error.colno), f"This is not JSON: {error.msg}.",
            rule="json-syntax", help="Look here and at the line before: often a comma is missing.",
        ) from error  # fmt: skip
    except _Repeated as error:
        raise _fault(text, name, str(error), f"The key '{error}' stands twice; keep one.") from error
    except RecursionError as error:
        raise LimitExceeded.at(
            Position(name, 1, 1), "The nesting is too deep.", help="A context is one flat object."
        ) from error
    return document.get("@context") if isinstance(document, dict) else None


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Repeated(key)
        found[key] = value
    return found


def _fault(text: str, name: str, key: str, message: str) -> Il6ldError:
    return InvalidInput.at(
        _position(text, key, name),
        message,
        rule="context",
        help="Write it as il6ld's own context.jsonld does.",
    )


def _position(text: str, key: str, name: str) -> Position:
    # The last one: where a key is repeated, the one to take away.
    return place(text, max(text.rfind(json.dumps(key, ensure_ascii=False)), 0), name)


def _trouble(key: str, entry: Any, packaged: Context) -> str:
    """What is wrong with one entry, as the end of a sentence."""
    if key.startswith("@"):
        return "" if key in _KEYWORDS else "is not allowed: nothing outside this file is read"
    if not isinstance(entry, (str, dict)):
        return "must be an IRI or an object"
    if isinstance(entry, dict) and "@context" in entry:
        return "has a context of its own: nothing outside this file is read"
    iri = entry if isinstance(entry, str) else entry.get("@id")
    if not isinstance(iri, str) or iri.startswith("@"):
        return ""
    if key in _RESERVED and iri != packaged.prefixes.get(key):
        return f"is reserved for <{packaged.prefixes.get(key)}>"
    if isinstance(entry, str) or entry.get("@prefix"):
        fault = iri_trouble(iri)
        return f"stands for '{iri}', which {fault}" if fault else ""
    return ""
