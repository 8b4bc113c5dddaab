"""The command that cites."""

from __future__ import annotations

import click

from il6ld.project import Project
from il6ld.terminal import project_option

# Named again here, since a command line must start without what prints them; a test compares.
STYLES = ("apa", "mla", "chicago", "harvard", "bibtex", "csl")


@click.command()
@project_option
@click.argument("names", nargs=-1, required=True, metavar="CLAIM | ARTICLE | release...")
@click.option("--style", type=click.Choice(STYLES), default="apa", show_default=True, help="How to cite it.")
def cite(project: Project, names: tuple[str, ...], style: str) -> None:
    """Print a reference to a CLAIM, an ARTICLE or the release.

    The reference to a claim tells what a plain sentence would not: that it is denied, only held possible,
    superseded, or seen in animals.
    """
    from il6ld import citing

    click.echo(citing.cite(project, names, style))
