"""The release of a corpus, made of the quads of il6ld's own release without building it."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox

from il6ld.namespaces import GRAPHS
from il6ld.release import with_checksums
from il6ld.shards.making import packed
from tests.conftest import ROOT

OWN_FILES = {
    GRAPHS.ontology: "ontology", GRAPHS.links: "ontology", GRAPHS.inferred: "inferred", GRAPHS.bare: "bare",
}  # fmt: skip


def write(folder: Path) -> Path:
    """A folder with the shards that a build would make, and their checksums."""
    shards: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    for quad in ox.parse(path=str(ROOT / "build" / "il6ld.nq"), format=ox.RdfFormat.N_QUADS):
        graph = quad.graph_name
        assert isinstance(graph, ox.NamedNode)
        shards[OWN_FILES.get(graph, "claims-000001-0001")].append(quad)
    files = {
        f"{name}.nq.zst": packed(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
        for name, quads in shards.items()
    }
    folder.mkdir()
    for name, content in with_checksums({**files, "context.jsonld": b'{"@context": {}}\n'}).items():
        (folder / name).write_bytes(content)
    return folder
