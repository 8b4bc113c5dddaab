"""What README shows is what happens."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    found = [text for name, text in BLOCKS if name == language]
    assert found, f"README has no {language} block"
    return found


def test_the_first_screen_has_the_two_commands() -> None:
    first_screen = "\n".join(README.splitlines()[:12])
    assert "$ make " in first_screen and "$ make test" in first_screen


def test_commands_print_what_is_shown() -> None:
    shown = [block for block in blocks("console") if block.startswith("$ il6ld ")]
    assert shown
    for block in shown:
        command, _, output = block.removeprefix("$ ").partition("\n")
        program = command.replace("il6ld", f'"{sys.executable}" -m il6ld.cli', 1)
        done = subprocess.run(["bash", "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout == output


def test_the_program_prints_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    (program,), (output,) = blocks("python"), blocks("text")
    monkeypatch.chdir(ROOT)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(program, {})
    assert printed.getvalue() == output


def test_every_link_leads_to_a_file() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert len(links) >= 4
    assert not [link for link in links if "://" not in link and not (ROOT / link).exists()]


def test_every_command_is_named() -> None:
    from il6ld.cli import cli

    assert not [name for name in cli.commands if f"`il6ld {name}" not in README]


def test_every_file_of_the_release_is_named() -> None:
    names = [path.name for path in (ROOT / "build").iterdir()]
    assert len(names) >= 11
    assert not [name for name in names if f"`{name}`" not in README]


def test_every_path_named_in_the_table_of_changes_exists() -> None:
    named = re.findall(r"`((?:tests|shapes|ontology|il6ld)/[\w./-]*)`", README)
    assert len(named) >= 5
    assert not [name for name in named if not (ROOT / name).exists()]
