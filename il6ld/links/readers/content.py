"""The bytes of one ontology file: opened once, unpacked within a limit, refused by name."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from il6ld.errors import Il6ldError, LimitExceeded, UnreadableInput
from il6ld.findings import Position

# What a .zst file may grow to; the largest that is known, all of CHEBI, has 115 MB.
MAX_UNPACKED = 512 * 1024 * 1024
MAX_WINDOW = 128 * 1024 * 1024
HEAD = 4096
# Without blocking, so that a named pipe is opened, recognised and refused.
_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK


class Content:
    """One open file; `name` is its name alone, `place` what messages call it, `plain_name` has no .zst."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.place = str(path)
        self.plain_name = self.name.removesuffix(".zst")
        try:
            self._file = os.fdopen(os.open(path, _FLAGS), "rb")
        except OSError as error:
            raise self._unreadable(error) from error
        if not stat.S_ISREG(os.fstat(self._file.fileno()).st_mode):
            self._file.close()
            raise self.fault("It is not a file.", rule="unreadable", help="Name an ontology file.")

    def __enter__(self) -> Content:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _unreadable(self, error: OSError) -> Il6ldError:
        message = f"'{self.place}' cannot be read: {error.strerror or error}."
        cure = "Look at its permissions, and whether it is there."
        return self.fault(message, rule="unreadable", help=cure)

    def fault(
        self, message: str, line: int = 1, column: int = 1, *, rule: str = "ontology-syntax", help: str = ""
    ) -> Il6ldError:
        """An UnreadableInput at a place of this file."""
        cure = help or "Fetch the file again; it may be cut short or changed."
        return UnreadableInput.at(Position(self.place, line, column), message, rule=rule, help=cure)

    def sha256(self) -> str:
        """The digest of the file as it lies there."""
        try:
            self._file.seek(0)
            return hashlib.file_digest(self._file, "sha256").hexdigest()
        except OSError as error:
            raise self._unreadable(error) from error

    def stream(self) -> BinaryIO:
        """The bytes from the start, unpacked; raises LimitExceeded beyond MAX_UNPACKED."""
        self._file.seek(0)
        if self.name == self.plain_name:
            return cast(BinaryIO, io.BufferedReader(_Kept(self._file)))
        return cast(BinaryIO, io.BufferedReader(_Unpacked(self._file, self), 1 << 18))

    def head(self) -> bytes:
        """The first bytes, by which a form is recognised."""
        return self.stream().read(HEAD).removeprefix(b"\xef\xbb\xbf")

    def text(self) -> io.TextIOWrapper:
        """The text from the start, without byte order mark, every line ended by LF."""
        return io.TextIOWrapper(self.stream(), encoding="utf-8-sig")

    def not_utf_8(self) -> Il6ldError:
        """The error for bytes that are no UTF-8, at the first of them."""
        place = next(self._undecodable(), (1, 1))
        return self.fault("This is not UTF-8.", *place, rule="not-utf-8", help="Save it as UTF-8.")

    def _undecodable(self) -> Iterator[tuple[int, int]]:
        """The line and column of the first byte that is no UTF-8 in each line that has one."""
        for number, line in enumerate(self.stream(), start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                yield number, len(line[: error.start].decode("utf-8")) + 1

    def lines(self) -> Iterator[tuple[int, str]]:
        """Each line with its number, from 1, without its end."""
        try:
            for number, line in enumerate(self.text(), start=1):
                yield number, line.rstrip("\n")
        except UnicodeDecodeError as error:
            raise self.not_utf_8() from error


class _Kept(io.RawIOBase):
    """A file that stays open when the buffers over it are gone."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self._file.readinto(buffer)  # type: ignore[attr-defined, no-any-return]


class _Unpacked(io.RawIOBase):
    """The content of a .zst file; the bytes are counted while they come."""

    def __init__(self, file: BinaryIO, content: Content) -> None:
        import zstandard

        self._content = content
        self._error = zstandard.ZstdError
        unpacker = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW)
        self._reader = unpacker.stream_reader(file, read_across_frames=True, closefd=False)
        self._stated = _stated_size(file)
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            read = int(self._reader.readinto(buffer))
        except self._error as error:
            raise self._content.fault(f"It cannot be unpacked: {error}.") from error
        self._count += read
        if not read and self._count < self._stated:
            raise self._content.fault(f"It ends after {self._count:,} of {self._stated:,} bytes.")
        if self._count > MAX_UNPACKED:
            raise LimitExceeded.at(
                Position(self._content.place, 1, 1),
                f"The file unpacks to more than {MAX_UNPACKED:,} bytes.",
                rule="ontology-size",
                help="Unpack it yourself and name what is inside, if you trust it.",
            )
        return read


def _stated_size(file: BinaryIO) -> int:
    """How many bytes a packed file says that it unpacks to, or -1; it is read from the start again."""
    import zstandard

    head = file.read(32)
    file.seek(0)
    try:
        return zstandard.frame_content_size(head)
    except zstandard.ZstdError:
        return -1
