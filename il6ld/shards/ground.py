"""What every shard of a corpus rests on: its context, the words of the ontology and its own, and our code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from il6ld.corpora import Corpus
from il6ld.corpora.vocabulary import EntityPen
from il6ld.namespaces import Context
from il6ld.project import Project
from il6ld.sources import mappings, read_turtle
from il6ld.sources.vocabulary import Vocabulary, defined_by, vocabulary

_CODE = Path(__file__).parents[1]
# The rooms and modules that a shard's bytes depend on.
_ROOMS = ("characters.py", "contexts.py", "corpora", "literals.py", "namespaces.py", "shards", "sources")


@dataclass(frozen=True)
class Ground:
    """The context and words that lines are read with; `digest` tells it from any other."""

    context: Context
    words: Vocabulary = field(repr=False)
    own: Vocabulary = field(repr=False)
    digest: str


def ground_of(project: Project, corpus: Corpus) -> Ground:
    """The ground of a corpus in a project; the errors of reading Turtle and corpora."""
    own = vocabulary(ontology(project))
    words = corpus.words(own)
    return Ground(corpus.context, words, own, _digest(project, corpus))


def ontology(project: Project) -> Iterator[ox.Triple]:
    """The triples of the ontology, blank nodes named after their files."""
    read = ((read_turtle(project, path).triples, path.stem) for path in project.turtle_files)
    triples = [triple for file, stem in read for triple in _named(file, stem)]
    yield from triples
    yield from defined_by(triples)


def _named(triples: Iterable[ox.Triple], stem: str) -> Iterator[ox.Triple]:
    names: dict[ox.BlankNode, ox.BlankNode] = {}

    def named(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        if not isinstance(term, ox.BlankNode):
            return term
        return names.setdefault(term, ox.BlankNode(f"{stem}{len(names)}"))

    for subject, predicate, value in triples:
        yield ox.Triple(named(subject), predicate, named(value))  # type: ignore[arg-type]


def quads(project: Project, corpus: Corpus, ground: Ground) -> Iterator[bytes]:
    """The ontology, its links and the corpus's own entities as N-Quads."""
    graph = ox.NamedNode(ground.context.expand("graphs:ontology"))
    triples = sorted({f"{triple} " for triple in map(str, ontology(project))})
    yield "".join(f"{triple}{graph} .\n" for triple in triples).encode()
    links = ox.NamedNode(ground.context.expand("graphs:links"))
    for path in project.mapping_files:
        name = project.name_of(path)
        found = mappings.quads(project.read(path).decode(), name, ground.context, links)
        yield "".join(f"{quad} .\n" for quad in found).encode()
    pen = EntityPen(ground.context, ground.words)
    for record in corpus.entities():
        yield pen.quads(record).encode()


def inputs(project: Project, corpus: Corpus) -> dict[str, str]:
    """The digest of each file that the ground is made of, by its name."""
    named = {project.key_of(path): path for path in (*project.turtle_files, *project.mapping_files)}
    entities = corpus.file("entities")
    named |= {path.name: path for path in (corpus.path / "corpus.json", entities) if path}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in named.items()}


def _digest(project: Project, corpus: Corpus) -> str:
    total = hashlib.sha256(json.dumps(corpus.context.document, sort_keys=True).encode())
    for name, digest in sorted(inputs(project, corpus).items()):
        total.update(f"{name}\0{digest}\n".encode())
    code = [path for room in _ROOMS for path in sorted((_CODE / room).rglob("*.py")) or [_CODE / room]]
    for path in code:
        total.update(path.relative_to(_CODE).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
