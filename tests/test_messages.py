"""A curator's mistakes are told so that they can be mended: one cause, one finding, its place, its cure."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from il6ld.lookup import Lookup
from il6ld.project import Project
from il6ld.rule_pages import shapes_by_rule
from il6ld.rules import RULES
from il6ld.sources import read_shapes
from tests.messages.mistakes import FOLDER, MISTAKES, ROOT, Mistake, findings, made, printed

# Mistakes that shapes find take longest: here one in each kind of record. The examples of tests/shapes break
# every shape by itself, and the rest of these run in .ci/run.
SLOW = {
    "entailed-called-explicit", "evidence-in-part", "evidence-left-out", "knockout-in-nobody",
    "language-left-out", "object-of-another-kind", "replacement-not-named", "two-objects",
}  # fmt: skip
EACH = [
    pytest.param(mistake, marks=[pytest.mark.heavy] if mistake.name in SLOW else [], id=mistake.name)
    for mistake in MISTAKES
]


@pytest.mark.parametrize("mistake", EACH)
def test_a_mistake_prints_what_it_should(mistake: Mistake, tmp_path: Path) -> None:
    text = printed(mistake, tmp_path)
    assert text == (FOLDER / f"{mistake.name}.txt").read_text(encoding="utf-8")
    assert re.findall(r"(?:error|warning)\[([\w-]+)\]", text) == [mistake.rule]
    assert re.search(r"^\S+:\d+:\d+: ", text) and "^" in text
    assert re.search(r"exit [13]\n$", text)


def test_there_are_twenty_mistakes_and_no_other_golden_file() -> None:
    assert len(MISTAKES) >= 20
    assert {mistake.name for mistake in MISTAKES} > SLOW
    assert {path.stem for path in FOLDER.glob("*.txt")} == {mistake.name for mistake in MISTAKES}


def test_json_and_github_say_the_same(tmp_path: Path) -> None:
    (mistake,) = (one for one in MISTAKES if one.name == "value-misspelt")
    text = printed(mistake, tmp_path / "json", "--output-format", "json")
    (finding,) = json.loads(text[: text.rindex("]") + 1])
    command = printed(mistake, tmp_path / "github", "--output-format", "github")
    assert f"file={finding['file']},line={finding['line']},col={finding['column']}" in command
    assert finding["message"] in command and finding["help"] in command


def test_forty_columns_in_a_pipe_wrap_nothing(tmp_path: Path) -> None:
    project = made(MISTAKES[0], tmp_path)
    environment = {"COLUMNS": "40", "NO_COLOR": "1", "PATH": "", "LANG": "C"}
    command = [sys.executable, "-m", "il6ld.cli", "validate"]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    golden = (FOLDER / f"{MISTAKES[0].name}.txt").read_text(encoding="utf-8")
    assert f"{findings(done.stderr)}exit {done.returncode}\n" == golden
    assert "\x1b" not in done.stderr


GIVERS = {"Finding", "report", "finding", "_finding", "_fail"}


def rules_in_code() -> set[str]:
    """Every rule id that the code gives to a finding."""
    found: set[str] = set()
    for path in (ROOT / "il6ld").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = getattr(node, "arg", "") == "rule" or _assigned(node) == "rule"
            if named and isinstance(node, ast.keyword | ast.Assign):
                found |= texts([node.value])
            elif isinstance(node, ast.Call) and called(node) in GIVERS:
                found |= {text for text in texts(node.args[:2]) if re.fullmatch(r"[a-z0-9-]+", text)}
    return found


def _assigned(node: ast.AST) -> str:
    return str(getattr(node.targets[0], "id", "")) if isinstance(node, ast.Assign) else ""


def texts(nodes: Sequence[ast.expr]) -> set[str]:
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def called(call: ast.Call) -> str:
    return str(getattr(call.func, "id", "") or getattr(call.func, "attr", ""))


def test_every_rule_of_the_code_is_in_the_table() -> None:
    found = rules_in_code()
    assert len(found) > 30
    assert found - RULES.keys() == set()


def test_no_rule_stands_in_the_table_without_use() -> None:
    modules = [path for path in (ROOT / "il6ld").rglob("*.py") if path.parent.name != "rules"]
    code = "".join(path.read_text(encoding="utf-8") for path in modules)
    assert [name for name in RULES if f'"{name}"' not in code] == []


def test_every_shape_says_what_to_do(project: Project) -> None:
    shapes = shapes_by_rule(Lookup(read_shapes(project)))
    assert len(shapes) > 150
    assert not shapes.keys() & RULES.keys()
