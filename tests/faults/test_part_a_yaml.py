"""Part A of the faults, rows 1 to 5 and 9 to 16: files that are cut, odd, huge or hostile."""

from __future__ import annotations

import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from il6ld import validation
from il6ld.errors import Il6ldError, LimitExceeded
from il6ld.files import MAX_BYTES, decode, read_bytes
from il6ld.findings import has_errors
from il6ld.project import find_project
from il6ld.sources import read, read_shapes, records, values
from il6ld.sources.yaml_nodes import MAX_DEPTH, MAX_LITERAL, compose
from tests.faults import running
from tests.faults.claim_files import (
    ARTICLE,
    CLAIMS,
    PASSAGES,
    TERMS,
    append,
    change,
    claim,
    fingerprint,
    refused,
    run,
    validated,
)


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.heavy)])
def test_a01_a_file_cut_at_any_byte_loses_no_claim(
    step: int, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (records, values):
        monkeypatch.setattr(module, "nearest", lambda *_: "")  # what takes longest, and is not looked at here
    change(tiny, CLAIMS, "label: Caffeine may shorten sleep", "label: Tea")
    project, whole = find_project(tiny), (tiny / CLAIMS).read_bytes()
    sources, shapes = read(project), read_shapes(project)
    ontology = ox.NamedNode(project.context.expand("graphs:ontology"))
    terms = [quad.triple for quad in sources.dataset.quads_for_graph_name(ontology)]
    heads = [compose(decode((tiny / name).read_bytes(), name), name) for name in (ARTICLE, PASSAGES)]
    looked_at, passed = 0, []
    for end in range(len(whole) - 1, 0, -step):
        reader = records.Reader(project.context, sources.words)
        try:
            cut = compose(decode(whole[:end], CLAIMS), CLAIMS)
        except Il6ldError as error:
            assert error.exit_code in (1, 3)
            continue
        reader.read_article([*heads, cut])
        if cut is None or has_errors(reader.findings()):
            continue
        said = [quad.triple for quad in records.quads(reader.records, project.context)]
        looked_at += 1
        if validation.validate([*terms, *said], shapes).conforms:
            passed.append(end)
    assert looked_at > 40 // step
    # The one cut that passes takes the last line end away, and nothing else.
    assert passed == [len(whole) - 1]


def test_a01_an_open_quotation_mark_is_told_where_it_is(released: Path) -> None:
    change(released, CLAIMS, "0002\n  label: Caffeine may shorten sleep", '0002\n  label: "Caffeine may')
    refused(released, 3, "yaml-syntax")


def test_a02_a_file_cut_between_records_is_seen_by_coverage(tiny: Path) -> None:
    article = (tiny / "article.txt").read_text()
    (tiny / "article.txt").write_text(article.rstrip() + " Tea may do so, too.\n")
    assert run(tiny, "anchor", "--article", "article.txt")[0] == 0
    other = claim(tiny, 2).replace("passages:first-1", "passages:first-2")
    append(tiny, CLAIMS, other)
    assert validated(tiny).code == 0
    change(tiny, CLAIMS, other, "")
    told = validated(tiny)
    assert (told.code, told.rules) == (1, {"passage-claimed"})
    assert told.places[0].startswith(PASSAGES)


def test_a02_a_file_cut_between_records_is_seen_by_promises(released: Path) -> None:
    before = fingerprint(released / "build")
    change(released, "ontology/project.ttl", 'versionInfo "0.1.0"', 'versionInfo "0.2.0"')
    change(released, CLAIMS, claim(released, 2), "")
    assert validated(released).rules == {"id-gone"}
    assert run(released, "build")[0] == 1
    assert fingerprint(released / "build") == before


def test_a02_a_record_that_was_never_published_is_missed_by_nobody(released: Path) -> None:
    # It cannot be told from one that was never written: the sentence is covered, and no promise broken.
    change(released, CLAIMS, claim(released, 2), "")
    assert validated(released).code == 0


@pytest.mark.parametrize("content", ["", "# Nothing yet.\n", "\n\n", "\ufeff", "---\n", "[]\n", "{}\n"])
def test_a03_a_file_without_records_is_refused(released: Path, content: str) -> None:
    (released / CLAIMS).write_text(content, encoding="utf-8")
    rule = {"---\n": "yaml-empty", "{}\n": "record-id"}.get(content, "no-record")
    refused(released, 1, rule, f"{CLAIMS}:{1 + (rule == 'yaml-empty')}:1")


def test_a03_a_project_without_claims_is_refused(released: Path) -> None:
    (released / CLAIMS).unlink()
    told = validated(released)
    assert told.code == 1
    assert told.rules == {"no-claims", "passage-claimed"}


def test_a04_a_key_that_stands_twice_names_both_lines(released: Path) -> None:
    append(released, CLAIMS, "  polarity: Denied\n")
    lines = (released / CLAIMS).read_text().splitlines()
    (finding,) = refused(released, 1, "duplicate-key", f"{CLAIMS}:{len(lines)}:3")
    first = max(number for number, line in enumerate(lines, start=1) if line == "  polarity: Affirmed")
    assert f"in line {first} already" in finding["message"]


def test_a05_an_id_in_two_files_names_both_places(released: Path) -> None:
    (released / CLAIMS).with_name("other.yaml").write_text(claim(released, 1))
    (finding,) = refused(released, 1, "duplicate-id", CLAIMS.replace("introduction", "other") + ":1:7")
    assert f"{CLAIMS}:1:3" in finding["message"]


_RESPELLED = [(b"- id: claims:", b"\xef\xbb\xbf- id: claims:"), (b"\n", b"\r\n"), (b"\n", b"\r")]


@pytest.mark.parametrize("old_and_new", _RESPELLED, ids=["byte order mark", "CRLF", "CR"])
def test_a09_marks_and_line_ends_change_nothing(tiny: Path, old_and_new: tuple[bytes, bytes]) -> None:
    before = set(read(find_project(tiny)).dataset)
    for path in (tiny / "ontology").rglob("*"):
        if path.suffix in (".yaml", ".ttl"):
            path.write_bytes(path.read_bytes().replace(*old_and_new))
    assert set(read(find_project(tiny)).dataset) == before
    assert len(before) > 500


def test_a09_a_tab_for_an_indent_is_refused(released: Path) -> None:
    change(released, CLAIMS, claim(released, 2), claim(released, 2).replace("  reading", "\treading"))
    refused(released, 3, "yaml-syntax")


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029", "\x0b", "\x0c"])
def test_a09_line_ends_that_few_programs_see_are_refused(released: Path, end: str) -> None:
    # YAML 1.1 would end the value there, and take what follows for another field.
    change(released, CLAIMS, claim(released, 2), claim(released, 2).replace("\n  reading", f"{end}  reading"))
    (finding,) = refused(released, 1, "control-character")
    assert f"U+{ord(end):04X}" in finding["message"]


@pytest.mark.parametrize(
    ("encoding", "offset"),
    [("latin-1", 40), ("utf-16", 0), ("utf-16-le", 1), ("utf-16-be", 0), ("mixed", 46)],
)
@pytest.mark.parametrize("name", [CLAIMS, TERMS])
def test_a10_other_encodings_are_refused_by_byte(
    released: Path, encoding: str, offset: int, name: str
) -> None:
    head, tail = "# A comment that is long enough. Caf", "\n" + (released / name).read_text()
    if encoding == "mixed":
        raw = "# Café. A comment that is long enough. Caf".encode()
        raw += b"\xc3\xa9 \xe9" + tail.encode()
    else:
        raw = f"{head}éééé é{tail}".encode(encoding)
    (released / name).write_bytes(raw)
    (finding,) = refused(released, 3, "not-utf-8")
    at = raw.index(b"\xe9") if encoding == "latin-1" else offset
    assert f"Byte {at} is not UTF-8" in finding["message"]
    assert finding["column"] == {"latin-1": 37, "mixed": 45}.get(encoding, 1 + (encoding == "utf-16-le"))


@pytest.mark.parametrize(
    "text", ["012345", "no", "1e5", "12:30:45", "10.1000", "2020-02-30", "NO", "0x1F", ".5"]
)
def test_a11_texts_stay_texts(tiny: Path, text: str) -> None:
    change(tiny, CLAIMS, "label: Caffeine may shorten sleep", f"label: {text}")
    quads = read(find_project(tiny)).dataset
    assert [quad for quad in quads if getattr(quad.object, "value", "") == text]


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        (ARTICLE, "modified: 2026-01-01", "modified: 2020-02-30", "value"),
        (ARTICLE, "modified: 2026-01-01", "modified: 20200230", "value"),
        (ARTICLE, "citedReferences: 0", "citedReferences: 1e5", "value"),
        (ARTICLE, "citedReferences: 0", "citedReferences: 12:30:45", "value"),
        (ARTICLE, "citedReferences: 0", "citedReferences: \u0663", "value"),
        (ARTICLE, "code: first", "code: ~", "yaml-empty"),
        (ARTICLE, "code: first", "code:", "yaml-empty"),
    ],
)
def test_a11_typed_fields_take_their_type_alone(
    released: Path, name: str, old: str, new: str, rule: str
) -> None:
    change(released, name, old, new)
    line = (released / name).read_text().splitlines().index(new) + 1
    (finding,) = refused(released, 1, rule)
    assert finding["line"] == line


