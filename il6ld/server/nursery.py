"""The process that the workers come from: it loads the library once, and forks a worker when it is told to.

It is forked before the server has any thread or connection, so its children hold nothing of the server's, and
each of them shares the memory of the store with it. It ends, and they with it, when its socket is closed.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import socket
import traceback
from collections.abc import Callable
from typing import NoReturn

from il6ld import workers
from il6ld.server.library import Library

_MESSAGE = 64
_STEPS_BACK = 10  # so that pages are served first
Load = Callable[[], Library]


class Closed(Exception):
    """The nursery has ended, so there are no more workers."""


class Nursery:
    """The server's side: asks for workers, and for their end; one question at a time."""

    def __init__(self, pid: int, control: socket.socket) -> None:
        self._pid = pid
        self._control = control
        self._turn = asyncio.Lock()
        self._open: set[asyncio.Future[tuple[bytes, list[int]]]] = set()

    @classmethod
    def start(cls, load: Load, limits: workers.Limits, steps_back: int = _STEPS_BACK) -> Nursery:
        """Forks it; `load` is called there, at a lower priority. No other thread may be running."""
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            os.nice(steps_back)
            _live(theirs, load, limits)
        theirs.close()
        ours.setblocking(False)
        return cls(pid, ours)

    async def fork(self) -> tuple[int, socket.socket]:
        """A new worker: its process id and the socket that leads to it. Raises Closed."""
        reply, descriptors = await self._asked(b"fork")
        return int(reply), socket.socket(fileno=descriptors[0])

    async def end(self, pid: int) -> int:
        """Ends a worker, if it has not ended, and gives its exit code, negative for a signal; or Closed."""
        reply, _ = await self._asked(b"end %d" % pid)
        return int(reply)

    async def _asked(self, message: bytes) -> tuple[bytes, list[int]]:
        """Shielded, since an answer that nobody takes would be taken for that to the next question."""
        asking = asyncio.ensure_future(self._ask(message))
        self._open.add(asking)
        asking.add_done_callback(self._open.discard)
        return await asyncio.shield(asking)

    async def _ask(self, message: bytes) -> tuple[bytes, list[int]]:
        async with self._turn:
            try:
                self._control.send(message)
                await _readable(self._control)
                reply, descriptors, *_ = socket.recv_fds(self._control, _MESSAGE, 1)
            except OSError as error:
                raise Closed from error
        if not reply:
            raise Closed
        return reply, descriptors

    async def close(self) -> None:
        """Ends it with all workers."""
        for asking in self._open:
            asking.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        self._control.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pid, 0)


async def _readable(connection: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(connection, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(connection)


def _live(control: socket.socket, load: Load, limits: workers.Limits) -> NoReturn:
    """The nursery's part; it never returns."""
    try:
        # An interrupt from the keyboard is for the server, which lets what is under way end.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        close_all_but(control)
        # What workers need is imported once, and by nobody else.
        from il6ld.server import tables, worker  # noqa: F401

        library = load()
        gc.collect()
        gc.freeze()
        _tend(control, library, limits)
        os._exit(0)
    except BaseException:
        with contextlib.suppress(OSError):
            traceback.print_exc()
        os._exit(1)


def close_all_but(control: socket.socket) -> None:
    """Lets a child go of whatever else the server has open, such as the port it listens on."""
    os.closerange(3, control.fileno())
    os.closerange(control.fileno() + 1, os.sysconf("SC_OPEN_MAX"))


def _tend(control: socket.socket, library: Library, limits: workers.Limits) -> None:
    children: set[int] = set()
    while message := control.recv(_MESSAGE):
        word, _, number = message.partition(b" ")
        if word == b"fork":
            children.add(_fork(control, library, limits))
        else:
            children.discard(int(number))
            control.send(b"%d" % _ended(int(number)))
    for child in children:
        _ended(child)


def _fork(control: socket.socket, library: Library, limits: workers.Limits) -> int:
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        control.close()
        from il6ld.server import worker

        worker.live(theirs, library, limits)
    theirs.close()
    socket.send_fds(control, [b"%d" % child], [ours.fileno()])
    ours.close()
    return child


def _ended(child: int) -> int:
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    try:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    except ChildProcessError:
        return 0
