"""Proves who asks in the way the store demands: basic or digest when it asks for it, or with a token."""

from __future__ import annotations

from collections.abc import Generator

import httpx

from il6ld.stores.credentials import Credentials

_Flow = Generator[httpx.Request, httpx.Response, None]


class Proof(httpx.Auth):
    """Sends a token at once; a user and password once the store has asked, and then with every request."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._scheme: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> _Flow:
        """The request as it is sent, as often as the scheme demands."""
        if self._credentials.token:
            request.headers["Authorization"] = f"Bearer {self._credentials.token}"
            yield request
            return
        if self._scheme is None:
            response = yield request
            if response.status_code != 401 or not self._credentials.user:
                return
            self._scheme = self._demanded(response.headers.get("WWW-Authenticate", ""))
        yield from self._scheme.auth_flow(request)

    def _demanded(self, challenge: str) -> httpx.Auth:
        scheme = httpx.DigestAuth if challenge.strip().lower().startswith("digest") else httpx.BasicAuth
        return scheme(self._credentials.user, self._credentials.password)
