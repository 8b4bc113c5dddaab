"""Catalogues kept from one run to the next: one file for each ontology file, and its name proves it whole."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

from il6ld.errors import CannotWrite
from il6ld.links.catalogue import Catalogue

# To be raised with every change in what readers make of a file or how a catalogue holds it.
FORMAT = 1
_CHUNK = 1 << 20

Fill = Callable[[sqlite3.Connection], None]


def key(name: str, sha256: str, prefixes: dict[str, str]) -> str:
    """What a catalogue depends on: the file, its name, which may tell its version, and our prefixes."""
    told = json.dumps([FORMAT, name, sha256, sorted(prefixes.items())])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def temporary(fill: Fill) -> Catalogue:
    """A catalogue that is gone when it is let go; raises CannotWrite where there is no room for it."""
    # Without a name SQLite keeps it in memory, and beyond some megabytes in a file of its own.
    connection = sqlite3.connect("")
    try:
        fill(connection)
    except sqlite3.Error as error:
        raise CannotWrite.at(None, f"The terms could not be kept for a while: {error}.") from error
    return Catalogue(connection)


def kept(folder: Path, key: str, fill: Fill) -> Catalogue:
    """The catalogue of a key, as it was kept, or made now; where it cannot be kept, a temporary one.

    A catalogue's name ends in the CRC of its bytes: what is damaged is made again, what is of another
    format has another key. It is put in its place whole, so that two runs at once do no harm.
    """
    for path in sorted(folder.glob(f"{key}-*.sqlite")):
        if catalogue := _opened(path):
            return catalogue
    try:
        path = _made(folder, key, fill)
    except (OSError, sqlite3.Error):
        return temporary(fill)
    return _opened(path) or temporary(fill)


def _opened(path: Path) -> Catalogue | None:
    try:
        if path.stem.rpartition("-")[2] != _checksum(path):
            return None
        return Catalogue(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True))
    except (OSError, sqlite3.Error, IndexError, TypeError, ValueError):
        return None  # whole, but no catalogue


def _checksum(path: Path) -> str:
    value = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            value = crc32(chunk, value)
    return f"{value:08x}"


def _made(folder: Path, key: str, fill: Fill) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{key}-", dir=folder)
    os.close(descriptor)
    new = Path(name)
    try:
        connection = sqlite3.connect(new)
        try:
            fill(connection)
        finally:
            connection.close()
        return new.replace(folder / f"{key}-{_checksum(new)}.sqlite")
    finally:
        new.unlink(missing_ok=True)
