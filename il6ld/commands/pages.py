"""The commands that let people read a release: as a folder of pages, or served."""

from __future__ import annotations

from pathlib import Path

import click

from il6ld.project import Project
from il6ld.terminal import OUTPUT, as_lines, project_option, shown, tell


@click.command()
@project_option
@click.option("-o", "--output", type=OUTPUT, help="Where the site goes; site/ of the project without it.")
@click.option("--address", default="", help="Where the site will stand; w3id.org is told to lead there.")
def site(project: Project, output: Path | None, address: str) -> None:
    """Write the release as a site of static pages, with its data beside them."""
    from il6ld import site as sites

    written = sites.write(project, output, address)
    tell(f"Wrote {shown(written.output)}")
    click.echo(as_lines(written.summary))
