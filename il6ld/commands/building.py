"""`il6ld build`: the release of a project, or of a corpus."""

from __future__ import annotations

from pathlib import Path

import click

from il6ld.errors import InvalidInput
from il6ld.project import Project
from il6ld.terminal import FOLDER, OUTPUT, as_lines, project_option, report, shown, tell


@click.command()
@project_option
@click.option("-o", "--output", type=OUTPUT, help="Where the release goes; build/ of the project without it.")
@click.option(
    "--check", is_flag=True, help="Write nothing; fail where the release on disk is not what a build makes."
)
@click.option("--corpus", type=FOLDER, help="Build this corpus, a folder of NDJSON, instead of the project.")
@click.option(
    "--runner", type=click.Choice(["local", "spark"]), default="local", show_default=True,
    help="Who builds a corpus: this machine, or a cluster of Apache Spark.",
)
@click.option(
    "--max-findings", "most", type=click.IntRange(1), metavar="N",
    help="Stop building a corpus when so many mistakes are found.",
)
@click.option("--master", metavar="URL", help="The cluster's master: spark://..., yarn, k8s://..., local[2].")
def build(
    project: Project, output: Path | None, check: bool, corpus: Path | None, runner: str, most: int | None,
    master: str | None,
) -> None:
    """Validate, reason and write the release."""
    from il6ld import build as releases

    if corpus is not None:
        from il6ld import scaling

        place = scaling.place(output, check)
        made = scaling.build(project, corpus, place, tell=tell, most=most, runner=runner, master=master)
        report(made.findings)
        tell(f"{'Nothing has changed in' if made.unchanged else 'Wrote'} {shown(made.output)}")
        click.echo(as_lines(made.summary))
        return
    if not check:
        outcome = releases.build(project, output)
        report(outcome.findings)
        tell(f"{'Nothing has changed in' if outcome.unchanged else 'Wrote'} {shown(outcome.output)}")
        click.echo(as_lines(outcome.summary))
        return
    outcome, differences = releases.check(project, output)
    report(outcome.findings)
    if differences:
        raise InvalidInput.at(
            None, f"{shown(outcome.output)} is not what a build makes: {'; '.join(differences)}.",
            rule="stale-release", help="Run 'il6ld build' and commit what it writes.",
        )  # fmt: skip
    click.echo(as_lines(outcome.summary))
