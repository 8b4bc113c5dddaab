"""A changelog tells everything that differs between two releases, and no claim without its stance."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from il6ld import changes, comparing
from il6ld.changes import Change, Changes, Edit, Event, Value
from il6ld.changes.change import GROUPS, PLURALS
from il6ld.cli import cli
from il6ld.commands.comparing import FORMATS
from il6ld.formats import Material
from il6ld.formats.wording import named
from il6ld.namespaces import DCTERMS, IL6, ONTOLOGY_IRI, RDF, RDFS, SKOS, local_name
from il6ld.project import Project, find_project
from tests.changes.releases import FOLDER, WRITTEN, between, material, quads
from tests.conftest import ROOT

HISTORY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def il6ld(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["diff", *arguments])


def groups(found: Changes) -> dict[str, list[str]]:
    return {group: [local_name(change.id) for change in members] for group, members in found.groups.items()}


# --- what is told -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITTEN)
def test_the_changelog_is_the_expected_one(name: str) -> None:
    """Whoever wants another writes it with `python -m tests.changes`, and reads what changed."""
    assert f"{WRITTEN[name](between())}\n" == (FOLDER / name).read_text(encoding="utf-8")


def test_the_two_releases_differ_in_every_way() -> None:
    found = groups(between())
    kinds = {change.kind for change in between().changes}
    assert kinds == PLURALS.keys()
    assert {group for group in GROUPS if group.startswith("claims ")} <= found.keys()
    assert {change.event for change in between().changes} == set(Event)


def test_each_claim_is_found_under_its_gravest_change() -> None:
    found = groups(between())
    assert found["claims superseded"] == ["sleep-0002"]
    assert found["claims retracted"] == ["sleep-0004"]
    assert found["claims with another stance"] == ["sleep-0001"]
    assert not [change for change in between().changes if change.id == "claims:sleep-0008"]


def test_the_order_of_the_quads_does_not_matter() -> None:
    turned = material(quads("before")[::-1]), material(quads("after")[::-1])
    assert changes.compare(*turned, ("before", "after")) == between()


def test_a_line_of_evidence_is_known_again_whatever_its_number() -> None:
    (change,) = (change for change in between().changes if change.id == "claims:sleep-0005")
    told = [(edit.field, len(edit.gone), len(edit.come)) for edit in change.edits]
    assert told == [
        (("evidence", "observation", "outcome"), 1, 1),
        (("evidence",), 0, 1),
        (("evidence",), 1, 0),
    ]
    assert not any("talk" in value.words for edit in change.edits for value in (*edit.gone, *edit.come))


def test_what_two_observations_swap_is_told() -> None:
    line, first, second = (ox.NamedNode(f"urn:{name}") for name in ("line", "first", "second"))
    claim = ox.NamedNode("https://w3id.org/il6ld/claims/sleep-0001")
    shared = (
        ox.Quad(claim, IL6.evidence, line),
        *(ox.Quad(line, IL6.observation, node) for node in (first, second)),
        ox.Quad(first, IL6.measured, IL6.Sleep),
        ox.Quad(second, IL6.measured, IL6.Tea),
    )
    outcomes = [(IL6.Increased, IL6.Decreased), (IL6.Decreased, IL6.Increased)]
    before, after = (
        material(
            (*quads("before"), *shared, ox.Quad(first, IL6.outcome, one), ox.Quad(second, IL6.outcome, other))
        )
        for one, other in outcomes
    )
    (change,) = changes.compare(before, after).changes
    assert [edit.field for edit in change.edits] == [("evidence", "observation")]
    assert {value.words for value in change.edits[0].come} == {
        "measured: sleep; outcome: decreased", "measured: tea; outcome: increased",
    }  # fmt: skip


def test_a_blank_node_is_known_by_what_it_says() -> None:
    def with_axiom(label: str, filler: ox.NamedNode) -> Material:
        node = ox.BlankNode(label)
        return material(
            (*quads("before"), ox.Quad(IL6.Tea, RDFS.subClassOf, node), ox.Quad(node, IL6.degree, filler))
        )

    same = changes.compare(with_axiom("a", IL6.Strong), with_axiom("b", IL6.Strong))
    assert not same
    (change,) = changes.compare(with_axiom("a", IL6.Strong), with_axiom("b", IL6.Book)).changes
    assert [value.words for value in change.edits[0].come] == ["degree: book"]


# --- no claim without its stance ----------------------------------------------------------------------


def values(found: Changes) -> Iterator[tuple[bool, str, str]]:
    """Each claim that is told: whether by the later release, its CURIE, and how."""
    for change in found.changes:
        for is_later, told in ((False, change.before), (True, change.after)):
            if told and change.kind == "claim":
                yield is_later, change.id, told.words
        for edit in change.edits:
            for is_later, side in ((False, edit.gone), (True, edit.come)):
                yield from (
                    (is_later, value.id, value.words) for value in side if value.id.startswith("claims:")
                )


def test_every_claim_is_told_as_other_formats_tell_it() -> None:
    sides = [material(quads(name)) for name in ("before", "after")]
    wanted = [{side.curie(one.claim): named(side, one) for one in side.statements} for side in sides]
    told = list(values(between()))
    assert len(told) > 12
    for is_later, curie, words in told:
        assert words == wanted[is_later][curie]


@pytest.mark.parametrize("name", FORMATS)
def test_a_denied_claim_never_reads_like_an_affirmed_one(name: str) -> None:
    lines = changes.WRITERS[name](between()).splitlines()
    denied = [line for line in lines if "Coffee does not shorten sleep" in line or "Tea never" in line]
    assert len(denied) >= 4
    assert all("a denial" in line for line in denied)


def test_a_claim_of_no_proposition_is_told_with_what_is_recorded() -> None:
    claim = ox.NamedNode("https://w3id.org/il6ld/claims/sleep-0099")
    said: dict[ox.NamedNode, ox.NamedNode | ox.Literal] = {
        RDF.type: IL6.Claim, RDFS.label: ox.Literal("Tea is tea"), IL6.polarity: IL6.Denied,
    }  # fmt: skip
    new = [ox.Quad(claim, prop, value) for prop, value in said.items()]
    (change,) = changes.compare(material(quads("before")), material((*quads("before"), *new))).changes
    assert change.after
    assert change.after.words.startswith("Tea is tea [status: not recorded; polarity: denied; ")


# --- what must hold of any two ------------------------------------------------------------------------

# Of the model, only what has a say in how claims are told; a release without it is refused.
MODEL = tuple(quad for quad in quads("before") if quad.predicate == RDFS.subPropertyOf)
POOL = tuple(dict.fromkeys((*quads("before"), *quads("after"))))
SOME = st.sets(st.sampled_from(POOL), max_size=60).map(lambda chosen: (*MODEL, *sorted(chosen, key=str)))
MOST = st.sets(st.sampled_from(POOL), max_size=12).map(
    lambda left: tuple(quad for quad in POOL if quad not in left)
)
hurried = settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
)


def mirrored(found: Changes) -> Changes:
    def turned(change: Change) -> Change:
        edits = tuple(Edit(edit.field, edit.come, edit.gone) for edit in change.edits)
        return replace(change, before=change.after, after=change.before, edits=edits)

    return Changes(found.after, found.before, tuple(map(turned, found.changes)))


@hurried
@given(one=SOME | MOST)
def test_a_release_does_not_differ_from_itself(one: tuple[ox.Quad, ...]) -> None:
    assert not changes.compare(material((*MODEL, *one)), material((*MODEL, *one[::-1])))


@hurried
@given(one=SOME | MOST, other=SOME | MOST)
def test_what_was_added_one_way_was_removed_the_other(
    one: tuple[ox.Quad, ...], other: tuple[ox.Quad, ...]
) -> None:
    before, after = material((*MODEL, *one)), material((*MODEL, *other))
    there = changes.compare(before, after, ("one", "other"))
    back = changes.compare(after, before, ("other", "one"))
    assert mirrored(there) == replace(back, before=there.after, after=there.before)
    for write in changes.WRITERS.values():
        assert write(there)


# What is not told by itself: of the model, what is only a label; of a part, its number and its class.
def is_unsaid(quad: ox.Quad) -> bool:
    subject = str(quad.subject)[1:-1]
    if subject.startswith(IL6.iri):
        return quad.subject not in NAMED
    numbered = ("/lines/", "/observations/", "/selectors/", "/steps/", "/sections/", "/propositions/")
    return any(name in subject for name in numbered) and quad.predicate in (RDF.type, RDFS.label)


NAMED = {
    quad.subject
    for quad in quads("before")
    if quad.predicate == SKOS.definition or quad.object in (IL6.Food, IL6.Habit)
}


def test_any_quad_that_a_record_loses_is_told() -> None:
    before, told = material(quads("before")), 0
    for left in quads("before"):
        if left in MODEL or is_unsaid(left) or left.subject == ONTOLOGY_IRI:
            continue
        kept = tuple(quad for quad in quads("before") if quad != left)
        assert changes.compare(before, material(kept)), left
        told += 1
    assert told > 120


# --- the releases that are named ----------------------------------------------------------------------


@cache
def as_nquads(name: str) -> bytes:
    payload = ox.serialize(quads(name), format=ox.RdfFormat.N_QUADS)
    assert payload
    return payload


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True,
                   env={**os.environ, **HISTORY})  # fmt: skip


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in a folder of a git repository: the earlier release committed, the later one on disk."""
    project = tmp_path / "whole" / "project"
    (project / "ontology").mkdir(parents=True)
    (project / "build").mkdir()
    (project / "build" / "il6ld.nq").write_bytes(as_nquads("before"))
    for arguments in (
        ["init", "-q", "-b", "main"], ["commit", "-q", "--allow-empty", "-m", "Nothing"], ["tag", "empty"],
        ["add", "."], ["commit", "-q", "-m", "First"], ["tag", "v1"],
    ):  # fmt: skip
        git(tmp_path / "whole", *arguments)
    (project / "build" / "il6ld.nq").write_bytes(as_nquads("after"))
    monkeypatch.chdir(tmp_path)
    for name, value in HISTORY.items():
        monkeypatch.setenv(name, value)
    return project


