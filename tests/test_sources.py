"""Reading: every value is text at its place, and every mistake is told where it stands."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from il6ld.errors import Il6ldError, InvalidInput, LimitExceeded, UnreadableInput
from il6ld.files import decode
from il6ld.findings import Finding
from il6ld.namespaces import IL6, RDF, Context, read_context
from il6ld.project import find_project
from il6ld.sources import Sources, propositions, read
from il6ld.sources.vocabulary import vocabulary
from il6ld.sources.yaml_nodes import Fields, Items, Scalar, compose

CLAIMS = "ontology/articles/first/claims/introduction.yaml"


def texts(source: str) -> list[str]:
    node = compose(source, "x.yaml")
    assert isinstance(node, Items)
    return [item.text for item in node.nodes if isinstance(item, Scalar)]


def test_scalars_stay_text() -> None:
    listed = ["007", "NO", "1e5", "12:30:45", "10.1000", "2020-02-30", "012345"]
    assert texts("\n".join(f"- {text}" for text in listed)) == listed


def test_nodes_know_their_place() -> None:
    node = compose("a:\n  b: [x, y]\n", "x.yaml")
    assert isinstance(node, Fields)
    inner = node.nodes["a"]
    assert isinstance(inner, Fields)
    listed = inner.nodes["b"]
    assert isinstance(listed, Items)
    assert str(listed.nodes[1].position) == "x.yaml:2:10"
    assert str(inner.keys["b"]) == "x.yaml:2:3"


@pytest.mark.parametrize(
    ("source", "rule", "place", "kind"),
    [
        ("a: 'x", "yaml-syntax", "1:6", UnreadableInput),
        ("a:\n\t- b", "yaml-syntax", "2:1", UnreadableInput),
        ("a: 1\nb: 2\na: 3", "duplicate-key", "3:1", InvalidInput),
        ("a: &x {b: 1}\nc: *x", "yaml-alias", "1:4", InvalidInput),
        ("a: !!python/object/apply:os.system [ls]", "yaml-tag", "1:4", InvalidInput),
        ("a: 1\n---\nb: 2", "yaml-documents", "2:1", InvalidInput),
        ("a: ~", "yaml-empty", "1:4", InvalidInput),
        ("a:\nb: 1", "yaml-empty", "1:3", InvalidInput),
        ('a: "x\\0y"', "control-character", "1:4", InvalidInput),
        ("[a]: b", "yaml-key", "1:1", InvalidInput),
        ("a: " + "[" * 60 + "]" * 60, "yaml-depth", "1:53", LimitExceeded),
    ],
)
def test_bad_yaml_is_refused(source: str, rule: str, place: str, kind: type[Il6ldError]) -> None:
    with pytest.raises(kind) as caught:
        compose(source, "x.yaml")
    (finding,) = caught.value.findings
    assert (finding.rule, str(finding.position)) == (rule, f"x.yaml:{place}")


def test_deep_nesting_neither_crashes_nor_takes_long() -> None:
    with pytest.raises(LimitExceeded):
        compose("[" * 100_000, "x.yaml")


def test_byte_order_mark_and_line_ends_make_no_difference() -> None:
    assert decode(b"\xef\xbb\xbfa: 1\r\nb: 2\r", "x") == "a: 1\nb: 2\n"


def test_other_encodings_are_refused_by_byte() -> None:
    with pytest.raises(UnreadableInput, match="Byte 3 is not UTF-8"):
        decode("é: é".encode()[:3] + b"\xe9", "x")


def mistake(folder: Path, old: str, new: str) -> tuple[Finding, ...]:
    """What is found once `old` is written as `new` in the tiny project's claim."""
    path = folder / CLAIMS
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    with pytest.raises(Il6ldError) as caught:
        read(find_project(folder))
    return caught.value.findings


@pytest.mark.parametrize(
    ("old", "new", "rule", "line", "help"),
    [
        ("certainty: Possible", "certanty: Possible", "unknown-key", 9, "did you mean 'certainty'?"),
        ("polarity: Affirmed", "polarity: Afirmed", "unknown-term", 8, "did you mean 'Affirmed'?"),
        ("passages:first-1", "passages:first-9", "unknown-reference", 3, "did you mean 'passages:first-1'?"),
        ("passages:first-1", "pasages:first-1", "unknown-prefix", 3, "did you mean 'passages'?"),
        (
            "passage: passages:first-1",
            "passage: first-1",
            "unknown-reference",
            3,
            "Write its id with its prefix",
        ),
        ("id: claims:first-0001", "id: claim:first-0001", "record-id", 1, "did you mean 'claims'?"),
        ("id: claims:first-0001", "id: claims:../../x", "record-id", 1, "ASCII letters"),
        ("id: claims:first-0001", "label: x", "duplicate-key", 2, "Keep one"),
        (
            "subject: my:Caffeine",
            "subject: my:Cafeine",
            "unknown-reference",
            5,
            "did you mean 'my:Caffeine'?",
        ),
        ("    - traceability: ECO:0000303", "    - traceability: {a: b}", "nested-record", 14, ""),
    ],
)
def test_a_mistake_is_told_where_it_stands(
    tiny: Path, old: str, new: str, rule: str, line: int, help: str
) -> None:
    (finding,) = mistake(tiny, old, new)
    assert finding.position is not None
    assert (finding.rule, finding.position.line) == (rule, line)
    assert help in finding.help


