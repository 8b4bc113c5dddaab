"""The one pipeline: sources, reasoning, validation, safety, formats, release.

HermiT starts as soon as the sources are read and runs beside what does not wait for it; what it infers is
checked and published with the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from il6ld import coverage, description, history, loops, reasoning, release, safety, validation
from il6ld.errors import InvalidInput, LimitExceeded
from il6ld.findings import Finding, Position, Severity, has_errors, in_order
from il6ld.lookup import Lookup
from il6ld.namespaces import IL6, ONTOLOGY_IRI, OWL, RDF, RDFS, XSD, local_name
from il6ld.project import Project
from il6ld.sources import Sources, read, read_shapes, read_turtle, shape_position

if TYPE_CHECKING:
    from il6ld import formats

REASONED = ox.Triple(ONTOLOGY_IRI, IL6.reasoned, ox.Literal("true", datatype=XSD.boolean))


@dataclass(frozen=True)
class Release:
    """A release in memory: its files by name, what was found on the way, and its figures."""

    files: dict[str, bytes] = field(repr=False)
    findings: list[Finding]
    summary: dict[str, str]
    material: formats.Material = field(repr=False)


class Pipeline:
    """One project on its way from sources to files; each step is done once, when it is first asked for."""

    def __init__(
        self, project: Project, engine: str = validation.DEFAULT_ENGINE, target: Path | None = None
    ) -> None:
        self.project = project
        self.engine = engine
        self.target = target or project.output

    @cached_property
    def sources(self) -> Sources:
        """The project as read."""
        return read(self.project)

    @cached_property
    def shapes(self) -> list[ox.Triple]:
        """What must hold."""
        return read_shapes(self.project)

    @cached_property
    def promises(self) -> list[history.Promise]:
        """What published releases have promised."""
        return history.promises(self.project, [self.project.output, self.target], self.sources.dataset)

    def graph(self, name: str) -> ox.NamedNode:
        """One of the graphs of the dataset."""
        return ox.NamedNode(self.sources.context.expand(f"graphs:{name}"))

    def add(self, name: str, triples: Iterable[ox.Triple]) -> None:
        """Puts triples into a graph of the dataset."""
        graph = self.graph(name)
        for triple in triples:
            self.sources.dataset.add(ox.Quad(triple.subject, triple.predicate, triple.object, graph))

    def release(self) -> Release:
        """Runs the whole pipeline; raises InvalidInput with every finding where an error was found."""
        running = reasoning.start(reasoning.reasonable(self.sources.dataset))
        try:
            asserted = Lookup(self.sources.dataset)
            self.add("bare", safety.bare_triples(self.sources.dataset))
            self.add("inferred", loops.computed_signs(asserted))
            _ = self.shapes
            inference = running.result()
        except BaseException:
            running.cancel()
            raise
        self.add("inferred", inference.triples)
        report = self.validate([REASONED] if inference.consistent else [])
        findings = self.findings(report)
        # A record that breaks a shape may break an axiom too: one cause is told once.
        findings = findings if has_errors(findings) else in_order(findings + self._reasoned(inference))
        if has_errors(findings):
            raise InvalidInput("The project breaks its own rules.", findings=findings)
        lookup = Lookup(self.sources.dataset)
        self.add("description", description.describe(self.sources.dataset, lookup, self.sources.context))
        return self._written(report, findings)

    def validate(self, extra: Iterable[ox.Triple] = ()) -> validation.Report:
        """The report over the dataset as it stands, with triples that are looked at but never published."""
        triples = {quad.triple for quad in self.sources.dataset}
        return validation.validate(
            [*triples, *extra],
            self.shapes,
            self.engine,
            locate_shape=self._locate_shape,
            patience=validation.PATIENCE if self._own_shapes else None,
        )

    @cached_property
    def _own_shapes(self) -> frozenset[ox.NamedNode]:
        """The shapes that the project brings; il6ld's own may well look at nothing in a small project."""
        if self.project.is_packaged:
            return frozenset()
        own = [path for path in self.project.shape_files if path.is_relative_to(self.project.root)]
        subjects = (triple.subject for path in own for triple in read_turtle(self.project, path).triples)
        return frozenset(node for node in subjects if isinstance(node, ox.NamedNode))

    def _locate_shape(self, shape: ox.NamedNode) -> Position | None:
        return shape_position(self.project, shape)

    def findings(self, report: validation.Report) -> list[Finding]:
        """The report's results, and what else is wrong, as findings at their places in the sources."""
        broken = history.findings(self.promises, self.project, self.sources.dataset, self._locate)
        found = [*self.sources.findings, *self._nothing_claimed(), *broken]
        found += validation.idle_findings(report, self._own_shapes, self._locate_shape)
        return in_order([*found, *validation.findings(report, self._locate, self._named)])

    @cached_property
    def _claimed(self) -> dict[str, str]:
        """For each proposition, a claim of it: a hash says nothing to a reader."""
        claimed = self.sources.dataset.quads_for_predicate(IL6.proposition)
        named = sorted((str(quad.object), str(quad.subject)) for quad in claimed)
        return {proposition[1:-1]: local_name(claim[1:-1]) for proposition, claim in reversed(named)}

    def _named(self, iri: str) -> str:
        claim = self._claimed.get(iri)
        return f"the proposition of {claim}" if claim else local_name(iri)

    def _nothing_claimed(self) -> list[Finding]:
        if any(quad.predicate == RDF.type for quad in self.sources.dataset.quads_for_object(IL6.Claim)):
            return []
        cure = "Write one into ontology/articles/<article>/claims/; 'il6ld init' shows how."
        return [Finding("no-claims", Severity.ERROR, "The project has no claims.", help=cure)]

    def _locate(self, focus: str, path: str) -> Position | None:
        return self.sources.locate(focus, path)

    def _reasoned(self, inference: reasoning.Inference) -> list[Finding]:
        if inference.consistent:
            return [self._unsatisfiable(node) for node in inference.unsatisfiable]
        message = "The ontology and the records contradict each other."
        cure = "Undo the newest change, or take records away until 'il6ld build' passes."
        place, told = self._because(reasoning.explain_contradiction)
        return [Finding("inconsistent", Severity.ERROR, message, place, told or cure)]

    def _unsatisfiable(self, node: ox.NamedNode) -> Finding:
        message = f"Nothing can ever be '{self.sources.context.compact(node.value)}': its axioms contradict."
        cure = "Look at what it is below, and at what that is disjoint from."
        empty = ox.Triple(node, RDFS.subClassOf, OWL.Nothing)
        place, told = self._because(lambda triples: reasoning.justify(triples, empty))
        place = self.sources.locate(node.value) or place
        return Finding("unsatisfiable", Severity.ERROR, message, place, told or cure)

    def _because(
        self, ask: Callable[[list[ox.Triple]], reasoning.Justification | None]
    ) -> tuple[Position | None, str]:
        """Where the first axiom at fault stands, the project's own first, and all of them in words."""
        try:
            found = ask(reasoning.reasonable(self.sources.dataset))
        except LimitExceeded:
            found = None
        if found is None:
            return None, ""
        lookup = Lookup(self.sources.dataset)
        subjects = [axiom.head.subject for axiom in found.axioms]
        places = [self.sources.locate(node.value) for node in subjects if isinstance(node, ox.NamedNode)]
        own = [place for place in places if place and self._is_own(place)]
        place = next(iter(own or filter(None, places)), None)
        return place, f"Take one of these back: {' '.join(found.in_words(lookup.label))}"

    def _is_own(self, place: Position) -> bool:
        return Path(place.file).resolve().is_relative_to(self.project.root)

    def _written(self, report: validation.Report, findings: list[Finding]) -> Release:
        from il6ld import formats, queries  # of no use to what only checks

        dataset, context = self.sources.dataset, self.sources.context
        files = formats.export(dataset, context)
        lookup = Lookup(dataset)
        sentences = coverage.coverage(lookup)
        files["context.jsonld"] = f"{json.dumps(context.document, indent=2, ensure_ascii=False)}\n".encode()
        files["report.ttl"] = report.as_turtle()
        asked = [ox.Quad(*triple) for triple in queries.examples(context)]
        files[queries.EXAMPLES_FILE] = formats.write_turtle(ox.Dataset(asked), context)
        files["coverage.tsv"] = coverage.as_tsv(sentences).encode()
        material = formats.Material(dataset, lookup, context, files)
        translated = formats.translate(material, formats.released())
        for written in translated.values():
            files |= written.files
        files["manifest.json"] = formats.manifest(translated)
        files["void.ttl"] = self._void(files, lookup)
        summary = self._summary(report, lookup, sentences)
        summary |= {"told": formats.coverage(translated), "files": str(len(files) + 1)}
        return Release(release.with_checksums(files), findings, summary, material)

    def _void(self, files: dict[str, bytes], lookup: Lookup) -> bytes:
        from il6ld import formats

        described = [
            description.File(*row, size=len(files[row.name]), sha256=release.sha256(files[row.name]))
            for row in formats.file_table()
        ]
        inputs = {
            self.project.key_of(path): release.sha256(self.project.read(path)) for path in self.project.inputs
        }
        context = self.sources.context
        content = [
            quad.triple for quad in self.sources.dataset.quads_for_graph_name(self.graph("description"))
        ]
        content += description.describe_files(lookup, context, described, inputs)
        return formats.write_turtle(
            ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in content), context
        )

    def _summary(
        self,
        report: validation.Report,
        lookup: Lookup,
        sentences: list[coverage.Sentence],
    ) -> dict[str, str]:
        covered = sum(sentence.is_covered for sentence in sentences)
        dataset = self.sources.dataset
        return {
            "claims": str(len(lookup.instances(IL6.Claim))),
            "propositions": str(len(lookup.instances(IL6.Proposition))),
            "sentences": f"{covered} of {len(sentences)} covered",
            "shapes": f"{report.constraints} constraints looked at {report.focus_nodes} nodes, "
            f"{len(report.results)} findings",
            "inferred": f"{_size(dataset, self.graph('inferred'))} triples that nobody stated",
            "bare": f"{_size(dataset, self.graph('bare'))} of the propositions need no qualification",
            "dataset": f"{len(dataset)} quads in {len({quad.graph_name for quad in dataset})} graphs",
        }


def _size(dataset: ox.Dataset, graph: ox.NamedNode) -> int:
    return sum(1 for _ in dataset.quads_for_graph_name(graph))
