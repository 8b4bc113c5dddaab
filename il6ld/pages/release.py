"""A release as pages are made from it: its folder read once, its dataset parsed, its claims by name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from il6ld import safety
from il6ld.errors import Il6ldError, UnreadableInput, UsageError
from il6ld.formats import Material
from il6ld.formats.header import Header, header
from il6ld.lookup import Lookup
from il6ld.namespaces import IL6, RDF, RDFS, Context, is_bare_graph
from il6ld.pages.contexts import Contexts
from il6ld.release import CHECKSUMS, sha256
from il6ld.release.contents import content_of, listing
from il6ld.safety import Statement

DATASET, CONTEXT = "il6ld.nq", "context.jsonld"
# What a claim can be about or stand on, though another ontology has named it.
_OUTSIDE = (IL6.Entity, IL6.EvidenceType)


@dataclass(frozen=True)
class Release:
    """A release in memory: its files by name, its quads, its prefixes; all else is worked out once."""

    files: Mapping[str, bytes] = field(repr=False)
    dataset: ox.Dataset = field(repr=False)
    context: Context = field(repr=False)
    changelog: str = field(default="", repr=False)

    @cached_property
    def lookup(self) -> Lookup:
        """What is said of every node, but for the bare triples: no page tells one without its claims."""
        return Lookup(quad for quad in self.dataset if not is_bare_graph(quad.graph_name))

    @cached_property
    def material(self) -> Material:
        """The same as translations take it."""
        return Material(self.dataset, self.lookup, self.context, self.files)

    @cached_property
    def contexts(self) -> Contexts:
        """The parts of the context that files of a few triples need."""
        return Contexts(self.context)

    @cached_property
    def header(self) -> Header:
        """What the release says of itself as a whole."""
        return header(self.material)

    @property
    def version(self) -> str:
        """The version of the release; "latest" where it gives none."""
        return self.header.version or "latest"

    @cached_property
    def base(self) -> str:
        """The IRI that those of all records begin with."""
        return self.header.iri.removesuffix("datasets/release")

    @cached_property
    def claims(self) -> list[ox.NamedNode]:
        """Every claim, A to Z."""
        return self.lookup.instances(IL6.Claim)

    @cached_property
    def claim_set(self) -> frozenset[ox.NamedNode]:
        """The same, to ask whether a node is one."""
        return frozenset(self.claims)

    @cached_property
    def qualifiers(self) -> set[ox.NamedNode]:
        """Every property that narrows a proposition, as the ontology declares them."""
        return self.lookup.below(IL6.qualifier, RDFS.subPropertyOf)

    @cached_property
    def statements(self) -> dict[ox.NamedNode, Statement]:
        """Each claim that can be read as three terms, with all that must be told along with them."""
        return {statement.claim: statement for statement in self.material.statements}

    @cached_property
    def withheld(self) -> dict[ox.NamedNode, list[str]]:
        """Each proposition without a bare triple, with every reason why."""
        return safety.withheld(self.dataset)

    @cached_property
    def triples(self) -> dict[object, list[ox.Triple]]:
        """What is said of each subject, every triple once, in no order; no bare triple."""
        said: dict[object, dict[ox.Triple, None]] = {}
        for subject, predicate, value, graph in self.dataset:
            if not is_bare_graph(graph):
                said.setdefault(subject, {})[ox.Triple(subject, predicate, value)] = None
        return {subject: list(triples) for subject, triples in said.items()}

    @cached_property
    def terms(self) -> list[ox.NamedNode]:
        """The terms of the ontology, A to Z: our own, and those of others that claims are about."""
        return list(self._terms())

    @cached_property
    def term_set(self) -> frozenset[ox.NamedNode]:
        """The same, to ask whether a node is one."""
        return frozenset(self.terms)

    @cached_property
    def inferred(self) -> frozenset[ox.Triple]:
        """What a reasoner adds to what was said."""
        graph = ox.NamedNode(self.context.expand("graphs:inferred"))
        return frozenset(quad.triple for quad in self.dataset.quads_for_graph_name(graph))

    def _terms(self) -> Iterator[ox.NamedNode]:
        homes = (IL6.iri, f"{self.base}terms/")
        nodes = (node for node in self.triples if isinstance(node, ox.NamedNode))
        for node in sorted(nodes, key=lambda node: node.value):
            kinds = self.lookup.nodes(node, RDF.type)
            own = node.value.startswith(homes) and node.value not in homes
            if kinds and (own or any(kind in _OUTSIDE for kind in kinds)):
                yield node


def read(folder: Path, changelog: str = "") -> Release:
    """The release of a folder; UsageError where there is none, UnreadableInput where it is not whole.

    A release holds no account of what changed from one to the next; `changelog` is that, in Markdown.

    Every file is held against the list of checksums, so what was read is one release even while another
    one takes its place.
    """
    digests = listing(folder)
    if digests is None:
        raise UsageError.at(None, f"There is no release in '{folder}'.", rule="no-such-release",
                            help="Run 'il6ld build' first.")  # fmt: skip
    files = {name: content_of(folder / name) or b"" for name in sorted(digests)}
    wrong = [name for name, content in files.items() if sha256(content) != digests[name]]
    wrong += [name for name in (DATASET, CONTEXT) if name not in files]
    if wrong:
        raise _damaged(folder, f"{wrong[0]} is not what {CHECKSUMS} says")
    listed = "".join(f"{digests[name]}  {name}\n" for name in files)
    return of_files({**files, CHECKSUMS: listed.encode()}, folder, changelog)


def of_files(files: Mapping[str, bytes], folder: Path, changelog: str = "") -> Release:
    """The release that files make, by their names; `folder` is what messages call it."""
    try:
        quads = ox.parse(files[DATASET], format=ox.RdfFormat.N_QUADS)
        entries = json.loads(files[CONTEXT])["@context"]
        return Release(files, ox.Dataset(quads), Context(entries), changelog)
    except (SyntaxError, ValueError, KeyError, TypeError) as error:
        raise _damaged(folder, " ".join(str(error).split())) from error


def _damaged(folder: Path, trouble: str) -> Il6ldError:
    return UnreadableInput.at(
        None, f"'{folder}' is not a whole release: {trouble}.", rule="damaged-release",
        help="Put it back as it was published, or run 'il6ld build'.",
    )  # fmt: skip