@pytest.mark.parametrize(
    "content",
    ["[" * 100_000, "{a: " * 100_000, "".join(f"{' ' * depth}a:\n" for depth in range(5000)), "- " * 100_000],
    ids=["brackets", "braces", "blocks", "dashes"],
)
def test_a12_deep_nesting_is_refused_at_once(released: Path, content: str) -> None:
    (released / CLAIMS).write_text(content)
    start = time.process_time()
    refused(released, 9, "yaml-depth")
    assert time.process_time() - start < 1


def test_a12_the_limit_of_depth_is_exact() -> None:
    assert compose("[" * MAX_DEPTH + "]" * MAX_DEPTH, "x.yaml")
    with pytest.raises(LimitExceeded):
        compose("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "x.yaml")


@pytest.mark.parametrize(
    "content",
    [
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)),
        "a: &a {b: *a}\n",
    ],
    ids=["bomb", "self"],
)
def test_a13_aliases_are_refused(released: Path, content: str) -> None:
    (released / CLAIMS).write_text(content)
    refused(released, 1, "yaml-alias")


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!str", "!mine", "!!binary"])
def test_a14_tags_are_refused_and_nothing_runs(released: Path, tag: str) -> None:
    canary = released / "canary"
    change(released, ARTICLE, "code: first", f"code: {tag} ['touch {canary}']")
    refused(released, 1, "yaml-tag")
    assert not canary.exists()


