"""What is asked of a link whose other end the files know; each answer is a finding, silence is consent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from il6ld.findings import Finding, Severity
from il6ld.links import testimony
from il6ld.links.branches import Branch, agree
from il6ld.links.entity import Entity
from il6ld.links.mapping import Link
from il6ld.links.term import ExternalTerm, match_key
from il6ld.links.whole import is_older


def is_live(link: Link, terms: Sequence[ExternalTerm]) -> Iterator[Finding]:
    """Whether the term is still in use."""
    if not (witness := testimony.obsolete_by(terms)):
        return
    others = testimony.replacements(terms)
    cure = f"Use {joined(others)} if it means the same." if others else "It names no replacement: find one."
    yield link.finding(
        "link-obsolete", Severity.ERROR, f"{link.object} is obsolete in {testimony.cited(witness)}.", cure
    )


def is_called_so(link: Link, terms: Sequence[ExternalTerm]) -> Iterator[Finding]:
    """Whether the row's label is the official one of today."""
    today = _called(terms)
    if not link.label or not today:
        return
    told = joined([f"'{label}' in {testimony.cited(by[0])}" for label, by in today.items()])
    if link.label in today:
        if len({match_key(label) for label in today}) > 1:
            message = f"{link.object} was renamed: it is called {told}."
            cure = f"The row follows {today[link.label][0].source}; see that it is the newer one."
            yield link.finding("link-renamed", Severity.INFO, message, cure, "object_label")
    elif not is_label_comparable(link, terms):
        message = f"'{link.label}' is not checked: {link.object} is called {told}, and the row is newer."
        cure = f"Check it with a file of {link.version} or later; it may have been renamed."
        yield link.finding("link-renamed", Severity.INFO, message, cure, "object_label")
    elif match_key(link.label) in testimony.names(terms):
        message = f"'{link.label}' is not the label of {link.object} today, which is {told}."
        cure = "Take the label of today; the term may have been renamed or redefined."
        yield link.finding("link-renamed", Severity.WARNING, message, cure, "object_label")
    else:
        message = f"Nothing calls {link.object} '{link.label}'; it is {told}."
        cure = "One of the two is wrong: look the identifier up again."
        yield link.finding("link-label", Severity.ERROR, message, cure, "object_label")


def is_label_comparable(link: Link, terms: Sequence[ExternalTerm]) -> bool:
    """Whether the files can tell that a row's label is right: one of them has it, or is as new as the row."""
    today = _called(terms)
    speakers = [term for by in today.values() for term in by]
    outdated = all(is_older(term.source_version, than=link.version) for term in speakers)
    return link.label in today or (bool(link.label) and not outdated)


def _called(terms: Sequence[ExternalTerm]) -> dict[str, list[ExternalTerm]]:
    """The labels of a live term in the files that are not known to be outdated."""
    return testimony.labels(term for term in testimony.up_to_date(terms) if not term.is_obsolete)


def has_our_name(link: Link, entity: Entity, terms: Sequence[ExternalTerm]) -> Iterator[Finding]:
    """Whether an exact match shares a name with our term; it need not, but then somebody should look."""
    known, ours = testimony.names(terms), {match_key(name) for name in entity.names}
    if link.match != "exact" or testimony.obsolete_by(terms) or not known or known & ours:
        return
    label = link.label or next((term.label for term in terms if term.label), "")
    message = f"No name of {link.subject} is a label or synonym of {link.object} '{label}'."
    cure = f"Look whether both mean the same. If so, '{label}' may be a name that {link.subject} lacks."
    yield link.finding("link-name", Severity.INFO, message, cure)


def is_of_our_kind(link: Link, entity: Entity, branch: Branch) -> Iterator[Finding]:
    """Whether both ends are things of one kind."""
    if agree(link.match, entity.kind, branch.kind):
        return
    message = (
        f"{link.subject} is of the kind {entity.kind}, but {link.object} of the kind {branch.kind}; "
        f"{'an' if link.match == 'exact' else 'a'} {link.match} match cannot join them."
    )
    cure = "Find a term of our kind, or say skos:relatedMatch."
    yield link.finding("link-kind", Severity.ERROR, message, cure)


def joined(texts: Iterable[str]) -> str:
    """Texts as a list in a sentence."""
    *most, last = list(texts)
    return f"{', '.join(most)} and {last}" if most else last
