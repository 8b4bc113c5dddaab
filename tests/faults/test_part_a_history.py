"""Part A of the faults, rows 17 to 22: references, successions, promises and passages."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from il6ld.history import Stance, _is_respelled
from il6ld.namespaces import DCTERMS, Context
from il6ld.sources import successions
from tests.faults.claim_files import (
    ARTICLE,
    CLAIMS,
    HEADER,
    PASSAGES,
    append,
    change,
    claim,
    fingerprint,
    refused,
    run,
    validated,
)

PROMISES = "ontology/published.tsv"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("passage: passages:first-1", "passage: passages:first-9"),
        ("object: my:Sleep", "object: my:Slumber"),
        ("traceability: ECO:0000303", "traceability: ECO:0000999"),
        ("discourseRole: Background", "discourseRole: Background\n  basedOn: claims:first-0099"),
        ("discourseRole: Background", "discourseRole: Background\n  article: articles:second"),
        ("discourseRole: Background", "discourseRole: Background\n  replaces: claims:first-0000"),
    ],
    ids=["passage", "term", "evidence", "claim", "article", "replaced claim (A19)"],
)
def test_a17_a19_a_reference_to_nothing_is_told_at_its_line(released: Path, old: str, new: str) -> None:
    other = claim(released, 2)
    change(released, CLAIMS, other, other.replace(old, new))
    before = (released / CLAIMS).read_text().partition(new)[0]
    line = before.count("\n") + 1 + new.count("\n")
    (finding,) = refused(released, 1, "unknown-reference")
    assert finding["line"] == line


def supersede(folder: Path, pairs: list[tuple[int, int]]) -> None:
    """Lets the second claim of each pair take the place of the first; claims are numbered from 1."""
    older, newer = dict(pairs), {new: old for old, new in pairs}
    texts = []
    for number in sorted({*older, *newer}):
        text = claim(folder, number)
        if number in older:
            text += f"  status: Superseded\n  replacedBy: claims:first-{older[number]:04}\n"
        texts.append(text + (f"  replaces: claims:first-{newer[number]:04}\n" if number in newer else ""))
    (folder / CLAIMS).write_text("".join(texts))


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([(1, 1)], "claims:first-0001 -> claims:first-0001"),
        ([(1, 2), (2, 1)], "claims:first-0001 -> claims:first-0002 -> claims:first-0001"),
        (
            [(1, 2), (2, 3), (3, 1)],
            "claims:first-0001 -> claims:first-0002 -> claims:first-0003 -> claims:first-0001",
        ),
        ([(n, n % 40 + 1) for n in range(1, 41)], "claims:first-0005 -> (34 more) -> claims:first-0040"),
    ],
    ids=["itself", "two", "three", "forty"],
)
def test_a18_a_circle_of_replacements_is_printed(
    released: Path, pairs: list[tuple[int, int]], told: str
) -> None:
    supersede(released, pairs)
    (finding,) = refused(released, 1, "replacement-cycle")
    assert told in finding["message"]
    line = (released / CLAIMS).read_text().splitlines()[finding["line"] - 1]
    assert line.strip().startswith("replacedBy: claims:first-")


def chain(length: int) -> list[ox.Quad]:
    nodes = [ox.NamedNode(f"https://e.org/claims/c-{number:06}") for number in range(length)]
    return [ox.Quad(old, DCTERMS.isReplacedBy, new) for old, new in zip(nodes, nodes[1:], strict=False)]


def test_a18_a_chain_of_ten_thousand_is_followed_without_recursion() -> None:
    quads = chain(10_000)
    context = Context({"claims": "https://e.org/claims/"})
    start = time.process_time()
    assert list(successions.findings(ox.Dataset(quads), {}, context)) == []
    last = quads[-1].object
    assert isinstance(last, ox.NamedNode)
    closed = ox.Quad(last, DCTERMS.isReplacedBy, quads[0].subject)
    (finding,) = successions.findings(ox.Dataset([*quads, closed]), {}, context)
    assert "(9,994 more)" in finding.message
    assert time.process_time() - start < 2


def test_a18_a_chain_is_no_circle(tiny: Path) -> None:
    supersede(tiny, [(number, number + 1) for number in range(1, 30)])
    assert validated(tiny).code == 0


def test_a18_a_circle_is_found_behind_a_fork() -> None:
    newer = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": ["e"], "e": ["c"]}
    assert successions.circles(newer) == [["d", "e", "c"]]
    assert successions.circles({"a": ["b", "c"], "b": ["c"]}) == []


@pytest.mark.parametrize("value", ["[Retracted, Retracted]", "[Retracted, Superseded]"])
def test_a19_a_claim_is_retracted_once(released: Path, value: str) -> None:
    append(released, CLAIMS, f"  status: {value}\n")
    told = validated(released)
    assert told.code == 1
    assert told.rules & {"duplicate-value", "claim-status"}
    assert {finding["line"] for finding in told.findings} >= {29}


def test_a19_a_replacement_is_not_older_than_what_it_replaces(released: Path) -> None:
    second = released / "ontology/articles/second"
    for name in (ARTICLE, PASSAGES, CLAIMS):
        text = (released / name).read_text().replace("first", "second").replace("2026-01-01", "2025-01-01")
        target = second / Path(name).relative_to("ontology/articles/first")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    append(released, CLAIMS, "  status: Superseded\n  replacedBy: claims:second-0002\n")
    append(released, CLAIMS.replace("first", "second"), "  replaces: claims:first-0002\n")
    (finding,) = refused(released, 1, "replacement-older", CLAIMS.replace("first", "second") + ":29:3")
    assert "2025-01-01, not after 2026-01-01" in finding["message"]
    change(second, "article.yaml", "modified: 2025-01-01", "modified: 2026-01-02")
    assert validated(released).code == 0


def raise_version(folder: Path) -> None:
    change(folder, HEADER, 'versionInfo "0.1.0"', 'versionInfo "0.2.0"')


def test_a20_a_published_claim_does_not_vanish(released: Path) -> None:
    other = claim(released, 2)
    change(released, CLAIMS, other, "")
    assert validated(released).code == 0  # a draft: the version is still that of the release on disk
    raise_version(released)
    told = validated(released)
    assert (told.code, told.rules) == (1, {"id-gone"})
    assert "claims:first-0002 was published in version 0.1.0" in told.findings[0]["message"]
    assert "Retracted" in told.findings[0]["help"]
    append(released, CLAIMS, other + "  status: Retracted\n")
    assert validated(released).code == 0


def test_a20_promises_outlast_the_release_that_made_them(released: Path) -> None:
    raise_version(released)
    assert run(released, "build")[0] == 0
    table = (released / PROMISES).read_text().splitlines()
    assert table[0].split("\t") == ["iri", "version", "content", "polarity", "certainty"]
    assert len(table) == 1 + 4  # an article, a passage, two claims
    assert {row.split("\t")[1] for row in table[1:]} == {"0.1.0"}
    assert "Nothing has changed" in run(released, "build")[2]
    before = fingerprint(released / "build")
    change(released, CLAIMS, claim(released, 2), "")
    told = validated(released)
    assert told.code == 1
    assert told.places == [f"{PROMISES}:4:1"]
    assert run(released, "build")[0] == 1
    assert fingerprint(released / "build") == before
    assert (released / PROMISES).read_text().splitlines() == table


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("object: my:Sleep", "object: my:Caffeine", "proposition"),
        ("polarity: Affirmed", "polarity: Denied", "polarity"),
        ("certainty: Possible", "certainty: Suspected", "certainty"),
    ],
)
def test_a21_a_published_stance_does_not_change(released: Path, old: str, new: str, word: str) -> None:
    other = claim(released, 2)
    change(released, CLAIMS, other, other.replace(old, new))
    drafted = validated(released)
    assert "stance-changed" not in drafted.rules
    raise_version(released)
    told = validated(released)
    assert told.code == 1
    (finding,) = [finding for finding in told.findings if finding["rule"] == "stance-changed"]
    assert f"with the {word}" in finding["message"]
    assert "replaces: claims:first-0002" in finding["help"]
    line = (released / CLAIMS).read_text().splitlines()[finding["line"] - 1]
    assert line.strip().startswith(word)


def test_a21_a_label_may_change_and_a_claim_be_superseded(released: Path) -> None:
    raise_version(released)
    other = claim(released, 2)
    new = other.replace("label: Caffeine may shorten", "label: Caffeine may cut")
    change(released, CLAIMS, other, f"{new}  status: Superseded\n  replacedBy: claims:first-0003\n")
    append(released, CLAIMS, claim(released, 3, more="  replaces: claims:first-0002\n"))
    assert validated(released).code == 0


def test_a21_a_passage_number_keeps_its_sentence(released: Path) -> None:
    raise_version(released)
    digest = (released / PASSAGES).read_text().partition("digest: ")[2][:64]
    change(released, PASSAGES, digest, digest[::-1])
    told = validated(released)
    assert (told.code, told.rules) == (1, {"stance-changed"})


def test_a21_names_of_another_algorithm_are_not_compared() -> None:
    assert _is_respelled("1-abc", "2-def")
    assert not _is_respelled("1-abc", "1-def")
    assert Stance("1-abc", "", "") != Stance("2-def", "", "")


def test_a20_a_damaged_release_of_an_older_version_is_said(released: Path) -> None:
    raise_version(released)
    path = released / "build" / "il6ld.nq"
    path.write_bytes(path.read_bytes() + b"<broken\n")
    told = validated(released)
    assert (told.code, told.rules) == (1, {"previous-release"})


def test_a20_a_damaged_table_of_promises_is_said(released: Path) -> None:
    (released / PROMISES).write_text("iri\tversion\tcontent\tpolarity\tcertainty\nhttps://e.org/x\t0.1.0\n")
    told = validated(released)
    assert (told.code, told.rules, told.places) == (1, {"promise-row"}, [f"{PROMISES}:2:1"])


@pytest.mark.parametrize(("old", "new"), [("sleep.", "sleeps."), ("Caffeine may", "Caffeine, may")])
def test_a22_a_changed_sentence_shows_both_digests(tiny: Path, old: str, new: str) -> None:
    recorded = (tiny / PASSAGES).read_text().partition("digest: ")[2][:64]
    change(tiny, "article.txt", old, new)
    code, _, told = run(tiny, "verify", "--article", "article.txt")
    assert code == 1
    assert told.startswith(f"{PASSAGES}:2:3: error[passage-missing]")
    digests = re.findall(r"\b[0-9a-f]{64}\b", told)
    assert len(digests) == 2
    assert digests[0] == recorded != digests[1]


@pytest.mark.parametrize(("field", "by"), [("start", -1), ("start", 3), ("end", 1), ("end", 2), ("end", -4)])
def test_a22_a_wrong_offset_in_the_curators_copy_is_refused(tiny: Path, field: str, by: int) -> None:
    text = (tiny / PASSAGES).read_text()
    number = int(text.partition(f"{field}: ")[2].split()[0])
    change(tiny, PASSAGES, f"{field}: {number}", f"{field}: {number + by}")
    code, _, told = run(tiny, "verify", "--article", "article.txt")
    assert (code, told.count("error[passage-missing]")) == (1, 1)
    assert "1: 0 in place, 1 moved, 0 missing" in told


def test_a22_a_sentence_may_stand_elsewhere_in_another_copy(tiny: Path) -> None:
    (tiny / "copy.txt").write_text("Printed on paper.\n\n" + (tiny / "article.txt").read_text())
    code, _, told = run(tiny, "verify", "--article", "copy.txt")
    assert code == 0
    assert "1: 0 in place, 1 moved, 0 missing" in told


def test_a22_a_wrong_digest_is_seen(tiny: Path) -> None:
    digest = (tiny / PASSAGES).read_text().partition("digest: ")[2][:64]
    change(tiny, PASSAGES, digest, digest[::-1])
    code, _, told = run(tiny, "verify", "--article", "article.txt")
    assert code == 1
    assert digest in told and digest[::-1] in told
