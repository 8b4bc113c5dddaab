"""How commands take their common options, and how they tell what came of them.

What was asked for goes to standard output, what there is to say about it to standard error.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

from il6ld import exits
from il6ld.errors import InvalidInput
from il6ld.findings import OUTPUT_FORMATS, Checked, Finding, has_errors
from il6ld.project import find_project

FOLDER = click.Path(path_type=Path, file_okay=False)
OUTPUT = click.Path(path_type=Path)  # what stands there is looked at when the release is prepared
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
EXISTING = click.Path(path_type=Path, exists=True)
NEW_FILE = click.Path(path_type=Path, dir_okay=False)


def tell(text: str) -> None:
    """Says something to people, on standard error."""
    # Nobody may be listening there; the exit code still says what happened.
    with contextlib.suppress(OSError):
        if text:
            click.echo(text, err=True)


def report(findings: Sequence[Finding], output_format: str = "full") -> None:
    """Findings go where the form is read: machines read standard output, people standard error."""
    text = OUTPUT_FORMATS[output_format](findings)
    if output_format in ("full", "concise"):
        tell(text)
    elif text:
        click.echo(text)


def as_lines(summary: dict[str, str]) -> str:
    """The figures of a summary, one a line, aligned."""
    width = max(map(len, summary), default=0)
    return "\n".join(f"{name:>{width}}  {value}" for name, value in summary.items())


def project_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --project, and hands the command a Project."""

    @click.option("--project", "folder", type=FOLDER, help="The project's folder.")
    @wraps(command)
    def with_project(folder: Path | None, **options: Any) -> Any:
        return command(project=find_project(folder), **options)

    return with_project


def _remember(context: click.Context, _: click.Parameter, value: str) -> str:
    """Keeps the chosen form where errors are reported, too."""
    context.find_root().obj = value
    return value


format_option = click.option(
    "--output-format",
    type=click.Choice(list(OUTPUT_FORMATS)),
    default="full",
    show_default=True,
    is_eager=True,
    callback=_remember,
    help="How findings are printed.",
)


class Commands(click.Group):
    """Reports il6ld's errors in one form, and leaves with their exit codes."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            exits.stop_if_asked()
            sys.exit(failed(error, context.obj or "full"))


def failed(error: Exception, output_format: str) -> int:
    """Tells what went wrong, and gives the exit code for it."""
    if os.environ.get("IL6LD_TRACEBACK"):
        raise error
    told = exits.as_error(error)
    report(told.findings, output_format)
    return told.exit_code


def conclude(checked: Checked, output_format: str) -> None:
    """Tells what a check came to, and leaves with 1 where it found an error."""
    report(checked.findings, output_format)
    tell(as_lines(checked.summary))
    if has_errors(checked.findings):
        sys.exit(InvalidInput.exit_code)


def shown(path: Path) -> str:
    """A path as it is shortest to read from the current folder."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
