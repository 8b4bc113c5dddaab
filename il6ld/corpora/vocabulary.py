"""The entities of a corpus: lines like the records' own, and what they add to the words of the ontology."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from il6ld.corpora.spelling import Field, Unusual, fields, literal
from il6ld.namespaces import RDF, Context
from il6ld.sources.vocabulary import Vocabulary

# The keys of an entity's line, beside `id`, `type` and `label`.
KEYS: dict[str, dict[str, str]] = {
    "altLabel": {"@id": "skos:altLabel", "@language": "en"},
    "definition": {"@id": "skos:definition", "@language": "en"},
    "subClassOf": {"@id": "rdfs:subClassOf", "@type": "@vocab"},
    "exactMatch": {"@id": "skos:exactMatch", "@type": "@id"},
}
_TYPE = {"type": {"@id": RDF.type.value, "@type": "@vocab"}}


def context_of(context: Context) -> Context:
    """A context in which the lines of entities are JSON-LD."""
    return context.merged(KEYS)


def extended(words: Vocabulary, records: Iterable[dict[str, Any]], context: Context) -> Vocabulary:
    """The words of the ontology with the entities of a corpus among them; `words` stay as they are."""
    labels, declared = dict(words.labels), set(words.declared)
    for record in records:
        iri = context.expand(str(record["id"]))
        declared.add(iri)
        if "label" in record:
            labels.setdefault(iri, str(record["label"]))
    return dataclasses.replace(words, labels=labels, declared=declared)


class EntityPen:
    """Writes entities as N-Quads: what they are among the ontology, what they match among the links."""

    def __init__(self, context: Context, words: Vocabulary) -> None:
        wider = context.merged({**KEYS, **_TYPE})
        known = fields(wider, words)
        self._fields: dict[str, Field] = {key: known[key] for key in (*KEYS, "type", "label")}
        self._names = self._fields["subClassOf"].iris
        graphs = context.prefixes["graphs"]
        self._ontology, self._links = (f" <{graphs}{name}> .\n" for name in ("ontology", "links"))

    def quads(self, record: dict[str, Any]) -> str:
        """The N-Quads of one entity; Unusual for a key that entities have not."""
        assert self._names is not None
        try:
            name = self._names[record["id"]]
            told = [
                f"{name}{self._fields[key].predicate}{self._value(self._fields[key], each)}{self._end(key)}"
                for key, value in record.items()
                if key != "id"
                for each in (value if isinstance(value, list) else [value])
            ]
        except (AttributeError, KeyError, TypeError) as error:
            raise Unusual(str(error)) from error
        return "".join(told)

    def _end(self, key: str) -> str:
        return self._links if key == "exactMatch" else self._ontology

    def _value(self, field: Field, value: Any) -> str:
        return literal(value, field) if field.iris is None else field.iris[value]
