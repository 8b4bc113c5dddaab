"""Reads a project into quads, and remembers the file, line and column of each node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from il6ld.errors import Il6ldError, InvalidInput, UnreadableInput
from il6ld.findings import Position
from il6ld.namespaces import Context
from il6ld.project import Project
from il6ld.sources import mappings, records, turtle, yaml_nodes
from il6ld.sources.vocabulary import Vocabulary, defined_by, vocabulary

__all__ = ["Sources", "read", "read_shapes", "read_turtle"]


@dataclass(frozen=True)
class Sources:
    """A project as read: its quads, its shapes, and where each node stands."""

    project: Project
    context: Context
    dataset: ox.Dataset = field(repr=False)
    words: Vocabulary = field(repr=False)
    positions: dict[records.Place, Position] = field(repr=False)

    def locate(self, subject: str, predicate: str = "") -> Position | None:
        """Where a record, or one field of it, was written."""
        return self.positions.get((subject, predicate)) or self.positions.get((subject, ""))


def read(project: Project) -> Sources:
    """The whole project; raises the first kind of trouble with all findings of that kind."""
    context = project.context
    graph = ox.NamedNode(context.expand("graphs:ontology"))
    positions: dict[records.Place, Position] = {}
    triples: list[ox.Triple] = []
    for path in project.turtle_files:
        file = read_turtle(project, path)
        triples += _own_blank_nodes(file.triples, path.stem)
        positions |= {(iri, ""): position for iri, position in file.positions.items()}
    triples += list(defined_by(triples))
    words = vocabulary(triples)
    found = _read_records(project, words)
    quads = [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples]
    quads += records.quads(found, context)
    links = ox.NamedNode(context.expand("graphs:links"))
    for path in project.mapping_files:
        quads += mappings.quads(_bytes(path), project.name_of(path), context, links)
    return Sources(project, context, ox.Dataset(quads), words, positions | found.positions)


def _own_blank_nodes(triples: list[ox.Triple], stem: str) -> Iterator[ox.Triple]:
    # Two files may give their blank nodes the same names; numbering by file keeps them apart and stable.
    names: dict[str, ox.BlankNode] = {}

    def own(
        term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
    ) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        if isinstance(term, ox.Triple):
            raise InvalidInput("Quoted triples are not supported.")
        if isinstance(term, ox.BlankNode):
            return names.setdefault(term.value, ox.BlankNode(f"{stem}{len(names)}"))
        return term

    for triple in triples:
        subject = own(triple.subject)
        assert not isinstance(subject, ox.Literal)
        yield ox.Triple(subject, triple.predicate, own(triple.object))


def read_shapes(project: Project) -> list[ox.Triple]:
    """The triples of every shapes file."""
    return [
        triple
        for path in project.shape_files
        for triple in _own_blank_nodes(read_turtle(project, path).triples, path.stem)
    ]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableInput.at(
            Position(str(path), 1, 1), f"{error.strerror}.", rule="unreadable"
        ) from error


def read_turtle(project: Project, path: Path) -> turtle.TurtleFile:
    """One Turtle file of a project, its prefixes held against the context."""
    name = project.name_of(path)
    file = turtle.parse(_bytes(path), name)
    turtle.check_prefixes(file, project.context, name)
    return file


def _read_records(project: Project, words: Vocabulary) -> records.Records:
    if not project.article_folders:
        raise InvalidInput.at(
            None,
            f"There is no article in '{project.name_of(project.ontology)}'.",
            rule="no-article",
            help="Make a folder ontology/articles/<article>/ with an article.yaml.",
        )
    reader = records.Reader(project.context, words)
    failures: list[Il6ldError] = []
    for folder in project.article_folders:
        reader.read_article(_documents(project, folder, failures))
    causes = [finding for error in failures for finding in error.findings] or reader.findings()
    if causes:
        kind = type(failures[0]) if failures else InvalidInput
        raise kind(f"{len(causes)} mistakes in the records.", findings=causes)
    return reader.records


def _documents(
    project: Project, folder: Path, failures: list[Il6ldError]
) -> Iterator[yaml_nodes.Node | None]:
    for path in project.article_files(folder):
        name = project.name_of(path)
        try:
            yield yaml_nodes.compose(yaml_nodes.decode(_bytes(path), name), name)
        except Il6ldError as error:
            failures.append(error)
