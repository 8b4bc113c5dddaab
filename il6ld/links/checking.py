"""Holds each link against ontology files: what is wrong, and how much could be looked at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from il6ld.findings import Finding, Severity, in_order, nearest
from il6ld.links import questions, testimony
from il6ld.links.branches import Branch, branch
from il6ld.links.entity import Entity
from il6ld.links.index import Index
from il6ld.links.mapping import Link
from il6ld.links.questions import joined
from il6ld.links.term import ExternalTerm
from il6ld.links.whole import is_older

_Key = TypeVar("_Key", bound=Hashable)


@dataclass
class Outcome:
    """What came of a check: the findings, and how far each link could be looked at.

    `passed` are the exact matches about which nothing at all was found, each with the branch it leads to.
    """

    findings: list[Finding] = field(default_factory=list)
    checked: list[Link] = field(default_factory=list)
    not_here: list[Link] = field(default_factory=list)
    compared: list[Link] = field(default_factory=list)
    labelled: list[Link] = field(default_factory=list)
    sought: list[Link] = field(default_factory=list)
    not_sought: list[Link] = field(default_factory=list)
    passed: list[tuple[Link, Branch]] = field(default_factory=list)
    heard: set[str] = field(default_factory=set)

    def summary(self, files: int) -> dict[str, str]:
        """The figures, each with what it is out of; what could not be looked at is never counted as right."""
        links, checked = len(self.checked) + len(self.not_here), len(self.checked)
        sought = len(self.sought) + len(self.not_sought)
        return {
            "links": f"{checked} of {links} checked{_not_in_these_files(self.not_here)}",
            "labels": f"{len(self.labelled)} of {checked} compared",
            "kinds": f"{len(self.compared)} of {checked} compared",
            "no term": f"{len(self.sought)} of {sought} sought again{_not_in_these_files(self.not_sought)}",
            "files": f"{len(self.heard)} of {files} know a term that is linked to",
            "findings": str(len(self.findings)),
        }


def _not_in_these_files(links: Sequence[Link]) -> str:
    if not links:
        return ""
    counts = Counter(link.prefix for link in links)
    most_first = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    told = ", ".join(f"{name} {number}" for name, number in most_first)
    return f"; {len(links)} not in these files: {told}"


class Check:
    """Our links and terms, and the ontologies they are held against.

    `whole` gives each prefix whose ontology is itself among the files, with its version; `prefixes` how
    each prefix is spelled, by its lower-case form.
    """

    def __init__(
        self,
        links: Sequence[Link],
        entities: Mapping[str, Entity],
        index: Index,
        whole: Mapping[str, str],
        prefixes: Mapping[str, str],
    ) -> None:
        self._links = links
        self._entities = entities
        self._index = index
        self._whole = whole
        self._prefixes = prefixes
        exact = [link for link in links if link.match == "exact" and not link.says_there_is_none]
        self._by_object = _groups((link.object, link) for link in exact)
        self._by_ontology = _groups(((link.subject, link.prefix), link) for link in exact)

    def run(self) -> Outcome:
        """Every link, once."""
        outcome = Outcome()
        for link in self._links:
            outcome.findings += self._ours(link)
            if link.says_there_is_none:
                self._seek(link, outcome)
            elif terms := self._index.terms(link.object):
                self._hold(link, terms, outcome)
            else:
                self._miss(link, outcome)
        outcome.findings = in_order(outcome.findings)
        return outcome

    def _hold(self, link: Link, terms: list[ExternalTerm], outcome: Outcome) -> None:
        entity, place = self._entities.get(link.subject), branch(self._index, link.object)
        found = [*self._alone(link), *questions.is_live(link, terms), *questions.is_called_so(link, terms)]
        if entity:
            found += questions.has_our_name(link, entity, terms)
        if entity and entity.kind and place:
            found += questions.is_of_our_kind(link, entity, place)
            outcome.compared.append(link)
            if link.match == "exact" and not found and questions.is_label_comparable(link, terms):
                outcome.passed.append((link, place))
        outcome.checked.append(link)
        if questions.is_label_comparable(link, terms):
            outcome.labelled.append(link)
        outcome.heard |= {term.source for term in terms}
        outcome.findings += found

    def _miss(self, link: Link, outcome: Outcome) -> None:
        """A term that no file has: wrong where its ontology is here, and no older than what the row names."""
        outcome.findings += self._alone(link)
        version = self._whole.get(link.prefix)
        if version is None or is_older(version, than=link.version):
            outcome.not_here.append(link)
            return
        message = f"There is no {link.object} in {link.prefix}{f' ({version})' if version else ''}."
        cure = f"Look it up again: 'il6ld link suggest {link.subject}'."
        outcome.checked.append(link)
        outcome.findings.append(link.finding("link-unknown", Severity.ERROR, message, cure))

    def _ours(self, link: Link) -> Iterator[Finding]:
        """Whether the row's subject is a term of ours."""
        if link.subject not in self._entities:
            cure = nearest(link.subject, self._entities) or "Declare it in ontology/, or take the row away."
            message = f"There is no term {link.subject} of ours."
            yield link.finding("link-subject", Severity.ERROR, message, cure, "subject_id")

    def _alone(self, link: Link) -> Iterator[Finding]:
        """Whether an exact match is the only one, of its term and of its ontology."""
        others = {other.subject for other in self._by_object.get(link.object, [])} - {link.subject}
        if others and link.match == "exact":
            message = f"{link.object} is the exact match of {joined(sorted(others))}, too."
            cure = "Two of our terms are not the same: keep the exact match of one of them."
            yield link.finding("link-shared", Severity.ERROR, message, cure)
        twins = {other.object for other in self._by_ontology.get((link.subject, link.prefix), [])}
        twins -= {link.object}
        if twins and link.match == "exact":
            message = f"{link.subject} has another exact match in {link.prefix}: {joined(sorted(twins))}."
            cure = "One ontology has one term for one thing: keep the exact one."
            yield link.finding("link-several", Severity.WARNING, message, cure)

    def _seek(self, link: Link, outcome: Outcome) -> None:
        """Whether a term that was not to be found is there by now."""
        prefix = self._prefixes.get(link.prefix.lower(), link.prefix)
        if prefix and not self._index.covers(prefix):
            outcome.not_sought.append(link)
            return
        outcome.sought.append(link)
        wanted = f"{prefix}:" if prefix else ""
        found = {id: label for id, label in self._of_its_name(link) if id.startswith(wanted)}
        if found:
            terms = joined([f"{id} '{label}'" for id, label in sorted(found.items())])
            message = f"A term with a name of {link.subject} is there now: {terms}."
            cure = "Map it, exactly if it means the same, else as what it is."
            outcome.findings.append(link.finding("link-found", Severity.INFO, message, cure))

    def _of_its_name(self, link: Link) -> Iterator[tuple[str, str]]:
        """The live terms with a name of ours that no row of the same subject speaks of."""
        entity = self._entities.get(link.subject)
        known = {other.object for other in self._links if other.subject == link.subject}
        for name in entity.names if entity else ():
            for term in self._index.named(name):
                if term.id not in known and not testimony.obsolete_by(self._index.terms(term.id)):
                    yield term.id, term.label


def _groups(pairs: Iterable[tuple[_Key, Link]]) -> dict[_Key, list[Link]]:
    found: dict[_Key, list[Link]] = defaultdict(list)
    for key, link in pairs:
        found[key].append(link)
    return found
