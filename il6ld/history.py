"""What published releases have promised: ids that stay, and stances that do not change under an id.

A release counts as published once the version of the sources (`owl:versionInfo`) is another than its own;
until then it is a draft, and whatever it says may be corrected or taken back. The first build with the new
version enters the records of the release it finds on disk in ontology/published.tsv, which is committed with
the sources. From then on every check holds the sources against that table. A record that no published release
held can vanish without a word: nobody was promised it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import pyoxigraph as ox

from il6ld.errors import CannotWrite, InvalidInput
from il6ld.files import decode
from il6ld.findings import Finding, Position, Severity
from il6ld.lookup import Lookup
from il6ld.namespaces import IL6, OWL, Context, local_name
from il6ld.project import Project

_KINDS = (IL6.Article, IL6.CausalLoop, IL6.Claim, IL6.KnowledgeGap, IL6.Passage, IL6.SourceErratum)
_QUADS = "il6ld.nq"
_VERSION = re.compile(rb'^<([^>]*)> <http://www\.w3\.org/2002/07/owl#versionInfo> "([^"]*)"', re.MULTILINE)

Locate = Callable[[str, str], Position | None]


@dataclass(frozen=True, slots=True)
class Stance:
    """What may not change under an id: a claim's proposition, polarity and certainty, a passage's digest."""

    content: str
    polarity: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Promise:
    """One record of a published release, and the first version that held it; `line` is its place."""

    iri: str
    version: str
    stance: Stance
    line: int = 0


def promises(project: Project, folders: Iterable[Path], dataset: ox.Dataset) -> list[Promise]:
    """All that was promised: by the table, and by releases on disk of another version than the sources.

    Raises InvalidInput where the table, or such a release, cannot be read.
    """
    found = {promise.iri: promise for promise in _table(project)}
    for folder in dict.fromkeys(folders):
        for promise in _released(folder, _versions(dataset), project):
            found.setdefault(promise.iri, promise)
    return [found[iri] for iri in sorted(found)]


def findings(
    kept: Iterable[Promise], project: Project, dataset: ox.Dataset, locate: Locate
) -> Iterator[Finding]:
    """Every promise that the dataset breaks: an id that is gone, a stance that is another."""
    promised = list(kept)
    now = _stances(Lookup(dataset)) if promised else {}
    for promise in promised:
        if promise.iri not in now:
            yield _gone(promise, project)
        else:
            yield from _changed(promise, now[promise.iri], project.context, locate)


def keep(project: Project, kept: Iterable[Promise]) -> None:
    """Enters new promises in the project's table; raises CannotWrite, and leaves it as it was."""
    promised = list(kept)
    if project.is_installed or all(promise.line for promise in promised):
        return
    path = project.promises
    rows = ["\t".join([promise.iri, promise.version, *astuple(promise.stance)]) for promise in promised]
    text = "\n".join(["\t".join(_columns()), *rows, ""])
    temporary = path.with_name(f".{path.name}.new")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        project.forget(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        message = f"'{project.name_of(path)}' could not be written: {error.strerror or error}."
        raise CannotWrite.at(
            None, message, help="Free some room or mend its permissions, and build again."
        ) from error


def _columns() -> list[str]:
    return ["iri", "version", *(field.name for field in fields(Stance))]


def _table(project: Project) -> Iterator[Promise]:
    path = project.promises
    if not os.path.lexists(path):
        return
    name = project.name_of(path)
    header, *lines = decode(project.read(path), name).split("\n")
    for number, line in enumerate([header, *lines], start=1):
        cells = line.split("\t")
        if (number == 1 and cells != _columns()) or (line and len(cells) != len(_columns())):
            raise InvalidInput.at(
                Position(name, number, 1), f"The row must have the cells {', '.join(_columns())}.",
                rule="promise-row", help="'il6ld build' writes this table: take it from your last commit.",
            )  # fmt: skip
        if number > 1 and line:
            yield Promise(cells[0], cells[1], Stance(*cells[2:]), number)


def _versions(dataset: ox.Dataset) -> dict[str, str]:
    return {
        quad.subject.value: quad.object.value
        for quad in dataset.quads_for_predicate(OWL.versionInfo)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
    }


def _released(folder: Path, versions: dict[str, str], project: Project) -> Iterator[Promise]:
    """What a release on disk promised, if it is of this project and of another version."""
    path = folder / _QUADS
    if not path.is_file():
        return
    raw = path.read_bytes()
    for match in _VERSION.finditer(raw):
        iri, version = (part.decode(errors="replace") for part in match.groups())
        if versions.get(iri, version) != version:
            for subject, stance in _stances(_parsed(raw, project.name_of(path), version)).items():
                yield Promise(subject, version, stance)


def _parsed(raw: bytes, name: str, version: str) -> Lookup:
    try:
        return Lookup(ox.parse(raw, format=ox.RdfFormat.N_QUADS))
    except (SyntaxError, ValueError) as error:
        raise InvalidInput.at(
            None,
            f"'{name}' of version {version} is damaged, so what that version promised is not known.",
            rule="previous-release",
            help="Put the release back as it was published; to promise nothing, delete the folder.",
        ) from error


def _stances(lookup: Lookup) -> dict[str, Stance]:
    return {node.value: _stance(lookup, node) for kind in _KINDS for node in lookup.instances(kind)}


def _stance(lookup: Lookup, node: ox.NamedNode) -> Stance:
    values = [lookup.node(node, field) for field in (IL6.proposition, IL6.polarity, IL6.certainty)]
    content, polarity, certainty = (local_name(value) if value else "" for value in values)
    return Stance(content or lookup.text(node, IL6.digest), polarity, certainty)


def _gone(promise: Promise, project: Project) -> Finding:
    position = Position(project.name_of(project.promises), promise.line, 1) if promise.line else None
    name = project.context.compact(promise.iri)
    cure = "Put its record back, under the same id."
    if name.startswith("claims:"):
        cure += (
            " A wrong claim gets 'status: Retracted', or 'Superseded' with 'replacedBy'; it does not vanish."
        )
    message = f"{name} was published in version {promise.version} and stands nowhere now."
    return Finding("id-gone", Severity.ERROR, message, position, cure)


def _changed(promise: Promise, now: Stance, context: Context, locate: Locate) -> Iterator[Finding]:
    name = context.compact(promise.iri)
    is_claim = bool(promise.stance.polarity)
    cure = (
        f"Put it back. To correct a published claim write a new one with 'replaces: {name}', "
        "and give this one 'status: Superseded' and 'replacedBy'."
        if is_claim
        else "Put its record back; another sentence takes a number of its own."
    )
    for field in fields(Stance):
        old, new = getattr(promise.stance, field.name), getattr(now, field.name)
        if old != new and not _is_respelled(old, new):
            word = field.name if field.name != "content" else ("proposition" if is_claim else "digest")
            position = locate(promise.iri, IL6[word].value)
            said = f"with the {word} {old}, not {new}" if old else f"without the {word} {new}"
            message = f"{name} was published in version {promise.version} {said}."
            yield Finding("stance-changed", Severity.ERROR, message, position, cure)


def _is_respelled(old: str, new: str) -> bool:
    """Whether two propositions' names come of different algorithms, so that nothing follows from them."""
    algorithms = [name.partition("-")[0] for name in (old, new) if "-" in name]
    return len(algorithms) == 2 and algorithms[0] != algorithms[1]
