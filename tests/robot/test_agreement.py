"""The comparison with ROBOT sees what differs, either way, and refuses to compare nothing."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from il6ld.namespaces import IL6, RDF, RDFS, SKOS, Context, Namespace
from tests.robot.agreement import ROOT, differences, reported

G = Namespace("https://example.org/graphs/")
CONTEXT = Context({"@vocab": IL6.iri, "il6": IL6.iri})
MYELOMA, CANCER, DISEASE, LINE, MOUSE = (
    IL6[name] for name in ("Myeloma", "Cancer", "Disease", "Line", "Mouse")
)
STATED = [
    ox.Quad(MYELOMA, RDFS.subClassOf, DISEASE, G.ontology),
    ox.Quad(DISEASE, SKOS.definition, ox.Literal("A disorder."), G.ontology),
]
INFERRED = [
    ox.Quad(MYELOMA, RDFS.subClassOf, CANCER, G.inferred),
    ox.Quad(LINE, RDF.type, MOUSE, G.inferred),
]
RELEASE = STATED + INFERRED
CONCLUDED = [quad.triple for quad in RELEASE]


def test_the_same_conclusions_are_no_difference(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(differences(RELEASE, CONCLUDED, "HermiT", complete=True)) == []
    assert "2 concluded, 2 in the release,\n    2 the same; 1 of 1 inferred" in capsys.readouterr().out


def test_what_the_release_lacks_is_seen() -> None:
    (found,) = differences([*STATED, INFERRED[1], *_other()], CONCLUDED, "ELK", complete=False)
    assert found.startswith("only ELK concludes") and "Cancer" in found


def _other() -> list[ox.Quad]:
    return [ox.Quad(CANCER, RDFS.subClassOf, DISEASE, G.inferred)]


def test_what_the_release_makes_up_is_seen() -> None:
    (found,) = differences([*RELEASE, *_other()], CONCLUDED, "HermiT", complete=True)
    assert found.startswith("HermiT does not conclude")
    assert list(differences([*RELEASE, *_other()], CONCLUDED, "ELK", complete=False)) == []


def test_nothing_is_no_agreement() -> None:
    with pytest.raises(AssertionError, match="nothing to compare"):
        list(differences(STATED, CONCLUDED, "HermiT", complete=True))
    with pytest.raises(AssertionError, match="nothing to compare"):
        list(differences(RELEASE, [], "HermiT", complete=True))


@pytest.mark.parametrize(
    ("level", "rule", "subject", "is_wrong"),
    [
        ("ERROR", "duplicate_label", "dc11:creator", True),
        ("WARN", "annotation_whitespace", "il6:Disease", True),
        ("WARN", "missing_definition", "il6:Disease", False),
        ("WARN", "missing_definition", "il6:Cancer", True),
        ("WARN", "missing_definition", "dc:creator", False),
        ("INFO", "missing_superclass", "il6:Disease", False),
    ],
)
def test_a_report_is_wrong_where_it_should_be(level: str, rule: str, subject: str, is_wrong: bool) -> None:
    row = {"Level": level, "Rule Name": rule, "Subject": subject, "Property": "", "Value": ""}
    assert bool(list(reported([row], RELEASE, CONTEXT))) == is_wrong


def test_ci_runs_what_is_compared() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for command in ("report --input build/il6ld.owl", "validate-profile --profile DL",
                    "for reasoner in ELK HermiT", "tests.robot.agreement compare"):  # fmt: skip
        assert command in script, command
