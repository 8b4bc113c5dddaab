"""The command that compares releases."""

from __future__ import annotations

import sys

import click

from il6ld.project import Project
from il6ld.terminal import project_option

# Named again here, since a command line must start without what writes them; a test compares.
FORMATS = ("text", "md", "json")


@click.command()
@project_option
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", required=False)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--exit-code", is_flag=True, help="Leave with 1 where the two differ, as git does.")
def diff(project: Project, before: str, after: str | None, form: str, exit_code: bool) -> None:
    """Tell what changed from release A to release B, or to the one on disk.

    A and B are a folder with il6ld.nq in it, an .nq or .trig file, or a git revision of the project; a path
    that exists goes before a revision of the same name. What follows from the rest is left aside: bare
    triples, inferences, the description of the dataset. The exit code is 0 whether or not they differ.
    """
    from il6ld import changes, comparing

    found = comparing.compare(project, before, after)
    click.echo(changes.WRITERS[form](found))
    if exit_code and found:
        sys.exit(1)
