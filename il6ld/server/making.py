"""The site while it is being made: in a process of its own, each page handed over as soon as it is there.

Making all of them takes seconds; the first can be read, and queries be asked, long before.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
from collections.abc import Callable, Iterable, Mapping
from typing import NoReturn

from il6ld.exits import as_error
from il6ld.pages import Page, Site
from il6ld.server.jobs import LENGTHS, packed
from il6ld.server.nursery import close_all_but

# The pages, and at the end what documents there are for terms.
Work = Callable[[], Iterable[Page | Mapping[str, str]]]


class Making:
    """A site that fills up; `whole` when it is done, `failure` says so if it cannot be."""

    def __init__(self, pid: int, pipe: socket.socket) -> None:
        self._pages: dict[str, Page] = {}
        self._documents: dict[str, str] = {}
        self.base = ""  # that of the site, which need not be known at the start
        self.whole = False
        self.failure = ""
        self._pid = pid
        self._pipe = pipe
        self._news = asyncio.Condition()

    @classmethod
    def start(cls, work: Work) -> Making:
        """Forks the process that does the work. No other thread may be running."""
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            _make(theirs, work)
        theirs.close()
        return cls(pid, ours)

    @property
    def site(self) -> Site:
        """The site, of which more and more is there."""
        return Site(self.base, self._pages, self._documents)

    async def arrive(self) -> None:
        """Takes what comes, until all is there or no more comes."""
        reader, writer = await asyncio.open_connection(sock=self._pipe)
        try:
            while not self.whole:
                await self._take(reader)
        except EOFError:
            self.failure = self.failure or "the process that made them ended"
            await self._tell()
        finally:
            writer.close()
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(self._pid, signal.SIGKILL)  # which has ended, or makes pages for nobody
                os.waitpid(self._pid, 0)

    async def _take(self, reader: asyncio.StreamReader) -> None:
        head, body = LENGTHS.unpack(await reader.readexactly(LENGTHS.size))
        header, content = json.loads(await reader.readexactly(head)), await reader.readexactly(body)
        if "path" in header:
            self._pages[header["path"]] = Page(header["path"], content, header["media_type"])
        elif "failure" in header:
            self.failure = header["failure"]
        else:
            self._documents |= header["documents"]
            self.whole = True
        await self._tell()

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def until(self, path: str) -> None:
        """Waits until a page has come, or until it is certain that it does not."""
        async with self._news:
            await self._news.wait_for(lambda: self.whole or self.failure or path in self._pages)


def _make(pipe: socket.socket, work: Work) -> NoReturn:
    """The part of the process that makes the pages; it never returns."""
    try:
        close_all_but(pipe)
        for made in work():
            if isinstance(made, Page):
                pipe.sendall(packed({"path": made.path, "media_type": made.media_type}, made.content))
            else:
                pipe.sendall(packed({"documents": dict(made)}, b""))
    except OSError:
        pass  # the server has ended
    except BaseException as error:
        told = as_error(error) if isinstance(error, Exception) else error
        with contextlib.suppress(OSError):
            pipe.sendall(packed({"failure": str(told)}, b""))
    os._exit(0)
