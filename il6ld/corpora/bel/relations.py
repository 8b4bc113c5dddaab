"""What each relation of BEL becomes, as one table.

A relation becomes a predicate that says no more than it. Where the predicate says less, the claim's note
keeps the relation in BEL's own words, as it does in every case. A relation that is not here is refused.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mapping:
    """A predicate for a relation.

    `turned` exchanges the ends. `weaker` is the predicate for ends that the first does not take. `outcome` is
    what an observation of it found, `change` the direction of the object. A `quantity` relation is about how
    much there is of its ends, the others about the ends as such. `observed` ones have an observation always.
    """

    predicate: str
    why: str
    turned: bool = False
    weaker: str = ""
    outcome: str = "NotReported"
    change: str = ""
    quantity: bool = True
    observed: bool = False


_DIRECT = "BEL adds that the two touch; the predicate says less."
_UP = "More of the subject brings more of the object."
_DOWN = "More of the subject brings less of the object."
_MARK = "A marker goes along with the disease; which way, or why, BEL does not say."
_PART = "A process that is a part of another; the ends are exchanged."

RELATIONS: dict[str, Mapping] = {
    "increases": Mapping("increases", _UP),
    "directlyIncreases": Mapping("increases", _DIRECT),
    "decreases": Mapping("decreases", _DOWN),
    "directlyDecreases": Mapping("decreases", _DIRECT),
    "regulates": Mapping(
        "regulates", "Some effect, without saying which way; on a disease it is a role.", weaker="hasRoleIn"
    ),
    "causesNoChange": Mapping(
        "associatedWith",
        "What was seen is that the object stayed as it was: no denial of a claim, and no effect.",
        outcome="Unchanged", change="Unchanged", observed=True,
    ),
    "association": Mapping("associatedWith", "Named together, and no more."),
    "positiveCorrelation": Mapping(
        "correlatesWith", "The observation tells which way.", outcome="CorrelatedPositively", observed=True
    ),
    "negativeCorrelation": Mapping(
        "correlatesWith", "The observation tells which way.", outcome="CorrelatedNegatively", observed=True
    ),
    "biomarkerFor": Mapping("associatedWith", _MARK),
    "prognosticBiomarkerFor": Mapping("associatedWith", _MARK),
    "rateLimitingStepOf": Mapping("hasRoleIn", "A step has a role in the whole; how much, a note tells."),
    "isA": Mapping("isA", "The class axiom is written beside it where the claim is sound.", quantity=False),
    "hasMember": Mapping("isA", "The same, with the ends exchanged.", turned=True, quantity=False),
    "partOf": Mapping("involves", _PART, turned=True, quantity=False),
    "subProcessOf": Mapping("involves", _PART, turned=True, quantity=False),
    "hasComponent": Mapping("involves", "Of processes alone.", quantity=False),
}  # fmt: skip

# What stands for several statements at once, by the relation of each.
LISTS = {"hasComponents": "hasComponent", "hasMembers": "hasMember"}

REFUSED: dict[str, str] = {
    "actsIn": "BEL's compiler writes it, nobody claims it",
    "analogous": "a comparison of names",
    "equivalentTo": "two names of one thing are a link, not a claim",
    "hasActivity": "BEL's compiler writes it, nobody claims it",
    "hasVariant": "BEL's compiler writes it, nobody claims it",
    "orthologous": "a comparison of genes of two species",
    "transcribedTo": "the same for every gene, and no predicate names it",
    "translatedTo": "the same for every gene, and no predicate names it",
}  # fmt: skip
