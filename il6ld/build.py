"""Makes releases: recognises one that is as it should be, else runs the pipeline and publishes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from il6ld import release
from il6ld.findings import Finding
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
    mark = release.fingerprint(project.inputs)
    noted = release.recall(target, mark)
    if noted is not None:
        return Outcome(target, noted, unchanged=True)
    from il6ld.pipeline import Pipeline  # not needed, and not loaded, where nothing has changed

    made = Pipeline(project).release()
    release.publish(made.files, target)
    release.remember(target, mark, made.summary)
    return Outcome(target, made.summary, made.findings)


def check(project: Project, output: Path | None = None) -> tuple[Outcome, list[str]]:
    """Makes a release in memory and says how the one on disk differs from it."""
    from il6ld.pipeline import Pipeline

    target = output or project.output
    made = Pipeline(project).release()
    return Outcome(target, made.summary, made.findings), release.differences(made.files, target)
