"""What curators ask of a project: is it right, where do its passages stand, what does this claim say."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from il6ld import anchoring, coverage, safety, validation
from il6ld.errors import UsageError
from il6ld.files import read_bytes, replace_text
from il6ld.findings import Checked, Finding, Position, Severity, in_order
from il6ld.lookup import Lookup
from il6ld.namespaces import IL6
from il6ld.pipeline import Pipeline
from il6ld.project import Project
from il6ld.sources import articles, house_style, read, read_turtle


def lookup(project: Project) -> Lookup:
    """The project's records and ontology, ready to be asked."""
    return Lookup(read(project).dataset)


def validate(project: Project, files: Sequence[Path], engine: str, article: Path | None) -> Checked:
    """Holds the project, or Turtle files of records, against the shapes."""
    if files:
        return _validate_files(project, files, engine)
    pipeline = Pipeline(project, engine)
    pipeline.add("bare", safety.bare_triples(pipeline.sources.dataset))
    cues = _held_against(pipeline, article, None).cues if article else []
    return _checked(pipeline, cues, [])


def _validate_files(project: Project, files: Sequence[Path], engine: str) -> Checked:
    pipeline = Pipeline(project, engine)
    places: dict[str, Position] = {}
    triples: list[ox.Triple] = []
    for path in files:
        file = read_turtle(project, path)
        triples += file.triples
        places |= file.positions
    ontology = [
        quad.triple for quad in pipeline.sources.dataset.quads_for_graph_name(pipeline.graph("ontology"))
    ]
    report = validation.validate([*ontology, *triples], pipeline.shapes, engine)
    found = in_order(validation.findings(report, lambda focus, _: places.get(focus)))
    return Checked(
        found, {"files": str(len(files)), "triples": str(len(triples)), **_looked_at(report, found)}
    )


def _checked(pipeline: Pipeline, cues: Sequence[ox.Triple], findings: list[Finding]) -> Checked:
    report = pipeline.validate(cues)
    found = Lookup(pipeline.sources.dataset)
    sentences = coverage.coverage(found)
    told = in_order([*findings, *pipeline.findings(report)])
    summary = {
        "claims": str(len(found.instances(IL6.Claim))),
        "sentences": f"{sum(sentence.is_covered for sentence in sentences)} of {len(sentences)} covered",
    }
    if cues:
        summary["cue words"] = f"{len(cues)} hedging or negating words looked at"
    return Checked(told, {**summary, **_looked_at(report, told)})


def _looked_at(report: validation.Report, findings: Sequence[Finding]) -> dict[str, str]:
    matched = report.targets - len(report.unmatched)
    return {
        "constraints": f"{report.constraints} looked at {report.focus_nodes} nodes; "
        f"{matched} of {report.targets} targets have any",
        "findings": str(len(findings)),
    }


@dataclass(frozen=True)
class _Held:
    """An article's text held against the passages recorded of it."""

    text: str
    passages: dict[str, anchoring.Passage]
    verdicts: list[anchoring.Verdict]
    cues: list[ox.Triple]
    is_own_copy: bool


def _held_against(pipeline: Pipeline, article: Path, name: str | None) -> _Held:
    dataset = pipeline.sources.dataset
    folder = _article_folder(pipeline.project, name)
    head = articles.read_head(folder, pipeline.project.name_of(folder / "article.yaml"))
    node = ox.NamedNode(pipeline.sources.context.expand(head.id))
    text = anchoring.normalised(read_bytes(article, str(article)), str(article))
    passages = anchoring.recorded(dataset, node)
    verdicts = anchoring.verify(text, passages)
    said = {quad.predicate: getattr(quad.object, "value", "") for quad in dataset.quads_for_subject(node)}
    is_own_copy = (said.get(IL6.digest), said.get(IL6.length)) == (anchoring.digest(text), str(len(text)))
    return _Held(text, passages, verdicts, anchoring.cues(text, verdicts, passages, dataset), is_own_copy)


def verify(project: Project, article: Path, name: str | None = None) -> Checked:
    """Whether the text holds each passage, and whether each claim is as hedged as its passage."""
    pipeline = Pipeline(project)
    held = _held_against(pipeline, article, name)
    # Another copy of the article may hold more or less around its sentences; the curators' own may not.
    wrong = {anchoring.Standing.MISSING} | ({anchoring.Standing.MOVED} if held.is_own_copy else set())
    lost = [_lost(pipeline, verdict, held) for verdict in held.verdicts if verdict.standing in wrong]
    checked = _checked(pipeline, held.cues, lost)
    counts = {standing: sum(v.standing is standing for v in held.verdicts) for standing in anchoring.Standing}
    told = ", ".join(f"{number} {standing}" for standing, number in counts.items())
    return Checked(checked.findings, {"passages": f"{len(held.verdicts)}: {told}", **checked.summary})


def _lost(pipeline: Pipeline, verdict: anchoring.Verdict, held: _Held) -> Finding:
    name, passage = pipeline.sources.context.compact(verdict.name), held.passages[verdict.name]
    message = (
        f"The text does not hold {name} there: its digest is {passage.digest}, that of the characters "
        f"{passage.start} to {passage.end} {anchoring.digest(held.text[passage.start : passage.end])}."
    )
    cure = "Compare it with the curators' copy. If the article was revised, anchor it anew."
    return Finding("passage-missing", Severity.ERROR, message, pipeline.sources.locate(verdict.name), cure)


def anchor(project: Project, text_file: Path, name: str | None = None) -> tuple[Path, int]:
    """Writes passages.yaml of an article, and the digest and length of its text into article.yaml.

    A sentence anchored before keeps its number; a new one takes the next that is free.
    """
    folder = _article_folder(project, name)
    head = articles.read_head(folder, project.name_of(folder / "article.yaml"))
    text = anchoring.normalised(read_bytes(text_file, str(text_file)), str(text_file))
    sections = [anchoring.Section(curie, heading) for curie, heading in head.sections]
    passages = anchoring.segment(text, sections, head.end_heading)
    target = folder / "passages.yaml"
    known = articles.passage_names(folder, project.name_of(target))
    named = list(zip(_names(head.code, passages, known), passages, strict=True))
    replace_text(target, anchoring.as_yaml(named, head.id))
    articles.note(folder, digest=anchoring.digest(text), length=str(len(text)))
    return target, len(passages)


def _names(code: str, passages: Sequence[anchoring.Passage], known: dict[str, str]) -> list[str]:
    taken = [int(curie.rpartition("-")[2]) for curie in known.values() if curie.rpartition("-")[2].isdigit()]
    free = itertools.count(max(taken, default=0) + 1)
    return [known.get(passage.digest) or f"passages:{code}-{next(free)}" for passage in passages]


def _article_folder(project: Project, name: str | None) -> Path:
    folders = {folder.name: folder for folder in project.article_folders}
    if name in folders:
        return folders[name]
    if name is None and len(folders) == 1:
        return next(iter(folders.values()))
    raise UsageError.at(
        None,
        f"There is no article '{name}'." if name else f"The project has {len(folders)} articles.",
        rule="article",
        help=f"Name one with --name: {', '.join(folders) or 'there is none yet'}.",
    )


def style(project: Project) -> Checked:
    """Says where the project's files leave house style; nothing is rewritten, since comments must live."""
    found, read_files = house_style.check(project)
    return Checked(in_order(found), {"files": str(read_files), "findings": str(len(found))})
