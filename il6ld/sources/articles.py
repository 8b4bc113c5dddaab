"""What `il6ld anchor` needs of an article before its records can be read: its sections, its old passages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from il6ld.errors import InvalidInput
from il6ld.files import decode, read_bytes, replace_text
from il6ld.findings import Position
from il6ld.sources.yaml_nodes import Fields, Items, Node, Scalar, compose


@dataclass(frozen=True)
class ArticleHead:
    """An article.yaml as far as anchoring goes; `sections` pairs each section's CURIE with its heading."""

    id: str
    code: str
    sections: list[tuple[str, str]]
    end_heading: str


def read_head(folder: Path, file: str) -> ArticleHead:
    """The head of the article in `folder`; `file` names article.yaml in messages."""
    root = _composed(folder / "article.yaml", file)
    if not isinstance(root, Fields):
        raise InvalidInput.at(Position(file, 1, 1), "article.yaml is one record.", rule="record")
    identifier = _text(root, "id", file)
    local = identifier.partition(":")[2]
    sections = root.nodes.get("section")
    found = sections.nodes if isinstance(sections, Items) else [sections] if sections else []
    headings = [_text(node, "heading", file) for node in found if isinstance(node, Fields)]
    named = [(f"sections:{local}-{number}", heading) for number, heading in enumerate(headings, start=1)]
    return ArticleHead(identifier, _text(root, "code", file), named, _text(root, "endHeading", file, ""))


def passage_names(folder: Path, file: str) -> dict[str, str]:
    """The CURIE of each passage anchored before, by its digest."""
    path = folder / "passages.yaml"
    root = _composed(path, file) if path.is_file() else None
    nodes = root.nodes if isinstance(root, Items) else []
    return {
        _text(node, "digest", file): _text(node, "id", file) for node in nodes if isinstance(node, Fields)
    }


def note(folder: Path, **values: str) -> None:
    """Writes top-level values into article.yaml, comments and all else left as they are."""
    path = folder / "article.yaml"
    text = path.read_text(encoding="utf-8")
    for key, value in values.items():
        line = f"{key}: {value}"
        text, known = re.subn(rf"^{key}:.*$", line, text, flags=re.MULTILINE)
        text = text if known else f"{text.rstrip()}\n{line}\n"
    replace_text(path, text)


def _composed(path: Path, file: str) -> Node | None:
    return compose(decode(read_bytes(path, file), file), file)


def _text(node: Fields, key: str, file: str, default: str | None = None) -> str:
    value = node.nodes.get(key)
    if isinstance(value, Scalar):
        return value.text
    if default is None:
        raise InvalidInput.at(
            node.position, f"The field '{key}' is missing.", rule="missing-field", help=f"Write '{key}: ...'."
        )
    return default
