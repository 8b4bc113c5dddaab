"""A release as Python has it: `kb.claims(...)`, `kb.query(...)`, `kb.paths(...)`, `kb.store`, `kb.graph`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, overload

import pyoxigraph as ox

from il6ld import queries
from il6ld.claims import ABOUT, FILTERS
from il6ld.errors import UsageError
from il6ld.findings import nearest
from il6ld.knowledge.claim import Claim, read_claim
from il6ld.knowledge.reader import Reader
from il6ld.knowledge.release import context_of, file_of, read_store
from il6ld.lookup import Lookup, StoreLookup
from il6ld.names import Names
from il6ld.namespaces import IL6, RDF, RDFS, Context
from il6ld.queries import ANY, Answer, Parameter, Query, Result

if TYPE_CHECKING:
    import rdflib

_VOCABULARY = ("ontology", "links", "inferred")
_SHOWN = 100  # claims of a table in a notebook


@dataclass(frozen=True)
class Claims(Sequence[Claim]):
    """Claims in the order of their names, each read when it is looked at; a notebook shows a table."""

    nodes: tuple[ox.NamedNode, ...] = field(repr=False)
    read: Callable[[ox.NamedNode], Claim] = field(repr=False, compare=False)

    @overload
    def __getitem__(self, index: int) -> Claim: ...
    @overload
    def __getitem__(self, index: slice) -> Claims: ...
    def __getitem__(self, index: int | slice) -> Claim | Claims:
        if isinstance(index, slice):
            return Claims(self.nodes[index], self.read)
        return self.read(self.nodes[index])

    def __len__(self) -> int:
        return len(self.nodes)

    def __repr__(self) -> str:
        return f"<{len(self)} claims>"

    def _repr_html_(self) -> str:
        names = ("id", "polarity", "certainty", "reading", "status", "label")
        head = "".join(f"<th>{name}</th>" for name in names)
        shown = self[:_SHOWN]
        lines = ("".join(f"<td>{escape(getattr(one, name))}</td>" for name in names) for one in shown)
        body = "".join(f"<tr>{line}</tr>" for line in lines)
        rest = f"<p>{len(shown)} of {len(self)} claims</p>" if len(shown) < len(self) else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


class KnowledgeBase:
    """One release in memory; nothing is fetched, and nothing is loaded before it is asked for.

    Names of things are what people call them: "RA", "rheumatoid arthritis", "MONDO:0008383",
    "il6:RheumatoidArthritis" and the IRI are the same. A name of nothing raises UsageError with the nearest.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    @classmethod
    def of(cls, source: Path | None = None) -> KnowledgeBase:
        """The release of a folder, a project or a file; without one, the current folder's or il6ld's own.

        Raises UsageError where there is none.
        """
        return cls(file_of(source))

    def __repr__(self) -> str:
        return f"KnowledgeBase({str(self._file)!r})"

    @cached_property
    def context(self) -> Context:
        """The prefixes of the release."""
        return context_of(self._file)

    @cached_property
    def store(self) -> ox.Store:
        """Every quad of the release, in memory."""
        return read_store(self._file)

    def prepare(self) -> None:
        """Does beforehand what the first question would have to wait for; here that is nothing."""

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Tells of what is wrong with the store, while it is read, as what it is; here nothing can be."""
        yield

    @cached_property
    def graph(self) -> rdflib.Dataset:
        """The same as an rdflib Dataset, whose default graph is the union of all graphs."""
        import rdflib

        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(self._file, format=_RDFLIB_FORMATS[self._file.suffix])
        return dataset

    def claims(
        self,
        about: str | None = None,
        *,
        predicate: str | None = None,
        organism: str | None = None,
        evidence: str | None = None,
        outcome: str | None = None,
        polarity: str | None = None,
        certainty: str | None = None,
        reading: str | None = None,
        status: str = "Current",
    ) -> Claims:
        """The claims that pass every filter; `about` names a subject, an object or a mediator.

        `evidence` takes a type of ECO or a class of evidence lines, such as "evidence from a knockout".
        Claims that were retracted or superseded are left out unless `status` asks for them, or is "any".
        """
        narrow = {"predicate": predicate, "organism": organism, "outcome": outcome}
        chosen = [
            self._having(self.names.resolve(text), FILTERS[name]) for name, text in narrow.items() if text
        ]
        if about:
            entity = self.names.resolve(about)
            chosen.append({claim for path in ABOUT for claim in self._having(entity, path)})
        if evidence:
            chosen.append(self._resting_on(self.names.resolve(evidence)))
        axes = {"polarity": polarity, "certainty": certainty, "reading": reading, "status": status}
        wanted = {
            IL6[axis]: self.names.resolve(text) for axis, text in axes.items() if text and text != ANY
        }
        nodes = set.intersection(*chosen) if chosen else self._having(IL6.Claim, (RDF.type,))
        taken = sorted(self._taking(nodes, wanted), key=lambda node: node.value)
        return Claims(tuple(taken), partial(read_claim, self._reader))

    def claim(self, id: str) -> Claim:
        """The claim of an id like "il6d-0067", whatever its status."""
        node = self._values.value(Parameter("claim", "Claim"), id)
        assert isinstance(node, ox.NamedNode)
        return read_claim(self._reader, node)

    def query(self, query: str, **parameters: str | int) -> Result:
        """The answer to a named query, or to SPARQL, over every graph.

        Parameters are values of variables, never text of the query; a name that Python keeps for itself takes
        an underscore (`from_`). SELECT gives an Answer, CONSTRUCT a Graph, ASK a Truth.
        """
        chosen = self.find(query)
        given = {name.removesuffix("_"): str(value) for name, value in parameters.items()}
        return queries.run(self.store, chosen, self.values(chosen, given), self.context)

    def paths(self, start: str, end: str, *, longest: int = 5, status: str = "Current") -> Answer:
        """Causal paths from one entity to another, with their sign and the weakest certainty on the way."""
        return self._rows(
            "causal-paths", {"from": start, "to": end, "longest": str(longest), "status": status}
        )

    def loops(self, through: str, *, longest: int = 6, status: str = "Current") -> Answer:
        """Feedback loops through an entity, or through a kind that it is of, with their sign."""
        return self._rows("loops", {"through": through, "longest": str(longest), "status": status})

    def _rows(self, name: str, given: dict[str, str]) -> Answer:
        query = queries.QUERIES[name]
        answer = queries.run(self.store, query, self.values(query, given), self.context)
        assert isinstance(answer, Answer)
        return answer

    def count(self, *by: str, status: str = ANY) -> Answer:
        """How many claims take each stance (polarity, certainty, reading, status), by one or more columns.

        The columns are those of `il6ld.queries.COLUMNS`, such as "predicate" or "article".
        """
        query = queries.parse("count", queries.counting(by))
        given = {} if status == ANY else {"status": self.names.resolve(status, IL6.Status)}
        answer = queries.run(self.store, query, given, self.context)
        assert isinstance(answer, Answer)
        return answer

    def find(self, text: str) -> Query:
        """The named query of a name, or the query that a text of SPARQL is; UsageError for neither."""
        if text in queries.QUERIES:
            return queries.QUERIES[text]
        if "{" in text:
            queries.check(text)
            return queries.parse("query", text)
        cure = nearest(text, queries.QUERIES) or "'il6ld query --list' tells of each."
        raise UsageError.at(None, f"There is no query '{text}'.", rule="unknown-query", help=cure)

    def values(self, query: Query, given: dict[str, str]) -> dict[str, queries.Value]:
        """The terms that are given for the parameters of a query, those given by default included."""
        return self._values.of(query, given)

    @cached_property
    def names(self) -> Names:
        """The names of the ontology's terms."""
        return Names(Lookup(self._vocabulary()), self.context)

    def _vocabulary(self) -> Iterable[ox.Quad]:
        graphs = [ox.NamedNode(self.context.expand(f"graphs:{name}")) for name in _VOCABULARY]
        found = [quad for graph in graphs for quad in self.store.quads_for_pattern(None, None, None, graph)]
        return found or self.store  # a file without named graphs has all in one

    @cached_property
    def _values(self) -> queries.Values:
        return queries.Values(self.store, self.names, self.context)

    @cached_property
    def _reader(self) -> Reader:
        return Reader(StoreLookup(self.store), self.context)

    def _having(self, value: ox.NamedNode, path: Sequence[ox.NamedNode]) -> set[ox.NamedNode]:
        """The nodes from which a path of predicates leads to a value."""
        nodes = {value}
        for predicate in reversed(path):
            nodes = set(self._subjects(predicate, nodes))
        return nodes

    def _taking(
        self, nodes: set[ox.NamedNode], stance: Mapping[ox.NamedNode, ox.NamedNode]
    ) -> Iterator[ox.NamedNode]:
        """The claims among nodes that take a stance, looked at one by one: most claims take most of it."""
        for node in nodes:
            if all(
                any(True for _ in self.store.quads_for_pattern(node, axis, value))
                for axis, value in stance.items()
            ):
                yield node

    def _subjects(self, predicate: ox.NamedNode, values: Iterable[ox.NamedNode]) -> Iterator[ox.NamedNode]:
        for value in values:
            for quad in self.store.quads_for_pattern(None, predicate, value):
                if isinstance(quad.subject, ox.NamedNode):
                    yield quad.subject

    def _resting_on(self, evidence: ox.NamedNode) -> set[ox.NamedNode]:
        kinds = any(True for _ in self.store.quads_for_pattern(evidence, RDFS.subClassOf, IL6.EvidenceLine))
        return self._having(evidence, (IL6.evidence, RDF.type) if kinds else FILTERS["evidence"])


_RDFLIB_FORMATS = {".nq": "nquads", ".trig": "trig", ".ttl": "turtle", ".nt": "nt"}
