"""What is asked of the links of a project: do they hold, what could others be, what stands above them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from il6ld import links
from il6ld.errors import UsageError
from il6ld.files import decode, replace_text
from il6ld.findings import Checked
from il6ld.lookup import Lookup
from il6ld.project import Project
from il6ld.sources import mappings, read


@dataclass(frozen=True)
class Linked:
    """A project's terms and links beside ontology files.

    `ontologies` are files, or folders of which every file in a known form is taken; `cache` is the folder
    that keeps what was read from them, if any.
    """

    project: Project
    ontologies: Sequence[Path]
    cache: Path | None = None
    tables: Sequence[Path] = ()

    @cached_property
    def files(self) -> list[Path]:
        """The ontology files; raises UsageError where a folder holds none."""
        found = [file for path in self.ontologies for file in (_files(path) if path.is_dir() else [path])]
        if not found:
            raise UsageError.at(None, "There is no ontology to look into.", help="Name one with --ontology.")
        return found

    @cached_property
    def index(self) -> links.Index:
        """The terms of the ontology files."""
        return links.open_index(self.files, self.project.context, self.cache)

    @cached_property
    def entities(self) -> dict[str, links.Entity]:
        """The project's own terms."""
        return links.entities(Lookup(read(self.project).dataset), self.project.context)

    @cached_property
    def links(self) -> list[links.Link]:
        """The rows of the tables named, or of the project's; raises InvalidInput where one is broken."""
        found = []
        for path in self.tables or self.project.mapping_files:
            name = self.project.name_of(path)
            text = decode(self.project.read(path), name)
            mappings.quads(text, name, self.project.context, ox.NamedNode("urn:il6ld:links"))
            found += links.read_links(text, name)
        return found


def cache_folder() -> Path:
    """Where what was read from ontologies is kept for the next time."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "il6ld" / "ontologies"


def check(linked: Linked, equivalences: Path | None = None) -> Checked:
    """Holds each link against the ontologies; writes the class axioms that follow, where a file is named."""
    context = linked.project.context
    whole = links.whole_ontologies(linked.files, linked.index, context)
    prefixes = {prefix.lower(): prefix for prefix in context.prefixes}
    outcome = links.Check(linked.links, linked.entities, linked.index, whole, prefixes).run()
    summary = outcome.summary(len(linked.files))
    if equivalences:
        axioms = links.equivalences(outcome, linked.entities, context)
        _write(equivalences, axioms, linked.project)
        summary["equivalences"] = f"{len(axioms)} class axioms"
    return Checked(outcome.findings, summary)


@dataclass(frozen=True)
class Suggested:
    """Suggestions for terms, best first for each, and what nothing was found for."""

    rows: list[links.Suggestion]
    sought: int
    without: list[str]


def suggest(linked: Linked, names: Sequence[str]) -> Suggested:
    """Terms for the names, or for each entity without an exact match; a name may be that of one of ours."""
    wanted = [_entity(linked, name) for name in names] or links.unmapped(linked.entities, linked.links)
    found = [(entity, links.suggest(linked.index, entity)) for entity in wanted]
    rows = [suggestion for _, suggestions in found for suggestion in suggestions]
    return Suggested(rows, len(wanted), [entity.label for entity, suggestions in found if not suggestions])


def _entity(linked: Linked, name: str) -> links.Entity:
    for entity in linked.entities.values():
        if name in (entity.id, *entity.names):
            return entity
    return links.Entity(name, name, (name,), "", False)


def slice_of(linked: Linked, output: Path) -> dict[str, str]:
    """Writes the terms that our classes link to, and all above them, as Turtle; gives the figures."""
    wanted = {
        link.object
        for link in linked.links
        if not link.says_there_is_none
        and (entity := linked.entities.get(link.subject))
        and entity.is_class
        and entity.is_entity
    }
    triples = links.Slice(linked.index, linked.project.context).triples(wanted)
    _write(output, triples, linked.project)
    there = sum(bool(linked.index.terms(id)) for id in wanted)
    return {
        "linked": f"{there} of {len(wanted)} terms are in these files",
        "terms": f"{len({triple.subject for triple in triples})}, with all above them",
        "triples": str(len(triples)),
    }


def _write(path: Path, triples: Sequence[ox.Triple], project: Project) -> None:
    from il6ld import formats  # of no use to most of what is asked here

    dataset = ox.Dataset(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    replace_text(path, formats.write_turtle(dataset, project.context).decode())


def _files(folder: Path) -> list[Path]:
    endings = tuple(ending for form in links.READERS for ending in form.endings)
    known = (path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith("."))
    return [path for path in known if path.name.lower().removesuffix(".zst").endswith(endings)]
