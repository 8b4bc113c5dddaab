"""The commands that ask a release."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from il6ld.errors import LimitExceeded, UsageError
from il6ld.project import Project
from il6ld.terminal import FOLDER, project_option, tell

if TYPE_CHECKING:
    from il6ld.asking import Reply

_FORMS = ("table", "csv", "tsv", "json", "xml", "ttl", "jsonld", "md")


def _pairs(context: click.Context, option: click.Parameter, texts: tuple[str, ...]) -> dict[str, str]:
    pairs = [text.partition("=") for text in texts]
    for name, equals, _ in pairs:
        if not (name and equals):
            raise click.BadParameter(f"'{name}' is not NAME=VALUE.", context, option)
    return {name: value for name, _, value in pairs}


def _answer_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds what says which release is asked, and how its answer is bounded and printed."""

    @project_option
    @click.option("--corpus", type=FOLDER, help="Ask this release of a corpus instead of the project's.")
    @click.option("--format", "form", type=click.Choice(_FORMS), default="table", show_default=True)
    @click.option(
        "--time-limit", "seconds", type=click.FloatRange(0.1, 3600), default=10, show_default=True,
        help="Seconds after which the query is stopped.",
    )
    @click.option(
        "--rows", "most", type=click.IntRange(1), default=10_000, show_default=True,
        help="Where the answer is cut; a cut answer is told, and exits with 9.",
    )
    @wraps(command)
    def with_answer(**options: Any) -> Any:
        return command(**options)

    return with_answer


@click.command()
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
@click.option("--list", "listing", is_flag=True, help="Tell which named queries there are.")
@click.option("--explain", is_flag=True, help="Tell what the query asks, and its SPARQL for any store.")
@_answer_options
def query(
    project: Project, name: str | None, given: dict[str, str], form: str, listing: bool, explain: bool,
    seconds: float, most: int, corpus: Path | None,
) -> None:  # fmt: skip
    """Ask the release: a named query, a FILE of SPARQL, or standard input."""
    from il6ld import asking, tables

    if listing:
        as_listed = tables.TABLES.get(form, tables.as_table)
        click.echo(as_listed(asking.columns(), asking.rows()))
        return
    if name is None:
        raise UsageError.at(None, "Name a query.", help="'il6ld query --list' tells of each.")
    base = asking.opened(project, corpus, tell)
    if explain:
        click.echo(asking.explain(base, name, given))
        return
    _print(asking.ask(base, name, given, form, seconds, most))


@click.command()
@click.option("--by", multiple=True, metavar="COLUMN", help="Count by predicate, say. May be repeated.")
@click.option("--status", default="any", show_default=True, help="Count the claims of this status alone.")
@_answer_options
def count(
    project: Project, by: tuple[str, ...], status: str, form: str, seconds: float, most: int,
    corpus: Path | None,
) -> None:  # fmt: skip
    """Count the claims of each stance, by columns."""
    from il6ld import asking

    _print(asking.count(asking.opened(project, corpus, tell), by, status, form, seconds, most))


def _print(reply: Reply) -> None:
    click.echo(reply.text, nl=False)
    if reply.rows is not None:
        size = f"{reply.rows} row{'' if reply.rows == 1 else 's'}"
        tell(f"cut after {size}; there are more" if reply.cut else size)
    if reply.cut:
        sys.exit(LimitExceeded.exit_code)
