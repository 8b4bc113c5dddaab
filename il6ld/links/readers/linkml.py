"""LinkML models in YAML: classes, slots and the permissible values of enumerations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import yaml

from il6ld.errors import InvalidInput, LimitExceeded
from il6ld.files import MAX_BYTES, check_size
from il6ld.findings import Position
from il6ld.links.readers.content import Content
from il6ld.links.readers.record import Reading, Record, version
from il6ld.links.spelling import Spelling

MAX_DEPTH = 50
Element = dict[str, Any]


def read(content: Content, spelling: Spelling) -> Reading:
    """The classes, slots and permissible values of a LinkML model, under its default prefix."""
    model = _model(content)
    prefix = str(model.get("default_prefix") or "")
    base = (model.get("prefixes") or {}).get(prefix, f"{prefix}:")
    # The stem of every CURIE: a name may hold what no CURIE made from an IRI does, as in Enum#value.
    stem = spelling.curie(f"{base}x")[:-1]
    return Reading(version(str(model.get("version", "")), content.plain_name), _records(model, stem))


def _model(content: Content) -> Element:
    raw = content.stream().read(MAX_BYTES + 1)
    check_size(len(raw), content.place)
    try:
        _refuse_depth_and_aliases(raw, content)
        model = yaml.load(raw, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        place = _place(error.problem_mark)
        raise content.fault(f"This is not YAML: {error.problem}.", *place) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise content.not_utf_8() from error
    if not isinstance(model, dict):
        raise content.fault("This YAML is no LinkML model.", rule="ontology-form")
    return model


def _refuse_depth_and_aliases(raw: bytes, content: Content) -> None:
    """Looks through the events first: the loader crashes on deep nesting, and aliases multiply."""
    depth = 0
    for event in yaml.parse(raw, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        place = Position(content.place, *_place(event.start_mark))
        if depth > MAX_DEPTH:
            raise LimitExceeded.at(
                place, f"The nesting is deeper than {MAX_DEPTH}.", rule="yaml-depth",
                help="No model is written like this; look where the file came from.",
            )  # fmt: skip
        if isinstance(event, yaml.AliasEvent):
            raise InvalidInput.at(
                place, "Anchors and aliases are not read.", rule="yaml-alias",
                help="Have the model written again with each value in its place.",
            )  # fmt: skip


def _place(mark: Any) -> tuple[int, int]:
    """Line and column of a mark, from 1."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _records(model: Element, stem: str) -> Iterator[Record]:
    for kind, spelled in (("classes", _camel), ("slots", _snake)):
        for name, element in _elements(model.get(kind)):
            yield _record(name, element, stem, spelled)
    for enum, element in _elements(model.get("enums")):
        for value, meaning in _elements(element.get("permissible_values")):
            yield _record(value, meaning, f"{stem}{enum}#", _snake)


def _elements(value: Any) -> Iterator[tuple[str, Element]]:
    for name, element in value.items() if isinstance(value, dict) else ():
        yield name, element if isinstance(element, dict) else {}


def _record(name: str, element: Element, stem: str, spelled: Callable[[str], str]) -> Record:
    def ids(*keys: str) -> list[str]:
        return [stem + spelled(other) for key in keys for other in _listed(element.get(key))]

    return Record(
        stem + spelled(name),
        name,
        [(text, "exact") for text in _listed(element.get("aliases"))],
        is_obsolete=str(element.get("deprecated", "false")).casefold() not in ("false", ""),
        replaced_by=ids("deprecated_element_has_exact_replacement"),
        parents=ids("is_a", "mixins"),
    )


def _listed(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value] if value else []
    return [item for item in items if isinstance(item, str)]


def _camel(name: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def _snake(name: str) -> str:
    return "_".join(name.split())
