"""The command line: words out where they are looked for, exit codes as stated, no traceback."""

from __future__ import annotations

import contextlib
import errno
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from il6ld.cli import cli
from il6ld.validation import ENGINES

ROOT = Path(__file__).parents[1]
CLAIMS = "ontology/articles/first/claims/introduction.yaml"


def il6ld(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the command in this process, which is quicker, in a folder."""
    with contextlib.chdir(cwd or Path.cwd()):
        done = CliRunner().invoke(cli, arguments)
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


def test_help_names_every_command() -> None:
    done = il6ld("--help")
    assert done.returncode == 0
    for command in ("init", "build", "validate", "anchor", "verify", "claims", "terms", "explain"):
        assert re.search(rf"^  {command} ", done.stdout, re.MULTILINE)


def test_validate_says_how_much_it_looked_at() -> None:
    done = il6ld("validate", "--project", str(ROOT))
    assert done.returncode == 0
    assert done.stdout == ""
    for figure in (r"98", r"27 of 27 covered", r"\d{3} looked at \d{3} nodes"):
        assert re.search(figure, done.stderr)


@pytest.mark.heavy
def test_both_engines_can_be_asked(tiny: Path) -> None:
    assert il6ld("validate", "--project", str(tiny), "--engine", "pyshacl").returncode == 0


def test_the_engine_that_is_named_is_asked(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    def engine(data: bytes, shapes: bytes) -> bytes:
        asked.append(data)
        return b""

    monkeypatch.setitem(ENGINES, "pyshacl", engine)
    assert il6ld("validate", "--project", str(tiny), "--engine", "pyshacl").returncode == 0
    assert b"first-0001" in b"".join(asked)
    done = il6ld("validate", "--project", str(tiny), "--engine", "pyshakl")
    assert done.returncode == 2
    assert "did you mean 'pyshacl'?" in done.stderr


def break_claim(tiny: Path, old: str = "certainty: Possible", new: str = "certainty: Posible") -> None:
    path = tiny / CLAIMS
    path.write_text(path.read_text().replace(old, new))


def test_a_broken_claim_is_told_at_its_line_with_a_caret(tiny: Path) -> None:
    break_claim(tiny)
    done = il6ld("validate", cwd=tiny)
    assert done.returncode == 1
    assert done.stderr == (
        f"{CLAIMS}:9:14: error[unknown-term] 'certainty' has the value 'Posible', which is not declared.\n"
        "  9 |   certainty: Posible\n"
        "    |              ^\n"
        "  help: did you mean 'Possible'?\n"
    )


def test_a_broken_rule_is_told_at_its_field(tiny: Path) -> None:
    break_claim(tiny, "  evidence:\n    - traceability: ECO:0000303\n", "")
    done = il6ld("validate", cwd=tiny)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{CLAIMS}:1:3: error[claim-evidence] ")


@pytest.mark.parametrize("form", ["concise", "json", "github"])
def test_findings_have_other_forms(tiny: Path, form: str) -> None:
    break_claim(tiny)
    done = il6ld("validate", "--output-format", form, cwd=tiny)
    assert done.returncode == 1
    if form == "json":
        (finding,) = json.loads(done.stdout)
        assert (finding["line"], finding["column"], finding["rule"]) == (9, 14, "unknown-term")
    elif form == "github":
        assert done.stdout.startswith(f"::error file={CLAIMS},line=9,col=14,title=unknown-term::")
    else:
        assert len(done.stderr.splitlines()) == 1


def test_files_of_records_can_be_validated(tmp_path: Path) -> None:
    path = tmp_path / "claim.ttl"
    prefixes = [("il6", "terms"), ("claims", "claims")]
    head = "".join(f"@prefix {name}: <https://w3id.org/il6ld/{part}/> .\n" for name, part in prefixes)
    path.write_text(f"{head}\nclaims:il6d-9999\n    a il6:Claim .\n")
    done = il6ld("validate", str(path), "--output-format", "json", cwd=ROOT)
    assert done.returncode == 1
    findings = json.loads(done.stdout)
    assert "claim-polarity" in {finding["rule"] for finding in findings}
    assert {finding["line"] for finding in findings} == {4}


@pytest.mark.heavy
def test_a_stale_release_is_refused(tiny: Path) -> None:
    assert il6ld("build", cwd=tiny).returncode == 0
    assert il6ld("build", "--check", cwd=tiny).returncode == 0
    (tiny / "build" / "il6ld.ttl").write_text("")
    done = il6ld("build", "--check", cwd=tiny)
    assert done.returncode == 1
    assert "il6ld.ttl differs" in done.stderr


def test_verify_proves_the_places(article: Path) -> None:
    done = il6ld("verify", "--article", str(article), "--project", str(ROOT))
    assert done.returncode == 0
    assert "27: 27 in place, 0 moved, 0 missing" in done.stderr


def test_verify_finds_moved_sentences(article: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    lines = article.read_text(encoding="utf-8").split("\n")
    copy.write_text("\n".join(line for line in lines if "Image Credit" not in line), encoding="utf-8")
    done = il6ld("verify", "--article", str(copy), "--project", str(ROOT))
    assert done.returncode == 0
    assert re.search(r"27: \d+ in place, \d+ moved, 0 missing", done.stderr)


def test_verify_fails_on_one_changed_letter(article: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    text = article.read_text(encoding="utf-8")
    assert text.count("leukocytosis") == 1
    copy.write_text(text.replace("leukocytosis", "leucocytosis"), encoding="utf-8")
    done = il6ld("verify", "--article", str(copy), "--project", str(ROOT))
    assert done.returncode == 1
    assert "passages:il6d-3" in done.stderr


def test_verify_sees_a_claim_stronger_than_its_words(tiny: Path) -> None:
    break_claim(tiny, "certainty: Possible", "certainty: Stated")
    assert il6ld("validate", cwd=tiny).returncode == 0
    done = il6ld("verify", "--article", "article.txt", cwd=tiny)
    assert done.returncode == 1
    assert "'may'" in done.stderr or '"may"' in done.stderr


def test_anchor_keeps_numbers(tiny: Path) -> None:
    text = (tiny / "article.txt").read_text()
    (tiny / "article.txt").write_text(text.replace("Caffeine may", "Tea is older. Caffeine may"))
    assert il6ld("anchor", "--article", "article.txt", cwd=tiny).returncode == 0
    passages = (tiny / "ontology/articles/first/passages.yaml").read_text()
    assert re.findall(r"id: (\S+)", passages) == ["passages:first-2", "passages:first-1"]
    done = il6ld("validate", cwd=tiny)
    assert done.returncode == 1
    assert "error[passage-claimed] first-2:" in done.stderr
    assert "first-1" not in done.stderr


def test_claims_can_be_read_by_programs(tiny: Path) -> None:
    (claim,) = json.loads(il6ld("claims", "--format", "json", cwd=tiny).stdout)
    assert claim["id"] == "first-0001"
    header, line = il6ld("claims", "--format", "tsv", cwd=tiny).stdout.splitlines()
    assert len(header.split("\t")) == len(line.split("\t"))


def test_an_unknown_claim_gets_the_nearest(tiny: Path) -> None:
    done = il6ld("explain", "first-0002", cwd=tiny)
    assert done.returncode == 2
    assert "did you mean 'claims:first-0001'?" in done.stderr


def test_explain_says_why_there_is_no_bare_triple(tiny: Path) -> None:
    done = il6ld("explain", "first-0001", cwd=tiny)
    assert done.returncode == 0
    assert "certainty: possible" in done.stdout
    assert re.search(r"withheld: .*Possible", done.stdout)


def test_init_does_not_touch_a_full_folder(tiny: Path) -> None:
    done = il6ld("init", str(tiny))
    assert done.returncode == 2
    assert "is not empty" in done.stderr


def test_a_folder_without_a_project_is_said(tmp_path: Path) -> None:
    done = il6ld("claims", "--project", str(tmp_path))
    assert done.returncode == 2
    assert "il6ld init" in done.stderr


def test_a_reader_who_leaves_causes_no_traceback() -> None:
    words = [sys.executable, "-m", "il6ld.cli", "claims", "--project", str(ROOT)]
    command = f"{shlex.join(words)} | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("id ")
    assert "Traceback" not in done.stderr


def test_anchoring_that_cannot_write_leaves_the_old_passages(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passages = tiny / "ontology/articles/first/passages.yaml"
    before = passages.read_bytes()

    def full(self: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    done = il6ld("anchor", "--article", "article.txt", cwd=tiny)
    assert done.returncode == 4
    assert "No space left on device" in done.stderr
    assert passages.read_bytes() == before
    assert [path.name for path in passages.parent.iterdir() if path.name.startswith(".")] == []
