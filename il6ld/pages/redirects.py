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
    named: dict[str, dict[str, list[str]]] = {}
    for name, path in documents.items():
        page, mark, fragment = path.partition("#")
        if name != page and re.fullmatch(r"[A-Za-z0-9_./-]+", name):
            folder, _, rest = name.rpartition("/")
            regular = mark and fragment == f"{folder}-{rest}"
            end = f"{page}#{folder}-$1" if regular else path
            named.setdefault(end, {}).setdefault(folder, []).append(rest)
    for end, folders in named.items():
        for folder, names in folders.items():
            for start in range(0, len(names), _A_LINE):
                some = "|".join(map(re.escape, names[start : start + _A_LINE]))
                where = f"{re.escape(folder)}/" if folder else ""
                yield f"RewriteRule ^{where}({some})$ %{{ENV:BASE}}{end} [R=303,NE,L]"


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
