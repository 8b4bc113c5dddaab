"""Small corpora made of the release: its claims again and again, each time as another article's."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from il6ld.corpora import Writer, folder
from il6ld.findings import Finding
from il6ld.project import Project, find_project
from il6ld.scaling import Build
from il6ld.shards import ground
from il6ld.sources import read_turtle
from il6ld.sources.vocabulary import vocabulary
from tests.conftest import ROOT

Record = dict[str, Any]
RELEASE = ROOT / "build" / "il6ld.nq"


@cache
def records() -> tuple[list[Record], list[Record]]:
    """The release's claims, and its other records."""
    project = find_project(ROOT)
    dataset = ox.Dataset(ox.parse(path=str(RELEASE), format=ox.RdfFormat.N_QUADS))
    writer = Writer(dataset, project.context, vocabulary(ground.ontology(project)))
    claims = list(writer.claims())
    return claims, list(writer.others())


def renamed(record: Record, number: int) -> Record:
    """A record as that of another article; the first is the release's own."""
    if number == 0:
        return record
    text = json.dumps(record).replace("il6d-", f"g{number}-")
    text = text.replace("il6-and-disease", f"generated-{number}")
    return dict(json.loads(text.replace('"code": "il6d"', f'"code": "g{number}"')))


def write(
    target: Path, articles: int = 1, *, edit: dict[str, Record] | None = None, a_file: int = 150
) -> Path:
    """A corpus of so many articles and so many claims a file; `edit` lays fields over claims by their ids."""
    claims, others = records()
    made = [renamed(claim, number) for number in range(articles) for claim in claims]
    made = [claim | (edit or {}).get(claim["id"], {}) for claim in made]
    shutil.rmtree(target, ignore_errors=True)
    (target / "claims").mkdir(parents=True)
    folder.write_head(target, {"name": "generated", "license": "https://creativecommons.org/publicdomain/zero/1.0/"})
    folder.write_records(target, "articles", (renamed(one, n) for n in range(articles) for one in others))
    for number, start in enumerate(range(0, len(made), a_file), start=1):
        lines = b"".join(map(folder.line, made[start : start + a_file]))
        (target / "claims" / f"{number:06}.ndjson").write_bytes(lines)
    return target


def few_shapes(project: Project) -> list[ox.Triple]:
    """The shapes of gaps alone."""
    return shapes_of(project, "gap.ttl")


def shapes_of(project: Project, *names: str) -> list[ox.Triple]:
    """The shapes of some of il6ld's files."""
    paths = [path for path in project.shape_files if path.name in (*names, "prefixes.ttl")]
    return [triple for path in paths for triple in read_turtle(project, path).triples]


def digests(release: Path) -> dict[str, str]:
    """The digest of each file of a release."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(release.iterdir())}


def quads(release: Path) -> Iterator[ox.Quad]:
    """What the shards of a release say, unpacked."""
    import zstandard

    for path in sorted(release.glob("*.nq.zst")):
        content = zstandard.ZstdDecompressor().stream_reader(path.open("rb")).read()
        yield from ox.parse(content, format=ox.RdfFormat.N_QUADS)


def unchecked(build: Build) -> tuple[dict[str, str], list[Finding], dict[str, bytes]]:
    """What takes the place of all checks where they are not what is looked at."""
    for name in ("bare.nq.zst", "inferred.nq.zst", "claims.parquet"):
        (build.workshop.folder / name).write_bytes(b"")
    return {}, [], {}
