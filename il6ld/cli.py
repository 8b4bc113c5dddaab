"""The command line: words in, one library call, words out.

What was asked for goes to standard output, what there is to say about it to standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from il6ld import __version__, exits
from il6ld.commands.building import build
from il6ld.commands.citing import cite
from il6ld.commands.comparing import diff
from il6ld.commands.importing import import_
from il6ld.commands.links import link
from il6ld.commands.nanopubs import nanopub
from il6ld.commands.pages import serve, site
from il6ld.commands.queries import count, query
from il6ld.commands.stores import pull, push
from il6ld.errors import CannotWrite, UsageError
from il6ld.project import Project
from il6ld.terminal import (
    FILE,
    FOLDER,
    OUTPUT,
    Commands,
    conclude,
    failed,
    format_option,
    project_option,
    report,
    shown,
    tell,
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="il6ld")
def cli() -> None:
    """Publish the claims of biomedical articles as linked data."""


@cli.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "--base", default="https://example.org/", show_default=True, help="The IRI that your records begin with."
)
def init(folder: Path, base: str) -> None:
    """Make a new project in FOLDER, ready to be filled."""
    from il6ld import starter

    for path in starter.create(folder, base):
        click.echo(path)
    tell(f"\nIt holds a tiny example. Build it, then put your own article in its place:\n"
          f"  il6ld anchor --project {folder} --article {folder / 'article.txt'}\n"
          f"  il6ld build --project {folder}")  # fmt: skip


@cli.command()
@project_option
@click.argument("files", type=FILE, nargs=-1)
@click.option(
    "--engine", default="pyshifty", show_default=True, help="The SHACL engine: pyshifty, pyshacl or duckdb."
)
@click.option(
    "--article", type=FILE, envvar="IL6LD_ARTICLE", help="The article's text, to hold hedges against."
)
@format_option
def validate(
    project: Project, files: tuple[Path, ...], engine: str, article: Path | None, output_format: str
) -> None:
    """Check the project, or Turtle FILES of records, against the shapes."""
    from il6ld import curation

    conclude(curation.validate(project, files, engine, article), output_format)


@cli.command(name="format")
@project_option
@click.option("--check", is_flag=True, help="Say where house style is left.")
@format_option
def format_(project: Project, check: bool, output_format: str) -> None:
    """Say where Turtle blocks and YAML keys are out of order or shape."""
    from il6ld import curation

    if not check:
        message = "il6ld does not rewrite files, since comments must live."
        raise UsageError.at(None, message, help="Use 'il6ld format --check', and mend what it names.")
    conclude(curation.style(project), output_format)


@cli.command()
@project_option
@click.option(
    "--article", "text", type=FILE, required=True, envvar="IL6LD_ARTICLE", help="The article's text."
)
@click.option("--name", help="The article's folder; needed where the project has more than one.")
def anchor(project: Project, text: Path, name: str | None) -> None:
    """Find the sentences of an article and write passages.yaml."""
    from il6ld import curation

    path, number = curation.anchor(project, text, name)
    click.echo(f"{shown(path)}: {number} sentences")


@cli.command()
@project_option
@click.option(
    "--article", "text", type=FILE, required=True, envvar="IL6LD_ARTICLE", help="The article's text."
)
@click.option("--name", help="The article's folder; needed where the project has more than one.")
@format_option
def verify(project: Project, text: Path, name: str | None, output_format: str) -> None:
    """Prove that every passage stands in the article, and that no claim is stronger than its words."""
    from il6ld import curation

    conclude(curation.verify(project, text, name), output_format)


_TABLES = click.Choice(["table", "tsv", "json"])


def _filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name in ("outcome", "evidence", "organism", "predicate", "attributed-to", "role", "status", "reading",
                 "certainty", "polarity"):  # fmt: skip
        command = click.option(f"--{name}", help=f"Only claims with this {name.replace('-', ' ')}.")(command)
    return command


@cli.command()
@project_option
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
    tell(f"{len(found)} claims")


@cli.command()
@project_option
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
    tell(f"{len(found)} terms")


@cli.command()
@project_option
@click.argument("words", nargs=-1, required=True, metavar="CLAIM | RULE | SUBJECT PREDICATE OBJECT")
def explain(project: Project, words: tuple[str, ...]) -> None:
    """Tell all of a claim, what a rule demands, or why a statement is inferred or withheld."""
    from il6ld import answers

    click.echo(answers.explain(project, words))


@cli.command()
@project_option
@click.argument("claim", required=False)
@click.option("--model", is_flag=True, help="Draw the classes of records instead.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
def draw(project: Project, claim: str | None, model: bool, output: Path | None) -> None:
    """Draw a CLAIM as a graph, or the model, in SVG."""
    from il6ld import claims as views
    from il6ld import pictures
    from il6ld.curation import lookup

    if model == (claim is not None):
        raise UsageError.at(None, "Name a claim, or --model.", help="Try 'il6ld draw --model -o model.svg'.")
    found, context = lookup(project), project.context
    node = views.find_claim(found, context, claim) if claim else None
    picture = pictures.claim_picture(found, context, node) if node else pictures.model_picture(found)
    if output is None:
        click.echo(picture, nl=False)
        return
    try:
        output.write_text(picture, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CannotWrite.at(None, f"'{output}' could not be written: {error.strerror}.") from error
    click.echo(shown(output))


@cli.command()
@project_option
@click.argument("names", nargs=-1, metavar="[FORMAT]...")
@click.option(
    "-o", "--output", type=OUTPUT, default=Path("."),
    help="The folder for the files; the current one without it.",
)
@click.option("--list", "listing", is_flag=True, help="Tell which formats there are.")
@click.option("--format", "form", type=_TABLES, default="table", show_default=True, help="Of the list.")
def export(project: Project, names: tuple[str, ...], output: Path, listing: bool, form: str) -> None:
    """Write single FORMATS of the project, and what each cannot say."""
    from il6ld import exporting, tables

    if listing:
        click.echo(tables.TABLES[form](exporting.columns(), exporting.rows()))
        return
    done = exporting.export(project, names, output)
    report(done.findings)
    for path in done.paths:
        click.echo(shown(path))
    for account in done.accounts:
        tell(account)


cli.add_command(build)
cli.add_command(cite)
cli.add_command(count)
cli.add_command(diff)
cli.add_command(import_)
cli.add_command(link)
cli.add_command(nanopub)
cli.add_command(pull)
cli.add_command(push)
cli.add_command(query)
cli.add_command(serve)
cli.add_command(site)


def main() -> None:
    """The entry point: never a traceback, whatever the reader, the system or the user does."""
    exits.open_streams()
    exits.listen()
    try:
        cli(prog_name="il6ld")
    except exits.Stopped as stop:
        tell(str(stop))
        sys.exit(stop.exit_code)
    except OSError as error:  # standard output refused what was written to it
        sys.exit(failed(error, "full"))
    finally:
        exits.close_streams()


if __name__ == "__main__":
    main()
