"""The port of a server: taken before anything else is done, and named as it really is."""

from __future__ import annotations

import errno
import ipaddress
import socket

from il6ld.errors import UsageError

_BACKLOG = 1024
_REASONS = {
    errno.EADDRINUSE: ("is in use", "End what listens there, or take a free one with --port 0."),
    errno.EACCES: ("may not be taken", "Name a port of 1024 or more."),
    errno.EADDRNOTAVAIL: ("is no address of this machine", "Leave --host out to be reached from here alone."),
}


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; UsageError where the port is taken or the address is none of this machine's."""
    try:
        (family, kind, number, _, address), *_ = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        listener = socket.socket(family, kind, number)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        reason, cure = _REASONS.get(getattr(error, "errno", 0) or 0, (f"cannot be used: {error}", ""))
        raise UsageError.at(None, f"{host}:{port} {reason}.", rule="port-taken", help=cure) from error
    return listener


def url(listener: socket.socket, base_path: str = "") -> str:
    """The address at which a socket is reached, with the port that it really has."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{base_path}/"


def is_loopback(listener: socket.socket) -> bool:
    """Whether only this machine can reach a socket."""
    return ipaddress.ip_address(listener.getsockname()[0].partition("%")[0]).is_loopback
