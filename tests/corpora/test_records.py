"""A record's line is what YAML would have been: the fast way and the slow one give the same quads."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from il6ld.corpora import Lines, Writer, lines, reading, record_quads
from il6ld.corpora.folder import line as as_line
from il6ld.corpora.quads import Pen
from il6ld.corpora.spelling import Unusual
from il6ld.errors import Il6ldError, InvalidInput, LimitExceeded, UnreadableInput
from il6ld.findings import Position
from il6ld.sources import Sources
from tests.released import material

Record = dict[str, Any]


def text_of(record: Record | str) -> lines.Text:
    told = record if isinstance(record, str) else json.dumps(record, ensure_ascii=False)
    return lines.Text(told, Position("claims.ndjson", 7, 1))


def quads_of(nquads: str) -> set[ox.Quad]:
    return set(ox.parse(nquads.encode(), format=ox.RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def writer(sources: Sources) -> Writer:
    return Writer(material().dataset, sources.context, sources.words)


@pytest.fixture(scope="module")
def records(writer: Writer) -> list[Record]:
    return [*writer.claims(), *writer.others()]


def test_the_release_as_lines_and_back_is_the_same_quads(
    sources: Sources, records: list[Record], told: Lines
) -> None:
    assert len(records) > 100
    back = ox.Dataset(quad for record in records for quad in quads_of(told.quads(text_of(record))))
    there = ox.Dataset(record_quads(material().dataset, sources.context))
    for dataset in (back, there):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert len(there) > 3000 and back == there


def test_the_fast_way_and_the_slow_one_agree_on_the_release(sources: Sources, records: list[Record]) -> None:
    pen = Pen(sources.context, sources.words)
    for record in records[::9]:
        slow = reading.quads(text_of(record), sources.context, sources.words)
        assert quads_of(pen.quads(record)) == set(slow)


def test_a_line_is_read_as_json_ld_says_it(sources: Sources, records: list[Record], told: Lines) -> None:
    """Two names and a label are all that JSON-LD itself does not give: the context does the rest."""
    record = {key: value for key, value in records[0].items() if not isinstance(value, dict | list)}
    document = {**sources.context.document, **record}
    plain = {quad.triple for quad in ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD)}
    assert len(plain) > 5
    assert plain <= {quad.triple for quad in quads_of(told.quads(text_of(records[0])))}


# Generated claims

_LABELS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=20
)
_ENTITIES = st.sampled_from(["Interleukin6", "NFkappaB", "Obesity", "NCBITaxon:10090", "Apoptosis"])
_SOME = st.lists(_ENTITIES, min_size=1, max_size=3, unique=True)


def _maybe(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Record]:
    return st.fixed_dictionaries({}, optional=fields)


def _all(strategy: st.SearchStrategy[Record], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Record]:
    return st.builds(lambda one, two: {**one, **two}, st.fixed_dictionaries(fields), strategy)


_PROPOSITIONS = _all(
    _maybe(
        subjectAspect=st.sampled_from(["Level", "Activity"]), objectDirection=st.just("Unchanged"),
        degree=st.just("Key"), speciesContext=st.just("NCBITaxon:10090"), conditionContext=_SOME,
        mediator=_ENTITIES,
    ),
    subject=_ENTITIES, object=_ENTITIES,
    predicate=st.sampled_from(["increases", "correlatesWith", "associatedWith"]),
)  # fmt: skip
_OBSERVATIONS = _all(
    _maybe(
        population=_maybe(organism=_ENTITIES, condition=_SOME, label=_LABELS),
        intervention=st.lists(_maybe(kind=st.just("Feeding"), role=st.just("Held")), min_size=1, max_size=1),
        comparator=st.just("observations:x-1-1-1"), note=_LABELS,
    ),
    measured=_ENTITIES, outcome=st.just("Increased"),
)  # fmt: skip
_LINES = _all(_maybe(direction=st.just("Supports"), observation=_OBSERVATIONS, label=_LABELS),
              traceability=st.just("ECO:0000303"))  # fmt: skip
_PASSAGES = _all(
    _maybe(label=_LABELS), id=st.just("passages:x-1"), source=st.just("articles:x"),
    sentence=st.integers(1, 99),
    wordCount=st.integers(1, 10**12), digest=st.just("0" * 64),
    selector=st.fixed_dictionaries({"start": st.integers(0, 10**6), "end": st.just("17")}),
)  # fmt: skip
_CLAIMS = _all(
    _maybe(
        label=_LABELS, note=_LABELS, status=st.just("Retracted"), openList=st.booleans(),
        basedOn=st.just(["claims:x-2", "claims:x-3"]),
        unaffectedBy=st.lists(_LABELS, min_size=1, max_size=2, unique=True),
    ),
    id=st.from_regex(r"claims:[a-z0-9]{1,5}-[0-9]{1,4}", fullmatch=True), article=st.just("articles:x"),
    passage=_PASSAGES | st.just("passages:x-1"), proposition=_PROPOSITIONS,
    evidence=_LINES | st.lists(_LINES, min_size=1, max_size=3, unique_by=str), certainty=st.just("Stated"),
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(_CLAIMS)
def test_the_fast_way_and_the_slow_one_agree_on_any_claim(
    sources: Sources, told: Lines, record: Record
) -> None:
    slow = reading.quads(text_of(record), sources.context, sources.words)
    assert quads_of(told.quads(text_of(record))) == set(slow)


@settings(max_examples=40, deadline=None)
@given(_CLAIMS)
def test_quads_are_written_as_lines_that_are_read_as_the_same(
    sources: Sources, told: Lines, record: Record
) -> None:
    there = quads_of(told.quads(text_of(record)))
    writer = Writer(ox.Dataset(there), sources.context, sources.words)
    records = [*writer.claims(), *writer.others()]
    assert records[0]["id"] == record["id"]
    assert {quad for one in records for quad in quads_of(told.quads(text_of(one)))} == there


# Bad input

GOOD: Record = {
    "id": "claims:x-1", "label": "x", "article": "articles:x", "passage": "passages:x-1",
    "proposition": {"subject": "Interleukin6", "predicate": "increases", "object": "Obesity"},
    "certainty": "Stated", "evidence": {"traceability": "ECO:0000303"},
}  # fmt: skip
BAD: dict[str, tuple[Record | str, str]] = {
    "not JSON": ('{"id": "claims:x-1", ', "json-syntax"),
    "no object": ('["claims:x-1"]', "json-record"),
    "a number that is none": ('{"id": "claims:x-1", "sentence": NaN}', "json-syntax"),
    "a key twice": (json.dumps(GOOD)[:-1] + ', "label": "y"}', "duplicate-key"),
    "a key twice, inside": (json.dumps(GOOD).replace('"object"', '"object": "x", "object"'), "duplicate-key"),
    "an unknown key": ({**GOOD, "lable": "x"}, "unknown-key"),
    "an unknown term": ({**GOOD, "certainty": "Sure"}, "unknown-term"),
    "an unknown prefix": ({**GOOD, "article": "artikles:x"}, "unknown-prefix"),
    "no prefix": ({**GOOD, "article": "x"}, "unknown-reference"),
    "a name of no kind": ({**GOOD, "id": "claim:x-1"}, "record-id"),
    "a name that is none": ({**GOOD, "id": "claims:x 1"}, "record-id"),
    "no name": ({key: value for key, value in GOOD.items() if key != "id"}, "record-id"),
    "no article": ({key: value for key, value in GOOD.items() if key != "article"}, "missing-field"),
    "null": ({**GOOD, "label": None}, "value"),
    "an empty list": ({**GOOD, "basedOn": []}, "value"),
    "a list of lists": ({**GOOD, "basedOn": [["claims:x-2"]]}, "value"),
    "a fraction": ({**GOOD, "label": 1.5}, "value"),
    "the same twice": ({**GOOD, "basedOn": ["claims:x-2", "claims:x-2"]}, "duplicate-value"),
    "a word for a truth value": ({**GOOD, "openList": "perhaps"}, "value"),
    "a record for a value": ({**GOOD, "certainty": {"label": "x"}}, "nested-record"),
    "a nested name": ({**GOOD, "evidence": {"id": "lines:x-1-1", "direction": "Supports"}}, "record-id"),
    "a type": ({**GOOD, "type": "Claim"}, "unknown-key"),
    "a control character": ({**GOOD, "label": "x\x01"}, "control-character"),
    "half a pair": (json.dumps({**GOOD, "label": "\ud800"}), "control-character"),
}  # fmt: skip


def test_the_good_one_is_good(told: Lines) -> None:
    assert len(quads_of(told.quads(text_of(GOOD)))) > 10


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_told_with_file_and_line(told: Lines, name: str) -> None:
    record, rule = BAD[name]
    with pytest.raises(Il6ldError) as error:
        told.quads(text_of(record))
    assert rule in {one.rule for one in error.value.findings}
    assert all(one.position and one.position.line == 7 for one in error.value.findings)


def test_what_only_looks_odd_is_read_all_the_same(told: Lines) -> None:
    odd = {**GOOD, "label": 'says ": and \\ "more":'}
    assert quads_of(told.quads(text_of(odd))) == quads_of(
        told.quads(text_of(json.dumps(odd, indent=1).replace("\n", " ")))
    )


def test_the_fast_way_asks_rather_than_guesses(sources: Sources) -> None:
    pen = Pen(sources.context, sources.words)
    with pytest.raises(Unusual):
        pen.quads({**GOOD, "certainty": "Sure"})


# Files


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
def test_a_file_is_unpacked_by_what_it_is_and_not_by_its_name(tmp_path: Path, pack: Any) -> None:
    content = as_line(GOOD) * 3
    found = list(lines.read(write(tmp_path / "x", pack(content)), "x"))
    assert [text.position.line for text in found] == [1, 2, 3] and json.loads(found[2].text) == GOOD


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_file_that_breaks_off_is_told_after_what_it_holds(tmp_path: Path, pack: Any) -> None:
    content = b"".join(as_line({**GOOD, "id": f"claims:x-{number * 7919}"}) for number in range(6_000))
    path = write(tmp_path / "x", (packed := pack(content))[: len(packed) - 20])
    found = lines.read(path, "x")
    count = 0
    with pytest.raises(UnreadableInput) as error:
        for _ in found:
            count += 1
    assert count > 0 and error.value.findings[0].rule == "packed-file"
    assert error.value.findings[0].position and error.value.findings[0].position.line == count + 1


def test_bytes_of_another_encoding_are_told_at_their_column(tmp_path: Path) -> None:
    path = write(tmp_path / "x", as_line(GOOD) + b'{"label": "caf\xe9"}\n')
    with pytest.raises(UnreadableInput) as error:
        list(lines.read(path, "x"))
    assert str(error.value.findings[0].position) == "x:2:15"


def test_a_claim_of_a_million_evidence_lines_is_refused_by_a_limit(tmp_path: Path) -> None:
    one = json.dumps({"traceability": "ECO:0000303"})
    path = write(
        tmp_path / "x", f'{{"id": "claims:x-1", "evidence": [{", ".join([one] * 1_000_000)}]}}'.encode()
    )
    with pytest.raises(LimitExceeded) as error:
        list(lines.read(path, "x"))
    assert error.value.findings[0].rule == "line-size"


def test_what_has_no_key_cannot_be_written(sources: Sources) -> None:
    claim = ox.NamedNode(sources.context.expand("claims:x-1"))
    graph = ox.NamedNode(sources.context.expand("graphs:x-1"))
    type_ = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    kind = ox.NamedNode(sources.context.expand("il6:Claim"))
    quads = [
        ox.Quad(claim, type_, kind, graph),
        ox.Quad(claim, ox.NamedNode("https://e.org/p"), ox.Literal("x"), graph),
    ]
    with pytest.raises(InvalidInput) as error:
        list(Writer(ox.Dataset(quads), sources.context, sources.words).claims())
    assert error.value.findings[0].rule == "corpus-record"