def test_a_revision_is_compared_with_the_release_on_disk(repository: Path) -> None:
    done = il6ld("v1", "--project", str(repository), "--format", "json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["before"] == {"name": "v1", "version": "0.1.0", "claims": 8}
    assert told["after"]["version"] == "0.2.0"
    assert told["changes"] == json.loads(changes.WRITERS["json"](between()))["changes"]


def test_folders_files_and_revisions_are_releases(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "after.trig").write_bytes(ox.serialize(quads("after"), format=ox.RdfFormat.TRIG) or b"")
    same = [str(repository / "build"), str(repository / "build" / "il6ld.nq"), "after.trig"]
    for name in same:
        assert il6ld(name, "after.trig", "--project", str(repository)).stdout.endswith(
            "Nothing has changed.\n"
        )
    assert "1 superseded" in il6ld("main", "after.trig", "--project", str(repository)).stdout


def test_a_path_goes_before_a_revision_of_the_same_name(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "v1").mkdir()
    (tmp_path / "v1" / "il6ld.nq").write_bytes(as_nquads("after"))
    assert "Nothing has changed." in il6ld("v1", "--project", str(repository)).stdout


def test_the_exit_code_says_whether_they_differ_only_where_it_is_asked_to(repository: Path) -> None:
    project = ["--project", str(repository)]
    assert il6ld("v1", *project).exit_code == 0
    assert il6ld("v1", *project, "--exit-code").exit_code == 1
    assert il6ld("v1", "v1", *project, "--exit-code").exit_code == 0


@pytest.mark.parametrize(
    ("name", "code", "message", "cure"),
    [
        ("mian", 2, "'mian' is no release.", "did you mean 'main'?"),
        ("v2", 2, "'v2' is no release.", "Name a folder, an .nq or .trig file, or a git revision."),
        ("notes.txt", 2, "'notes.txt' is no release.", "A release is a folder with il6ld.nq in it"),
        ("broken.nq", 3, "'broken.nq' is not RDF: ", "Build the release again"),
        ("small.nq", 2, "'small.nq' is no release.", "It holds no ontology of claims"),
        ("empty", 2, "'empty' is no release.", "That revision of the project has no build/il6ld.nq."),
    ],
)
def test_what_is_no_release_is_refused_with_a_cure(
    name: str, code: int, message: str, cure: str, repository: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("Tea.\n")
    (tmp_path / "broken.nq").write_text("Tea.\n")
    (tmp_path / "small.nq").write_text("<urn:a> <urn:b> <urn:c> .\n")
    done = il6ld(name, "--project", str(repository))
    assert (done.exit_code, done.stdout) == (code, "")
    assert message in done.stderr
    assert cure in done.stderr
    assert "Traceback" not in done.stderr


def test_a_project_that_was_not_built_says_so(repository: Path) -> None:
    (repository / "build" / "il6ld.nq").unlink()
    done = il6ld("v1", "--project", str(repository))
    assert done.exit_code == 2
    assert "Run 'il6ld build' first" in done.stderr


def test_a_missing_git_is_told_in_a_line(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    done = il6ld("v1", "--project", str(repository))
    assert done.exit_code == 2
    assert "error[no-git] Revisions are read by git, which is missing." in done.stderr


def test_what_follows_from_the_rest_is_no_news(tmp_path: Path, project: Project) -> None:
    graphs = [ox.NamedNode(f"https://w3id.org/il6ld/{name}") for name in comparing._DERIVED]
    derived = [ox.Quad(IL6.Tea, DCTERMS.title, ox.Literal("Tea"), graph) for graph in graphs]
    for name, more in (("one", []), ("other", derived)):
        (tmp_path / f"{name}.nq").write_bytes(
            ox.serialize([*quads("before"), *more], format=ox.RdfFormat.N_QUADS) or b""
        )
    assert not comparing.compare(project, str(tmp_path / "one.nq"), str(tmp_path / "other.nq"))


def test_the_command_line_names_the_forms_there_are() -> None:
    assert tuple(changes.WRITERS) == FORMATS


# --- this repository ----------------------------------------------------------------------------------


def test_the_releases_of_this_repository_can_be_compared() -> None:
    log = ["git", "log", "--format=%h", "--", "build/il6ld.nq"]
    revisions = subprocess.run(log, cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if len(revisions) < 2:
        pytest.skip(
            "this copy of the repository has no earlier release: its history is cut off, or not there"
        )
    found = comparing.compare(find_project(ROOT), revisions[-1])
    assert found.before.claims > 90
    assert found.after.claims > 90
    assert found


@pytest.mark.heavy
def test_ten_thousand_claims_are_compared_in_seconds(tmp_path: Path, project: Project) -> None:
    """Two releases of 10,000 claims, in no more than 30 seconds of one processor; 12 were measured."""
    lines = (ROOT / "build" / "il6ld.nq").read_text(encoding="utf-8").splitlines(keepends=True)
    graphs = ("graphs/il6d-", "graphs/passages>", "graphs/propositions>")
    own = "".join(line for line in lines if any(graph in line for graph in graphs))
    copies = (
        own.replace("il6d-", f"g{n}-").replace("propositions/1-", f"propositions/1-{n:03}")
        for n in range(101)
    )
    text = "".join([*lines, *copies])
    (tmp_path / "one.nq").write_text(text, encoding="utf-8")
    terms = "https://w3id.org/il6ld/terms/"
    claim = f"<https://w3id.org/il6ld/claims/g7-0077> <{terms}certainty> <{terms}"
    assert f"{claim}Stated>" in text
    (tmp_path / "other.nq").write_text(text.replace(f"{claim}Stated>", f"{claim}Possible>"), encoding="utf-8")
    start = time.process_time()
    found = comparing.compare(project, str(tmp_path / "one.nq"), str(tmp_path / "other.nq"))
    assert time.process_time() - start < 30
    assert found.before.claims == 9996
    assert [change.id for change in found.changes] == ["claims:g7-0077"]
    assert found.changes[0].edits == (
        Edit(("certainty",), (Value("il6:Stated", "stated"),), (Value("il6:Possible", "possible"),)),
    )
