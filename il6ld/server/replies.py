"""Answers of the server's own making, in HTML or plain text as the client takes them, and headers for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from il6ld.pages import SUFFIXES
from il6ld.server.negotiation import choose
from il6ld.server.shell import page

_TEXT = "text/plain; charset=utf-8"
_OFFERS = {"text": (_TEXT,), "html": (SUFFIXES["html"],)}
_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# For every answer, whatever it is.
SECURITY: dict[str, str] = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
READING = ("GET", "HEAD", "OPTIONS")


class Refused(Exception):
    """A request that is not done: its status, what is said of it, and where to look instead."""

    def __init__(
        self, status: int, message: str, *,
        see: Iterable[tuple[str, str]] = (), headers: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(message)
        self.status = status
        self.message = message
        self.see = tuple(see)
        self.headers = dict(headers or {})

    def response(self, request: Request, root: str) -> Response:
        """The answer; links are pairs of a relative reference and a label."""
        title = f"{self.status} {HTTPStatus(self.status).phrase}"
        if choose(accepted(request), _OFFERS) == "html":
            content, media_type = page(title, self._html(), root), SUFFIXES["html"]
        else:
            content, media_type = self._text(title), _TEXT
        return Response(content, self.status, {**self.headers, "Content-Type": media_type})

    def _html(self) -> str:
        paragraphs = "\n".join(f"<p>{escape(line)}</p>" for line in self.message.splitlines())
        items = "".join(f'<li><a href="{escape(to)}">{escape(label)}</a></li>\n' for to, label in self.see)
        return f"{paragraphs}\n<ul>\n{items}</ul>" if items else paragraphs

    def _text(self, title: str) -> bytes:
        lines = [f"{to}  {label}" for to, label in self.see]
        return "\n".join([title, "", self.message, *lines, ""]).encode()


def accepted(request: Request) -> str:
    """What a request says in its Accept headers; "*/*" where it says nothing."""
    return ", ".join(request.headers.getlist("accept")) or "*/*"


def not_allowed(methods: Iterable[str]) -> Refused:
    """405, with the methods that are."""
    allowed = ", ".join(methods)
    return Refused(405, f"Only {allowed} are answered here.", headers={"Allow": allowed})


def options(request: Request, methods: Iterable[str]) -> Response:
    """What may be done here; to a browser that asks before it reads from another site, that it may."""
    headers = {"Allow": ", ".join(methods)}
    if "access-control-request-method" in request.headers:
        headers |= {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": "GET, HEAD",
            "Access-Control-Allow-Headers": "Accept, If-None-Match",
            "Access-Control-Max-Age": "86400",
        }
    return Response(None, 204, headers)


def finished(response: Response, request: Request) -> Response:
    """A response with the headers that every one has."""
    headers = response.headers
    for name, value in SECURITY.items():
        headers[name] = value
    headers.setdefault("Vary", "Accept")
    headers.setdefault("Cache-Control", "no-cache")
    if request.method in ("GET", "HEAD"):
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After, X-Cut"
    return response
