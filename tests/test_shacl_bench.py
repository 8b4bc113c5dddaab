"""The benchmark of validators: no time without the right count, no end of patience, a page kept."""

from __future__ import annotations

import os
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from tests.benchmarks.processes import RUNS, Cost
from tests.benchmarks.shacl import measuring
from tests.benchmarks.shacl.__main__ import BEGIN, END, hopeless, put
from tests.benchmarks.shacl.drawing import plot
from tests.benchmarks.shacl.measuring import Outcome, measured
from tests.benchmarks.shacl.peers import Peer
from tests.benchmarks.shacl.reports import counted, difference
from tests.benchmarks.shacl.tables import table, verdicts

REPORT = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://e/> .
[ sh:result
  [ sh:focusNode :a ; sh:sourceShape :s ; sh:value 1 ] ,
  [ sh:focusNode :a ; sh:sourceShape :s ; sh:value 1 ] ,
  [ sh:focusNode :a ; sh:sourceShape :s ; sh:value 2 ] , [ sh:focusNode :b ; sh:sourceShape :t ] ] .
"""
FOUND = Counter({"s": 2, "t": 1})
PEERS = [Peer("il6ld", "il6ld", ()), Peer("pyshacl", "another <one>", ())]
OUTCOMES = [
    Outcome(1_000, "il6ld", Cost(0.5, 1, 100), 5, 3),
    Outcome(1_000, "pyshacl", Cost(40, 41, 200), 1, 3),
    Outcome(100_000, "il6ld", Cost(20, 10, 900), 5, 30),
    Outcome(100_000, "pyshacl", Cost(900, 900, 900), 1, why="cut after 10 minutes"),
    Outcome(1_000_000, "pyshacl", why="not run"),
]


def writing(text: str) -> list[str]:
    return [sys.executable, "-S", "-c", f"print({text!r})"]


def outcome(command: list[str], folder: Path) -> Outcome:
    return measured(1_000, "peer", command, FOUND, folder, dict(os.environ))


def test_results_told_twice_count_once(tmp_path: Path) -> None:
    (tmp_path / "report.ttl").write_text(REPORT, "utf-8")
    assert counted(tmp_path / "report.ttl") == FOUND


def test_a_right_count_has_a_cost(tmp_path: Path) -> None:
    found = outcome(writing(REPORT), tmp_path)
    assert not found.why and found.cost and found.cost.cpu > 0 and found.cost.memory > 1
    assert (found.runs, found.results) == (RUNS, 3)


@pytest.mark.parametrize(("text", "told"), [
    (REPORT.replace(":t", ":s"), "s 3 and not 2, t 0 and not 1"),
    ("", "s 0 and not 2, t 0 and not 1"),
])  # fmt: skip
def test_a_wrong_count_is_told_and_not_repeated(tmp_path: Path, text: str, told: str) -> None:
    found = outcome(writing(text), tmp_path)
    assert (found.why, found.runs, found.results) == (told, 1, 0)


def test_a_validator_that_fails_is_told(tmp_path: Path) -> None:
    assert (
        outcome([sys.executable, "-S", "-c", "import sys; sys.exit(3)"], tmp_path).why
        == "it ended with exit code 3"
    )


def test_no_one_waits_beyond_the_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeping = ["sh", "-c", "sleep 60 & wait"]
    monkeypatch.setattr(measuring, "MOST_SECONDS", 0)
    assert outcome(sleeping, tmp_path).why == "cut after 0 minutes"
    monkeypatch.setattr(measuring, "MOST_SECONDS", 60)
    monkeypatch.setattr(measuring, "MOST_MEMORY", 0)
    assert outcome(sleeping, tmp_path).why == "cut at 0 GB"


def test_what_was_cut_or_would_be_is_not_run_with_more_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.benchmarks.shacl.__main__.MOST_SECONDS", 100)
    took = Outcome(1_000, "peer", Cost(15, 9, 1), 5, 3)
    assert hopeless(took, 10_000) == ""
    assert hopeless(took, 100_000) == "not run: 9 s at 1,000, and the limit is 100 s"
    assert hopeless(Outcome(1_000, "peer", why="cut at 16 GB"), 1_001) == "not run: cut at 16 GB at 1,000"


def test_a_long_difference_is_cut_short() -> None:
    assert difference(Counter("abcd"), Counter("abcd")) == ""
    assert difference(Counter(), Counter("abcd")).endswith("c 0 and not 1, and 1 more")


def test_the_table_has_no_time_where_the_count_is_wrong() -> None:
    rows = list(table(OUTCOMES, PEERS))
    assert len(rows) == 2 + len(OUTCOMES)
    assert len({row.count("|") for row in rows}) == 1
    assert "| 40.00 | 80.0 |" in rows[3]
    assert "cut after 10 minutes" in rows[5] and "900.00" not in rows[5]


def test_what_is_missed_is_said() -> None:
    assert [told.rpartition(": ")[2] for told in verdicts(OUTCOMES)] == ["MISSED)", "MISSED)"]


def test_the_plot_shows_what_was_measured_and_nothing_else() -> None:
    drawn = ET.fromstring(plot(OUTCOMES, PEERS))
    points = drawn.findall("{http://www.w3.org/2000/svg}circle")
    assert len(points) == 2 * 3 + len(PEERS)  # and the legend
    width, height = map(float, drawn.attrib["viewBox"].split()[2:])
    assert all(0 < float(one.attrib["cx"]) < width and 0 < float(one.attrib["cy"]) < height for one in points)


def test_what_is_written_by_hand_stays(tmp_path: Path) -> None:
    page = tmp_path / "bench.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", "utf-8")
    put(page, "new")
    assert page.read_text("utf-8") == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"
