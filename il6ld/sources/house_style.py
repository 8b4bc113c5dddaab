"""House style: where Turtle blocks and YAML keys are out of order or shape. It tells, and never rewrites.

A Turtle file is prefixes A to Z, then one block a term, A to Z: the subject alone, then `predicate object ;`
lines by four spaces, in the order type, logic, label, synonyms, definition, examples, notes. Keys of a record
stand in the order of the context, records of a kind in the order of their ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from il6ld.files import decode, read_bytes
from il6ld.findings import Finding, Position, Severity
from il6ld.namespaces import Context
from il6ld.project import Project
from il6ld.sources.yaml_nodes import Fields, Items, Node, Scalar, compose

_TOLD = ("rdfs:label", "skos:altLabel", "skos:definition", "skos:example", "skos:note", "skos:scopeNote")
_ORDER = "The order is: type, logic, label, synonyms, definition, examples, notes, the rest."
# What may follow the words about a term: the prefix its records are named by.
_LAST = "vann:"
_PREFIX = re.compile(r"@prefix (\w*): <[^>]*> \.$")
_SUBJECT = re.compile(r"([A-Za-z][\w-]*:\S+|<[^>]*>|\[\])$")
_PREDICATE = re.compile(r"    (a|[A-Za-z][\w-]*:\S+)(?: |$)")


def check(project: Project) -> tuple[list[Finding], int]:
    """Where a project's own files leave house style, and how many files were looked at."""
    turtles = [
        path for path in (*project.turtle_files, *project.shape_files) if path.is_relative_to(project.root)
    ]
    records = [path for folder in project.article_folders for path in project.article_files(folder)]
    found: list[Finding] = []
    for path in (*turtles, *records):
        name = project.name_of(path)
        text = decode(read_bytes(path, name), name)
        if path.suffix == ".ttl":
            found += turtle_findings(text, name)
        else:
            found += yaml_findings(compose(text, name), project.context)
    return found, len(turtles) + len(records)


def turtle_findings(text: str, file: str) -> list[Finding]:
    """Where a Turtle file leaves house style; `file` names it."""
    lines = text.split("\n")
    findings = [*_white_space(lines, file), *_prefixes(lines, file), *_subjects(lines, file)]
    for start, block in _blocks(lines):
        findings += _block(start, block, file)
    return findings


def yaml_findings(root: Node | None, context: Context) -> list[Finding]:
    """Where a composed file of records leaves house style."""
    order = {key: rank for rank, key in enumerate(["id", "type", *context.terms])}
    records = root.nodes if isinstance(root, Items) else [root] if root else []
    return [*_keys(records, order), *_ids(records)]


def _finding(rule: str, position: Position, message: str, help: str) -> Finding:
    return Finding(rule, Severity.ERROR, message, position, help)


def _white_space(lines: Sequence[str], file: str) -> Iterator[Finding]:
    for number, line in enumerate(lines, start=1):
        if "\t" in line or line != line.rstrip():
            column = (line.index("\t") if "\t" in line else len(line.rstrip())) + 1
            message = "There is a tab, or white space at the end of the line."
            yield _finding(
                "style-space", Position(file, number, column), message, "Use spaces, and none at the end."
            )
    if lines[-1] or lines[-2:-1] == [""]:
        message = "The file does not end with just one line end."
        yield _finding("style-space", Position(file, len(lines), 1), message, "Mend its end.")


def _late(names: Sequence[tuple[str, int]]) -> Iterator[tuple[str, str, int]]:
    """Each name that stands after one it belongs before: the two, and the line."""
    return ((name, before, line) for (before, _), (name, line) in pairwise(names) if name < before)


def _prefixes(lines: Sequence[str], file: str) -> Iterator[Finding]:
    names = [(match[1], n) for n, line in enumerate(lines, start=1) if (match := _PREFIX.match(line))]
    for name, before, line in _late(names):
        message = f"The prefix '{name}:' stands after '{before}:'."
        yield _finding("style-order", Position(file, line, 1), message, "Set prefixes A to Z.")


def _subjects(lines: Sequence[str], file: str) -> Iterator[Finding]:
    subjects = [(match[1], n) for n, line in enumerate(lines, start=1) if (match := _SUBJECT.match(line))]
    for name, before, line in _late([(name, n) for name, n in subjects if name[0] not in "<["]):
        message = f"'{name}' stands after '{before}'."
        yield _finding("style-order", Position(file, line, 1), message, "Set blocks A to Z, capitals first.")


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Each block with the number of its first line; prefixes and comments are none."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line and not line.startswith(("@prefix", "#")):
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _block(start: int, block: list[str], file: str) -> Iterator[Finding]:
    if not _SUBJECT.match(block[0]):
        message, cure = (
            "The subject does not stand alone.",
            "Break the line after it; indent what follows by four.",
        )
        yield _finding("style-block", Position(file, start, 1), message, cure)
    if not block[-1].endswith(" ."):
        last = Position(file, start + len(block) - 1, len(block[-1]))
        yield _finding(
            "style-block", last, "The block does not end with ' .'.", "End it with a space and a full stop."
        )
    predicates = [(match[1], start + n) for n, line in enumerate(block) if (match := _PREDICATE.match(line))]
    for (before, _), (name, line) in pairwise(predicates):
        if _rank(name) < _rank(before):
            message = f"'{name}' stands after '{before}'."
            yield _finding("style-order", Position(file, line, 5), message, _ORDER)


def _rank(predicate: str) -> int:
    if predicate in _TOLD:
        return 2 + _TOLD.index(predicate)
    return 0 if predicate == "a" else 99 if predicate.startswith(_LAST) else 1


def _keys(nodes: Sequence[Node], order: dict[str, int]) -> Iterator[Finding]:
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, Items):
            waiting += node.nodes
        elif isinstance(node, Fields):
            waiting += node.nodes.values()
            known = [key for key in node.nodes if key in order]
            for before, key in pairwise(known):
                if order[key] < order[before]:
                    message = f"'{key}' stands after '{before}'."
                    cure = "Set keys in the order of ontology/context.jsonld."
                    yield _finding("style-order", node.keys[key], message, cure)


def _ids(records: Sequence[Node]) -> Iterator[Finding]:
    """Records of one kind whose ids run backwards; numbers are compared as numbers."""
    last: dict[str, Scalar] = {}
    for record in records:
        identifier = record.nodes.get("id") if isinstance(record, Fields) else None
        if isinstance(identifier, Scalar):
            kind = identifier.text.partition(":")[0]
            if kind in last and _natural(identifier.text) < _natural(last[kind].text):
                message = f"'{identifier.text}' stands after '{last[kind].text}'."
                yield _finding(
                    "style-order", identifier.position, message, "Set records in the order of their ids."
                )
            last[kind] = identifier


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name)]
