"""Mistakes a curator makes, each made in a copy of this project, and what il6ld prints of it."""

from __future__ import annotations

import contextlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from il6ld.cli import cli

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
CLAIMS = "ontology/articles/il6-and-disease/claims"
_HEDGED = f"{CLAIMS}/diabetes.yaml"
_KNOCKOUT = f"{CLAIMS}/rheumatoid-arthritis.yaml"
_MYELOMA = f"{CLAIMS}/cancer.yaml"
_FIRST = f"{CLAIMS}/introduction.yaml"
_RAISED = f"{CLAIMS}/inflammatory-disease.yaml"
_TERMS = "ontology/biology.ttl"


@dataclass(frozen=True)
class Mistake:
    """One mistake: the first `old` of a file written as `new`; `rule` is the one finding it should give."""

    name: str
    file: str
    old: str
    new: str
    rule: str


MISTAKES = [
    Mistake("field-left-out", _FIRST, "  polarity: Affirmed\n", "", "claim-polarity"),
    Mistake("field-misspelt", _FIRST, "  certainty:", "  certanty:", "unknown-key"),
    Mistake("value-not-on-the-list", _HEDGED, "certainty: Possible", "certainty: Maybe", "unknown-term"),
    Mistake("value-misspelt", _KNOCKOUT, "direction: Supports", "direction: Support", "unknown-term"),
    Mistake("predicate-of-another-vocabulary", _FIRST, "predicate: isA", "predicate: is_a", "unknown-term"),
    Mistake(
        "colon-in-a-label", _FIRST, "label: IL-6 is a cytokine\n", "label: IL-6: a cytokine\n", "yaml-syntax"
    ),
    Mistake("indent-too-few", _FIRST, "    predicate: isA", "   predicate: isA", "yaml-syntax"),
    Mistake("tab", _FIRST, "  proposition:\n    subject", "  proposition:\n\tsubject", "yaml-syntax"),
    Mistake("number-taken", _FIRST, "id: claims:il6d-0002", "id: claims:il6d-0001", "duplicate-id"),
    Mistake("passage-that-is-none", _FIRST, "passages:il6d-2", "passages:il6d-28", "unknown-reference"),
    Mistake("identifier-cut-short", _FIRST, "ECO:0000303", "ECO:303", "unknown-reference"),
    Mistake("yes-for-true", _FIRST, "openList: true", "openList: yes", "value"),
    Mistake(
        "cytokine-as-organism",
        _KNOCKOUT,
        "organism: NCBITaxon:10090",
        "organism: Interleukin6",
        "population-organism",
    ),
    Mistake(
        "knockout-in-nobody",
        _KNOCKOUT,
        "        population: {organism: NCBITaxon:10090}\n        intervention",
        "        intervention",
        "observation-knockout",
    ),
    Mistake("superseded-not-said", _MYELOMA, "  status: Superseded\n", "", "claim-replaced-status"),
    Mistake("replacement-not-named", _MYELOMA, "  replacedBy: claims:il6d-0098\n", "", "claim-superseded"),
    Mistake(
        "entailed-called-explicit",
        _HEDGED,
        "reading: Entailed",
        "reading: Explicit",
        "claim-explicit-traceability",
    ),
    Mistake("evidence-in-part", _RAISED, "      directness: Direct\n", "", "line-together"),
    Mistake(
        "step-numbered-wrong", _HEDGED, "    - position: 2\n", "    - position: 3\n", "loop-positions-unique"
    ),
    Mistake(
        "evidence-left-out", _FIRST, "  evidence:\n    - traceability: ECO:0000303\n", "", "claim-evidence"
    ),
    Mistake(
        "two-objects",
        _FIRST,
        "    object: Cytokine\n",
        "    object: [Cytokine, Enzyme]\n",
        "proposition-object",
    ),
    Mistake(
        "object-of-another-kind",
        _RAISED,
        "    object: Fever\n",
        "    object: Liver\n",
        "proposition-object-category",
    ),
    Mistake(
        "category-left-out",
        _TERMS,
        "il6:Fever\n    a owl:Class , il6:Phenotype ;",
        "il6:Fever\n    a owl:Class ;",
        "entity-category",
    ),
    Mistake("language-left-out", _TERMS, '"fever"@en', '"fever"', "entity-label"),
    Mistake(
        "semicolon-left-out", _TERMS, 'rdfs:label "fever"@en ;', 'rdfs:label "fever"@en', "turtle-syntax"
    ),
]


def made(mistake: Mistake, folder: Path) -> Path:
    """A copy of this project below `folder` in which the mistake was made."""
    project = folder / "project"
    shutil.copytree(ROOT / "ontology", project / "ontology")
    path = project / mistake.file
    text = path.read_text(encoding="utf-8")
    if mistake.old not in text:
        raise ValueError(f"{mistake.file} has no {mistake.old!r}")
    path.write_text(text.replace(mistake.old, mistake.new, 1), encoding="utf-8")
    return project


def printed(mistake: Mistake, folder: Path, *options: str) -> str:
    """What `il6ld validate` prints of a mistake, less its figures, and its exit code."""
    with contextlib.chdir(made(mistake, folder)):
        done = CliRunner().invoke(cli, ["validate", *options])
    return f"{done.stdout}{findings(done.stderr)}exit {done.exit_code}\n"


def findings(text: str) -> str:
    """What was printed without the figures at its end, which change with every record that is added."""
    return re.sub(r"^ +claims  .*", "", text, flags=re.MULTILINE | re.DOTALL)
