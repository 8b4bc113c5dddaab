"""One worker: takes a job from its socket, answers it, takes the next, until it is killed or left alone."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import traceback
from typing import NoReturn

from il6ld import workers
from il6ld.server import evaluation
from il6ld.server.jobs import LENGTHS, Job
from il6ld.server.library import Library


def live(connection: socket.socket, library: Library, limits: workers.Limits) -> NoReturn:
    """A worker's life; it never returns."""
    try:
        limits = workers.beyond(limits)
        while job := _received(connection):
            workers.confine(limits)
            connection.sendall(evaluation.answer(library, job).packed())
        os._exit(0)
    except MemoryError:
        os._exit(workers.OUT_OF_MEMORY)
    except BaseException:
        with contextlib.suppress(OSError):
            traceback.print_exc()
        os._exit(1)


def _received(connection: socket.socket) -> Job | None:
    lengths = _exactly(connection, LENGTHS.size)
    if not lengths:
        return None
    size, _ = LENGTHS.unpack(lengths)
    return Job.read(json.loads(_exactly(connection, size)))


def _exactly(connection: socket.socket, size: int) -> bytes:
    content = b""
    while len(content) < size and (chunk := connection.recv(size - len(content))):
        content += chunk
    return content
