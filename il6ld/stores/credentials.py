"""Who asks: taken from the environment or from netrc, never from a command line, never told to anyone."""

from __future__ import annotations

import netrc
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from il6ld.errors import UsageError

_IN_A_URL = re.compile(r"(?<=//)[^/@\s]+@")


@dataclass(frozen=True)
class Credentials:
    """A user with a password, or a token, or nothing; its secrets show in no representation."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def masked(self, text: str) -> str:
        """A text in which neither a secret of these nor one within a URL can be read."""
        for secret in filter(None, (self.password, self.token)):
            text = text.replace(secret, "***")
        return _IN_A_URL.sub("***@", text)


def find(url: str) -> Credentials:
    """What the environment says of the user, else what netrc says of the URL's host."""
    names = ("user", "password", "token")
    given = {name: os.environ.get(f"IL6LD_STORE_{name.upper()}", "") for name in names}
    if any(given.values()):
        return Credentials(**given)
    return next(_from_netrc(urlsplit(url).hostname or ""), Credentials())


def _from_netrc(host: str) -> Iterator[Credentials]:
    path = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    if not path.is_file():
        return
    try:
        found = netrc.netrc(path).authenticators(host)
    except (OSError, netrc.NetrcParseError) as error:
        raise UsageError.at(
            None, f"'{path}' cannot be read as netrc.", rule="store-credentials",
            help="Mend it and let only yourself read it, or set IL6LD_STORE_USER and IL6LD_STORE_PASSWORD.",
        ) from error  # fmt: skip
    if found:
        yield Credentials(found[0], found[2] or "")


def refuse_secrets(url: str) -> str:
    """The URL without a slash at its end; raises UsageError where it holds a user, a query or a fragment."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError.at(
            None, "That is no URL of a store.", rule="store-url", help="Write http://host:port, or https://..."
        )
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise UsageError.at(
            None, "The URL of a store holds no user, no query and no fragment.", rule="store-credentials",
            help="Everybody on this machine can read a command line. Set IL6LD_STORE_USER and"
            " IL6LD_STORE_PASSWORD, or IL6LD_STORE_TOKEN.",
        )  # fmt: skip
    return url.rstrip("/")