def test_all_mistakes_are_told_at_once(tiny: Path) -> None:
    path = tiny / CLAIMS
    path.write_text(path.read_text().replace("certainty:", "certanty:").replace("Affirmed", "Afirmed"))
    with pytest.raises(InvalidInput) as caught:
        read(find_project(tiny))
    assert [finding.rule for finding in caught.value.findings] == ["unknown-term", "unknown-key"]


def test_the_same_id_in_two_files_names_both(tiny: Path) -> None:
    path = tiny / CLAIMS
    (path.parent / "other.yaml").write_text(path.read_text())
    with pytest.raises(InvalidInput) as caught:
        read(find_project(tiny))
    (finding,) = caught.value.findings
    assert finding.rule == "duplicate-id"
    assert "introduction.yaml:1:3" in finding.message


def test_records_get_class_name_and_defaults(sources: Sources) -> None:
    claim = ox.NamedNode(sources.context.expand("claims:il6d-0067"))
    said = {(q.predicate, q.object) for q in sources.dataset.quads_for_subject(claim)}
    line = ox.NamedNode(sources.context.expand("lines:il6d-0067-1"))
    assert {(RDF.type, IL6.Claim), (IL6.status, IL6.Current), (IL6.evidence, line)} <= said
    observation = ox.NamedNode(sources.context.expand("observations:il6d-0067-1-1"))
    assert ox.NamedNode(sources.context.expand("interventions:il6d-0067-1-1-1")) in {
        quad.object for quad in sources.dataset.quads_for_subject(observation)
    }


def test_each_claim_has_a_graph_of_its_own(sources: Sources) -> None:
    claims = [quad for quad in sources.dataset.quads_for_predicate(RDF.type) if quad.object == IL6.Claim]
    assert len(claims) >= 85
    assert len({quad.graph_name for quad in claims}) == len(claims)


def test_symmetric_ends_make_one_proposition() -> None:
    words = vocabulary([])
    a, b = "https://e.org/a", "https://e.org/b"
    predicate = "https://e.org/associatedWith"
    one = {
        IL6.subject.value: [b],
        IL6.subjectAspect.value: ["x"],
        IL6.predicate.value: [predicate],
        IL6.object.value: [a],
    }
    other = {
        IL6.subject.value: [a],
        IL6.objectAspect.value: ["x"],
        IL6.predicate.value: [predicate],
        IL6.object.value: [b],
    }
    assert propositions.normal_form(one, {predicate}) == propositions.normal_form(other, {predicate})
    assert propositions.normal_form(one, set()) == one
    assert words.symmetric == set()


def test_every_prefix_in_turtle_is_the_contexts(tiny: Path) -> None:
    path = tiny / "ontology" / "terms.ttl"
    path.write_text(path.read_text().replace("<https://w3id.org/il6ld/terms/>", "<https://w3id.org/other/>"))
    with pytest.raises(InvalidInput) as caught:
        read(find_project(tiny))
    assert [finding.rule for finding in caught.value.findings] == ["prefix-differs"]


def test_bad_turtle_is_told_by_line_and_column(tiny: Path) -> None:
    path = tiny / "ontology" / "terms.ttl"
    path.write_text(path.read_text().replace("my:Sleep\n", "my:Sleep ;\n"))
    with pytest.raises(UnreadableInput) as caught:
        read(find_project(tiny))
    (finding,) = caught.value.findings
    assert finding.rule == "turtle-syntax"
    assert finding.position is not None and finding.position.line > 10


@pytest.fixture
def context(project: object) -> Context:
    return read_context(Path(__file__).parents[1] / "ontology" / "context.jsonld")


@pytest.mark.parametrize("curie", ["MONDO:0008383", "il6:Interleukin6", "claims:il6d-0045", "rdfs:label"])
def test_curies_expand_and_compact(context: Context, curie: str) -> None:
    assert context.compact(context.expand(curie)) == curie


def test_no_prefix_is_a_key_of_records(context: Context) -> None:
    assert context.prefixes and context.terms
    assert not context.prefixes.keys() & context.terms.keys()
