"""Other forms into corpora: BEL and nanopublications, with an account of what could not be said and why."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from il6ld.corpora import bel as bel_
from il6ld.corpora import checking, folder, nanopublications, ontology
from il6ld.corpora.account import Imported, Terms
from il6ld.corpora.bel.claims import EVIDENCE_TYPE
from il6ld.corpora.bel.lines import Line
from il6ld.corpora.vocabulary import extended
from il6ld.errors import Il6ldError, InvalidInput
from il6ld.files import read_bytes
from il6ld.namespaces import Context
from il6ld.nanopubs.documents import read_document
from il6ld.nanopubs.structure import nanopubs
from il6ld.project import Project
from il6ld.sources import Sources, read, read_shapes
from il6ld.validation import findings

__all__ = ["Imported", "Terms", "bel", "nanopub"]

_EVIDENCE = {"id": EVIDENCE_TYPE, "type": ["owl:Class", "EvidenceType"], "label": "evidence"}

Record = dict[str, Any]


@dataclass
class _Import:
    """What both forms share: the ontology, the corpus's context, the writing and the first check."""

    project: Project
    output: Path
    terms: Terms
    done: Imported

    @cached_property
    def sources(self) -> Sources:
        return read(self.project)

    @cached_property
    def context(self) -> Context:
        return self.sources.context.merged(folder.own_context(self.base))

    @cached_property
    def base(self) -> str:
        return self.terms.base_of(self.output)

    def write(self, claims: list[Record], others: list[Record], entities: list[Record], **more: Any) -> None:
        """Holds a sample against the shapes, then writes the corpus; InvalidInput where the sample fails."""
        self.check(claims, others, entities, more.pop("passages", {}))
        self.done.claims, self.done.entities = len(claims), len(entities)
        self.done.articles = sum(1 for record in others if str(record["id"]).startswith("articles:"))
        head = {
            "name": self.output.name,
            "license": self.terms.license or None,
            "context": folder.own_context(self.base),
            "read": self.done.read,
            "accepted": self.done.accepted,
            "refused": dict(sorted(self.done.refused.items())),
            "claims": len(claims),
            "texts": "texts" in more,
        }

        def fill(new: Path) -> None:
            folder.write_claims(new, claims)
            folder.write_records(new, "articles", others)
            folder.write_records(new, "entities", entities)
            if "texts" in more:
                folder.write_records(new, "texts", more["texts"])
            (new / "refused.tsv").write_text(self.done.table, encoding="utf-8", newline="\n")
            folder.write_head(new, head)

        folder.replaced(self.output, fill)

    def check(
        self, claims: list[Record], others: list[Record], entities: list[Record], passages: dict[str, Record]
    ) -> None:
        """Raises InvalidInput with every finding over a sample of the corpus."""
        by_name = {str(record["id"]): record for record in others} | passages
        terms = {str(entity["id"]): entity for entity in entities}
        chosen, needed = checking.sample(claims, by_name, terms)
        words = extended(self.sources.words, entities, self.context)
        dataset = checking.quads(chosen, needed, self.context, words)
        shapes, triples = read_shapes(self.project), ontology.triples(self.sources)
        report = checking.report(dataset, triples, shapes, self.terms.engine)
        found = findings(report, lambda *_: None, self.context.compact)
        if found:
            raise InvalidInput("The claims made break the shapes.", findings=found)
        self.done.checked = sum(1 for record in chosen if str(record["id"]).startswith("claims:"))


def bel(project: Project, path: Path, output: Path, terms: Terms | None = None) -> Imported:
    """Makes a corpus of BEL: a script, a file of statements in JSON, or a folder or archive of these.

    Raises the errors of what cannot be read, InvalidInput where a sample of the claims breaks the shapes.
    """
    terms = terms or Terms()
    work = _Import(project, output, terms, Imported(output, bel_.REASONS))
    done = work.done
    files = bel_.Files(path, _line_refused(done))
    maker = bel_.maker(work.sources)
    made: list[Record] = []
    for line in files.lines():
        done.read += 1
        made += _made(maker, line, done)
    if not done.read:
        raise InvalidInput.at(None, f"'{path}' holds no statement.", rule="import-nothing")
    articles = list(maker.articles.found.values())
    passages = {name: record for article in articles for name, record in article.records.items()}
    retrieved = terms.retrieved or _day_of(path)
    others = [article.record(retrieved) for article in articles]
    entities = [_EVIDENCE, *maker.entities.records.values()]
    texts = [{"id": article.id, "text": article.copy()} for article in articles]
    work.write(made, others, entities, passages=passages, **({"texts": texts} if terms.is_open else {}))
    done.findings += [*files.script.findings, *terms.findings()]
    return done


def _made(maker: bel_.Claims, line: Line, done: Imported) -> list[Record]:
    try:
        made = maker.of(line)
    except bel_.Refused as refusal:
        place = (line.position.file, line.position.line, refusal.column)
        done.refuse(place, line.text, refusal.reason, refusal.detail)
        return []
    done.accepted += 1
    return made


def _line_refused(done: Imported) -> Callable[[Il6ldError], None]:
    def report(error: Il6ldError) -> None:
        done.read += 1
        for finding in error.findings:
            place = finding.position
            at = (place.file, place.line, place.column) if place else ("", 0, 0)
            done.refuse(at, "", "line", finding.message)

    return report


def nanopub(project: Project, path: Path, output: Path, terms: Terms | None = None) -> Imported:
    """Makes a corpus of the nanopublications of a file that say what a claim of ours does.

    Raises the errors of what cannot be read, InvalidInput where there is nothing to import.
    """
    document = read_document(read_bytes(path, str(path)), str(path))
    found = nanopubs(document.quads)
    claims_of = nanopublications.claims_of(found)
    base = next((iri.rpartition("claims/")[0] for iri in claims_of if "claims/" in iri), "")
    given = terms or Terms()
    work = _Import(
        project, output, Terms(given.license, base or given.base, given.retrieved, given.engine),
        Imported(output, nanopublications.REASONS),
    )  # fmt: skip
    known = frozenset([*claims_of, *(one.iri for one in found)])
    reader = nanopublications.Reader(work.context, work.sources.words, known)
    quads: list[ox.Quad] = []
    for one in found:
        work.done.read += 1
        try:
            mine = reader.quads(one)
            nanopublications.records(mine, work.context, work.sources.words)
        except nanopublications.Foreign as foreign:
            place = document.place_of(one.iri)
            work.done.refuse((place.file, place.line, place.column), one.iri, foreign.reason, foreign.detail)
            continue
        work.done.accepted += 1
        quads += mine
    if not work.done.read:
        raise InvalidInput.at(None, f"'{path}' holds no nanopublication.", rule="import-nothing")
    claims, others = (
        nanopublications.records(nanopublications.whole(quads), work.context, work.sources.words)
        if quads
        else ([], [])
    )
    work.write(claims, others, [])
    return work.done


def _day_of(path: Path) -> str:
    """The day on which what is imported was made: what SOURCE_DATE_EPOCH says, or the file's own time."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(epoch) if epoch.isdigit() else path.stat().st_mtime
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
