"""What stands around a statement is known, whichever form it comes in; what is wrong is told."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest

from il6ld.corpora.bel import Files
from il6ld.corpora.bel.lines import Citation, Line, values
from il6ld.errors import Il6ldError, InvalidInput, LimitExceeded, UnreadableInput, UsageError

SCRIPT = r"""
# A script. SET Species = "1"
SET DOCUMENT Name = "A test"
DEFINE NAMESPACE HGNC AS URL "https://example.org/hgnc.belns"
DEFINE NAMESPACE PUBCHEM AS PATTERN "^\d+$"
DEFINE ANNOTATION Gender AS LIST {"Male", "Female"}
SET Citation = {"PubMed", "1001"}
SET STATEMENT_GROUP = "one"
SET Evidence = "The first text, which
goes over two lines # and has no comment."
SET Species = "10090"  # the mouse
SET Gender = {"Female", "Male"}
p(HGNC:A) -> p(HGNC:B)  # told twice
p(HGNC:A) -> \
    (p(HGNC:B) -| p(HGNC:C))
UNSET Gender
SET Confidence = "High"
p(HGNC:A) => p(HGNC:C)
UNSET {Species, Confidence}
p(HGNC:A) =| p(HGNC:"a # b")
SET Citation = {"PubMed", "A title", "1002", "", "", ""}
p(HGNC:A) -- p(HGNC:D)
UNSET ALL
p(HGNC:A) -- p(HGNC:E)
"""


def lines_of(path: Path) -> tuple[list[Line], list[Il6ldError]]:
    errors: list[Il6ldError] = []
    return list(Files(path, errors.append).lines()), errors


@pytest.fixture
def script(tmp_path: Path) -> list[Line]:
    path = tmp_path / "one.bel"
    path.write_text(SCRIPT, encoding="utf-8")
    found, errors = lines_of(path)
    assert not errors
    return found


def test_a_script_is_read_statement_by_statement(script: list[Line]) -> None:
    assert [line.text for line in script] == [
        "p(HGNC:A) -> p(HGNC:B)",
        "p(HGNC:A) -> (p(HGNC:B) -| p(HGNC:C))",
        "p(HGNC:A) => p(HGNC:C)",
        'p(HGNC:A) =| p(HGNC:"a # b")',
        "p(HGNC:A) -- p(HGNC:D)",
        "p(HGNC:A) -- p(HGNC:E)",
    ]
    assert [line.position.line for line in script] == [13, 14, 18, 20, 22, 24]


def test_what_is_set_holds_until_it_is_unset(script: list[Line]) -> None:
    group = {"STATEMENT_GROUP": ("one",)}
    assert script[0].annotations == {**group, "Species": ("10090",), "Gender": ("Female", "Male")}
    assert script[2].annotations == {**group, "Species": ("10090",), "Confidence": ("High",)}
    assert script[3].annotations == group
    assert script[0].evidence == "The first text, which goes over two lines # and has no comment."


def test_a_citation_lets_nothing_of_the_one_before_hold(script: list[Line]) -> None:
    assert script[0].citation == Citation("PubMed", "1001")
    assert script[4].citation == Citation("PubMed", "1002", "A title")
    assert script[4].evidence == "" and script[5].citation is None


def test_definitions_and_the_document_are_read(tmp_path: Path) -> None:
    path = tmp_path / "one.bel"
    path.write_text(SCRIPT, encoding="utf-8")
    files = Files(path, lambda error: None)
    assert len(list(files.lines())) == 6
    assert files.script.document == {"name": "A test"}
    assert files.script.definitions == {
        ("NAMESPACE", "HGNC"),
        ("NAMESPACE", "PUBCHEM"),
        ("ANNOTATION", "Gender"),
    }


def test_a_command_that_is_none_is_told_and_the_rest_read(tmp_path: Path) -> None:
    path = tmp_path / "one.bel"
    path.write_text('SET Species\nSET Citation = {"PubMed"}\np(HGNC:A) -- p(HGNC:B)\n', encoding="utf-8")
    files = Files(path, lambda error: None)
    assert len(list(files.lines())) == 1
    assert [(one.rule, one.position.line) for one in files.script.findings if one.position] == [
        ("bel-command", 1), ("bel-command", 2),
    ]  # fmt: skip


def test_a_quotation_mark_that_is_never_closed_is_told_where_it_opens(tmp_path: Path) -> None:
    path = tmp_path / "one.bel"
    path.write_text(
        'SET Citation = {"PubMed", "1"}\nSET Evidence = "open\n' + "more\n" * 500, encoding="utf-8"
    )
    with pytest.raises(UnreadableInput) as error:
        lines_of(path)
    assert error.value.findings[0].rule == "bel-quotation"
    assert error.value.findings[0].position and error.value.findings[0].position.line == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"10090"', ("10090",)), ("896", ("896",)), ('{"a, b","c"}', ("a, b", "c")), ('{"one"}', ("one",)),
        ('"Amygdala" #because', ("Amygdala",)), ('{"a",\n"b"}', ("a", "b")),
        ('"say \\"no\\""', ('say "no"',)), ("", ()),
    ],
)  # fmt: skip
def test_values_are_read_as_they_are_written(text: str, found: tuple[str, ...]) -> None:
    assert values(text) == found


def record(**more: str) -> str:
    return json.dumps({"bel": "p(HGNC:A) -> p(HGNC:B)", "evidence": "A raises B.",
                       "citation": '{"PubMed", "1"}', "file": "x.bel", "_lic": "CC BY", **more})  # fmt: skip


def test_statements_in_json_are_the_same_as_in_a_script(tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text(record(Species='"10090"', Gender='{"Female","Male"}') + "\n", encoding="utf-8")
    (line,), errors = lines_of(path)
    assert not errors
    assert (line.text, line.citation, line.evidence) == (
        "p(HGNC:A) -> p(HGNC:B)", Citation("PubMed", "1"), "A raises B."
    )  # fmt: skip
    assert line.annotations == {"Species": ("10090",), "Gender": ("Female", "Male")}


def test_a_bad_line_in_the_middle_is_told_and_nothing_else_lost(tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text("\n".join([record(), '{"bel": "p(', '{"no": "bel"}', record()]), encoding="utf-8")
    found, errors = lines_of(path)
    assert [line.position.line for line in found] == [1, 4]
    assert [str(error.findings[0].position) for error in errors] == [f"{path}:2:9", f"{path}:3:1"]


def test_a_packed_file_that_breaks_off_is_told(tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl.gz"
    whole = gzip.compress("\n".join(record(n=str(number)) for number in range(5000)).encode())
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableInput) as error:
        lines_of(path)
    assert error.value.findings[0].rule == "packed-file"


def archive(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as file:
        for info, content in members:
            info.size = len(content)
            file.addfile(info, io.BytesIO(content))
    return path


def test_an_archive_is_read_without_unpacking_it(tmp_path: Path) -> None:
    path = archive(tmp_path / "all.tar.gz", (tarfile.TarInfo("x/one.bel"), SCRIPT.encode()),
                   (tarfile.TarInfo("x/readme.txt"), b"p(HGNC:A) -- p(HGNC:Z)"))  # fmt: skip
    found, _ = lines_of(path)
    assert len(found) == 6 and found[0].position.file == f"{path}/x/one.bel"
    assert [one.name for one in tmp_path.iterdir()] == ["all.tar.gz"]


@pytest.mark.parametrize("name", ["../one.bel", "/etc/one.bel", "x/../../one.bel"])
def test_an_archive_may_lead_nowhere_else(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInput) as error:
        lines_of(archive(tmp_path / "all.tar.gz", (tarfile.TarInfo(name), SCRIPT.encode())))
    assert error.value.findings[0].rule == "import-archive"


def test_an_archive_may_hold_no_link(tmp_path: Path) -> None:
    link = tarfile.TarInfo("one.bel")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with pytest.raises(InvalidInput):
        lines_of(archive(tmp_path / "all.tar.gz", (link, b"")))


def test_a_bomb_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("il6ld.corpora.bel.files.MAX_MEMBER", 1000)
    with pytest.raises(LimitExceeded) as error:
        lines_of(archive(tmp_path / "all.tar.gz", (tarfile.TarInfo("one.bel"), b" " * 2000)))
    assert error.value.findings[0].rule == "import-archive"


def test_a_folder_is_read_file_by_file_and_an_empty_one_refused(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.bel").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(record(), encoding="utf-8")
    found, _ = lines_of(tmp_path)
    assert [Path(line.position.file).name for line in found] == ["a.jsonl", *["two.bel"] * 6]
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError):
        lines_of(tmp_path / "empty")
