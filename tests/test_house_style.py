"""House style is kept, and what leaves it is told where it stands."""

from __future__ import annotations

import pytest

from il6ld.curation import style
from il6ld.namespaces import Context
from il6ld.project import Project
from il6ld.sources.house_style import turtle_findings, yaml_findings
from il6ld.sources.yaml_nodes import compose

LOGIC, LABEL = "    a:logic a:Two", '    rdfs:label "one"@en'
GOOD = """\
# A comment.

@prefix a: <https://e.org/a/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

a:One
    a a:Thing ;
    a:logic a:Two ;
    rdfs:label "one"@en .

a:Two
    a a:Thing .
"""


def test_this_project_keeps_house_style(project: Project) -> None:
    checked = style(project)
    assert checked.findings == []
    assert int(checked.summary["files"]) > 20


def test_good_turtle_passes() -> None:
    assert turtle_findings(GOOD, "x.ttl") == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "place"),
    [
        ("a:One\n", "a:Zed\n", "style-order", "11:1"),
        ("    a a:Thing ;", "    a:more 1 ;\n    a a:Thing ;", "style-order", "8:5"),
        (f"{LOGIC} ;\n{LABEL} .", f"{LABEL} ;\n{LOGIC} .", "style-order", "9:5"),
        ("a:Two\n    a a:Thing .", "a:Two a a:Thing .", "style-block", "11:1"),
        ("a a:Thing .", "a a:Thing.", "style-block", "12:14"),
        ("@prefix a:", "@prefix z:", "style-order", "4:1"),
        ("# A comment.", "# A comment. ", "style-space", "1:13"),
        ("    a:logic", "\ta:logic", "style-space", "8:1"),
        ("    a a:Thing .\n", "    a a:Thing .", "style-space", "12:1"),
    ],
)  # fmt: skip
def test_bad_turtle_is_told(old: str, new: str, rule: str, place: str) -> None:
    assert old in GOOD
    found = turtle_findings(GOOD.replace(old, new), "x.ttl")
    assert (rule, f"x.ttl:{place}") in {(finding.rule, str(finding.position)) for finding in found}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("- id: claims:a-1\n  passage: x\n  label: y\n", "3:3"),
        ("- id: claims:a-1\n  proposition:\n    object: x\n    subject: y\n", "4:5"),
        ("- id: claims:a-10\n- id: gaps:a-1\n- id: claims:a-9\n", "3:7"),
    ],
)
def test_bad_yaml_is_told(project: Project, text: str, place: str) -> None:
    context: Context = project.context
    (finding,) = yaml_findings(compose(text, "x.yaml"), context)
    assert (finding.rule, str(finding.position)) == ("style-order", f"x.yaml:{place}")
