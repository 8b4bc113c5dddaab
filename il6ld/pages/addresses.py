"""Which page tells of which node, and how pages are linked: one table, made once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from il6ld.namespaces import IL6, OA, OWL, RDF, local_name
from il6ld.pages.release import Release
from il6ld.pages.usage import parts

# Records with a page of their own, and the folder it stands in.
FOLDERS = {
    IL6.Article: "articles",
    IL6.Section: "sections",
    IL6.Claim: "claims",
    IL6.CausalLoop: "loops",
    IL6.KnowledgeGap: "gaps",
    IL6.SourceErratum: "errata",
}
_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,119}\Z")
_DEVICES = re.compile(r"(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])\Z")  # which some systems refuse as file names


class Addresses:
    """The document of each node: a path without a suffix, perhaps with a fragment.

    No two documents have paths that differ in case alone, since some file systems would take them for one.
    """

    def __init__(self, release: Release) -> None:
        self._taken: set[str] = set()
        self._of: dict[str, str] = {}
        self._release = release
        for kind, folder in FOLDERS.items():
            self._give(release.lookup.instances(kind), folder)
        self._give((node for node in release.terms if _is_evidence(release, node)), "evidence")
        self._give((node for node in release.terms if not _is_evidence(release, node)), "terms")
        self._give_parts()
        self._give_places()
        self._give_whole()

    def __getitem__(self, node: ox.NamedNode) -> str:
        """The document of a node that has one."""
        return self._of[node.value]

    def get(self, node: object) -> str:
        """The document of a node; nothing where no page tells of it."""
        return self._of.get(node.value, "") if isinstance(node, ox.NamedNode) else ""

    def page(self, node: object) -> str:
        """The HTML page of a node, with its fragment; nothing where no page tells of it."""
        stem, mark, fragment = self.get(node).partition("#")
        return f"{stem}.html{mark}{fragment}" if stem else ""

    def documents(self) -> dict[str, str]:
        """The document of each node under the base, by what follows the base."""
        base = self._release.base
        found = {iri.removeprefix(base): path for iri, path in self._of.items() if iri.startswith(base)}
        return dict(sorted(found.items()))

    def set(self, iri: str, document: str) -> None:
        """Lets a document tell of a node that none tells of yet."""
        self._of.setdefault(iri, document)

    def _give(self, nodes: Iterable[ox.NamedNode], folder: str) -> None:
        for node in nodes:
            self.set(node.value, self._free(folder, node))

    def _free(self, folder: str, node: ox.NamedNode) -> str:
        for name in self._names(node):
            path = f"{folder}/{name}"
            if path.casefold() not in self._taken:
                self._taken.add(path.casefold())
                return path
        raise AssertionError(node)  # two nodes would have one digest

    def _names(self, node: ox.NamedNode) -> Iterator[str]:
        name = local_name(node)
        if _PLAIN.match(name) and not _DEVICES.match(name):
            yield name
            if any(kind in _PROPERTIES for kind in self._release.lookup.nodes(node, RDF.type)):
                yield f"{name}-property"
        yield f"x-{hashlib.sha256(node.value.encode()).hexdigest()[:32]}"

    def _give_parts(self) -> None:
        for kind in FOLDERS:
            for record in self._release.lookup.instances(kind):
                for part in parts(self._release.lookup, record):
                    self.set(part.value, f"{self[record]}#{fragment(part)}")

    def _give_places(self) -> None:
        lookup = self._release.lookup
        for passage in lookup.instances(IL6.Passage):
            section = lookup.node(passage, IL6.section) or lookup.node(passage, IL6.article)
            if section and self.get(section):
                for node in (passage, *lookup.nodes(passage, OA.hasSelector)):
                    self.set(node.value, f"{self[section]}#{fragment(passage)}")

    def _give_whole(self) -> None:
        release = self._release
        graphs = release.context.expand("graphs:")
        for claim in release.claims:
            self.set(f"{graphs}{local_name(claim)}", self[claim])
        for name in ("ontology", "links", "inferred"):
            self.set(f"{graphs}{name}", "terms")
        for name in ("propositions", "passages", "articles", "bare", "description"):
            self.set(f"{graphs}{name}", "releases")
        for creator in (*release.header.creators, *release.header.publishers):
            self.set(creator.iri, "releases#contributors")
        for iri in (release.header.iri, f"{release.base}void", release.base.rstrip("/")):
            self.set(iri, "releases")
        self.set(release.header.ontology.value, "terms")
        for node in release.triples:
            if isinstance(node, ox.NamedNode) and node.value.startswith(release.context.expand("datasets:")):
                self.set(node.value, "releases")


def fragment(node: ox.NamedNode) -> str:
    """What a part of a page is called: the last two steps of its IRI, as `lines-il6d-0045-1`."""
    name = "-".join(node.value.rsplit("/", 2)[-2:])
    return name if _PLAIN.match(name) else f"x-{hashlib.sha256(node.value.encode()).hexdigest()[:32]}"


def _is_evidence(release: Release, node: ox.NamedNode) -> bool:
    return IL6.EvidenceType in release.lookup.nodes(node, RDF.type)
