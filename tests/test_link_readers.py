"""Other people's ontology files are read whole and right, each in its form, or refused by name and place."""

from __future__ import annotations

import csv
import json
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from il6ld.errors import Il6ldError, InvalidInput, LimitExceeded, UnreadableInput
from il6ld.links import cache, index
from il6ld.links.index import Index, open_index
from il6ld.links.readers import READERS, Content, content, form_of, json_stream
from il6ld.links.readers.obo import read as read_obo
from il6ld.links.spelling import Spelling
from il6ld.links.term import ExternalTerm, match_key, match_keys
from il6ld.names import folded
from il6ld.namespaces import Context, read_context

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "links" / "fixtures"
EXPECTED = FIXTURES / "expected.tsv"
FILES = sorted(path for path in FIXTURES.iterdir() if path != EXPECTED)
ONTOLOGIES = ROOT.parent / "shared" / "ontologies"
CONTEXT = read_context(ROOT / "ontology" / "context.jsonld").merged(
    {"EX": {"@id": "https://example.org/EX_", "@prefix": True}}
)


def read(*files: Path, kept: Path | None = None) -> Index:
    return open_index(files, CONTEXT, kept)


def all_terms(path: Path) -> list[ExternalTerm]:
    """Every term of one file, in its order."""
    with Content(path) as opened:
        records = form_of(opened).read(opened, Spelling(CONTEXT)).records
        ids = dict.fromkeys(record.id for record in records)
    found = read(path)
    return [term for id in ids for term in found.terms(id)]


def as_row(term: ExternalTerm) -> list[str]:
    """A term as a line of expected.tsv."""
    synonyms = "; ".join(f"{synonym.text} ({synonym.scope})" for synonym in term.synonyms)
    lists = ("; ".join(values) for values in (term.former_labels, term.replaced_by, term.parents))
    former, replaced_by, parents = lists
    obsolete = "obsolete" if term.is_obsolete else ""
    origin = [term.source, term.source_version, term.id, term.label, obsolete]
    return [*origin, synonyms, former, replaced_by, parents, term.namespace]


def expected() -> list[list[str]]:
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_says_what_is_expected(path: Path) -> None:
    rows = [as_row(term) for term in all_terms(path)]
    assert rows
    assert rows == [row for row in expected() if row[0] == path.name]


def test_every_form_and_every_field_is_tried() -> None:
    forms = {source.form for source in read(*FILES).sources}
    assert forms == {form.name for form in READERS}
    assert {row[0] for row in expected()} == {path.name for path in FILES}
    columns = list(zip(*expected(), strict=True))
    assert len(columns) == len(fields(ExternalTerm)) and all(any(column) for column in columns)


@pytest.mark.parametrize(
    "name", ["by-identifier-2025-03-04.json", "stanzas.obo", "ontology.owl", "terms.tsv"]
)
def test_a_packed_file_says_the_same(name: str, tmp_path: Path) -> None:
    packed = pack(FIXTURES / name, tmp_path)
    assert [as_row(t)[1:] for t in all_terms(packed)] == [as_row(t)[1:] for t in all_terms(FIXTURES / name)]


def pack(path: Path, folder: Path) -> Path:
    import zstandard

    packed = folder / f"{path.name}.zst"
    packed.write_bytes(zstandard.compress(path.read_bytes()))
    return packed


@pytest.mark.parametrize(
    "name", ["stanzas.obo", "famplex-entities.csv", "list.json", "model.yaml", "terms.tsv"]
)
def test_line_ends_and_byte_order_marks_change_nothing(name: str, tmp_path: Path) -> None:
    raw = (FIXTURES / name).read_bytes()
    for other in (raw.replace(b"\n", b"\r\n"), raw.replace(b"\n", b"\r"), b"\xef\xbb\xbf" + raw):
        path = written(tmp_path, name, other)
        assert [as_row(term) for term in all_terms(path)] == [as_row(t) for t in all_terms(FIXTURES / name)]


# What is refused


def refusal(path: Path) -> Il6ldError:
    with pytest.raises(Il6ldError) as caught:
        read(path)
    (finding,) = caught.value.findings
    assert finding.position and finding.position.file == str(path) and finding.help
    return caught.value


