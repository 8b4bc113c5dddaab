"""Lines of text of files of any size, packed or not, each with its place.

A file is unpacked while it is read, known by its first bytes and not by its name. What is not whole is told:
a packed file that ends too early, bytes that are no UTF-8, a line that is too long to be one.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

import zstandard

from il6ld.characters import FORBIDDEN, named
from il6ld.errors import Il6ldError, InvalidInput, LimitExceeded, UnreadableInput
from il6ld.findings import Position

MAX_LINE = 4 * 1024 * 1024
_CHUNK = 4096  # of packed bytes at a time: what they unpack to is held in memory
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_MARK = b"\xef\xbb\xbf"


class Text(NamedTuple):
    """A line without its end, and where it begins."""

    text: str
    position: Position


def read(path: Path, name: str, *, lenient: bool = False) -> Iterator[Text]:
    """The lines of a file; `name` is what messages call it.

    Raises UnreadableInput for what cannot be read, unpacked or decoded, LimitExceeded beyond MAX_LINE bytes,
    and, unless `lenient`, InvalidInput for control characters.
    """
    with opened(path, name) as file:
        yield from decoded(file, name, lenient=lenient)


def raw(path: Path, name: str) -> Iterator[bytes]:
    """The lines of a file as bytes with their ends; the same errors as `read`, but for what they hold."""
    with opened(path, name) as file:
        yield from _split(file, name)


def decoded(file: IO[bytes], name: str, *, lenient: bool = False) -> Iterator[Text]:
    """The lines of an open file as text."""
    for number, line in enumerate(_split(file, name), start=1):
        yield Text(text_of(line, name, number, lenient=lenient), Position(name, number, 1))


def text_of(line: bytes, name: str, number: int, *, lenient: bool = False) -> str:
    """One line as text, its end and a byte order mark at the head of the file taken away."""
    line = line.rstrip(b"\r\n")
    if number == 1:
        line = line.removeprefix(_MARK)
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        column = len(line[: error.start].decode("utf-8", "replace")) + 1
        raise UnreadableInput.at(
            Position(name, number, column), f"Byte {error.start} of the line is not UTF-8.", rule="not-utf-8",
            help="Save the file as UTF-8; a file in two encodings was put together from two.",
        ) from error  # fmt: skip
    if not lenient and (match := FORBIDDEN.search(text)):
        raise InvalidInput.at(
            Position(name, number, match.start() + 1),
            f"The line holds the character {named(match.group())}.",
            rule="control-character", help="Take it away.",
        )  # fmt: skip
    return text


def opened(path: Path, name: str) -> IO[bytes]:
    """A file open for reading, unpacked on the way where its first bytes say that it is packed."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise _unreadable(name, error.strerror or str(error)) from error
    head = file.peek(4)[:4]
    if head.startswith(_GZIP):
        return io.BufferedReader(gzip.GzipFile(fileobj=file))
    if head.startswith(_ZSTD):
        return io.BufferedReader(_Frames(file), 1 << 20)
    return file


class _Frames(io.RawIOBase):
    """A zstd file as bytes; one that ends within a frame is no whole file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._packed, self._unpacked = b"", memoryview(b"")
        self._begin()

    def _begin(self) -> None:
        self._frame, self._is_within = zstandard.ZstdDecompressor().decompressobj(), False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._unpacked:
            packed = self._packed or self._file.read(_CHUNK)
            if not packed and self._is_within:
                raise EOFError("it ends within a frame")
            if not packed:
                return 0
            self._unpack(packed)
        count = min(len(buffer), len(self._unpacked))
        buffer[:count] = self._unpacked[:count]
        self._unpacked = self._unpacked[count:]
        return count

    def _unpack(self, packed: bytes) -> None:
        self._unpacked, self._packed = memoryview(self._frame.decompress(packed)), b""
        self._is_within = True
        if self._frame.eof:
            self._packed = self._frame.unused_data
            self._begin()

    def close(self) -> None:
        self._file.close()
        super().close()


def _split(file: IO[bytes], name: str) -> Iterator[bytes]:
    number = 0
    try:
        while line := file.readline(MAX_LINE + 1):
            number += 1
            if len(line) > MAX_LINE:
                raise too_long(Position(name, number, 1))
            yield line
    except (EOFError, zlib.error, gzip.BadGzipFile, zstandard.ZstdError) as error:
        raise UnreadableInput.at(
            Position(name, number + 1, 1), f"The packed file breaks off or is damaged: {error}.",
            rule="packed-file", help="Fetch or pack it again; what stands before this line was read.",
        ) from error  # fmt: skip
    except OSError as error:
        raise _unreadable(name, error.strerror or str(error)) from error


def too_long(position: Position) -> Il6ldError:
    """The error of a line with more than MAX_LINE bytes."""
    return LimitExceeded.at(
        position, f"The line has more than {MAX_LINE:,} bytes.", rule="line-size",
        help="A line is one claim with its evidence; divide what holds more than one.",
    )  # fmt: skip


def _unreadable(name: str, reason: str) -> Il6ldError:
    return UnreadableInput.at(
        Position(name, 1, 1), f"'{name}' cannot be read: {reason}.",
        help="Look at its permissions, and whether it is there.",
    )  # fmt: skip


class Repeated(ValueError):
    """A key that stands twice in one object."""


def parsed(text: Text) -> dict[str, Any]:
    """The JSON object that a line holds; UnreadableInput, at the column, where it holds none."""
    file, line, _ = text.position.file, text.position.line, 0
    try:
        found = json.loads(text.text, object_pairs_hook=_distinct, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise UnreadableInput.at(
            Position(file, line, error.colno), f"This is not JSON: {error.msg}.", rule="json-syntax",
            help="Each line holds one whole JSON object.",
        ) from error  # fmt: skip
    except Repeated as error:
        column = text.text.rfind(json.dumps(str(error), ensure_ascii=False)) + 1
        raise InvalidInput.at(
            Position(file, line, max(column, 1)), f"The key '{error}' stands twice in one record.",
            rule="duplicate-key", help="Keep one of the two.",
        ) from error  # fmt: skip
    except (ValueError, RecursionError) as error:
        raise UnreadableInput.at(
            Position(file, line, 1), f"This is not JSON: {error}.", rule="json-syntax",
            help="Each line holds one whole JSON object.",
        ) from error  # fmt: skip
    if not isinstance(found, dict):
        raise InvalidInput.at(
            Position(file, line, 1), "The line is no JSON object.", rule="json-record",
            help="Write one record a line, between braces.",
        )  # fmt: skip
    return found


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        raise Repeated(next(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
    return found


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no number of JSON")
