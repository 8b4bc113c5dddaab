"""Records out of a dataset: what the graphs of claims, propositions, passages and articles say, one a line.

The other graphs belong to the project and not to a corpus: the ontology, the links, what was inferred, the
bare triples, the description.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from il6ld.errors import InvalidInput
from il6ld.namespaces import IL6, RDF, RDFS, XSD, Context, local_name
from il6ld.sources.vocabulary import Vocabulary

Record = dict[str, Any]
Properties = dict[ox.NamedNode, list[Any]]
# What a project says beside its records.
_OTHER_GRAPHS = frozenset({"bare", "description", "inferred", "links", "ontology"})
_WHOLE = (XSD.nonNegativeInteger.value, XSD.positiveInteger.value)


def record_quads(dataset: ox.Dataset, context: Context) -> Iterator[ox.Quad]:
    """The quads of a dataset that records say."""
    base = context.prefixes["graphs"]
    others = {f"{base}{name}" for name in _OTHER_GRAPHS}
    for quad in dataset:
        if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value not in others:
            yield quad


@dataclass
class Writer:
    """Makes records of a dataset; InvalidInput for what the keys of the context cannot say."""

    dataset: ox.Dataset
    context: Context
    words: Vocabulary
    _nodes: dict[str, Properties] = field(default_factory=dict)
    _nested: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for quad in record_quads(self.dataset, self.context):
            if not isinstance(quad.subject, ox.NamedNode):
                raise _cannot(quad.subject)
            properties = self._nodes.setdefault(quad.subject.value, defaultdict(list))
            properties[quad.predicate].append(quad.object)
        self._classes = {self.context.prefixes[name]: iri for name, iri in self.words.record_classes.items()}
        self._keys = {self.context.expand(key): key for key in reversed(self.context.terms)}
        self._prefixes = sorted(((base, name) for name, base in self.context.prefixes.items()), key=_longest)
        self._order = {key: place for place, key in enumerate(self.context.terms)}

    def claims(self) -> Iterator[Record]:
        """Each claim with all that nests in it, in the order of their IRIs."""
        yield from (self._record(iri) for iri in self._of("Claim"))

    def others(self) -> Iterator[Record]:
        """What no claim holds, articles first; to be asked for after the claims."""
        for kind in ("Article", "Section", "Passage", "SourceErratum", "KnowledgeGap", "CausalLoop"):
            yield from (self._record(iri) for iri in self._of(kind) if iri not in self._nested)

    def _of(self, kind: str) -> list[str]:
        base = self.context.prefixes[self.words.record_prefixes[IL6[kind].value]]
        return sorted((iri for iri in self._nodes if iri.startswith(base)), key=_numbered)

    def _record(self, iri: str, *, named: bool = True) -> Record:
        properties = self._nodes[iri]
        class_iri = self._class(iri)
        if [value.value for value in properties[RDF.type]] != [class_iri]:
            raise _cannot(iri)
        default = f"{self.words.label(class_iri)} {local_name(iri)}"
        record = {}
        for predicate, values in properties.items():
            if predicate == RDF.type or (predicate == RDFS.label and [v.value for v in values] == [default]):
                continue
            key = self._key(predicate)
            told = [self._value(iri, key, value) for value in sorted(values, key=_ordered)]
            record[key] = told[0] if len(told) == 1 else told
        if class_iri == IL6.Passage.value and record.get("article") == record.get("source"):
            record.pop("article")
        in_order = {key: record[key] for key in sorted(record, key=self._order.__getitem__)}
        return {"id": self._curie(iri), **in_order} if named else in_order

    def _class(self, iri: str) -> str:
        return next((found for base, found in self._classes.items() if iri.startswith(base)), "")

    def _key(self, predicate: ox.NamedNode) -> str:
        key = self._keys.get(predicate.value)
        if key is None:
            raise _cannot(predicate)
        return key

    def _value(self, parent: str, key: str, value: Any) -> Any:
        entry = self.context.terms[key]
        kind = entry.get("@type", "")
        if isinstance(value, ox.NamedNode) and kind.startswith("@"):
            return self._reference(parent, key, value.value, kind)
        if isinstance(value, ox.Literal):
            datatype = self.context.expand(kind) if kind else ""
            is_typed = bool(value.language) or value.datatype.value == datatype
            if is_typed and value.language == entry.get("@language"):
                return int(value.value) if datatype in _WHOLE and _is_plain(value.value) else value.value
        raise _cannot(value)

    def _reference(self, parent: str, key: str, iri: str, kind: str) -> Any:
        """A record that belongs to its parent stands inside it, any other thing by its name."""
        range_ = self.words.ranges.get(self.context.expand(key), "")
        if iri in self._nodes and self._class(iri) == range_:
            if range_ == IL6.Proposition.value:
                return self._proposition(iri)
            if range_ == IL6.Passage.value and iri not in self._nested:
                self._nested.add(iri)
                return self._record(iri)
            if local_name(iri).rpartition("-")[0] == local_name(parent) and iri not in self._nested:
                if self._is_counted(iri):
                    self._nested.add(iri)
                    return self._record(iri, named=False)
                if range_ != IL6.Section.value:
                    raise _cannot(iri)
        return self._curie(iri) if kind == "@id" else self._word(iri)

    def _is_counted(self, iri: str) -> bool:
        """Whether all of the kind before it are there: a nested record is named by counting."""
        head, _, number = iri.rpartition("-")
        return number.isdigit() and all(f"{head}-{before}" in self._nodes for before in range(1, int(number)))

    def _proposition(self, iri: str) -> Record:
        content = {}
        for predicate, values in self._nodes[iri].items():
            if predicate not in (RDF.type, RDFS.label):
                told = sorted(self._word(value.value) for value in values)
                content[self._key(predicate)] = told[0] if len(told) == 1 else told
        return {key: content[key] for key in sorted(content, key=self._order.__getitem__)}

    def _word(self, iri: str) -> str:
        name = iri.removeprefix(IL6.iri)
        return name if name != iri and self.context.expand(name) == iri else self._curie(iri)

    def _curie(self, iri: str) -> str:
        for base, name in self._prefixes:
            if iri.startswith(base) and not iri[len(base) :].startswith("//"):
                return f"{name}:{iri[len(base) :]}"
        raise _cannot(iri)


def _longest(pair: tuple[str, str]) -> tuple[int, str]:
    return -len(pair[0]), pair[1]


def _numbered(iri: str) -> tuple[str, int]:
    head, _, number = iri.rpartition("-")
    return (head, int(number)) if number.isdigit() else (iri, 0)


def _ordered(value: Any) -> tuple[str, int]:
    return _numbered(str(getattr(value, "value", value)))


def _is_plain(text: str) -> bool:
    return text.isdigit() and text.isascii() and str(int(text)) == text and len(text) < 16


def _cannot(what: Any) -> InvalidInput:
    message = f"{what} cannot be told in the lines of a corpus."
    help = "A corpus has records with the context's keys."
    error = InvalidInput.at(None, message, rule="corpus-record", help=help)
    assert isinstance(error, InvalidInput)
    return error
