"""The commands about triple stores."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from il6ld.project import Project
from il6ld.terminal import FOLDER, NEW_FILE, as_lines, format_option, project_option, report, tell

if TYPE_CHECKING:
    from il6ld.transfer import Destination

_KINDS = click.Choice(["oxigraph", "fuseki", "virtuoso", "sparql"])


def _store_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds what says where a store is, and hands the command a Destination."""

    @click.argument("url")
    @click.option("--store", "kind", type=_KINDS, help="The kind of store; found out without it.")
    @click.option("--update", default="", help="The URL that takes updates, where it is another.")
    @click.option("--graphs", default="", help="The URL of the Graph Store Protocol, where it is another.")
    @click.option(
        "--timeout", type=click.FloatRange(0, min_open=True), default=600, show_default=True,
        help="The seconds that one answer may take.",
    )
    @wraps(command)
    def with_store(
        url: str, kind: str | None, update: str, graphs: str, timeout: float, **options: Any
    ) -> Any:
        from il6ld import stores, transfer

        deadlines = stores.Deadlines(silence=timeout, total=timeout)
        place = transfer.Destination(url, kind or "", update, graphs, deadlines)
        return command(place=place, **options)

    return with_store


@click.command()
@project_option
@_store_options
@click.option("--release", type=FOLDER, help="The release's folder; build/ of the project without it.")
@click.option("--dry-run", is_flag=True, help="Say what would be changed, and change nothing.")
@click.option("--force", is_flag=True, help="Go back to an older version, or write over what others wrote.")
@format_option
def push(
    project: Project, place: Destination, release: Path | None, dry_run: bool, force: bool, output_format: str
) -> None:
    """Bring the release into the triple store at URL.

    The user comes from IL6LD_STORE_USER and IL6LD_STORE_PASSWORD, from IL6LD_STORE_TOKEN, or from netrc.
    """
    from il6ld import transfer

    done = transfer.push(project, place, release, force=force, dry_run=dry_run, tell=tell)
    report(done.findings, output_format)
    click.echo(as_lines(done.summary))


@click.command()
@project_option
@_store_options
@click.option("-o", "--output", type=NEW_FILE, required=True, help="The N-Quads file to write.")
@click.option("--against", type=FOLDER, help="A release's folder that the store should hold.")
@format_option
def pull(
    project: Project, place: Destination, output: Path, against: Path | None, output_format: str
) -> None:
    """Bring the release in the triple store at URL back, and prove that it is what was pushed."""
    from il6ld import transfer

    done = transfer.pull(project, place, output, against)
    report(done.findings, output_format)
    click.echo(as_lines(done.summary))
