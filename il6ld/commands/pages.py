"""The commands that let people read a release: as a folder of pages, or served."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from il6ld.project import Project
from il6ld.terminal import NEW_FILE, OUTPUT, as_lines, project_option, shown, tell


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


@click.command()
@project_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
              help="The port; 0 takes a free one.")  # fmt: skip
@click.option("--time-limit", "seconds", type=click.FloatRange(0.1, 3600), default=10, show_default=True,
              help="Seconds after which a query is stopped.")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 64), help="Queries at once; as many as cores without it.")
@click.option("--log", type=NEW_FILE, help="A file that a line is added to for each request.")
@click.option("--base-path", default="", help="The path that the site stands at, where a proxy keeps it.")
def serve(
    project: Project, host: str, port: int, seconds: float, workers: int | None, log: Path | None,
    base_path: str,
) -> None:  # fmt: skip
    """Serve the release: pages, data by content negotiation, and SPARQL at /sparql."""
    from il6ld import serving

    options = serving.Options(host, port, seconds, workers or 0, log, base_path)
    sys.exit(serving.serve(project, options, ready=click.echo, warn=tell))
