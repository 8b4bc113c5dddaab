"""A page in a browser, watched: what it complains of, and whom it asks."""

from __future__ import annotations

from typing import Any

# The policy's reports reach the console too, but not of everything; this hears all.
_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`), true);"""


class Visit:
    """One page in a context of its own; `complaints` and `elsewhere` are to stay empty."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        self.address = address
        self._scheme = options.get("color_scheme", "light")
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        self.asked: list[str] = []
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(20_000)
        self.context.add_init_script(_VIOLATIONS)
        self.context.route(lambda url: not url.startswith(address), self._refuse)
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def begin(self) -> None:
        """Makes it as it was when it was new: a context is dear, and lent to one test after the other."""
        self.page.goto("about:blank")
        self.page.emulate_media(media="screen", color_scheme=self._scheme)
        for seen in (self.complaints, self.elsewhere, self.asked):
            seen.clear()

    def open(self, path: str) -> Any:
        """The page at a path, loaded."""
        self.page.goto(f"{self.address}{path}", wait_until="load")
        return self.page

    def end(self) -> None:
        """Fails if anything was amiss."""
        assert self.asked
        assert self.elsewhere == []
        assert self.complaints == []

    def _refuse(self, route: Any) -> None:
        self.elsewhere.append(route.request.url)
        route.abort()

    def _hear(self, message: Any) -> None:
        # That a page is not there is no fault of the page that says so; refused queries are told on the page.
        place = message.location["url"]
        if "Failed to load resource" in message.text and (place == self.page.url or "/sparql" in place):
            return
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)
