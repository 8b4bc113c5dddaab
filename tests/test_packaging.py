"""What is installed is pinned, the version stands in one place, and the wheel carries what it needs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import il6ld

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "locks").glob("*.lock"))
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def normalised(requirement: str) -> str:
    """The name a requirement begins with, written as package indexes compare it."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def pins(lock: Path) -> dict[str, list[str]]:
    """The packages of a lock as `name==version`, each with its hashes."""
    found: dict[str, list[str]] = {}
    pin = ""
    for line in lock.read_text(encoding="utf-8").splitlines():
        if line.startswith("    --hash="):
            found[pin].append(line.strip(" \\"))
        else:
            pin = line.split(" ")[0]
            found[pin] = []
    assert found, f"{lock.name} is empty"
    return found


def test_the_version_stands_in_the_package_alone() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", il6ld.__version__)
    assert "version" not in PROJECT["project"] and "version" in PROJECT["project"]["dynamic"]
    assert PROJECT["tool"]["hatch"]["version"] == {"path": "il6ld/__init__.py"}
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert not re.search(r"^(version|doi):", citation, re.MULTILINE)


def test_the_changelog_begins_with_this_version() -> None:
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == il6ld.__version__


def test_the_locks_are_those_that_make_and_ci_install() -> None:
    assert [lock.name for lock in LOCKS] == [
        "browsers.lock", "build.lock", "development.lock", "notebook.lock", "readers.lock", "runtime.lock",
        "spark.lock",
    ]
    for name in ("Makefile", ".ci/run"):
        text = (ROOT / name).read_text(encoding="utf-8")
        others = {"development.lock"} if name == ".ci/run" else set()
        assert all(f"locks/{lock.name}" in text for lock in LOCKS if lock.name not in others)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_by_hash_and_names_no_index(lock: Path) -> None:
    for pin, hashes in pins(lock).items():
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][^=]*", pin), f"{lock.name}: {pin}"
        assert hashes and all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", each) for each in hashes), pin
    assert not re.search(r"://|index|@|\bfile:", lock.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("lock", "required"),
    [
        ("runtime.lock", PROJECT["project"]["dependencies"]),
        ("development.lock", PROJECT["project"]["dependencies"]),
        ("development.lock", PROJECT["project"]["optional-dependencies"]["test"]),
        ("development.lock", PROJECT["project"]["optional-dependencies"]["nanopub"]),
        ("readers.lock", PROJECT["project"]["optional-dependencies"]["readers"]),
        ("readers.lock", PROJECT["project"]["optional-dependencies"]["parquet"]),
        ("spark.lock", PROJECT["project"]["optional-dependencies"]["spark"]),
        ("build.lock", PROJECT["build-system"]["requires"]),
    ],
    ids=["runtime", "development", "test", "nanopub", "readers", "parquet", "spark", "build"],
)
def test_every_requirement_is_pinned(lock: str, required: list[str]) -> None:
    pinned = {pin.split("==")[0] for pin in pins(ROOT / "locks" / lock)}
    assert required
    outside = [each for each in required if not each.startswith("il6ld[")]
    assert [each for each in outside if normalised(each) not in pinned] == []


def test_tests_run_on_the_versions_that_users_get() -> None:
    runtime, development = (set(pins(ROOT / "locks" / name)) for name in ("runtime.lock", "development.lock"))
    assert runtime <= development


def test_the_wheel_carries_the_sources_and_the_release_and_so_does_the_sdist() -> None:
    targets = PROJECT["tool"]["hatch"]["build"]["targets"]
    forced = targets["wheel"]["force-include"]
    assert forced == {folder: f"il6ld/_data/{folder}" for folder in ("build", "ontology", "shapes")}
    for folder in [*forced, "il6ld", "tests"]:
        assert (ROOT / folder).is_dir()
        assert f"/{folder}" in targets["sdist"]["include"]


def test_the_release_is_not_ignored() -> None:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules
    assert not [rule for rule in rules if rule.strip("/*") == "build"]