def test_a15_a_second_document_is_refused(released: Path) -> None:
    append(released, CLAIMS, "---\n" + claim(released, 3))
    refused(released, 1, "yaml-documents")


def test_a15_merge_keys_are_refused(released: Path) -> None:
    append(released, CLAIMS, "  <<: {openList: true}\n")
    refused(released, 1, "yaml-merge")


def test_a16_huge_files_are_refused_within_two_gigabytes(released: Path) -> None:
    folder = (released / CLAIMS).parent
    (folder / "literal.yaml").write_text("- id: claims:first-0003\n  label: " + "x" * 100_000_000)
    many = claim(released, 1)
    (folder / "many.yaml").write_text("".join(many.replace("0001", f"{n:06}") for n in range(100_000)))
    with (folder / "sparse.yaml").open("wb") as file:
        file.truncate(10**9)
    before = fingerprint(released / "build")
    done = running.il6ld("build", cwd=released, limits={"RLIMIT_AS": 2 << 30})
    assert done.returncode == 9
    assert done.stderr.count("error[file-size]") == 3
    assert fingerprint(released / "build") == before


def test_a16_a_huge_literal_is_refused_in_any_file(released: Path) -> None:
    change(released, TERMS, "The stimulant", "x" * (MAX_LITERAL + 1))
    refused(released, 9, "literal-size")


def test_a16_the_limits_of_size_are_exact(tmp_path: Path) -> None:
    assert compose("x" * MAX_LITERAL, "x.yaml")
    with pytest.raises(LimitExceeded):
        compose("x" * (MAX_LITERAL + 1), "x.yaml")
    with pytest.raises(LimitExceeded):
        compose("\u00e9" * (MAX_LITERAL // 2 + 1), "x.yaml")
    path = tmp_path / "x.yaml"
    for size in (MAX_BYTES, MAX_BYTES + 1):
        with path.open("wb") as file:
            file.truncate(size)
        if size == MAX_BYTES:
            assert len(read_bytes(path, "x.yaml")) == size
        else:
            with pytest.raises(LimitExceeded):
                read_bytes(path, "x.yaml")
