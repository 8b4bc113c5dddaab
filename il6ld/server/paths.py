"""Paths as they are asked for: refused, or in their one canonical form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

# What may stand in a path as it is (RFC 3986); all else is percent-encoded, with capital letters.
_PLAIN = "!$&'()*+,;=:@-._~/"
_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")
_HIDDEN_SLASH = re.compile(rb"(?i)%2f|%5c")


class BadPath(Exception):
    """A path that is not looked up at all; the message says why."""


@dataclass(frozen=True, slots=True)
class Path:
    """A path below the site's root, decoded, without its first slash; `canonical` says whether it came so."""

    text: str
    canonical: bool


def read(raw: bytes) -> Path:
    """The path of a request target without its query; raises BadPath for what leads astray."""
    if not raw.startswith(b"/"):
        raise BadPath("A path begins with a slash.")
    if _BAD_ESCAPE.search(raw) or not raw.isascii():
        raise BadPath("The path is not well encoded.")
    if _HIDDEN_SLASH.search(raw):
        raise BadPath("A slash or backslash in the path is encoded.")
    try:
        text = unquote_to_bytes(raw[1:]).decode()
    except UnicodeDecodeError as error:
        raise BadPath("The path is not UTF-8.") from error
    if _FORBIDDEN.search(text):
        raise BadPath("A backslash or a control character stands in the path.")
    if any(part in (".", "..") for part in text.split("/")):
        raise BadPath("The path leads upwards.")
    return Path(text, raw[1:].decode() == encoded(text))


def encoded(text: str) -> str:
    """A path as it stands in a URL.

    >>> encoded("terms/é b")
    'terms/%C3%A9%20b'
    """
    return quote(text, safe=_PLAIN)


def reference(to: str, seen_from: str) -> str:
    """A relative reference from one path of the site to another, so that no host and no prefix is in it.

    >>> reference("claims/il6d-0067.html", "lines/il6d-0067-1"), reference("terms.html", "terms")
    ('../claims/il6d-0067.html', 'terms.html')
    """
    ours, theirs = seen_from.split("/")[:-1], to.split("/")
    shared = 0
    while shared < min(len(ours), len(theirs) - 1) and ours[shared] == theirs[shared]:
        shared += 1
    steps = [".."] * (len(ours) - shared) + theirs[shared:]
    # An empty reference would be the page itself, and a first step with a colon a scheme.
    text = encoded("/".join(steps))
    return f"./{text}" if not text or ":" in text.partition("/")[0] else text
