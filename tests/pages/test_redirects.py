"""The rules for Apache lead from the address of each term to its document, in the form that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from il6ld.pages import SUFFIXES, Site
from il6ld.pages.redirects import PLACEHOLDER, pages
from tests.pages.reading import pen, release

PEOPLE = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@dataclass
class Rules:
    """What mod_rewrite would do in a folder, as far as our rules use it."""

    lines: list[str]
    below: str
    files: frozenset[str] = frozenset()
    environment: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, accept: str) -> tuple[int, str] | None:
        """The status and the address that a request for a path of the folder is sent to."""
        conditions: list[tuple[str, str]] = []
        for line in self.lines:
            word, *rest = line.split(" ")
            if word == "RewriteCond":
                conditions.append((rest[0], rest[1]))
            elif word == "RewriteRule":
                told = self._rule(rest, conditions, path, accept)
                conditions = []
                if told is not None:
                    return told or None
        return None

    def _rule(
        self, rule: list[str], conditions: list[tuple[str, str]], path: str, accept: str
    ) -> tuple[int, str] | tuple[()] | None:
        pattern, end, *flags = rule
        found = re.match(pattern, path) if pattern.startswith("^") else re.search(pattern, path)
        if not found:
            return None
        held: re.Match[str] | None = None
        for test, wanted in conditions:
            if test == "%{REQUEST_FILENAME}":
                if path not in self.files:
                    return None
                continue
            groups = [found[0], *found.groups("")]
            text = self._filled(test, groups, [], accept, path)
            held = re.search(wanted.removeprefix("!"), text)
            if (held is None) != wanted.startswith("!"):
                return None
        given = [found[0], *found.groups("")]
        options = flags[0].strip("[]").split(",") if flags else []
        for option in options:
            if option.startswith("E="):
                name, _, value = option[2:].partition(":")
                captured = [held[0], *held.groups("")] if held else []
                self.environment[name] = self._filled(value, given, captured, accept, path)
        if end == "-":
            return () if "L" in options else None
        status = next(int(option[2:]) for option in options if option.startswith("R="))
        return status, self._filled(end, given, [], accept, path)

    def _filled(self, text: str, groups: list[str], captured: list[str], accept: str, path: str) -> str:
        known = {"HTTP_ACCEPT": accept, "REQUEST_URI": f"{self.below}{path}"}
        text = re.sub(r"%\{ENV:(\w+)\}", lambda m: self.environment.get(m[1], ""), text)
        text = re.sub(r"%\{(\w+)\}", lambda m: known[m[1]], text)
        text = re.sub(r"%(\d)", lambda m: captured[int(m[1])] if captured else m[0], text)
        return re.sub(r"\$(\d)", lambda m: groups[int(m[1])], text)


def rules(site: Site, path: str, below: str) -> Rules:
    text = site.pages[path].content.decode()
    return Rules(text.splitlines(), below, frozenset(site.pages) if path == ".htaccess" else frozenset())


def followed(asked: Rules, name: str, accept: str) -> Iterator[str]:
    """Where a request for a name is sent, one address after the other."""
    fragment = ""
    for _ in range(4):
        told = asked.ask(name, accept)
        if told is None:
            return
        assert told[0] in (302, 303)
        name, _, named = told[1].removeprefix(asked.below).partition("#")
        fragment = named or fragment
        yield f"{name}#{fragment}" if fragment else name


@pytest.mark.parametrize("below", ["/", "/somewhere/else/"])
def test_the_site_leads_from_each_term_to_its_document(site: Site, below: str) -> None:
    asked = rules(site, ".htaccess", below)
    wrong = {}
    for name, document in list(site.documents.items())[:: 1 if below == "/" else 7]:
        stem, mark, fragment = document.partition("#")
        *_, last = followed(asked, name, PEOPLE)
        if last != f"{stem}.html{mark}{fragment}":
            wrong[name] = last
    assert len(site.documents) > 1000
    assert wrong == {}


@pytest.mark.parametrize("ending", [ending for ending in SUFFIXES if ending != "html"])
def test_programs_get_the_form_they_ask_for(site: Site, ending: str) -> None:
    asked = rules(site, ".htaccess", "/")
    media_type = SUFFIXES[ending].partition(";")[0]
    for name in ("claims/il6d-0067", "terms/Interleukin6", "lines/il6d-0067-1", "terms/certainty", "terms"):
        *_, last = followed(asked, name, f"{media_type}, */*;q=0.1")
        assert last.partition("#")[0] == f"{site.documents[name].partition('#')[0]}.{ending}"


def test_files_are_left_alone(site: Site) -> None:
    asked = rules(site, ".htaccess", "/")
    for path in ("claims/il6d-0067.html", "claims/il6d-0067.ttl", "index.html", "0.1.0/il6ld.nq"):
        assert path in site.pages
        assert asked.ask(path, PEOPLE) is None


def test_what_is_not_there_is_not_found(site: Site) -> None:
    asked = rules(site, ".htaccess", "/")
    for path in ("nothing", "claims/", "claims/../secret", "propositions/none", "a/b/c"):
        assert asked.ask(path, PEOPLE) is None


def test_persistent_addresses_lead_to_the_site(site: Site) -> None:
    asked = rules(site, "w3id/.htaccess", "/il6ld/")
    assert asked.ask("claims/il6d-0067", PEOPLE) == (303, f"{PLACEHOLDER}claims/il6d-0067.html")
    assert asked.ask("claims/il6d-0067", "text/turtle") == (303, f"{PLACEHOLDER}claims/il6d-0067.ttl")
    assert asked.ask("lines/il6d-0067-1", PEOPLE) == (303, "/il6ld/claims/il6d-0067#lines-il6d-0067-1")
    assert asked.ask("", PEOPLE) == (303, f"{PLACEHOLDER}index.html")
    assert asked.ask("0.1.0/il6ld.nq", PEOPLE) == (302, f"{PLACEHOLDER}0.1.0/il6ld.nq")
    assert asked.ask("0.1.0/terms", PEOPLE) == (303, "/il6ld/terms")
    assert asked.ask("claims/il6d-0067.ttl", PEOPLE) == (302, f"{PLACEHOLDER}claims/il6d-0067.ttl")


def test_a_known_address_stands_in_the_rules(site: Site) -> None:
    made = {page.path: page.content.decode() for page in pages(release(), site.documents, "https://example.com/x")}
    assert "E=SITE:https://example.com/x/]" in made["w3id/.htaccess"]
    assert "https://example.com/x/" in made["w3id/README.md"]
    assert PLACEHOLDER not in made["w3id/README.md"]


def test_the_rules_stay_short(site: Site) -> None:
    lines = site.pages[".htaccess"].content.decode().splitlines()
    assert 20 < len(lines) < 250  # one for each proposition, whose name tells nothing of its claim
    assert max(map(len, lines)) < 2000
    assert pen().addresses.documents().keys() >= {"claims/il6d-0067"}
