"""Turns templates into pages: every value escaped, every address looked at, every link relative.

A template is given `title`, `path` and what its page is about, and can use

* `url(path)`       a path of the site, as it is reached from this page
* `value | href`    an address if it is one of the web, else nothing (`javascript:` never)
* `node | label`    what a node is called
* `node | curie`    its short name
* `node | page`     the path of the page that tells of it, or nothing
* `node | definition` what it means, in a sentence; nothing for what has none
* `claim | stance`  its label, badges and words (il6ld.pages.stance); `claim | badges` those as HTML

and, as `m`, the macros of `macros.html.jinja`. `m.link(node)` is the one to name anything with: it tells a
claim with its stance, another term by its label, and leads to its page or, without one, to its own address.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import pyoxigraph as ox
from markupsafe import Markup

from il6ld.characters import HIDDEN
from il6ld.namespaces import RDF, SKOS
from il6ld.pages.addresses import FOLDERS, Addresses, fragment
from il6ld.pages.compiled import Compiled
from il6ld.pages.facts import section_title, words
from il6ld.pages.page import HTML, SUFFIXES, Page
from il6ld.pages.release import Release
from il6ld.pages.stance import Stances

TEMPLATES = Path(__file__).with_name("templates")
_WEB = re.compile(r"https?://[^\s<>\"'\\^`{|}\x00-\x20\x7f]+\Z")
# What would hide a text, turn it round, or be no character of HTML.
_NO_TEXT = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
_ODD = re.compile(f"{_NO_TEXT}|{HIDDEN.pattern}")
FORMAT_NAMES = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF/XML"}


class Alternate(NamedTuple):
    """Another form of a page: its path, its media type, its name."""

    path: str
    media_type: str
    name: str


class Pen:
    """Renders the pages of one release; templates are compiled once."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.addresses = Addresses(release)
        self.stances = Stances(release)
        self._drawn: dict[ox.NamedNode, Markup] = {}
        self._labels: dict[ox.NamedNode, str] = {}

    def page(self, path: str, template: str, *, title: str, **values: Any) -> Page:
        """One HTML page at a path; `title` must be unlike that of every other page.

        `about` names the node that the page is the document of, `alternates` its other forms and `embedded`
        what it says as JSON-LD; whatever else is given, the template reads by its name.
        """
        root = "../" * path.count("/")
        told = {"about": None, "alternates": (), "embedded": "", **values}
        text = self._template(template).render(
            title=title, path=path, url=lambda to: f"{root}{to}", refer=self._refer(root), **told
        )
        return Page(path, text.encode(), HTML)

    def label(self, node: ox.NamedNode) -> str:
        """What a node is called."""
        if node not in self._labels:
            self._labels[node] = self.release.lookup.label(node)
        return self._labels[node]

    @cached_property
    def _template(self) -> Callable[[str], jinja2.Template]:
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined,
            finalize=inert, trim_blocks=True, lstrip_blocks=True, auto_reload=False, cache_size=-1,
            bytecode_cache=Compiled(Path(__file__)),
        )  # fmt: skip
        environment.filters |= {
            "href": href,
            "label": self.label,
            "curie": lambda node: self.release.context.compact(node.value),
            "page": self.addresses.page,
            "stance": self.stances.of,
            "badges": self._badges,
            "is_claim": self.stances.is_claim,
            "licence": licence,
            "words": words,
            "fragment": fragment,
            "is_text": lambda value: not isinstance(value, ox.NamedNode),
            "definition": self._definition,
            "kind": self._kind,
            "section_title": lambda node: section_title(self.release.lookup, node),
        }
        environment.globals |= {
            "release": self.release.header,
            "site_name": self.label(self.release.header.ontology),
            "version": self.release.version,
            "claim_count": len(self.release.claims),
        }
        return environment.get_template

    def _badges(self, claim: ox.NamedNode) -> Markup:
        """The badges of a claim as HTML, the same on every page."""
        if claim not in self._drawn:
            module: Any = self._template("badges.html.jinja").module
            self._drawn[claim] = Markup(module.badges(self.stances.of(claim).badges))
        return self._drawn[claim]

    def _definition(self, node: object) -> str:
        return self.release.lookup.text(node, SKOS.definition) if isinstance(node, ox.NamedNode) else ""

    def _kind(self, node: ox.NamedNode) -> str:
        kinds = [kind for kind in self.release.lookup.nodes(node, RDF.type) if kind in FOLDERS]
        return self.label(kinds[0]) if kinds else "record"

    def _refer(self, root: str) -> Callable[[ox.NamedNode], str]:
        """Where a node leads to from one page: to its page there, to its own address, or nowhere."""

        def refer(node: ox.NamedNode) -> str:
            page = self.addresses.page(node)
            return f"{root}{page}" if page else href(node)

        return refer


def href(address: object) -> str:
    """An address that a link may lead to: of the web, or nothing.

    >>> href("javascript:alert(1)"), href("https://w3id.org/il6ld/")
    ('', 'https://w3id.org/il6ld/')
    """
    text = address.value if isinstance(address, ox.NamedNode) else str(address)
    return text if _WEB.match(text) else ""


def licence(iri: str) -> str:
    """A licence as people call it.

    >>> licence("https://creativecommons.org/licenses/by/4.0/")
    'CC BY 4.0'
    """
    parts = iri.rstrip("/").split("/")
    return f"CC {parts[-2].upper()} {parts[-1]}" if "creativecommons.org/licenses/" in iri else iri


def inert(value: Any) -> Any:
    """A value with each character that hides or turns text shown as its code point.

    >>> inert("abc\\u202edef")
    'abc[U+202E]def'
    """
    if isinstance(value, ox.Literal):
        value = value.value
    plain = not isinstance(value, str) or (value.isascii() and value.isprintable())
    if plain or not _ODD.search(value):
        return value
    shown = _ODD.sub(lambda odd: f"[U+{ord(odd[0]):04X}]", value)
    return Markup(shown) if isinstance(value, Markup) else shown


def alternates(stem: str) -> list[Alternate]:
    """The files of RDF that stand beside a page."""
    return [Alternate(f"{stem}.{ending}", SUFFIXES[ending], name) for ending, name in FORMAT_NAMES.items()]
