"""The whole site of the repository's release, made once in a run by whichever worker comes first."""

from __future__ import annotations

import fcntl
import os
import pickle
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from il6ld import pages
from il6ld.pages import HTML, Page, Site
from tests.pages.reading import release

_TAG = re.compile(r"<[^>]*>")
_UNSEEN = re.compile(r"<(script|style|pre)\b.*?</\1>|<!--.*?-->", re.DOTALL)


def made_once(base: Path) -> Site:
    """The site, out of a file beside the folder of a worker where another worker has made it."""
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    kept = folder / "site.pickle"
    with open(folder / "site.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            base_iri, made, documents = pickle.loads(kept.read_bytes())
            return Site(base_iri, {path: Page(path, *rest) for path, rest in made.items()}, documents)
        site = pages.make(release())
        told = {path: (page.content, page.media_type) for path, page in site.pages.items()}
        kept.write_bytes(pickle.dumps((site.base, told, dict(site.documents))))
        return site


def html_pages(site: Site) -> dict[str, str]:
    """The pages that people read, as text, by their paths."""
    return {path: page.content.decode() for path, page in site.pages.items() if page.media_type == HTML}


def one_of_each(site: Site, most: int = 2) -> dict[str, str]:
    """A few pages of every folder, and every page outside of folders."""
    chosen: dict[str, list[str]] = {}
    for path in html_pages(site):
        chosen.setdefault(path.rpartition("/")[0] or path, []).append(path)
    return {path: site.pages[path].content.decode() for paths in chosen.values() for path in paths[:most]}


def seen(text: str) -> str:
    """What of a page people read: no data, no listing of code."""
    return unescape(_TAG.sub(" ", _UNSEEN.sub(" ", text)))


def links(text: str) -> Iterator[str]:
    """Whatever a page leads to or loads."""
    for found in re.finditer(r'\s(?:href|src|action|data)="([^"]*)"', _UNSEEN.sub("", text) + _scripts(text)):
        yield unescape(found[1])


def _scripts(text: str) -> str:
    return " ".join(re.findall(r"<script [^>]*>", text))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The whole site; not to be changed."""
    return made_once(tmp_path_factory.getbasetemp())
