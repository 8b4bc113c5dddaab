"""The release is what the sources give: the same bytes everywhere, whole, and checked."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from il6ld import build, formats, pipeline, release
from il6ld.errors import InvalidInput
from il6ld.lookup import Lookup
from il6ld.namespaces import DCAT, IL6, PROV, RDF, SPDX, VOID
from il6ld.project import Project, find_project

CLAIMS = "ontology/articles/first/claims/introduction.yaml"


@pytest.fixture(scope="module")
def made(project: Project) -> pipeline.Release:
    """This repository's release, made anew."""
    return pipeline.Pipeline(project).release()


def test_the_committed_release_is_what_a_build_makes(made: pipeline.Release, project: Project) -> None:
    assert len(made.files) >= 11
    assert release.differences(made.files, project.root / "build") == []


def test_a_release_without_trouble_says_so(made: pipeline.Release) -> None:
    assert made.findings == []
    assert made.summary["sentences"] == "27 of 27 covered"
    assert int(made.summary["shapes"].split()[0]) > 200


@pytest.mark.parametrize(
    "environment",
    [
        {
            "PYTHONHASHSEED": "1",
            "TZ": "Asia/Tokyo",
            "LC_ALL": "C",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
        },
        {"PYTHONHASHSEED": "4711", "LC_ALL": "tr_TR.UTF-8", "SOURCE_DATE_EPOCH": "0"},
    ],
    ids=["C locale", "Turkish locale"],
)
@pytest.mark.heavy
def test_the_same_sources_give_the_same_bytes(
    environment: dict[str, str], tmp_path: Path, made: pipeline.Release
) -> None:
    command = [
        sys.executable,
        "-m",
        "il6ld.cli",
        "build",
        "-o",
        str(tmp_path / "out"),
        "--project",
        str(made_root()),
    ]
    cache = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    subprocess.run(
        command, env={**os.environ, **environment, **cache}, cwd=tmp_path, check=True, capture_output=True
    )
    assert release.differences(made.files, tmp_path / "out") == []


def made_root() -> Path:
    return Path(__file__).parents[1]


def union(made: pipeline.Release) -> Lookup:
    return Lookup(ox.parse(made.files["il6ld.ttl"], format=ox.RdfFormat.TURTLE))


def test_no_blank_node_stands_in_a_record(made: pipeline.Release) -> None:
    quads = list(ox.parse(made.files["il6ld.nq"], format=ox.RdfFormat.N_QUADS))
    blank = {
        str(quad.graph_name) for quad in quads
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
    }  # fmt: skip
    assert len(quads) > 5000
    assert blank == {"<https://w3id.org/il6ld/graphs/ontology>"}


def test_what_nobody_stated_is_inferred(made: pipeline.Release) -> None:
    said = union(made)
    assert IL6.Cancer in said.nodes(
        IL6.MultipleMyeloma, ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    )
    for name in ("EvidenceFromMouseStudy", "EvidenceFromPatients", "EvidenceFromKnockout"):
        assert said.instances(IL6[name]), name


def test_the_loops_sign_is_computed(made: pipeline.Release) -> None:
    said = union(made)
    assert [said.text(loop, IL6.computedSign) for loop in said.instances(IL6.CausalLoop)] == ["1"]


def test_the_description_counts_what_is_there(made: pipeline.Release) -> None:
    said = Lookup(ox.parse(made.files["void.ttl"], format=ox.RdfFormat.TURTLE))
    (dataset,) = said.instances(DCAT.Dataset)
    claims = [
        node
        for node in said.nodes(dataset, VOID.classPartition)
        if said.node(node, VOID["class"]) == IL6.Claim
    ]
    assert [said.text(node, VOID.entities) for node in claims] == [made.summary["claims"]]
    assert said.instances(VOID.Linkset)
    assert said.nodes(said.instances(PROV.Activity)[0], PROV.used)


def test_every_file_is_described_by_size_and_checksum(made: pipeline.Release) -> None:
    said = Lookup(ox.parse(made.files["void.ttl"], format=ox.RdfFormat.TURTLE))
    files = said.instances(DCAT.Distribution)
    assert len(files) == len(formats.file_table()) > 10
    for node in files:
        name = node.value.rpartition("file-")[2]
        (checksum,) = said.nodes(node, SPDX.checksum)
        assert said.text(checksum, SPDX.checksumValue) == release.sha256(made.files[name])
        assert said.text(node, DCAT.byteSize) == str(len(made.files[name]))


def test_every_source_is_named_by_its_digest(made: pipeline.Release, project: Project) -> None:
    said = Lookup(ox.parse(made.files["void.ttl"], format=ox.RdfFormat.TURTLE))
    digests = {said.text(node, SPDX.checksumValue) for node in said.instances(SPDX.Checksum)}
    assert len(project.inputs) > 20
    assert {release.sha256(path.read_bytes()) for path in project.inputs} <= digests


