"""Why a statement cannot be said as a claim, as one table; a refusal names its row and what it met."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "annotation": "An annotation narrows the statement in a way that no field can tell.",
    "axiom": "It would say what a term of the ontology is, or what something is in some places only.",
    "category": "No predicate joins things of these categories in this way.",
    "cell-part": "It speaks of a part of a cell, for which there is no category.",
    "characters": "A name holds characters that cannot be published.",
    "citation": "It has no citation: a claim is somebody's.",
    "composite": "Several things are said to act only together, which no proposition can say.",
    "evidence": "It has no supporting text: a claim stands at a passage.",
    "kind": "What kind of thing it is, BEL does not tell: its function and namespace hold many kinds.",
    "line": "The line of the file is no record of a statement.",
    "modification": "What is given as a protein's modification is a state or a thing of its own.",
    "nested": "It speaks of another statement, which no proposition can.",
    "population": "It speaks of how many organisms there are, for which there is no category.",
    "relation": "The relation is none that a source claims and a predicate names.",
    "several-values": "An annotation has several values: all at once or each, BEL does not tell.",
    "syntax": "It is not BEL.",
    "term-alone": "It is a term without a relation: it says that something is, not what.",
}


class Refused(Exception):
    """A statement that cannot be said; `reason` is a key of REASONS, `detail` what was met."""

    def __init__(self, reason: str, detail: str = "", column: int = 1) -> None:
        assert reason in REASONS, reason
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.column = column
