"""What each annotation of BEL becomes, as one table; what is not here narrows in a way nobody told us.

An annotation is either a context of the proposition, or tells about the record and goes into a note, or
narrows the statement in a way that no field can tell, and then the statement is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from il6ld.corpora.bel.lines import Line
from il6ld.corpora.bel.refusals import Refused


class Use(StrEnum):
    """What an annotation tells: the names of contexts are fields of a proposition."""

    SPECIES = "speciesContext"
    PLACE = "anatomicalContext"
    CELL = "cellTypeContext"
    DISEASE = "diseaseContext"
    CONDITION = "conditionContext"
    RECORD = "note"


ANNOTATIONS: dict[str, Use] = {
    "Species": Use.SPECIES,
    **dict.fromkeys(("Anatomy", "MeSHAnatomy"), Use.PLACE),
    **dict.fromkeys(("Cell", "CellLine", "Cell_Line"), Use.CELL),
    **dict.fromkeys(("Disease", "MeSHDisease", "HBP_Disease"), Use.DISEASE),
    **dict.fromkeys(("Gender", "Braak_Stage", "Disease_Progression"), Use.CONDITION),
    **dict.fromkeys(
        ("ArticleCompoundNumber", "AssayType", "Claim", "Confidence", "Enzyme_Acitvity", "ExpMethod",
         "Figure", "HasQuantitativeInformation", "Half_life", "Hypothesis", "IC50", "Interaction", "Ki", "Km",
         "Km_ATP", "MeasurementRangeLower", "MeasurementRangeUpper", "MeasurementRelation", "MeasurementType",
         "MeasurementUnits", "MeasurementValue", "Method", "Page", "PublicationType", "Published",
         "STATEMENT_GROUP", "Subgraph", "TextLocation", "Vmax"),
        Use.RECORD,
    ),
}  # fmt: skip

# What the vocabularies of body parts also hold: cells, and parts of cells. By the words of a name.
_CELL = re.compile(
    r"(?i)\b(?:cells?|neurons?|interneurons?|neuroglia|microglia|oligodendroglia|\w*cytes?|\w*blasts?"
    r"|\w*phages?|\w*clasts?|neutrophils|blood platelets|platelets)\b(?! (?:body|nucleus|membrane))"
)
_CELL_PART = re.compile(
    r"(?i)\b(?:axons?|\w*somes?|bodies|cell (?:body|membrane|nucleus)|cilia|cytoplasm\w*|cytosol|cytoskeleton"
    r"|dendrites?|dendritic spines?|endoplasmic reticulum|extracellular (?:space|matrix|vesicles)"
    r"|golgi apparatus|granules|growth cones|intracellular\w*|membranes?|microtubules|mitochondri\w+"
    r"|neurites?|neurofibrillary|neuropil|nucleus(?! accumbens| of)|organelles|\w*synap\w+|\w*synaptic\w*"
    r"|threads|vesicles|vacuoles|terminals|junctions?)\b"
)
# Body parts that have the name of a part of a cell in theirs.
_ORGANS = re.compile(r"(?i)\b(?:\w+ nucle(?:us|i)|nucleus accumbens|basal nucleus of meynert)\b")


def is_cell(name: str) -> bool:
    """Whether a name of an anatomical vocabulary is that of a kind of cell."""
    return bool(_CELL.search(name)) and not is_cell_part(name)


def is_cell_part(name: str) -> bool:
    """Whether a name of an anatomical vocabulary is that of a part of a cell."""
    return bool(_CELL_PART.search(name)) and not (_ORGANS.search(name) and "cell" not in name.lower())


def contexts(line: Line) -> Iterator[tuple[Use, str, str]]:
    """Each context of a statement: its use, the annotation's name, its value; Refused for what is none."""
    for name, found in line.annotations.items():
        use = ANNOTATIONS.get(name)
        if use is None:
            raise Refused("annotation", name)
        if use is Use.RECORD:
            continue
        if len(found) > 1:
            raise Refused("several-values", f"{name}: {', '.join(found)}")
        yield _context(use, found[0]), name, found[0]


def _context(use: Use, value: str) -> Use:
    if use is Use.PLACE and is_cell_part(value):
        raise Refused("cell-part", value)
    return Use.CELL if use is Use.PLACE and is_cell(value) else use


def about_the_record(line: Line) -> str:
    """All that annotations tell of the record and not of the world, for a note."""
    told = [
        f"{'Confidence of the curator' if name == 'Confidence' else name}: {', '.join(found)}"
        for name, found in line.annotations.items()
        if ANNOTATIONS.get(name) is Use.RECORD
    ]
    return "; ".join(told)


def is_hypothesis(line: Line) -> bool:
    """Whether an annotation says that the statement is a hypothesis."""
    return any(
        "hypothes" in f"{name} {' '.join(found)}".lower()
        for name, found in line.annotations.items()
        if (name, found) != ("Hypothesis", ("False",))
    )
