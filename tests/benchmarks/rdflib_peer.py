"""The same questions to rdflib, in a process of its own that forks for each: what takes too long is ended."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.benchmarks.asking import Known, Question, Rows, known

# The text of a query, and the values of its variables as N-Triples writes them.
_Asked = tuple[str, dict[str, str]]


@dataclass(frozen=True)
class Reply:
    """The rows and the seconds of CPU that they took; no rows where it took too long."""

    rows: Rows | None
    seconds: float


class Rdflib:
    """One file read by rdflib, ready to be asked."""

    def __init__(self, file: Path, patience: float) -> None:
        self._patience = patience
        self._connection, theirs = get_context("spawn").Pipe()
        self._process = get_context("spawn").Process(target=_serve, args=(file, patience, theirs))
        self._process.start()
        self._connection.recv()  # it has read the file: nothing else runs while others are measured

    def __enter__(self) -> Rdflib:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._connection.send(None)
        self._process.join()

    def ask(self, question: Question) -> Reply:
        """What rdflib answers."""
        values = {name: str(value) for name, value in question.values.items()}
        self._connection.send((question.query.text, values))
        reply = self._connection.recv()
        return reply if isinstance(reply, Reply) else Reply(None, self._patience)


def _serve(file: Path, patience: float, connection: Connection) -> None:
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(file, format="nquads")
    list(dataset.query("SELECT * { ?s ?p 0 }"))  # so that no answer pays for rdflib's reader of SPARQL
    connection.send(len(dataset))
    fork = get_context("fork")
    while asked := connection.recv():
        theirs, ours = fork.Pipe(duplex=False)
        process = fork.Process(target=_answer, args=(dataset, asked, ours))
        process.start()
        # Rows are received before the process is waited for: a pipe that is full would keep it from ending.
        reply = theirs.recv() if theirs.poll(patience) else None
        process.kill()
        process.join()
        connection.send(reply)


def _answer(dataset: Any, asked: _Asked, connection: Connection) -> None:
    from rdflib.util import from_n3

    text, values = asked
    started = time.process_time()
    found = list(dataset.query(text, initBindings={name: from_n3(value) for name, value in values.items()}))
    seconds = time.process_time() - started
    connection.send(Reply(Counter(tuple(map(_known, row)) for row in found), seconds))


def _known(term: Any) -> Known | None:
    from rdflib import Literal, URIRef

    if isinstance(term, Literal):
        return known("literal", str(term), term.language, str(term.datatype) if term.datatype else None)
    return (
        None if term is None else known("NamedNode" if isinstance(term, URIRef) else "BlankNode", str(term))
    )
