"""What is done with nanopublications from the command line: a file signed, files checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Dataset

from il6ld import nanopubs
from il6ld.errors import UsageError
from il6ld.files import read_bytes, replace_text
from il6ld.findings import Checked, Finding, Severity, in_order
from il6ld.formats.nanopubs import NANOPUBS_FILE
from il6ld.formats.turtle import write_trig
from il6ld.nanopubs.documents import read_document
from il6ld.project import Project


def sign(
    project: Project, file: Path | None, key: Path, agent: str = "", output: Path | None = None
) -> bytes:
    """The nanopublications of a file, or of the project's release, signed with a key file, as TriG.

    They are written to `output` where it is given. Raises a UsageError for a key that is not fit and
    InvalidInput for nanopublications that are not.
    """
    signing_key = nanopubs.read_key(key, project.root)
    if output and output.exists() and output.samefile(key):
        raise UsageError.at(
            None, f"'{output}' is the key.", rule="nanopub-key", help="Name another file with -o."
        )
    source = file or project.root / "build" / NANOPUBS_FILE
    if not source.is_file():
        raise UsageError.at(
            None, f"There is no file '{project.name_of(source)}'.",
            help="Run 'il6ld build' first, or name a file of nanopublications.",
        )  # fmt: skip
    name = project.name_of(source)
    signed = nanopubs.sign(read_bytes(source, name), name, signing_key, agent)
    payload = write_trig(Dataset(signed), project.context)
    if output:
        replace_text(output, payload.decode())
    return payload


def check(files: Sequence[Path], introduction: Path | None) -> Checked:
    """What is wrong with files of nanopublications, and how many of them are signed, and by whom."""
    keys = (
        nanopubs.read_introduction(read_bytes(introduction, str(introduction)), str(introduction))
        if introduction
        else None
    )
    findings: list[Finding] = []
    counts: Counter[str] = Counter()
    for path in files:
        examined = nanopubs.examine(read_document(read_bytes(path, str(path)), str(path)), keys)
        findings += examined.findings
        counts["nanopublications"] += len(examined.nanopubs)
        counts["with trusty URI"] += examined.trusty
        counts["signed"] += len(examined.signatures)
        counts["signer known"] += examined.known
    total = counts.pop("nanopublications")
    figures = {name: f"{number} of {total}" for name, number in counts.items()}
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    summary = {"files": str(len(files)), "nanopublications": str(total), **figures, "errors": str(errors)}
    return Checked(in_order(findings), summary)