def written(folder: Path, name: str, raw: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return path


TURTLE = "<https://example.org/EX_1> a <http://www.w3.org/2002/07/owl#Class> .\n"
BROKEN = [
    # name, content, rule, line, column
    ("notes.md", "# Sources\n", "ontology-form", 1, 1),
    ("noise.json", '"a text"', "ontology-form", 1, 1),
    ("empty.obo", "", "ontology-form", 1, 1),
    ("empty.json", "[]", "ontology-form", 1, 1),
    ("no-terms.ttl", "", "ontology-form", 1, 1),
    ("unknown.tsv", "# a comment\ngene\tscore\nIL6\t1\n", "ontology-form", 2, 1),
    ("one-column.csv", "gene\nIL6\n", "ontology-form", 1, 1),
    ("list.yaml", "- one\n- two\n", "ontology-form", 1, 1),
    ("empty.tsv", "", "ontology-syntax", 1, 1),
    ("ragged.tsv", "id\tlabel\nEX:1\ta\nEX:2\n", "ontology-syntax", 3, 1),
    ("nameless.obo", "ontology: ex\n\n[Term]\nname: a\n\n[Term]\nid: EX:1\n", "ontology-syntax", 6, 1),
    ("cut.json", '{"EX:1": {"label": "a"},\n "EX:2": {"label": "b"', "ontology-syntax", 2, 23),
    ("more.json", '[{"id": "EX:1"}] []', "ontology-syntax", 1, 18),
    ("labels.json", '{"EX:1": {"label": 5}}', "ontology-syntax", 1, 1),
    ("no-id.json", '[{"name": "a"}]', "ontology-syntax", 1, 1),
    ("digits.json", '[{"id": "EX:1", "n": ' + "9" * 5000 + "}]", "ontology-syntax", 1, 2),
    ("no-node.json", '{"graphs": [{"nodes": [{"lbl": "a"}]}]}', "ontology-syntax", 1, 1),
    ("cut.ttl", TURTLE + "<https://example.org/EX_2> a", "ontology-syntax", 2, 29),
    ("cut.owl", '<?xml version="1.0"?>\n<rdf:RDF', "ontology-syntax", 1, 1),
    ("tab.yaml", "classes:\n\ta: b\n", "ontology-syntax", 2, 1),
    ("latin-1.obo", "ontology: ex\n\n[Term]\nid: EX:1\nname: S\xe4".encode("latin-1"), "not-utf-8", 5, 8),
    ("latin-1.json", '[{"id": "EX:1",\n "name": "\xe4"}]'.encode("latin-1"), "not-utf-8", 2, 11),
    ("half.json", '[{"id": "EX:1", "name": "\\ud800"}]', "control-character", 1, 1),
    ("half.tsv.zst", b"no zstd", "ontology-syntax", 1, 1),
]  # fmt: skip


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case[0])
def test_a_broken_file_is_refused_at_its_place(
    case: tuple[str, str | bytes, str, int, int], tmp_path: Path
) -> None:
    name, raw, rule, line, column = case
    error = refusal(written(tmp_path, name, raw))
    (finding,) = error.findings
    assert isinstance(error, UnreadableInput)
    assert finding.position
    assert (finding.rule, finding.position.line, finding.position.column) == (rule, line, column)


def test_a_file_of_no_known_form_is_told_which_are(tmp_path: Path) -> None:
    (finding,) = refusal(written(tmp_path, "ontology.pdf", "%PDF")).findings
    assert all(form.name in finding.help for form in READERS)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: None], ids=["pipe", "folder", "nothing"])
