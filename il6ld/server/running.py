"""A server that runs: its loop, its end."""

from __future__ import annotations

import contextlib
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn

from il6ld.server.application import Application
from il6ld.server.connections import guarded
from il6ld.server.limits import Limits


class _Server(uvicorn.Server):
    """uvicorn's server, which ends in good order when it is told to; a second time ends it at once."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], broken: Callable[[], bool]) -> None:
        super().__init__(config)
        self._ready = ready
        self._broken = broken
        self.signals: list[int] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Says so when it is ready."""
        await super().startup(sockets)
        self._ready()

    async def on_tick(self, counter: int) -> bool:
        """Whether to end: also where the pages cannot be made."""
        return await super().on_tick(counter) or self._broken()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Unlike uvicorn's, does not send itself the signal again in the end."""
        numbers = [one for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
                   if signal.getsignal(one) is not signal.SIG_IGN]  # fmt: skip
        before = {number: signal.signal(number, self.handle_exit) for number in numbers}
        try:
            yield
        finally:
            for number, action in before.items():
                signal.signal(number, action)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first signal ends what waits, the second what is under way, too."""
        self.force_exit = bool(self.signals)
        self.should_exit = True
        self.signals.append(sig)


def run(
    app: Application, listener: socket.socket, limits: Limits,
    ready: Callable[[], None] = lambda: None, broken: Callable[[], bool] = lambda: False,
) -> int:  # fmt: skip
    """Serves until a signal comes, or something is broken.

    Gives 0 where all that was under way ended well, else 128 and the number of the signal.
    """
    # uvicorn tells of requests that make no sense, which anyone can send in any number.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    config = uvicorn.Config(
        app, http=guarded(limits, app.measures.request), loop=_loop(), ws="none", lifespan="on",
        log_config=None, access_log=False, proxy_headers=False, server_header=False,
        timeout_keep_alive=round(limits.idle_seconds), timeout_graceful_shutdown=round(limits.grace),
    )  # fmt: skip
    server = _Server(config, ready, broken)
    server.run(sockets=[listener])
    cut_off = server.force_exit or app.cut_off
    return 128 + server.signals[-1] if cut_off and server.signals else 0


def _loop() -> str:
    try:
        import uvloop  # noqa: F401
    except ImportError:
        return "asyncio"
    return "uvloop"
