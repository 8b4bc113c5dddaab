"""The commands that bring other forms in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from il6ld.project import Project
from il6ld.terminal import EXISTING, FILE, project_option, report, shown, tell

if TYPE_CHECKING:
    from il6ld.importing import Imported

_TABLES = click.Choice(("table", "csv", "tsv", "json"))
_OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The new corpus's folder."
)
_LICENSE = click.option(
    "--license", "licence", metavar="IRI", default="", help="The licence of what is imported."
)
_FORM = click.option(
    "--format", "form", type=_TABLES, default="table", show_default=True, help="Of the account."
)


@click.group(name="import")
def import_() -> None:
    """Make a corpus of BEL or nanopublications, and account for what cannot be said."""


@import_.command()
@project_option
@_OUTPUT
@_LICENSE
@click.option("--base", metavar="IRI", default="", help="What the names of the corpus begin with.")
@click.option("--retrieved", metavar="DAY", default="", help="When it was made, like 2024-07-13.")
@_FORM
@click.argument("source", type=EXISTING, metavar="FILE|DIR")
def bel(
    project: Project, output: Path, licence: str, base: str, retrieved: str, form: str, source: Path
) -> None:
    """Make a corpus of BEL scripts, or of statements in JSON."""
    from il6ld import importing

    terms = importing.Terms(license=licence, base=base, retrieved=retrieved)
    _tell(importing.bel(project, source, output, terms), form)


@import_.command()
@project_option
@_OUTPUT
@_LICENSE
@_FORM
@click.argument("source", type=FILE, metavar="FILE")
def nanopub(project: Project, output: Path, licence: str, form: str, source: Path) -> None:
    """Make a corpus of the nanopublications of FILE that say what a claim does."""
    from il6ld import importing

    _tell(importing.nanopub(project, source, output, importing.Terms(license=licence)), form)


def _tell(done: Imported, form: str) -> None:
    """The account to standard output, the rest to standard error."""
    from il6ld import tables

    report(done.findings)
    click.echo(tables.TABLES[form](("outcome", "number", "why"), done.rows))
    about = f"{done.articles} articles about {done.entities} entities"
    tell(f"{done.claims} claims of {about} in {shown(done.path)}")
    tell(f"{done.checked} of {done.claims} claims held against the shapes: no finding")
    if done.refused:
        tell(f"refused statements: {shown(done.path / 'refused.tsv')}")
