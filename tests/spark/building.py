"""python -m tests.spark.building CORPUS RELEASE LINES [MASTER]: builds on Spark, or tells why not as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from il6ld import scaling
from il6ld.errors import InvalidInput
from il6ld.findings import Finding
from il6ld.project import find_project
from tests.conftest import ROOT
from tests.spark.clusters import MASTER


def as_json(finding: Finding) -> list[str]:
    """A finding for comparison: its rule, its words, its file and line."""
    place = finding.position
    return [finding.rule, finding.message, f"{Path(place.file).name}:{place.line}" if place else ""]


def main(corpus: Path, release: Path, lines: int, master: str = MASTER) -> int:
    """Builds, and gives the exit code."""
    try:
        scaling.build(find_project(ROOT), corpus, release, lines=lines, runner="spark", master=master)
    except InvalidInput as error:
        print(json.dumps([as_json(finding) for finding in error.findings]))
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:]))
