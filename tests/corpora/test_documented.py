"""docs/corpora.md tells the mapping as it is: its tables are those of the code."""

from __future__ import annotations

import re

from il6ld.corpora import bel, nanopublications
from il6ld.corpora.account import OPEN_LICENSES
from il6ld.corpora.bel.annotated import ANNOTATIONS, Use
from il6ld.corpora.bel.relations import LISTS, REFUSED, RELATIONS
from tests.conftest import ROOT
from tests.corpora.test_conib import REFUSED as COUNTED

TEXT = (ROOT / "docs" / "corpora.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, its header left out."""
    block = TEXT.split(f"\n{heading}\n")[1].split("\n#")[0]
    lines = [line for line in block.splitlines() if line.startswith("|")][2:]
    assert lines
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_relation_is_told_as_it_is_mapped() -> None:
    told = {cells[0].strip("`"): cells[1:] for cells in rows("### Relations")}
    assert told.keys() == RELATIONS.keys()
    for name, mapping in RELATIONS.items():
        predicate, ends, observation, why = told[name]
        assert predicate == mapping.predicate + (f", else {mapping.weaker}" if mapping.weaker else "")
        change = f", the object {mapping.change}" if mapping.change else ""
        assert ends == ("exchanged" if mapping.turned else "as they are") + change
        assert observation == (mapping.outcome if mapping.observed else "of a species alone")
        assert why == mapping.why


def test_every_other_relation_is_named() -> None:
    told = set(re.findall(r"`(\w+)`", TEXT.split("### Relations")[1].split("###")[0]))
    assert REFUSED.keys() | LISTS.keys() <= told


def test_every_context_is_told() -> None:
    told = {name for cells in rows("### Annotations") for name in re.findall(r"`(\w+)`", cells[0])}
    assert {name for name, use in ANNOTATIONS.items() if use is not Use.RECORD} <= told
    assert told <= ANNOTATIONS.keys()


def test_every_reason_is_told_with_its_number() -> None:
    told = {
        cells[0]: (int(cells[1].replace(",", "")), cells[2])
        for cells in rows("### Why a statement is refused")
    }
    counts = {name: number for name, (number, _) in told.items()}
    assert {name: number for name, number in counts.items() if number and name in bel.REASONS} == COUNTED
    assert {name: why for name, (_, why) in told.items() if name in bel.REASONS} == bel.REASONS
    assert counts["accepted"] + sum(COUNTED.values()) == counts["total"] == 19_196


def test_every_reason_of_a_nanopublication_is_told() -> None:
    assert {cells[0]: cells[1] for cells in rows("## Nanopublications")} == nanopublications.REASONS


def test_every_open_licence_is_told() -> None:
    assert set(re.findall(r"`https://(creativecommons\.org/[^`]*)/`", TEXT)) == set(OPEN_LICENSES)
