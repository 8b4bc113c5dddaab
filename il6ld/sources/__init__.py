"""Reads a project into quads, and remembers the file, line and column of each node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from il6ld.errors import Il6ldError, InvalidInput
from il6ld.files import decode
from il6ld.findings import Finding, Position, Severity, has_errors, in_order
from il6ld.namespaces import Context
from il6ld.project import Project
from il6ld.sources import mappings, records, successions, terms, turtle, yaml_nodes
from il6ld.sources.vocabulary import Vocabulary, defined_by, vocabulary

__all__ = ["Sources", "read", "read_shapes", "read_turtle"]


@dataclass(frozen=True)
class Sources:
    """A project as read: its quads, where each node stands, and the warnings of its reading."""

    project: Project
    context: Context
    dataset: ox.Dataset = field(repr=False)
    words: Vocabulary = field(repr=False)
    positions: dict[records.Place, Position] = field(repr=False)
    findings: list[Finding] = field(default_factory=list)

    def locate(self, subject: str, predicate: str = "") -> Position | None:
        """Where a record, or one field of it, was written."""
        return self.positions.get((subject, predicate)) or self.positions.get((subject, ""))


class _Trouble:
    """What went wrong in each file, kept until every file of its kind has been read."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._kinds: list[type[Il6ldError]] = []

    def add(self, error: Il6ldError) -> None:
        self.findings += error.findings
        self._kinds.append(type(error))

    def settle(self) -> list[Finding]:
        """The warnings; raises the first kind of error there was, with every finding."""
        if has_errors(self.findings):
            kind = self._kinds[0] if self._kinds else InvalidInput
            raise kind(f"{len(self.findings)} mistakes in the sources.", findings=in_order(self.findings))
        return self.findings


def read(project: Project) -> Sources:
    """The whole project; raises the first kind of trouble with all findings of that kind."""
    context = project.context
    triples, positions, warnings = _read_ontology(project)
    words = vocabulary(triples)
    found, told = _read_records(project, words)
    graph = ox.NamedNode(context.expand("graphs:ontology"))
    quads = [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples]
    quads += records.quads(found, context)
    quads += _read_mappings(project, context)
    places = positions | found.positions
    dataset = ox.Dataset(quads)
    if circles := list(successions.findings(dataset, places, context)):
        raise InvalidInput("Claims replace one another wrongly.", findings=in_order(circles))
    return Sources(project, context, dataset, words, places, in_order([*warnings, *told]))


def _read_ontology(
    project: Project,
) -> tuple[list[ox.Triple], dict[records.Place, Position], list[Finding]]:
    triples: list[ox.Triple] = []
    places: dict[str, Position] = {}
    trouble = _Trouble()
    for path in project.turtle_files:
        try:
            file, findings = _turtle(project, path)
        except Il6ldError as error:
            trouble.add(error)
            continue
        trouble.findings += findings
        triples += _own_blank_nodes(file.triples, path.stem)
        places |= file.positions
    trouble.findings += terms.confusable(triples, places)
    triples += list(defined_by(triples))
    return triples, {(iri, ""): place for iri, place in places.items()}, trouble.settle()


def _read_mappings(project: Project, context: Context) -> list[ox.Quad]:
    graph = ox.NamedNode(context.expand("graphs:links"))
    quads: list[ox.Quad] = []
    for path in project.mapping_files:
        name = project.name_of(path)
        quads += mappings.quads(decode(project.read(path), name), name, context, graph)
    return quads


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
        subject, predicate, value = triple
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
            yield triple
            continue
        named = own(subject)
        assert not isinstance(named, ox.Literal)
        yield ox.Triple(named, predicate, own(value))


def read_shapes(project: Project) -> list[ox.Triple]:
    """The triples of every shapes file."""
    return [
        triple
        for path in project.shape_files
        for triple in _own_blank_nodes(read_turtle(project, path).triples, path.stem)
    ]


def shape_position(project: Project, shape: ox.NamedNode) -> Position | None:
    """Where a shape's block begins."""
    files = (read_turtle(project, path) for path in project.shape_files)
    return next((file.positions[shape.value] for file in files if shape.value in file.positions), None)


def read_turtle(project: Project, path: Path) -> turtle.TurtleFile:
    """One Turtle file, its prefixes and terms held against what a release may say."""
    file, findings = _turtle(project, path)
    if has_errors(findings):
        raise InvalidInput(f"{file.name} cannot be published.", findings=in_order(findings))
    return file


def _turtle(project: Project, path: Path) -> tuple[turtle.TurtleFile, list[Finding]]:
    file, findings = _parsed(project.read(path), project.name_of(path))
    return file, [*turtle.check_prefixes(file, project.context), *findings]


@lru_cache(maxsize=64)
def _parsed(raw: bytes, name: str) -> tuple[turtle.TurtleFile, tuple[Finding, ...]]:
    # One run reads shapes to use them, to know the project's own, and to say where each stands.
    file = turtle.parse(raw, name)
    return file, tuple(terms.findings(file))


def _read_records(project: Project, words: Vocabulary) -> tuple[records.Records, list[Finding]]:
    if not project.article_folders:
        raise InvalidInput.at(
            None,
            f"There is no article in '{project.name_of(project.ontology)}'.",
            rule="no-article",
            help="Make a folder ontology/articles/<article>/ with an article.yaml.",
        )
    reader = records.Reader(project.context, words)
    trouble = _Trouble()
    for folder in project.article_folders:
        trouble.findings += _unread(project, folder)
        reader.read_article(_documents(project, folder, trouble))
    if not has_errors(trouble.findings):
        trouble.findings += reader.findings()
    return reader.records, trouble.settle()


def _unread(project: Project, folder: Path) -> list[Finding]:
    return [
        Finding(
            "stray-file",
            Severity.ERROR,
            f"'{project.name_of(path)}' is not read, but looks like a file of claims.",
            Position(project.name_of(path), 1, 1),
            "Unpack it if it is an archive, let its name end in '.yaml', or move it elsewhere.",
        )
        for path in project.stray_files(folder)
    ]


def _documents(project: Project, folder: Path, trouble: _Trouble) -> Iterator[yaml_nodes.Node | None]:
    for path in project.article_files(folder):
        name = project.name_of(path)
        try:
            root = yaml_nodes.compose(decode(project.read(path), name), name)
            if root is None or (isinstance(root, yaml_nodes.Items) and not root.nodes):
                raise _no_record(name)
            yield root
        except Il6ldError as error:
            trouble.add(error)


def _no_record(name: str) -> Il6ldError:
    return InvalidInput.at(
        Position(name, 1, 1), "The file holds no record.", rule="no-record",
        help="Write a record, beginning '- id: claims:...', or delete the file.",
    )  # fmt: skip
