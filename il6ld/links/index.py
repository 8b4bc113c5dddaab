"""The terms of many ontology files, found by identifier and by name."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from il6ld.links.cache import kept, key, temporary
from il6ld.links.catalogue import Catalogue, Source, fill
from il6ld.links.readers import Content, form_of
from il6ld.links.spelling import Spelling
from il6ld.links.term import ExternalTerm, match_key
from il6ld.namespaces import Context

__all__ = ["Index", "Source", "open_index"]

_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")


class Index:
    """The terms of several files; each answer has one term for each file that holds it."""

    def __init__(self, catalogues: Sequence[Catalogue]) -> None:
        self._catalogues = catalogues
        self._parents: dict[str, set[str]] = {}
        self.sources: list[Source] = [catalogue.source for catalogue in catalogues]

    def terms(self, id: str) -> list[ExternalTerm]:
        """What each file says of a CURIE: the newest first, then, in their order, files of no known date."""
        return _newest_first(term for each in self._with_prefix(id) if (term := each.term(id)))

    def named(self, text: str) -> list[ExternalTerm]:
        """The terms whose label, former label or synonym has the match key of a text, in that order too."""
        wanted = match_key(text)
        return _newest_first(term for each in self._catalogues for term in each.named(wanted) if wanted)

    def ancestors(self, id: str) -> set[str]:
        """Every CURIE above one, by what all files say together; not the one itself unless in a circle."""
        found: set[str] = set()
        waiting = [id]
        while waiting:
            new = self._parents_of(waiting.pop()) - found
            found |= new
            waiting += new
        return found

    def covers(self, prefix: str) -> bool:
        """Whether any file holds identifiers of a prefix."""
        return any(prefix in catalogue.prefixes for catalogue in self._catalogues)

    def _with_prefix(self, id: str) -> list[Catalogue]:
        prefix = id.partition(":")[0]
        return [catalogue for catalogue in self._catalogues if prefix in catalogue.prefixes]

    def _parents_of(self, id: str) -> set[str]:
        if id not in self._parents:
            self._parents[id] = {parent for each in self._with_prefix(id) for parent in each.parents(id)}
        return self._parents[id]


def _newest_first(terms: Iterable[ExternalTerm]) -> list[ExternalTerm]:
    """Sorted by date; what has no date keeps its place behind the others."""
    return sorted(terms, key=_date, reverse=True)


def _date(term: ExternalTerm) -> str:
    return term.source_version if _DATE.match(term.source_version) else ""


def open_index(files: Sequence[Path], context: Context, cache: Path | None) -> Index:
    """The index of some ontology files; `cache` is the folder that keeps what was read for the next time.

    Raises UnreadableInput for a file of no known form, or that breaks its form, and LimitExceeded for one
    that unpacks to more than is allowed. A file given twice counts once.
    """
    catalogues: dict[str, Catalogue] = {}
    for path in files:
        with Content(path) as content:
            digest = content.sha256()
            if digest not in catalogues:
                catalogues[digest] = _catalogue(content, digest, context, cache)
    return Index(list(catalogues.values()))


def _catalogue(content: Content, digest: str, context: Context, cache: Path | None) -> Catalogue:
    filling = partial(_fill, content, digest, context)
    if cache is None:
        return temporary(filling)
    return kept(cache, key(content.name, digest, context.prefixes), filling)


def _fill(content: Content, digest: str, context: Context, connection: sqlite3.Connection) -> None:
    form = form_of(content)
    try:
        reading = form.read(content, Spelling(context))
        source = Source(content.name, form.name, reading.version, 0, digest)
        number = fill(connection, reading.records, source)
    except UnicodeEncodeError as error:
        raise content.fault("A text holds half a surrogate pair.", rule="control-character") from error
    except (AttributeError, KeyError, TypeError) as error:
        # Forms have many places where a text is due and a list may stand; one look at all of them is enough.
        raise content.fault(f"It is shaped like {form.name}, but a value in it is not.") from error
    if not number:
        raise content.fault("No term was found in it.", rule="ontology-form")
