"""What files say of one term when each is heard: which is out of date, which names and fates remain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from il6ld.links.term import ExternalTerm, match_key
from il6ld.links.whole import is_older


def up_to_date(terms: Sequence[ExternalTerm]) -> list[ExternalTerm]:
    """The terms of the files that are not known to be older than another one; without dates, all."""
    return [
        term
        for term in terms
        if not any(is_older(term.source_version, than=other.source_version) for other in terms)
    ]


def obsolete_by(terms: Sequence[ExternalTerm]) -> ExternalTerm | None:
    """Who says that a term is obsolete, if it stands: a file of a later date may list it as live again.

    A file without a date is believed, since what was given up is hardly ever taken back.
    """
    return next((term for term in up_to_date(terms) if term.is_obsolete), None)


def replacements(terms: Iterable[ExternalTerm]) -> list[str]:
    """What any file says to use in place of a term."""
    return list(dict.fromkeys(id for term in terms for id in term.replaced_by))


def labels(terms: Iterable[ExternalTerm]) -> dict[str, list[ExternalTerm]]:
    """Each label with those who give it."""
    found: dict[str, list[ExternalTerm]] = {}
    for term in terms:
        if term.label:
            found.setdefault(term.label, []).append(term)
    return found


def names(terms: Iterable[ExternalTerm]) -> set[str]:
    """Every name that any file gives, as a key to match by: labels, former labels, synonyms."""
    return {match_key(text) for term in terms for text in all_names(term)}


def all_names(term: ExternalTerm) -> list[str]:
    """The names that one file gives, the headings of MeSH also in the order of speech.

    MeSH writes "Arthritis, Experimental" for experimental arthritis.
    """
    texts = [term.label, *term.former_labels, *(synonym.text for synonym in term.synonyms)]
    if term.id.startswith("MESH:"):
        texts += [" ".join(reversed(text.split(", "))) for text in texts]
    return [text for text in texts if text]


def cited(term: ExternalTerm) -> str:
    """The file that says it, with its version, for a message."""
    return f"{term.source} ({term.source_version or 'undated'})"