def test_nothing_is_done_where_nothing_changed(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    first = build.build(find_project(tiny))
    second = build.build(find_project(tiny))
    assert (first.unchanged, second.unchanged) == (False, True)
    assert first.summary == second.summary
    (tiny / "build" / "il6ld.ttl").write_text("")
    assert not build.build(find_project(tiny)).unchanged


def test_another_project_is_its_own(tiny: Path) -> None:
    made = pipeline.Pipeline(find_project(tiny)).release()
    said = Lookup(ox.parse(made.files["il6ld.nq"], format=ox.RdfFormat.N_QUADS))
    assert [claim.value for claim in said.instances(IL6.Claim)] == [
        "https://example.org/tiny/claims/first-0001"
    ]
    graphs = {str(q.graph_name) for q in ox.parse(made.files["il6ld.nq"], format=ox.RdfFormat.N_QUADS)}
    assert graphs and all(graph.startswith("<https://example.org/tiny/graphs/") for graph in graphs)
    assert b"Interleukin6" not in made.files["il6ld.nq"]
    assert made.files["il6ld-bare.ttl"].strip() == b""


def test_another_projects_plain_claim_stands_bare(tiny: Path, unreasoned: None) -> None:
    path = tiny / CLAIMS
    path.write_text(path.read_text().replace("certainty: Possible", "certainty: Stated"))
    made = pipeline.Pipeline(find_project(tiny)).release()
    (triple,) = ox.parse(made.files["il6ld-bare.ttl"], format=ox.RdfFormat.TURTLE)
    assert triple.predicate == IL6.decreases


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("  certainty: Possible\n", "", "claim-certainty"),
        (
            "subject: my:Caffeine",
            "subject: my:Caffeine\n    speciesContext: my:Sleep",
            "proposition-context-species",
        ),
        ("certainty: Possible", "certainty: Stated\n  basedOn: claims:first-0001", "claim-basis-cycle"),
    ],
)
def test_a_broken_project_is_refused_and_the_last_release_stays(
    tiny: Path, old: str, new: str, rule: str, unreasoned: None
) -> None:
    build.build(find_project(tiny))
    before = {path.name: path.read_bytes() for path in (tiny / "build").iterdir()}
    path = tiny / CLAIMS
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    with pytest.raises(InvalidInput) as caught:
        build.build(find_project(tiny))
    assert rule in {finding.rule for finding in caught.value.findings}
    assert {path.name: path.read_bytes() for path in (tiny / "build").iterdir()} == before


@pytest.mark.heavy
def test_contradicting_axioms_are_told_at_the_class(tiny: Path) -> None:
    terms = tiny / "ontology" / "terms.ttl"
    text = terms.read_text()
    terms.write_text(
        text.replace(
            "Of il6:BiologicalProcess",
            "Of il6:BiologicalProcess ;\n    owl:disjointWith il6:BiologicalProcess",
        )
    )
    with pytest.raises(InvalidInput) as caught:
        build.build(find_project(tiny))
    (finding,) = caught.value.findings
    assert (finding.rule, finding.position and finding.position.line) == ("unsatisfiable", 15)


def test_a_definition_needs_its_class_axiom(tiny: Path, unreasoned: None) -> None:
    path, terms = tiny / CLAIMS, tiny / "ontology" / "terms.ttl"
    text = path.read_text().replace("predicate: decreases", "predicate: isA").replace("Possible", "Stated")
    path.write_text(text.replace("discourseRole: Background", "discourseRole: Definition"))
    with pytest.raises(InvalidInput) as caught:
        build.build(find_project(tiny))
    assert "isa" in " ".join(finding.rule for finding in caught.value.findings).replace("-", "")
    drug = "a owl:Class , il6:MolecularEntity ;\n    rdfs:subClassOf"
    process = "a owl:Class , il6:BiologicalProcess ;\n    rdfs:subClassOf il6:BiologicalProcess"
    axioms = terms.read_text().replace(f"{drug} il6:MolecularEntity", f"{drug} my:Sleep")
    terms.write_text(axioms.replace(process, f"{drug} il6:MolecularEntity"))
    assert build.build(find_project(tiny)).summary["bare"].startswith("1 ")


def test_python_leaves_no_trace_in_a_release(made: pipeline.Release) -> None:
    root = str(made_root())
    assert not [name for name, content in made.files.items() if root.encode() in content]
    assert not re.search(rb"/(home|tmp|root)/", b"".join(made.files.values()))


@pytest.mark.heavy
def test_oddly_named_folders_do(tiny: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Caf\u00e9 & sleep"
    shutil.move(tiny, folder)
    build.build(find_project(folder))
    assert (folder / "build" / "il6ld.ttl").is_file()


def test_types_are_as_declared(made: pipeline.Release) -> None:
    said = union(made)
    for claim in said.instances(IL6.Claim):
        assert set(said.nodes(claim, RDF.type)) == {IL6.Claim, IL6.SourceRecord}
