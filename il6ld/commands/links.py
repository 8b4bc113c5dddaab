"""The commands about links to other ontologies."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from il6ld.project import Project
from il6ld.tables import TABLES
from il6ld.terminal import (
    EXISTING,
    FILE,
    FOLDER,
    NEW_FILE,
    as_lines,
    conclude,
    format_option,
    project_option,
    tell,
)

if TYPE_CHECKING:
    from il6ld.linking import Linked


@click.group()
def link() -> None:
    """Hold the links to other ontologies against those ontologies."""


def _ontology_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --ontology, --cache and --no-cache, and hands the command what is linked."""

    @project_option
    @click.option(
        "--ontology", "ontologies", type=EXISTING, multiple=True, required=True,
        help="An ontology file, or a folder of them; may be given again.",
    )
    @click.option(
        "--cache", type=FOLDER, help="Where what was read is kept; the user's cache folder without it."
    )
    @click.option("--no-cache", is_flag=True, help="Keep nothing of what was read.")
    @wraps(command)
    def with_ontologies(
        project: Project, ontologies: tuple[Path, ...], cache: Path | None, no_cache: bool, **options: Any
    ) -> Any:
        from il6ld import linking

        kept = None if no_cache else cache or linking.cache_folder()
        tables = options.pop("tables", ())
        return command(linked=linking.Linked(project, ontologies, kept, tables), **options)

    return with_ontologies


@link.command(name="check")
@_ontology_options
@click.argument("tables", type=FILE, nargs=-1, metavar="[SSSOM FILES]")
@click.option("--equivalences", type=NEW_FILE, help="Write owl:equivalentClass axioms for what passed.")
@format_option
def check_links(linked: Linked, equivalences: Path | None, output_format: str) -> None:
    """Check that each link leads to a live term of the right name and kind."""
    from il6ld import linking

    conclude(linking.check(linked, equivalences), output_format)


@link.command()
@_ontology_options
@click.argument("names", nargs=-1, metavar="[TERM]...")
@click.option("--format", "form", type=click.Choice(list(TABLES)), default="table", show_default=True)
def suggest(linked: Linked, names: tuple[str, ...], form: str) -> None:
    """Propose terms for each TERM, or for every class without an exact match."""
    from il6ld import linking, links

    found = linking.suggest(linked, names)
    click.echo(TABLES[form](links.columns(), found.rows))
    missing = f"; none for {', '.join(found.without)}" if found.without else ""
    tell(f"{found.sought - len(found.without)} of {found.sought} terms have suggestions{missing}")


@link.command(name="slice")
@_ontology_options
@click.option("-o", "--output", type=NEW_FILE, required=True, help="The Turtle file to write.")
def slice_(linked: Linked, output: Path) -> None:
    """Write the terms linked to, and all above them, as Turtle to load beside a release."""
    from il6ld import linking

    click.echo(as_lines(linking.slice_of(linked, output)))
