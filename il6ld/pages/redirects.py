"""Rules for Apache: those of the site itself, and those of its persistent addresses at w3id.org.

Both lead from the address of a term to its document, in the form that is asked for. What is told on the page
of something else, as an evidence line on that of its claim, is sent there first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from il6ld.pages.page import SUFFIXES, Page
from il6ld.pages.release import Release

PLACEHOLDER = "https://example.org/"  # where no address is known; nobody's, for good
_A_LINE = 24  # names in one rule
_RECORD = "[A-Za-z0-9_-]*?-[0-9]{4,}"
# A part of a record: its name is that of the record with numbers behind it.
_PART = re.compile(rf"({_RECORD})(?:-[0-9]+)+")
_WRITABLE = re.compile(r"[A-Za-z0-9_./-]+")
_TEXT = "text/plain; charset=utf-8"


def pages(release: Release, documents: Mapping[str, str], address: str) -> Iterator[Page]:
    """The rules of the site, and the folder to hand in at w3id.org; `address` is where the site stands."""
    site = address if not address or address.endswith("/") else f"{address}/"
    yield Page(".htaccess", _text(_own(documents)), _TEXT)
    yield Page("w3id/.htaccess", _text(_persistent(release, documents, site or PLACEHOLDER)), _TEXT)
    yield Page("w3id/README.md", _text(_readme(release, site)), "text/markdown; charset=utf-8")


def _text(lines: Iterator[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _own(documents: Mapping[str, str]) -> Iterator[str]:
    yield "# Lets Apache serve this folder: media types, who may read, and documents by what is asked for."
    yield "Options -Indexes -MultiViews"
    yield "AddDefaultCharset utf-8"
    for ending, media_type in SUFFIXES.items():
        yield f"AddType {media_type.partition(';')[0]} .{ending}"
    yield "<FilesMatch \"^void$\">"
    yield "ForceType text/turtle"
    yield "</FilesMatch>"
    yield "<IfModule mod_headers.c>"
    yield 'Header set Access-Control-Allow-Origin "*"'
    yield 'Header merge Vary "Accept"'
    yield 'Header set X-Content-Type-Options "nosniff"'
    yield "Header set Content-Security-Policy \"default-src 'self'\""
    yield "</IfModule>"
    yield from _start()
    yield "RewriteCond %{REQUEST_FILENAME} -f"
    yield "RewriteRule ^ - [L]"
    yield from _documents(documents, "%{ENV:BASE}")


def _persistent(release: Release, documents: Mapping[str, str], site: str) -> Iterator[str]:
    yield f"# Persistent addresses below {release.base}"
    yield from _start()
    yield "# Where the site stands:"
    yield f"RewriteRule ^ - [E=SITE:{site}]"
    yield from _documents(documents, "%{ENV:SITE}")
    yield "RewriteRule ^$ %{ENV:SITE}index.html [R=303,L]"
    yield r"RewriteRule ^([0-9]+\.[0-9]+\.[0-9]+)/terms$ %{ENV:BASE}terms [R=303,L]"
    files = r"[0-9]+\.[0-9]+\.[0-9]+/.+|\.well-known/void|[A-Za-z0-9/_-]+\.[a-z0-9]+"
    yield f"RewriteRule ^({files})$ %{{ENV:SITE}}$1 [R=302,L]"


def _start() -> Iterator[str]:
    yield "RewriteEngine On"
    yield "# Where this folder stands below the host, wherever that is:"
    yield r"RewriteCond %{REQUEST_URI}::$1 ^(.*?/)(.*)::\2$"
    yield "RewriteRule ^(.*)$ - [E=BASE:%1]"


def _documents(documents: Mapping[str, str], target: str) -> Iterator[str]:
    """From what is told elsewhere to where it is told, then from each document to the form asked for."""
    yield "# What is told on the page of something else:"
    yield from _elsewhere(documents)
    own = sorted({path.partition("#")[0] for path in documents.values()})
    folders = sorted({path.partition("/")[0] for path in own if "/" in path})
    single = [path for path in own if "/" not in path]
    document = f"^((?:{'|'.join(folders)})/[A-Za-z0-9_-]+|{'|'.join(single)})$"
    yield "# Each document in the form asked for; for people where nothing else is:"
    for ending, media_type in SUFFIXES.items():
        if ending != "html":
            yield r"RewriteCond %{HTTP_ACCEPT} !text/html"
            yield rf"RewriteCond %{{HTTP_ACCEPT}} {re.escape(media_type.partition(';')[0])}"
            yield f"RewriteRule {document} {target}$1.{ending} [R=303,L]"
    yield f"RewriteRule {document} {target}$1.html [R=303,L]"


def _elsewhere(documents: Mapping[str, str]) -> Iterator[str]:
    """The names whose document has another name: first one by one, then those that follow a rule."""
    regular = dict[str, set[str]]()
    named = dict[str, list[str]]()
    for name, path in documents.items():
        folder, _, rest = name.rpartition("/")
        part = _PART.fullmatch(rest)
        page, _, fragment = path.partition("#")
        target, _, record = page.rpartition("/")
        if name == page or not _WRITABLE.fullmatch(name):
            continue
        if part and (record, fragment) == (part[1], f"{folder}-{rest}"):
            regular.setdefault(target, set()).add(folder)
        elif folder == "graphs" and (target, record) == ("claims", rest):
            regular.setdefault("claims graphs", set()).add(folder)
        else:
            named.setdefault(path, []).append(name)
    yield from _one_by_one(named)
    for target, folders in sorted(regular.items()):
        some = "|".join(sorted(folders))
        if target == "claims graphs":
            yield f"RewriteRule ^graphs/({_RECORD})$ %{{ENV:BASE}}claims/$1 [R=303,L]"
        else:
            end = f"%{{ENV:BASE}}{target}/$3#$1-$2"
            yield f"RewriteRule ^({some})/(({_RECORD})(?:-[0-9]+)+)$ {end} [R=303,NE,L]"


def _one_by_one(named: Mapping[str, list[str]]) -> Iterator[str]:
    for path, names in sorted(named.items()):
        if path == "releases":
            yield "RewriteRule ^(?:datasets/.+|void)$ %{ENV:BASE}releases [R=303,L]"
            names = [name for name in names if not name.startswith("datasets/") and name != "void"]
        for start in range(0, len(names), _A_LINE):
            some = "|".join(name.replace(".", r"\.") for name in names[start : start + _A_LINE])
            yield f"RewriteRule ^(?:{some})$ %{{ENV:BASE}}{path} [R=303,NE,L]"


def _readme(release: Release, site: str) -> Iterator[str]:
    yield f"# {release.header.title}"
    yield ""
    yield f"Persistent addresses below <{release.base}>: each leads to its document, in the form asked for."
    yield ""
    if site:
        yield f"The site stands at <{site}>."
    else:
        yield f"Before you hand this in, write the site's address in place of {PLACEHOLDER} in .htaccess,"
        yield "or make the folder anew with `il6ld site --address`."
    yield ""
    names = ", ".join(agent.name for agent in release.header.creators)
    yield f"Kept by {names}. The pull request needs a way to reach somebody, which only you can give."
