"""RO-Crate 1.1: the release as a research object, with each of its files and what made them.

What is written after this file - the manifest, the description in VoID, the checksums - is listed, without
the size and the digest that it does not have yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from il6ld import __version__
from il6ld.formats.header import Agent, Article, Header, header
from il6ld.formats.translation import FileRow, Material, Written, as_json

CRATE_FILE = "ro-crate-metadata.json"
Node = dict[str, Any]

_VERSION = "https://w3id.org/ro/crate/1.1"
# The crate's own context is that of a schema.org before sha256.
_CONTEXT = [f"{_VERSION}/context", {"sha256": "http://schema.org/sha256"}]
_BESIDE = {
    "context.jsonld": ("The prefixes and terms of the JSON-LD", "application/ld+json"),
    "coverage.tsv": ("Which sentences have claims", "text/tab-separated-values"),
    "il6ld-queries.ttl": ("The named queries, as examples for SPARQL editors", "text/turtle"),
    "report.ttl": ("What the SHACL validation found", "text/turtle"),
}
_AFTER = {
    "SHA256SUMS": ("The SHA-256 of every other file", "text/plain"),
    "manifest.json": ("What each format tells and leaves out", "application/json"),
    "void.ttl": ("The description of the dataset and its files", "text/turtle"),
}


def write_ro_crate(material: Material, files: Iterable[FileRow]) -> Written:
    """The metadata of a crate whose folder is that of the release; no date is taken from a clock."""
    release = header(material)
    titles = {**_BESIDE, **_AFTER, **{row.name: (row.title, row.media_type) for row in files}}
    names = sorted((material.files.keys() | _AFTER.keys()) - {CRATE_FILE})
    parts = [_file(name, material.files.get(name), *titles.get(name, ("", ""))) for name in names]
    graph = [
        {
            "@id": CRATE_FILE,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": _VERSION},
        },
        _root(release, parts),
        *parts,
        *(_agent(agent) for agent in dict.fromkeys([*release.creators, *release.publishers])),
        *(_article(article) for article in release.articles),
        *({"@id": iri, "@type": "CreativeWork", "name": iri} for iri in release.licenses),
        {"@id": "#il6ld", "@type": "SoftwareApplication", "name": "il6ld", "softwareVersion": __version__},
        {
            "@id": "#build",
            "@type": "CreateAction",
            "name": "The build of this release",
            "instrument": {"@id": "#il6ld"},
            "result": [{"@id": part["@id"]} for part in parts],
        },
    ]
    return Written({CRATE_FILE: as_json({"@context": _CONTEXT, "@graph": graph})})


def _filled(node: Node) -> Node:
    """A node without what is empty; a list of one is that one."""
    alone = {key: value[0] for key, value in node.items() if isinstance(value, list) and len(value) == 1}
    return {key: value for key, value in {**node, **alone}.items() if value not in ("", [])}


def _root(release: Header, parts: list[Node]) -> Node:
    return _filled(
        {
            "@id": "./",
            "@type": "Dataset",
            "name": release.title,
            "description": release.description or release.title,
            "identifier": release.iri,
            "version": release.version,
            "datePublished": release.issued,
            "license": [{"@id": iri} for iri in release.licenses],
            "author": [{"@id": agent.iri} for agent in release.creators],
            "publisher": [{"@id": agent.iri} for agent in release.publishers],
            "keywords": list(release.keywords),
            "about": [{"@id": article.node.value} for article in release.articles],
            "mentions": {"@id": "#build"},
            "hasPart": [{"@id": part["@id"]} for part in parts],
        }
    )


def _file(name: str, content: bytes | None, title: str, media_type: str) -> Node:
    measured = {} if content is None else {
        "contentSize": str(len(content)), "sha256": sha256(content).hexdigest()
    }  # fmt: skip
    return _filled(
        {
            "@id": name,
            "@type": "File",
            "name": name,
            "description": title,
            "encodingFormat": media_type,
            **measured,
        }
    )


def _agent(agent: Agent) -> Node:
    kind = "Person" if agent.is_person else "Organization"
    return {"@id": agent.iri, "@type": kind, "name": agent.name, "url": agent.iri}


def _article(article: Article) -> Node:
    return _filled(
        {
            "@id": article.node.value,
            "@type": "Article",
            "name": article.title,
            "author": [author.name for author in article.authors],
            "publisher": article.publisher,
            "dateModified": article.modified,
            "inLanguage": article.language,
        }
    )
