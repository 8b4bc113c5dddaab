"""Files as bytes and as text: read once and whole, or refused by name."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from il6ld.characters import FORBIDDEN, named
from il6ld.errors import CannotWrite, InvalidInput, LimitExceeded, UnreadableInput
from il6ld.findings import Position

MAX_BYTES = 16 * 1024 * 1024
# Without blocking, so that a named pipe is opened, recognised and refused.
_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK
_EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)  # no fault of the file
_KINDS = {
    b"\x1f\x8b": "a gzip archive",
    b"PK\x03\x04": "a zip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ\x00": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def replace_text(path: Path, text: str) -> None:
    """Puts a text in the place of a file's, whole or not at all."""
    replace_bytes(path, text.encode())


def replace_bytes(path: Path, content: bytes) -> None:
    """Puts bytes in the place of a file's, whole or not at all."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CannotWrite.at(None, f"'{path}' could not be written: {error.strerror}.") from error


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of a regular file; `name` is what messages call it.

    Raises UnreadableInput for what is no file, cannot be opened or changes meanwhile, and LimitExceeded
    for what is larger than MAX_BYTES, unread.
    """
    start = Position(name, 1, 1)
    try:
        with open(os.open(path, _FLAGS), "rb") as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise UnreadableInput.at(
                    start,
                    f"'{name}' is {_nature(before.st_mode)}, not a file.",
                    help="Put a file in its place.",
                )
            check_size(before.st_size, name)
            content = file.read(MAX_BYTES + 1)
            after = os.fstat(file.fileno())
    except OSError as error:
        if error.errno in _EXHAUSTED:
            raise
        reason = error.strerror or str(error)
        raise UnreadableInput.at(
            start,
            f"'{name}' cannot be read: {reason}.",
            help="Look at its permissions, and whether it is there.",
        ) from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise UnreadableInput.at(start, f"'{name}' changed while it was read.", help="Run the command again.")
    return content


def _nature(mode: int) -> str:
    natures = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket"}
    return natures.get(stat.S_IFMT(mode), "a device")


def check_size(size: int, name: str) -> None:
    """Raises LimitExceeded where a file has more bytes than MAX_BYTES."""
    if size > MAX_BYTES:
        raise LimitExceeded.at(
            Position(name, 1, 1),
            f"The file has {size:,} bytes; the limit is {MAX_BYTES:,}.",
            rule="file-size",
            help="Divide it into several files of the same folder.",
        )


def decode(raw: bytes, name: str) -> str:
    """The text of a UTF-8 file, byte order mark and carriage returns taken away."""
    check_size(len(raw), name)
    for magic, kind in _KINDS.items():
        if raw.startswith(magic):
            raise InvalidInput.at(
                Position(name, 1, 1), f"'{name}' is {kind}; archives are not read.",
                rule="file-kind", help="Unpack it yourself and name the files inside.",
            )  # fmt: skip
    if 0 in raw[:4] and not raw.startswith(_UTF_16):
        raise _not_utf_8(raw, raw.index(0), name)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf_8(raw, error.start, name) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if match := FORBIDDEN.search(text):
        raise InvalidInput.at(
            place(text, match.start(), name),
            f"The file holds the character {named(match.group())}.",
            rule="control-character",
            help="Delete it, or press Enter in its place if a line was to end there.",
        )
    return text


def _not_utf_8(raw: bytes, offset: int, name: str) -> UnreadableInput:
    before = raw[:offset].rpartition(b"\n")[2].decode("utf-8", "replace")
    position = Position(name, raw.count(b"\n", 0, offset) + 1, len(before) + 1)
    wide = " It looks like UTF-16." if raw.startswith(_UTF_16) or 0 in raw[:4] else ""
    error = UnreadableInput.at(
        position, f"Byte {offset} is not UTF-8.{wide}", rule="not-utf-8", help="Save the file as UTF-8."
    )
    assert isinstance(error, UnreadableInput)
    return error


def place(text: str, offset: int, name: str) -> Position:
    """The line and column of an offset in a decoded text."""
    return Position(name, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