def test_what_is_no_file_is_refused(make: Any, tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    make(path)
    assert [finding.rule for finding in refusal(path).findings] == ["unreadable"]


ENTITIES = '<!DOCTYPE rdf:RDF [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
RDF_XML = (FIXTURES / "ontology.owl").read_text(encoding="utf-8")


@pytest.mark.parametrize("before", ["", "\n<!-- <rdf:RDF> -->\n", "<?a b?> <!----> ", "<!-- -->" * 5000])
def test_a_document_type_is_refused_wherever_it_stands(before: str, tmp_path: Path) -> None:
    head, _, rest = RDF_XML.partition("?>")
    path = written(tmp_path, "a.owl", f"{head}?>{before}{ENTITIES}{rest}")
    (finding,) = refusal(path).findings
    assert finding.rule == "ontology-doctype"
    assert finding.position and finding.position.line == before.count("\n") + 1


def test_a_document_type_in_other_letters_is_no_way_round(tmp_path: Path) -> None:
    head, _, rest = RDF_XML.partition("?>")
    for encoding in ("utf-16", "utf-16-le", "utf-32"):
        refusal(written(tmp_path, "a.owl", f"{head}?>{ENTITIES}{rest}".encode(encoding)))


def test_what_an_ontology_imports_is_not_read(tmp_path: Path) -> None:
    there = written(tmp_path, "there.ttl", TURTLE)
    imports = "<https://example.org/EX_o> <http://www.w3.org/2002/07/owl#imports>"
    here = written(tmp_path, "here.ttl", TURTLE.replace("EX_1", "EX_2") + f"{imports} <{there.as_uri()}> .\n")
    found = read(here)
    assert found.terms("EX:2") and not found.terms("EX:1")


def test_a_packed_file_may_grow_to_the_limit_and_no_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = pack(FIXTURES / "stanzas.obo", tmp_path)
    size = (FIXTURES / "stanzas.obo").stat().st_size
    monkeypatch.setattr(content, "MAX_UNPACKED", size)
    assert read(packed).sources
    monkeypatch.setattr(content, "MAX_UNPACKED", size - 1)
    error = refusal(packed)
    assert isinstance(error, LimitExceeded) and error.findings[0].rule == "ontology-size"


def test_a_packed_file_that_was_cut_is_refused(tmp_path: Path) -> None:
    lines = b"".join(b"Family_%d\n" % number for number in range(20_000))
    packed = pack(written(tmp_path, "famplex-many.csv", lines), tmp_path)
    raw = packed.read_bytes()
    for length in (len(raw) // 3, len(raw) // 2, len(raw) - 1):
        packed.write_bytes(raw[:length])
        assert isinstance(refusal(packed), UnreadableInput)


@pytest.mark.parametrize(
    ("name", "raw", "kind"),
    [
        ("deep.json", '[{"id": "EX:1", "a": ' + "[" * 200_000, LimitExceeded),
        ("deep.yaml", "a: " + "[" * 100_000, LimitExceeded),
        ("alias.yaml", "classes: {a: &a {b: c}, d: *a}", InvalidInput),
    ],
)
def test_what_would_crash_a_reader_is_refused(
    name: str, raw: str, kind: type[Il6ldError], tmp_path: Path
) -> None:
    assert isinstance(refusal(written(tmp_path, name, raw)), kind)


@pytest.mark.heavy
def test_whatever_is_done_to_a_file_it_is_read_or_refused(tmp_path: Path) -> None:
    chance = random.Random(4)
    refused = 0
    for path in FILES * 60:
        raw = bytearray(path.read_bytes())
        for _ in range(chance.randint(1, 3)):
            start = chance.randrange(len(raw))
            raw[start : start + chance.choice([0, 1, 20])] = chance.choice(PIECES)
        try:
            read(written(tmp_path, path.name, bytes(raw)))
        except Il6ldError as error:
            refused += 1
            assert error.exit_code in (1, 3, 9)
    assert 0 < refused < len(FILES) * 60


PIECES = [
    b"",
    b'"',
    b"\n",
    b"[",
    b"]",
    b"{",
    b"}",
    b"\xff",
    b"\x00",
    b":",
    b"null",
    b"[]",
    b"7",
    b"\t",
    b"\\ud800",
]


# Answers from several files


def table(folder: Path, name: str, *rows: str) -> Path:
    return written(folder, name, "\n".join(["id\tlabel", *rows, ""]))


def test_the_newest_file_answers_first_and_undated_ones_last(tmp_path: Path) -> None:
    names = ("a.tsv", "b-2021-08-03.tsv", "c.tsv", "d-2026-05-05.tsv", "e-v3.90.0.tsv")
    found = read(*(table(tmp_path, name, f"EX:1\t{name}", "EX:2\tsame") for name in names))
    order = ["d-2026-05-05.tsv", "b-2021-08-03.tsv", "a.tsv", "c.tsv", "e-v3.90.0.tsv"]
    assert [term.label for term in found.terms("EX:1")] == order
    assert [term.source for term in found.named("Same")] == order
    assert [source.name for source in found.sources] == list(names)


def test_a_file_given_twice_counts_once(tmp_path: Path) -> None:
    path = table(tmp_path, "a.tsv", "EX:1\tone")
    copy = table(tmp_path, "b.tsv", "EX:1\tone")
    assert len(read(path, path, copy).terms("EX:1")) == 1


def test_ancestors_are_found_over_all_files_and_round_in_circles(tmp_path: Path) -> None:
    stanza = "[Term]\nid: EX:{}\nis_a: EX:{}\n\n"
    one = written(tmp_path, "one.obo", "ontology: ex\n\n" + stanza.format(1, 2) + stanza.format(3, 4))
    two = written(tmp_path, "two.obo", "ontology: ex\n\n" + stanza.format(2, 3) + stanza.format(4, 3))
    found = read(one, two)
    assert found.ancestors("EX:1") == {"EX:2", "EX:3", "EX:4"}
    assert found.ancestors("EX:3") == {"EX:3", "EX:4"}
    assert found.ancestors("EX:9") == set()


def test_names_are_found_whatever_their_hyphens_and_spaces(tmp_path: Path) -> None:
    here = table(tmp_path, "a.tsv", "EX:1\tInterleukin-6", "EX:2\t+", "EX:3\t", "EX:4\tinterleukin6")
    found = read(FIXTURES / "hgnc.tsv", here)
    assert {term.id for term in found.named("interleukin 6")} == {"HGNC:6018", "EX:1", "EX:4"}
    assert {term.id for term in found.named("ifnb2")} == {"HGNC:6018"}
    assert [term.id for term in found.named("+")] == ["EX:2"]
    assert found.named("") == [] and found.named("interleukin") == []


def test_two_names_with_one_checksum_are_kept_apart(tmp_path: Path) -> None:
    """CRC-32 gives plumless and buckeroo the same checksum, which is what names are looked up by."""
    found = read(table(tmp_path, "a.tsv", "EX:1\tplumless", "EX:2\tbuckeroo", "plumless:\tx", "buckeroo:\ty"))
    assert [term.id for term in found.named("plumless")] == ["EX:1"]
    assert [term.label for term in found.terms("buckeroo:")] == ["y"]


def test_a_merged_identifier_that_has_its_own_stanza_keeps_it(tmp_path: Path) -> None:
    stanzas = "ontology: ex\n\n[Term]\nid: EX:1\nalt_id: EX:2\n\n[Term]\nid: EX:2\nname: two\n"
    found = read(written(tmp_path, "a.obo", stanzas))
    assert [(term.label, term.is_obsolete) for term in found.terms("EX:2")] == [("two", False)]
    assert found.sources[0].terms == 2


def test_tabs_and_line_ends_within_a_name_become_spaces(tmp_path: Path) -> None:
    told = {"EX:1": {"label": "a\tlong\nname", "synonyms": ["an\nother"]}, "EX:2": {"label": "b"}}
    found = read(written(tmp_path, "a.json", json.dumps(told)))
    (term,) = found.terms("EX:1")
    assert (term.label, term.synonyms[0].text) == ("a long name", "an other")
    assert found.named("long name") == [] and found.named("another") == [term] and found.terms("EX:2")


def test_it_knows_which_prefixes_it_covers() -> None:
    found = read(FIXTURES / "hgnc.tsv", FIXTURES / "stanzas.obo")
    assert found.covers("HGNC") and found.covers("EX") and found.covers("BFO")
    assert not any(found.covers(prefix) for prefix in ("MONDO", "near", ""))


# The cache


@pytest.fixture
def no_reading(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Whoever reads a file fails, so that an answer must come from the cache."""

    def refuse(_: Content) -> None:
        raise AssertionError("read again")

    with monkeypatch.context() as patch:
        patch.setattr(index, "form_of", refuse)
        yield patch


def answers(found: Index) -> list[object]:
    ids = sorted({row[2] for row in expected()})
    return [found.sources, [found.terms(id) for id in ids], [sorted(found.ancestors(id)) for id in ids]]


def test_the_cache_answers_as_the_files_do_and_reads_none(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    first = answers(read(*FILES))
    assert answers(read(*FILES, kept=tmp_path / "new" / "cache")) == first
    request.getfixturevalue("no_reading")
    assert answers(read(*FILES, kept=tmp_path / "new" / "cache")) == first


def test_a_damaged_cache_is_made_again(tmp_path: Path) -> None:
    first = answers(read(FIXTURES / "stanzas.obo", kept=tmp_path))
    (made,) = tmp_path.iterdir()
    whole = made.read_bytes()
    for at in range(0, len(whole), len(whole) // 40):
        made.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert answers(read(FIXTURES / "stanzas.obo", kept=tmp_path)) == first
        assert list(tmp_path.iterdir()) == [made] and made.read_bytes() == whole
    for spoilt in (b"", whole[:100], b"no database"):
        made.write_bytes(spoilt)
        assert answers(read(FIXTURES / "stanzas.obo", kept=tmp_path)) == first


def test_a_database_of_somebody_elses_is_no_cache(tmp_path: Path) -> None:
    first = answers(read(FIXTURES / "stanzas.obo", kept=tmp_path))
    (made,) = tmp_path.iterdir()
    key = made.stem.partition("-")[0]
    for table in ("other (a)", "source (a)", "source (a); INSERT INTO source VALUES (1)"):
        made.unlink(missing_ok=True)
        foreign = tmp_path / "foreign"
        with closing(sqlite3.connect(foreign)) as connection:
            connection.executescript(f"CREATE TABLE {table}")
        foreign.rename(tmp_path / f"{key}-{crc32(foreign.read_bytes()):08x}.sqlite")
        assert answers(read(FIXTURES / "stanzas.obo", kept=tmp_path)) == first
        assert made.exists()


def test_another_format_name_or_prefix_is_another_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table(tmp_path, "a-2020-01-01.tsv", "EX:1\tone")
    kept = tmp_path / "cache"
    assert read(path, kept=kept).terms("EX:1")[0].source_version == "2020-01-01"
    newer = path.rename(tmp_path / "a-2021-01-01.tsv")
    assert read(newer, kept=kept).terms("EX:1")[0].source_version == "2021-01-01"
    renamed = {"ex" if name == "EX" else name: entry for name, entry in CONTEXT.entries.items()}
    assert open_index([newer], Context(renamed), kept).terms("ex:1")
    monkeypatch.setattr(cache, "FORMAT", cache.FORMAT + 1)
    assert read(newer, kept=kept).terms("EX:1")
    assert len(list(kept.iterdir())) == 4


def test_without_a_place_for_the_cache_the_answer_is_the_same(tmp_path: Path) -> None:
    in_the_way = written(tmp_path, "cache", "a file")
    assert answers(read(*FILES, kept=in_the_way)) == answers(read(*FILES))


def test_a_refused_file_leaves_nothing_in_the_cache(tmp_path: Path) -> None:
    path = written(tmp_path, "cut.obo", "ontology: ex\n\n[Term]\nid: EX:1\n\n[Term]\nname: a\n")
    with pytest.raises(UnreadableInput):
        read(path, kept=tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.heavy
def test_runs_at_once_do_no_harm(tmp_path: Path) -> None:
    kept = tmp_path / "cache"
    program = (
        "import sys; from tests.test_link_readers import *;"
        "print(sum(len(read(*FILES, kept=Path(sys.argv[1])).terms(row[2])) for row in expected()))"
    )
    command = [sys.executable, "-c", program, str(kept)]
    runs = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({run.communicate()[0] for run in runs}) == 1
    assert [run.returncode for run in runs] == [0] * 4
    assert len(list(kept.iterdir())) == len(FILES)


# Forms, by whatever can be made up

LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
NAMES = st.text(LETTERS, min_size=1, max_size=20).map(str.strip).filter(bool)


@settings(max_examples=40)
@given(NAMES, st.sampled_from(["-", " ", "\u2011", "_", "."]), st.data())
def test_match_keys_ignore_case_accents_and_punctuation(text: str, mark: str, drawn: st.DataObject) -> None:
    at = drawn.draw(st.integers(0, len(text)))
    letters = any(character.isalnum() for character in folded(text))
    if letters:
        assert match_key(folded(text)) == match_key(text)
        assert match_key(text[:at] + mark + text[at:]) == match_key(text)
    assert match_key(text)
    many = [text, "IL-6", "+", text + "\n"] * 30
    assert list(match_keys(many)) == [match_key(name) for name in many]


def escaped(text: str, marks: str) -> str:
    return "".join(f"\\{character}" if character in marks else character for character in text)


def stanza(number: int, name: str, synonyms: list[tuple[str, str]], obsolete: bool, parent: int) -> str:
    lines = ["", "[Term]", f"id: EX:{number}", f"name: {escaped(name, BRACES)}"]
    lines += [f"is_a: EX:{parent} ! a name"]
    lines += [f'synonym: "{escaped(text, QUOTES)}" {scope.upper()} []' for text, scope in synonyms]
    return "\n".join([*lines, "is_obsolete: true" if obsolete else "comment: none", ""])


BRACES, QUOTES = "\\!{}", '\\"'
SYNONYMS = st.lists(st.tuples(NAMES, st.sampled_from(["exact", "broad", "narrow", "related"])), max_size=3)


@settings(max_examples=40)
@given(st.lists(st.tuples(NAMES, SYNONYMS, st.booleans(), st.integers(0, 9)), min_size=1, max_size=4))
def test_stanzas_say_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, terms: list[tuple[str, list[tuple[str, str]], bool, int]]
) -> None:
    text = "ontology: ex\n" + "".join(stanza(number, *term) for number, term in enumerate(terms))
    path = written(tmp_path_factory.getbasetemp(), "made.obo", text)
    with Content(path) as opened:
        records = list(read_obo(opened, Spelling(CONTEXT)).records)
    assert [(r.label, list(r.synonyms), r.is_obsolete) for r in records] == [
        (name, synonyms, obsolete) for name, synonyms, obsolete, _ in terms
    ]
    assert [list(record.parents) for record in records] == [[f"EX:{parent}"] for *_, parent in terms]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=40)
@example({"a": 1.25, "b": {"c": 12}, "d": 10}, 1, None)
@given(st.dictionaries(st.text(max_size=5), JSON, max_size=4), st.integers(1, 9), st.sampled_from([None, 1]))
def test_json_in_pieces_is_the_same_json(
    tmp_path_factory: pytest.TempPathFactory, made: dict[str, Any], size: int, indent: int | None
) -> None:
    path = written(tmp_path_factory.getbasetemp(), "made.json", json.dumps(made, indent=indent))
    with pytest.MonkeyPatch.context() as patch, Content(path) as opened:
        patch.setattr(json_stream, "_CHUNK", size)
        stream = json_stream.JsonStream(opened)
        assert dict(stream.entries()) == made
        stream.end()


SPELLINGS = {
    "GO:0006954": "GO:0006954",
    "go:0006954": "GO:0006954",
    "http://purl.obolibrary.org/obo/GO_0006954": "GO:0006954",
    "https://purl.obolibrary.org/obo/GO_0006954": "GO:0006954",
    "http://purl.obolibrary.org/obo/DOID_4": "DOID:4",
    "http://purl.obolibrary.org/obo/ro/subsets#slim": "http://purl.obolibrary.org/obo/ro/subsets#slim",
    "obo.MONDO_0018037": "MONDO:0018037",
    "CHEBI_18357": "CHEBI:18357",
    "http://www.ebi.ac.uk/efo/EFO_0000685": "EFO:0000685",
    "uniprot:P05231": "UniProtKB:P05231",
    "http://purl.uniprot.org/uniprot/P05231": "UniProtKB:P05231",
    "mesh:D015850": "MESH:D015850",
    "http://id.nlm.nih.gov/mesh/D015850": "MESH:D015850",
    "http://identifiers.org/mesh/D015850": "MESH:D015850",
    "https://identifiers.org/hgnc:6018": "HGNC:6018",
    "https://identifiers.org/hgnc/HGNC:6018": "HGNC:6018",
    "https://w3id.org/biolink/vocab/causes": "biolink:causes",
    "http://www.w3.org/2000/01/rdf-schema#subClassOf": "rdfs:subClassOf",
    "https://elsewhere.example.org/thing": "https://elsewhere.example.org/thing",
    "part_of": "part_of",
    "": "",
}


@pytest.mark.parametrize("text", SPELLINGS)
def test_an_identifier_is_spelled_our_way(text: str) -> None:
    spelling = Spelling(CONTEXT)
    assert spelling.curie(text) == spelling[text] == SPELLINGS[text]
    assert spelling.curie(SPELLINGS[text]) == SPELLINGS[text]


# The files of real ontologies


@pytest.mark.heavy
def test_real_files_show_what_became_obsolete_or_was_renamed() -> None:
    if not ONTOLOGIES.is_dir():
        pytest.skip(f"no ontology files at {ONTOLOGIES}")
    files = [path for path in sorted(ONTOLOGIES.iterdir()) if path.suffix != ".md"]
    found = read(*files)
    assert len(found.sources) == len(files) >= 50
    assert all(source.terms for source in found.sources)
    for id in ("GO:0051092", "GO:0005615"):
        assert {term.is_obsolete for term in found.terms(id)} == {True, False}
    labels = {term.label for term in found.terms("HP:0001974")}
    assert labels == {"Leukocytosis", "Increased total leukocyte count"}
    (arthritis,) = found.terms("EFO:0000685")
    assert arthritis.is_obsolete and arthritis.replaced_by == ("MONDO:0008383",)
    assert {"MONDO:0000001"} <= found.ancestors("MONDO:0008383")
    assert not found.terms("MONDO:9999999") and found.covers("MONDO")
