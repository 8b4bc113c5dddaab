"""Exports: single formats of a project, also those that are no part of a release."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from il6ld import release
from il6ld.errors import CannotWrite, UsageError
from il6ld.files import replace_bytes
from il6ld.findings import Finding, nearest
from il6ld.formats import FORMATS, Serialisation, Translation
from il6ld.pipeline import Pipeline, Release
from il6ld.project import Project

# How many of the reasons why claims are left out are told in a line.
_MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class FormatRow:
    """One format on one line; `comes` says whether a release has it, or how to be able to make it."""

    name: str
    files: tuple[str, ...]
    media_types: tuple[str, ...]
    comes: str
    title: str


@dataclass(frozen=True)
class Exported:
    """What an export came to: the files written, an account for each format that gives one, warnings."""

    paths: list[Path]
    accounts: list[str]
    findings: list[Finding]


def rows() -> list[FormatRow]:
    """Every format there is, in the order in which they are made."""
    return [_row(form) for form in FORMATS]


def columns() -> list[str]:
    """The names of a format row's columns, in order."""
    return [field.name for field in fields(FormatRow)]


def export(project: Project, names: Sequence[str], folder: Path) -> Exported:
    """Writes formats of a project into a folder, each file whole or not at all.

    Raises a UsageError for a name that no format has, a package that is missing and a folder that is a
    release, and InvalidInput where the project does not pass: then nothing is written.
    """
    forms = [_named(name) for name in dict.fromkeys(names)]
    if not forms:
        raise UsageError.at(None, "No format is named.", help="'il6ld export --list' tells of each.")
    if (folder / release.CHECKSUMS).exists():
        message = f"'{folder}' is a release, which may hold nothing else."
        raise UsageError.at(None, message, help="Name another folder with -o.")
    made = Pipeline(project).release()
    files: dict[str, bytes] = {}
    accounts = []
    for form in forms:
        found, account = _written(form, made)
        files |= found
        if "claims" in account:
            accounts.append(f"{form.name}: {in_short(account)}")
    return Exported(_write(files, folder), accounts, made.findings)


def in_short(account: dict[str, Any]) -> str:
    """An account, as the manifest has it, in one line.

    >>> in_short({"claims": 9, "told": 7, "leftOut": 2, "forWantOfWordsFor": {"degree": 2, "mediator": 1}})
    '7 of 9 claims told; 2 left out (degree 2, mediator 1)'
    """
    told = f"{account['told']} of {account['claims']} claims told"
    if not account["leftOut"]:
        return told
    wanting = sorted(account["forWantOfWordsFor"].items(), key=lambda item: (-item[1], item[0]))
    reasons = [f"{name} {number}" for name, number in wanting[:_MOST_REASONS]]
    more = ["\u2026"] if len(wanting) > _MOST_REASONS else []
    return f"{told}; {account['leftOut']} left out ({', '.join(reasons + more)})"


def _row(form: Serialisation | Translation) -> FormatRow:
    if isinstance(form, Serialisation):
        return FormatRow(form.name, (form.filename,), (form.media_type,), _RELEASED, form.scope.value)
    comes = f"pip install 'il6ld[{form.needs}]'" if form.needs else _RELEASED
    return FormatRow(form.name, tuple(form.files), _distinct(form.files.values()), comes, form.title)


_RELEASED = "in the release"


def _distinct(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _named(name: str) -> Serialisation | Translation:
    known = {form.name: form for form in FORMATS}
    if name not in known:
        cure = nearest(name, known) or "'il6ld export --list' tells of each."
        raise UsageError.at(None, f"There is no format '{name}'.", rule="unknown-format", help=cure)
    return known[name]


def _written(form: Serialisation | Translation, made: Release) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The files of a format and its account: as the release has them, or made for the occasion."""
    if isinstance(form, Serialisation):
        return {form.filename: made.files[form.filename]}, {}
    if not form.needs:
        account = json.loads(made.files["manifest.json"])[form.name]
        return {name: made.files[name] for name in form.files}, account
    written = form.write(made.material)
    return written.files, written.account.as_document() if written.account else {}


def _write(files: dict[str, bytes], folder: Path) -> list[Path]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"The folder '{folder}' cannot be made: {error.strerror}."
        raise CannotWrite.at(None, message, help="Name another with -o.") from error
    for name, content in files.items():
        replace_bytes(folder / name, content)
    return [folder / name for name in files]
