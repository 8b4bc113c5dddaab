"""The commands about nanopublications."""

from __future__ import annotations

from pathlib import Path

import click

from il6ld.project import Project
from il6ld.terminal import FILE, NEW_FILE, conclude, format_option, project_option, shown


@click.group()
def nanopub() -> None:
    """Sign nanopublications, and check anybody's."""


@nanopub.command()
@project_option
@click.option("--key", type=click.Path(path_type=Path), required=True, help="Your RSA private key.")
@click.option("--orcid", default="", help="Who signs: an ORCID in full, or another IRI.")
@click.option("-o", "--output", type=NEW_FILE, help="The file to write.")
@click.argument("file", type=FILE, required=False)
def sign(project: Project, key: Path, orcid: str, output: Path | None, file: Path | None) -> None:
    """Give the nanopublications of FILE, or of the release, trusty URIs and your signature."""
    from il6ld import publication

    signed = publication.sign(project, file, key, orcid, output)
    click.echo(shown(output) if output else signed, nl=output is not None)


@nanopub.command(name="check")
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--introduction", type=FILE, help="Nanopublications in which signers declare their keys.")
@format_option
def check(files: tuple[Path, ...], introduction: Path | None, output_format: str) -> None:
    """Hold nanopublications against their rules, their trusty URIs and their signatures."""
    from il6ld import publication

    conclude(publication.check(files, introduction), output_format)
