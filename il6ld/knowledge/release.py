"""Finds and reads a release: the folder that holds it, or one of its files."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from il6ld.contexts import own_entries
from il6ld.errors import UnreadableInput, UsageError
from il6ld.namespaces import Context, read_context
from il6ld.project import find_project, packaged_root

_QUADS = "il6ld.nq"
_SYNTAXES = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
}


def file_of(source: Path | None) -> Path:
    """The file to read for a release folder, a project or a file; UsageError where there is no release."""
    folder = source if source is not None else find_project().root
    for place in (folder, folder / _QUADS, folder / "build" / _QUADS):
        if place.is_file() and place.suffix in _SYNTAXES:
            return place
    raise UsageError.at(
        None, f"There is no release in '{folder}'.", rule="no-such-release", help=_instead(folder)
    )


def _instead(folder: Path) -> str:
    """What to do about a folder without a release."""
    from il6ld.indexing import is_corpus

    if is_corpus(folder):
        return "It is that of a corpus: il6ld.load(corpus=...), or --corpus."
    is_project = (folder / "ontology").is_dir()
    return "Run 'il6ld build' first." if is_project else f"Name one of {', '.join(_SYNTAXES)}."


def context_of(file: Path) -> Context:
    """The prefixes that a release brings beside its quads, over il6ld's own."""
    packaged = read_context(packaged_root() / "ontology" / "context.jsonld")
    beside = file.with_name("context.jsonld")
    if not beside.is_file():
        return packaged
    return packaged.merged(own_entries(beside.read_bytes(), str(beside), packaged))


def read_store(file: Path) -> ox.Store:
    """Every quad of a file, in memory; UnreadableInput where it is damaged."""
    store = ox.Store()
    try:
        store.bulk_load(path=file, format=_SYNTAXES[file.suffix])
    except (SyntaxError, ValueError) as error:
        raise UnreadableInput.at(
            None, f"'{file}' cannot be read: {' '.join(str(error).split())}.", rule="previous-release",
            help="Put the release back as it was published, or build it again.",
        ) from error  # fmt: skip
    return store
