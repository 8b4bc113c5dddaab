"""The command line: words in, one library call, words out.

What was asked for goes to standard output, what there is to say about it to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

from il6ld import __version__
from il6ld.errors import Il6ldError, InvalidInput, UsageError
from il6ld.findings import OUTPUT_FORMATS, Finding, has_errors
from il6ld.project import Project, find_project

_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


def _tell(text: str) -> None:
    if text:
        click.echo(text, err=True)


def _report(findings: Sequence[Finding], output_format: str = "full") -> None:
    """Findings go where the form is read: machines read standard output, people standard error."""
    text = OUTPUT_FORMATS[output_format](findings)
    if text:
        click.echo(text, err=output_format in ("full", "concise"))


def _summary(summary: dict[str, str]) -> str:
    width = max(map(len, summary), default=0)
    return "\n".join(f"{name:>{width}}  {value}" for name, value in summary.items())


def _project_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --project, and hands the command a Project."""

    @click.option("--project", "folder", type=_FOLDER, help="The project's folder.")
    @wraps(command)
    def with_project(folder: Path | None, **options: Any) -> Any:
        return command(project=find_project(folder), **options)

    return with_project


def _remember(context: click.Context, _: click.Parameter, value: str) -> str:
    """Keeps the chosen form where errors are reported, too."""
    context.find_root().obj = value
    return value


_format_option = click.option(
    "--output-format",
    type=click.Choice(list(OUTPUT_FORMATS)),
    default="full",
    show_default=True,
    is_eager=True,
    callback=_remember,
    help="How findings are printed.",
)


class _Commands(click.Group):
    """Reports il6ld's errors in one form, and leaves with their exit codes."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except Il6ldError as error:
            if os.environ.get("IL6LD_TRACEBACK"):
                raise
            _report(error.findings, context.obj or "full")
            sys.exit(error.exit_code)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="il6ld")
def cli() -> None:
    """Publish the claims of biomedical articles as linked data."""


@cli.command()
@click.argument("folder", type=_FOLDER)
@click.option(
    "--base", default="https://example.org/", show_default=True, help="The IRI that your records begin with."
)
def init(folder: Path, base: str) -> None:
    """Make a new project in FOLDER, ready to be filled."""
    from il6ld import starter

    for path in starter.create(folder, base):
        click.echo(path)
    _tell(f"\nIt holds a tiny example. Build it, then put your own article in its place:\n"
          f"  il6ld anchor --project {folder} --article {folder / 'article.txt'}\n"
          f"  il6ld build --project {folder}")  # fmt: skip


@cli.command()
@_project_option
@click.option(
    "-o", "--output", type=_FOLDER, help="Where the release goes; build/ of the project without it."
)
@click.option(
    "--check", is_flag=True, help="Write nothing; fail where the release on disk is not what a build makes."
)
def build(project: Project, output: Path | None, check: bool) -> None:
    """Validate, reason and write the release."""
    from il6ld import build as releases

    if not check:
        outcome = releases.build(project, output)
        _report(outcome.findings)
        _tell(f"{'Nothing has changed in' if outcome.unchanged else 'Wrote'} {_shown(outcome.output)}")
        click.echo(_summary(outcome.summary))
        return
    outcome, differences = releases.check(project, output)
    _report(outcome.findings)
    if differences:
        raise InvalidInput.at(
            None, f"{_shown(outcome.output)} is not what a build makes: {'; '.join(differences)}.",
            rule="stale-release", help="Run 'il6ld build' and commit what it writes.",
        )  # fmt: skip
    click.echo(_summary(outcome.summary))


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


@cli.command()
@_project_option
@click.argument("files", type=_FILE, nargs=-1)
@click.option(
    "--engine", default="pyshifty", show_default=True, help="The SHACL engine: pyshifty or pyshacl."
)
@click.option(
    "--article", type=_FILE, envvar="IL6LD_ARTICLE", help="The article's text, to hold hedges against."
)
@_format_option
def validate(
    project: Project, files: tuple[Path, ...], engine: str, article: Path | None, output_format: str
) -> None:
    """Check the project, or Turtle FILES of records, against the shapes."""
    from il6ld import curation

    checked = curation.validate(project, files, engine, article)
    _report(checked.findings, output_format)
    _tell(_summary(checked.summary))
    if has_errors(checked.findings):
        sys.exit(InvalidInput.exit_code)


@cli.command()
@_project_option
@click.option(
    "--article", "text", type=_FILE, required=True, envvar="IL6LD_ARTICLE", help="The article's text."
)
@click.option("--name", help="The article's folder; needed where the project has more than one.")
def anchor(project: Project, text: Path, name: str | None) -> None:
    """Find the sentences of an article and write passages.yaml."""
    from il6ld import curation

    path, number = curation.anchor(project, text, name)
    click.echo(f"{_shown(path)}: {number} sentences")


@cli.command()
@_project_option
@click.option(
    "--article", "text", type=_FILE, required=True, envvar="IL6LD_ARTICLE", help="The article's text."
)
@click.option("--name", help="The article's folder; needed where the project has more than one.")
@_format_option
def verify(project: Project, text: Path, name: str | None, output_format: str) -> None:
    """Prove that every passage stands in the article, and that no claim is stronger than its words."""
    from il6ld import curation

    checked = curation.verify(project, text, name)
    _report(checked.findings, output_format)
    _tell(_summary(checked.summary))
    if has_errors(checked.findings):
        sys.exit(InvalidInput.exit_code)


_TABLES = click.Choice(["table", "tsv", "json"])


def _filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name in ("outcome", "evidence", "organism", "predicate", "attributed-to", "role", "status", "reading",
                 "certainty", "polarity"):  # fmt: skip
        command = click.option(f"--{name}", help=f"Only claims with this {name.replace('-', ' ')}.")(command)
    return command


@cli.command()
@_project_option
@click.option("--about", default="", help="Only claims about this entity: a name, synonym, CURIE or IRI.")
@_filter_options
@click.option("--format", "form", type=_TABLES, default="table", show_default=True)
def claims(project: Project, about: str, form: str, **filters: str | None) -> None:
    """List the claims, all of them or those that pass the filters."""
    from il6ld import claims as views
    from il6ld import tables
    from il6ld.curation import lookup

    chosen = {name.replace("_", "-"): value for name, value in filters.items() if value}
    found = views.rows(lookup(project), project.context, chosen, about)
    click.echo(tables.TABLES[form](views.columns(), found))
    _tell(f"{len(found)} claims")


@cli.command()
@_project_option
@click.argument("text")
@click.option("--format", "form", type=_TABLES, default="table", show_default=True)
def terms(project: Project, text: str, form: str) -> None:
    """Find classes, predicates and listed values by label and synonym."""
    from il6ld import claims as views
    from il6ld import tables
    from il6ld.curation import lookup

    found = views.terms(lookup(project), project.context, text)
    if not found:
        raise UsageError.at(None, f"No term has '{text}' in its names.", rule="unknown-term",
                            help="Try a shorter word, or declare the term in ontology/.")  # fmt: skip
    click.echo(tables.TABLES[form](views.term_columns(), found))
    _tell(f"{len(found)} terms")


@cli.command()
@_project_option
@click.argument("claim")
def explain(project: Project, claim: str) -> None:
    """Tell all of one CLAIM, named by its id."""
    from il6ld import curation

    click.echo(curation.explain(project, claim))


def main() -> None:
    """The entry point: never a traceback for a reader who left, or for an interrupt."""
    try:
        cli(prog_name="il6ld")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
