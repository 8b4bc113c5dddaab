"""Makes releases: recognises one that is as it should be, else runs the pipeline and publishes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from il6ld import release
from il6ld.findings import Finding, Severity
from il6ld.project import Project


@dataclass(frozen=True)
class Outcome:
    """What a build came to: its figures, its warnings, and whether anything had to be done."""

    output: Path
    summary: dict[str, str]
    findings: list[Finding] = field(default_factory=list)
    unchanged: bool = False


def build(project: Project, output: Path | None = None) -> Outcome:
    """Makes a release of a project in `output`; nothing is done where nothing has changed."""
    target = output or project.output
    noted = release.recall(target, _mark(project))
    if noted is not None:
        return Outcome(target, noted, unchanged=True)
    from il6ld import history  # not needed, and not loaded, where nothing has changed
    from il6ld.pipeline import Pipeline

    with release.prepared(target) as slot:
        met = _met(target)
        pipeline = Pipeline(project, target=target)
        made = pipeline.release()
        history.keep(project, pipeline.promises)
        slot.publish(made.files)
        release.remember(target, _mark(project), made.summary)
    return Outcome(target, made.summary, made.findings + met)


def _mark(project: Project) -> str:
    """What tells these sources, as read, from others."""
    return release.fingerprint([*project.inputs, *project.checked_against], project.peek)


def _met(target: Path) -> list[Finding]:
    """What is worth a word about the release on disk, or the note of it, before it is replaced."""
    met = [
        Finding("damaged-release", Severity.WARNING, f"In '{target.name}', {trouble}: it is written anew.")
        for trouble in release.damage(target)
    ]
    newer = release.newer_note(target)
    if newer is not None:
        message = f"A newer il6ld noted what '{target.name}' was made from (format {newer})"
        met.append(Finding("newer-note", Severity.INFO, f"{message}; that was passed over."))
    return met


def check(project: Project, output: Path | None = None) -> tuple[Outcome, list[str]]:
    """Makes a release in memory and says how the one on disk differs from it."""
    from il6ld.pipeline import Pipeline

    target = output or project.output
    made = Pipeline(project, target=target).release()
    differences = release.differences(made.files, target)
    if release.interrupted(target):
        differences.insert(0, "a build was stopped while it replaced the release")
    return Outcome(target, made.summary, made.findings), differences
