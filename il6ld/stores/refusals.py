"""What a store's refusal means, and which setting mends it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from il6ld.errors import Il6ldError, StoreFailed
from il6ld.stores.credentials import Credentials

_USER = "Set IL6LD_STORE_USER and IL6LD_STORE_PASSWORD, or IL6LD_STORE_TOKEN, to a user who may write."
_WHERE = "Look at the URL, and say what store it is with --store."
_WHO = (401, 403, 407)
_MEANINGS = {
    400: ("does not understand the request", _WHERE),
    401: ("wants to know who asks, or does not know this user", _USER),
    403: ("does not allow this", _USER),
    404: ("has nothing there", _WHERE),
    405: ("takes no such request there", "Is it open to reading alone? Let it be written to."),
    406: ("does not speak this format", _WHERE),
    407: ("is behind a proxy that wants to know who asks", "Look at HTTP_PROXY, HTTPS_PROXY and NO_PROXY."),
    411: ("wants the length of the body", "It was sent: go round the proxy that drops it."),
    413: ("finds the graph too large", "Raise the store's limit on the size of a request."),
    415: ("does not take that format", _WHERE),
    429: ("is asked too much", "Wait, and run it again."),
}


def refused(
    status: int, headers: Mapping[str, str], body: bytes, url: str, graph: str, credentials: Credentials
) -> Il6ldError:
    """A store's refusal as an error: what it was asked, what it said, and what can be done."""
    if 300 <= status < 400:
        host = urlsplit(headers.get("location", "")).hostname or "elsewhere"
        return StoreFailed.at(
            None, f"{url} sends to {host} ({status}), and redirects are not followed.", rule="store-redirect",
            help="If you trust that address, give its URL instead.",
        )  # fmt: skip
    meaning, cure = _MEANINGS.get(status, ("failed", "Look into the store's log, and run it again."))
    said = credentials.masked(excerpt(body))
    about = f", about <{graph}>" if graph else ""
    rule = "store-user" if status in _WHO else "store-refused"
    message = f"{url} {meaning} (status {status}{about}){f': {said}' if said else ''}"
    return StoreFailed.at(None, message, rule=rule, help=cure)


def excerpt(body: bytes) -> str:
    """The beginning of an answer's text on one line, without control characters."""
    text = " ".join(body[:2000].decode("utf-8", "replace").split())
    return "".join(character for character in text if character.isprintable())[:200]
