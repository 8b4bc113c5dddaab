"""The graphs of a corpus on their way to a store: in a temporary file, since they fit into no memory."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from il6ld.stores.parcel import unnamed

_AT_ONCE = 8 * 1024 * 1024  # bytes of lines that are sorted by their graphs together
_END = b"> .\n"


class Spool(Mapping[str, bytes]):
    """Each graph by its IRI as N-Triples; in memory is only where in the file its parts begin and end.

    Raises InvalidInput for a line that is no quad of a named graph, and OSError where the disk is full.
    """

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the spool
        self._parts: dict[bytes, list[tuple[int, int]]] = {}
        self._end = 0
        held: defaultdict[bytes, list[bytes]] = defaultdict(list)
        size = 0
        for line in lines:
            triple, graph = _divided(line)
            held[graph].append(triple)
            size += len(line)
            if size > _AT_ONCE:
                self._write(held)
                held.clear()
                size = 0
        self._write(held)

    def _write(self, held: Mapping[bytes, list[bytes]]) -> None:
        for graph, triples in held.items():
            self.add(graph.decode(), b" .\n".join([*triples, b""]))
        self._file.flush()

    def add(self, graph: str, triples: bytes) -> None:
        """Adds N-Triples to a graph."""
        self._file.seek(self._end)
        self._file.write(triples)
        self._parts.setdefault(graph.encode(), []).append((self._end, len(triples)))
        self._end += len(triples)

    def __getitem__(self, graph: str) -> bytes:
        return b"".join(self._read(*part) for part in self._parts[graph.encode()])

    def _read(self, start: int, size: int) -> bytes:
        self._file.seek(start)
        return self._file.read(size)

    def __iter__(self) -> Iterator[str]:
        return (graph.decode() for graph in self._parts)

    def __len__(self) -> int:
        return len(self._parts)


def _divided(line: bytes) -> tuple[bytes, bytes]:
    """A line of N-Quads as its triple, without the full stop, and the IRI of its graph."""
    triple, _, graph = line.rpartition(b" <")
    # Without a graph, the last IRI is the object, and what stands before it is no triple.
    if not graph.endswith(_END) or triple.count(b" ") < 2:
        raise unnamed()
    return triple, graph[: -len(_END)]
