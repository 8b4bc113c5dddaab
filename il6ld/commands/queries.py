"""The command that asks the release."""

from __future__ import annotations

import sys

import click

from il6ld.errors import LimitExceeded, UsageError
from il6ld.project import Project
from il6ld.terminal import project_option, tell

_FORMS = ("table", "csv", "tsv", "json", "xml", "ttl", "jsonld", "md")


def _pairs(context: click.Context, option: click.Parameter, texts: tuple[str, ...]) -> dict[str, str]:
    pairs = [text.partition("=") for text in texts]
    for name, equals, _ in pairs:
        if not (name and equals):
            raise click.BadParameter(f"'{name}' is not NAME=VALUE.", context, option)
    return {name: value for name, _, value in pairs}


@click.command()
@project_option
@click.argument("name", required=False, metavar="[NAME | FILE | -]")
@click.option(
    "-p",
    "--param",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_pairs,
    help="A value for a parameter: a name, synonym, CURIE or IRI; 'any' leaves it open. May be repeated.",
)
@click.option("--format", "form", type=click.Choice(_FORMS), default="table", show_default=True)
@click.option("--list", "listing", is_flag=True, help="Tell which named queries there are.")
@click.option("--explain", is_flag=True, help="Tell what the query asks, and its SPARQL for any store.")
@click.option(
    "--time-limit",
    "seconds",
    type=click.FloatRange(0.1, 3600),
    default=10,
    show_default=True,
    help="Seconds after which the query is stopped.",
)
@click.option(
    "--rows",
    "most",
    type=click.IntRange(1),
    default=10_000,
    show_default=True,
    help="Where the answer is cut; a cut answer is told, and exits with 9.",
)
def query(
    project: Project, name: str | None, given: dict[str, str], form: str, listing: bool, explain: bool,
    seconds: float, most: int,
) -> None:  # fmt: skip
    """Ask the release: a named query, a FILE of SPARQL, or standard input."""
    from il6ld import asking, tables

    if listing:
        as_listed = tables.TABLES.get(form, tables.as_table)
        click.echo(as_listed(asking.columns(), asking.rows()))
        return
    if name is None:
        raise UsageError.at(None, "Name a query.", help="'il6ld query --list' tells of each.")
    if explain:
        click.echo(asking.explain(project, name, given))
        return
    reply = asking.ask(project, name, given, form, seconds, most)
    click.echo(reply.text, nl=False)
    if reply.rows is not None:
        size = f"{reply.rows} row{'' if reply.rows == 1 else 's'}"
        tell(f"cut after {size}; there are more" if reply.cut else size)
    if reply.cut:
        sys.exit(LimitExceeded.exit_code)
