"""Pages and terms: a page is sent, a term leads to the document that tells of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cached_property

from starlette.requests import Request
from starlette.responses import Response

from il6ld.pages import SUFFIXES, Page, Site
from il6ld.server import paths, replies
from il6ld.server.limits import Settings
from il6ld.server.negotiation import choose
from il6ld.server.paths import Path, reference
from il6ld.server.replies import Refused, accepted

HOME = "index.html"


class Documents:
    """What a site has at each path."""

    def __init__(self, site: Site, settings: Settings) -> None:
        self._site = site
        self._settings = settings
        self._tags: dict[str, str] = {}

    def respond(self, request: Request, path: Path) -> Response:
        """The page at a path, or the way to it; raises Refused."""
        if request.method not in ("GET", "HEAD"):
            raise replies.not_allowed(replies.READING)
        name = path.text or HOME
        page = self._site.pages.get(name)
        if page and not _is_for_hosts(name):
            return self._page(request, page) if path.canonical else self._moved(request, name)
        if stem := self._stem(name):
            return self._seen_at(request, name, stem) if path.canonical else self._moved(request, name)
        if name.endswith("/") and (self._stem(name[:-1]) or name[:-1] in self._site.pages):
            return self._moved(request, name[:-1], seen_from=name)
        raise self._missing(name)

    def _page(self, request: Request, page: Page) -> Response:
        tag = self._tag(page)
        headers = {"ETag": tag, "Accept-Ranges": "none"}
        if links := ", ".join(self._links(page.path)):
            headers["Link"] = links
        known = request.headers.get("if-none-match", "").split(",")
        if {tag, "*"} & {one.strip().removeprefix("W/") for one in known}:
            return Response(None, 304, headers)
        return Response(page.content, 200, {**headers, "Content-Type": page.media_type})

    def _tag(self, page: Page) -> str:
        if page.path not in self._tags:
            self._tags[page.path] = f'"{hashlib.sha256(page.content).hexdigest()}"'
        return self._tags[page.path]

    def _stem(self, name: str) -> str:
        """The document of a term, or of a page that is asked for without its suffix; else nothing."""
        stem = self._site.documents.get(name, "")
        return stem or (name if f"{name}.html" in self._site.pages else "")

    def _forms(self, stem: str) -> dict[str, Page]:
        """The files of a document by their suffixes."""
        found = {suffix: self._site.pages.get(f"{stem}.{suffix}") for suffix in SUFFIXES}
        return {suffix: page for suffix, page in found.items() if page}

    def _seen_at(self, request: Request, name: str, document: str) -> Response:
        stem, mark, fragment = document.partition("#")
        forms = self._forms(stem)
        wanted = request.query_params.get("format")
        suffix = self._chosen(request, forms) if wanted is None else wanted
        if suffix not in forms:
            raise self._unacceptable(name, forms)
        to = reference(forms[suffix].path, name)
        to += f"{mark}{paths.encoded(fragment)}" if suffix == "html" else ""
        links = ", ".join([*self._alternates(stem, name), *self._successors(stem, name)])
        return Response(None, 303, {"Location": to, **({"Link": links} if links else {})})

    def _chosen(self, request: Request, forms: dict[str, Page]) -> str:
        return choose(accepted(request), {suffix: (page.media_type,) for suffix, page in forms.items()})

    def _unacceptable(self, name: str, forms: dict[str, Page]) -> Refused:
        see = [(reference(page.path, name), page.media_type) for page in forms.values()]
        return Refused(406, "This is not there in a form that you take. It is there as:", see=see)

    def _links(self, path: str) -> Iterator[str]:
        stem, _, suffix = path.rpartition(".")
        if suffix in SUFFIXES and stem in self._described:
            own = f"<{reference(path, path)}>"
            yield from (link for link in self._alternates(stem, path) if not link.startswith(own))
            yield from self._successors(stem, path)

    @cached_property
    def _described(self) -> set[str]:
        return {document.partition("#")[0] for document in self._site.documents.values()}

    def _alternates(self, stem: str, seen_from: str) -> Iterator[str]:
        for suffix, page in self._forms(stem).items():
            relation = "alternate" if suffix == "html" else "alternate describedby"
            media_type = page.media_type.partition(";")[0]
            yield f'<{reference(page.path, seen_from)}>; rel="{relation}"; type="{media_type}"'

    def _successors(self, stem: str, seen_from: str) -> Iterator[str]:
        for successor in self._settings.successors.get(stem, ()):
            yield f'<{reference(successor, seen_from)}>; rel="successor-version"'

    def _moved(self, request: Request, name: str, seen_from: str = "") -> Response:
        """To the canonical form of a path, by way of the root, with the query as it came."""
        query = request.scope["query_string"].decode("latin-1")
        to = "../" * (seen_from or name).count("/") + reference(name, "")
        return Response(None, 301, {"Location": f"{to}?{query}" if query else to})

    def _missing(self, name: str) -> Refused:
        stem = name.rpartition(".")[0] if name.rpartition(".")[2] in SUFFIXES else name
        if reason := self._settings.gone.get(stem.rstrip("/")):
            return Refused(410, reason)
        alike = self._in_small.get(name.rstrip("/").casefold())
        see = [(reference(alike, name), f"There is {alike}.")] if alike else []
        return Refused(404, "There is nothing at this address.", see=see)

    @cached_property
    def _in_small(self) -> dict[str, str]:
        """Every path by its small letters, to tell someone who has the case wrong."""
        return {path.casefold(): path for path in (*self._site.pages, *self._site.documents)}


def _is_for_hosts(name: str) -> bool:
    """Whether a file tells a host of files how to serve the others, and is none of them."""
    return name.startswith(".") and not name.startswith(".well-known/")
