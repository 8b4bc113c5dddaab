"""The crate lists each file of the release as it is, and is read as a crate."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from il6ld import __version__, release
from il6ld.formats import TRANSLATIONS, Material, file_table
from il6ld.formats.ro_crate import CRATE_FILE, write_ro_crate
from il6ld.lookup import Lookup
from il6ld.namespaces import DCTERMS, OWL
from il6ld.project import find_project
from tests.conftest import ROOT

LATER = ("manifest.json", "void.ttl", release.CHECKSUMS)


@cache
def material() -> Material:
    """The release as far as it stands when the crate is written."""
    files = {path.name: path.read_bytes() for path in (ROOT / "build").iterdir()}
    dataset = ox.Dataset(ox.parse(files["il6ld.nq"], format=ox.RdfFormat.N_QUADS))
    before = {name: content for name, content in files.items() if name not in (*LATER, CRATE_FILE)}
    return Material(dataset, Lookup(dataset), find_project(ROOT).context, before)


@cache
def crate() -> dict[str, dict[str, Any]]:
    """The entities of the crate by id."""
    document = json.loads(write_ro_crate(material(), file_table()).files[CRATE_FILE])
    return {node["@id"]: node for node in document["@graph"]}


def test_whatever_lists_files_comes_last() -> None:
    assert TRANSLATIONS[-1].name == "ro-crate"


def test_every_file_is_there_with_its_kind_and_what_it_measures() -> None:
    parts = [part["@id"] for part in crate()["./"]["hasPart"]]
    assert len(parts) > 10
    assert set(parts) == material().files.keys() | set(LATER)
    for name in parts:
        file = crate()[name]
        assert file["@type"] == "File" and file["encodingFormat"] and file["description"], name
        content = material().files.get(name)
        measured = (None, None) if content is None else (str(len(content)), sha256(content).hexdigest())
        assert (file.get("contentSize"), file.get("sha256")) == measured, name
        assert (content is None) == (name in LATER)


def test_the_root_says_what_the_header_says() -> None:
    root, lookup = crate()["./"], material().lookup
    (ontology,) = lookup.instances(OWL.Ontology)
    assert root["name"] == lookup.text(ontology, DCTERMS.title)
    assert root["datePublished"] == lookup.text(ontology, DCTERMS.issued)
    assert root["license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    assert crate()[root["about"]["@id"]]["name"] == "Interleukin 6 and Disease"
    assert crate()[CRATE_FILE]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}


def test_the_build_is_the_action_that_made_the_files() -> None:
    build = crate()[crate()["./"]["mentions"]["@id"]]
    assert build["@type"] == "CreateAction"
    assert crate()[build["instrument"]["@id"]]["softwareVersion"] == __version__
    assert build["result"] == crate()["./"]["hasPart"]
    assert not {"startTime", "endTime"} & build.keys()


def test_every_reference_within_the_crate_leads_somewhere() -> None:
    references = [
        value["@id"]
        for node in crate().values()
        for values in node.values()
        for value in (values if isinstance(values, list) else [values])
        if isinstance(value, dict)
    ]
    assert len(references) > 30
    assert {one for one in references if not one.startswith("https://w3id.org/ro/")} <= crate().keys()


@pytest.mark.heavy
def test_a_release_without_a_date_or_a_description_is_described_all_the_same() -> None:
    (ontology,) = material().lookup.instances(OWL.Ontology)
    unsaid = (DCTERMS.issued, DCTERMS.description)
    quads = [q for q in material().dataset if q.subject != ontology or q.predicate not in unsaid]
    bare = replace(material(), dataset=ox.Dataset(quads), lookup=Lookup(quads))
    document = json.loads(write_ro_crate(bare, file_table()).files[CRATE_FILE])
    (root,) = (node for node in document["@graph"] if node["@id"] == "./")
    assert root["description"] == root["name"]
    assert "datePublished" not in root


@pytest.mark.heavy
def test_the_rocrate_package_reads_it(tmp_path: Path) -> None:
    rocrate: Any = pytest.importorskip("rocrate.rocrate", reason="rocrate is not installed")
    for name in (*material().files, *LATER):
        (tmp_path / name).write_bytes(material().files.get(name, b""))
    (tmp_path / CRATE_FILE).write_bytes(write_ro_crate(material(), file_table()).files[CRATE_FILE])
    found = rocrate.ROCrate(tmp_path)
    assert {file.id for file in found.data_entities} == {part["@id"] for part in crate()["./"]["hasPart"]}
    assert found.name == crate()["./"]["name"]
    assert str(found.datePublished).startswith(crate()["./"]["datePublished"])
    assert found.dereference("#build").type == "CreateAction"


def test_every_word_is_one_of_the_crate_context() -> None:
    package = find_spec("rocrate")
    if package is None or package.origin is None:
        pytest.skip("rocrate is not installed")
    path = Path(package.origin).parent / "data" / "ro-crate.jsonld"
    known = json.loads(path.read_text(encoding="utf-8"))["@context"].keys()
    used = {name for node in crate().values() for name in node if not name.startswith("@")}
    kinds = {str(node["@type"]) for node in crate().values()}
    assert len(used) > 15
    assert used | kinds <= known
