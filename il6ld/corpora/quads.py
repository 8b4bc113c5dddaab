"""A record's line as N-Quads, by the rules that YAML is read by, in a fraction of the time.

The rules are those of `il6ld.sources.records`: the class by the id's prefix or the property's range, the
name by the parent's and a counter, a proposition's by its content, and what is left out filled in. A test
holds both to the same quads.
"""

from __future__ import annotations

from typing import Any

from il6ld.corpora.spelling import LABEL, TYPE, Field, Unusual, fields, literal, text
from il6ld.namespaces import IL6, Context, local_name
from il6ld.sources import propositions
from il6ld.sources.records import graph_of, is_local_id
from il6ld.sources.vocabulary import Vocabulary

Record = dict[str, Any]
_MOST_PROPOSITIONS = 4096  # near ones repeat; to keep more costs more than it saves
_CLAIM, _PASSAGE, _PROPOSITION = (IL6[name].value for name in ("Claim", "Passage", "Proposition"))


class Pen:
    """Writes records, parsed from lines of JSON, as N-Quads; `words` hold the corpus's own entities."""

    def __init__(self, context: Context, words: Vocabulary) -> None:
        self._words = words
        self._fields = fields(context, words)
        # Looked up together, for every key of every record.
        self._keys = {key: (field.predicate, field.iris, field) for key, field in self._fields.items()}
        self._classes = words.record_classes
        self._kinds = {prefix: local_name(iri) for prefix, iri in self._classes.items()}
        self._graphs = context.prefixes["graphs"]
        self._status = f" {IL6.status} {words.defaults[IL6.status.value]}"
        self._types = {iri: f"{TYPE}<{iri}>" for iri in words.record_prefixes}
        self._labels = {iri: f"{words.label(iri)} " for iri in words.record_prefixes}
        self._bases = {name: context.prefixes[name] for name in words.record_prefixes.values()}
        self._propositions: dict[tuple[Any, ...], tuple[str, str]] = {}
        self._in_propositions = self._end("propositions")
        self._article = self._fields["article"].predicate

    def quads(self, record: Record) -> str:
        """The N-Quads of a record with all that nests in it; Unusual where the slow reader must look."""
        try:
            out: list[str] = []
            self._top(record, out)
            return "".join(out)
        except (AttributeError, KeyError, TypeError) as error:
            raise Unusual(str(error)) from error

    def _top(self, record: Record, out: list[str]) -> str:
        prefix, _, local = record["id"].partition(":")
        if not is_local_id(local):
            raise Unusual(local)
        end = self._end(graph_of(self._kinds[prefix], local))
        return self._record(record, self._classes[prefix], prefix, local, end, out)

    def _end(self, graph: str) -> str:
        return f" <{self._graphs}{graph}> .\n"

    def _record(
        self, record: Record, class_iri: str, prefix: str, local: str, end: str, out: list[str]
    ) -> str:
        """Adds the quads of one record; its name, spelled."""
        name = f"<{self._bases[prefix]}{local}>"
        counters: dict[str, int] = {}
        out.append(name + self._types[class_iri] + end)
        for key, value in record.items():
            if key == "id":
                continue
            predicate, iris, field = self._keys[key]
            if value.__class__ is str and iris is not None:
                out.append(f"{name}{predicate}{iris[value]}{end}")
            elif value.__class__ is list:
                if not value or len({str(each) for each in value}) != len(value):
                    raise Unusual(key)
                for each in value:
                    told = self._value(field, each, local, end, out, counters)
                    out.append(f"{name}{predicate}{told}{end}")
            else:
                out.append(f"{name}{predicate}{self._value(field, value, local, end, out, counters)}{end}")
        self._fill_in(record, class_iri, name, local, end, out)
        return name

    def _value(
        self, field: Field, value: Any, parent: str, end: str, out: list[str], counters: dict[str, int]
    ) -> str:
        kind = value.__class__
        if kind is dict:
            return self._nested(field, value, parent, end, out, counters)
        if field.iris is None:
            return literal(value, field)
        if kind is str:
            return field.iris[value]
        raise Unusual(str(value))

    def _nested(
        self, field: Field, record: Record, parent: str, end: str, out: list[str], counters: dict[str, int]
    ) -> str:
        class_iri = field.nested
        if class_iri == _PROPOSITION:
            name, told = self._proposition(record)
            out.append(told)
            return name
        if "id" in record:
            if class_iri != _PASSAGE or self._classes[record["id"].partition(":")[0]] != class_iri:
                raise Unusual(record["id"])
            return self._top(record, out)
        prefix = self._words.record_prefixes[class_iri]
        number = counters[prefix] = counters.get(prefix, 0) + 1
        return self._record(record, class_iri, prefix, f"{parent}-{number}", end, out)

    def _fill_in(
        self, record: Record, class_iri: str, name: str, local: str, end: str, out: list[str]
    ) -> None:
        if "label" not in record:
            out.append(name + LABEL + text(self._labels[class_iri] + local, "@en") + end)
        if class_iri == _CLAIM:
            if "status" not in record:
                out.append(name + self._status + end)
            if "article" not in record:
                raise Unusual("article")
        elif class_iri == _PASSAGE and "article" not in record:
            out.append(name + self._article + self._fields["source"].iris[record["source"]] + end)  # type: ignore[index]

    def _proposition(self, record: Record) -> tuple[str, str]:
        """The name of a proposition and its quads; most are met more than once."""
        key = tuple((key, tuple(told) if told.__class__ is list else told) for key, told in record.items())
        found = self._propositions.get(key)
        if found is None:
            if len(self._propositions) > _MOST_PROPOSITIONS:
                self._propositions.clear()
            found = self._propositions[key] = self._new_proposition(record)
        return found

    def _new_proposition(self, record: Record) -> tuple[str, str]:
        content: propositions.Content = {}
        for key, value in record.items():
            predicate, iris, _ = self._keys[key]
            values = value if value.__class__ is list else [value]
            if iris is None or not values or len(set(values)) != len(values):
                raise Unusual(key)
            content[predicate[2:-2]] = [iris[each][1:-1] for each in values]
        content = propositions.normal_form(content, self._words.symmetric)
        lines = [f"<{key}> <{value}> ." for key, values in content.items() for value in values]
        name, end = f"<{self._bases['propositions']}{propositions.hashed(lines)}>", self._in_propositions
        label = text(propositions.label(content, self._words), "@en")
        told = "".join([f"{name} {line[:-2]}{end}" for line in lines])
        return name, f"{name}{TYPE}<{_PROPOSITION}>{end}{name}{LABEL}{label}{end}{told}"
