"""The words of BEL 2.1: its functions, what may stand in each, and its relations, old spellings too."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Function:
    """A function: its short name, its long one, what may stand in it, and the fewest and most arguments.

    `takes` lists the short names of functions; `name` stands for a namespaced name, `text` for a word,
    number or quoted text.
    """

    short: str
    long: str
    takes: tuple[str, ...]
    least: int = 1
    most: int = 1


_MANY = 10_000
_PLACED = ("name", "loc")
_GENE = (*_PLACED, "var", "fus", "gmod")
_PROTEIN = (*_PLACED, "var", "fus", "pmod", "frag", "sub", "trunc")
_ABUNDANCES = ("a", "complex", "composite", "g", "m", "p", "r")
_NAMED = ("name", "text")

_ROWS = (
    Function("a", "abundance", _PLACED, most=2),
    Function("complex", "complexAbundance", (*_PLACED, *_ABUNDANCES), most=_MANY),
    Function("composite", "compositeAbundance", ("name", *_ABUNDANCES, "act", "bp", "path"), most=_MANY),
    Function("g", "geneAbundance", _GENE, most=_MANY),
    Function("m", "microRNAAbundance", (*_PLACED, "var", "fus"), most=_MANY),
    Function("p", "proteinAbundance", _PROTEIN, most=_MANY),
    Function("r", "rnaAbundance", (*_PLACED, "var", "fus"), most=_MANY),
    Function("bp", "biologicalProcess", ("name",)),
    Function("path", "pathology", ("name",)),
    Function("pop", "populationAbundance", ("name",)),
    Function("act", "activity", (*_ABUNDANCES, "ma"), most=2),
    Function("ma", "molecularActivity", _NAMED),
    Function("pmod", "proteinModification", _NAMED, most=3),
    Function("gmod", "geneModification", _NAMED),
    Function("var", "variant", _NAMED, most=3),
    Function("frag", "fragment", _NAMED, most=2),
    Function("loc", "location", _NAMED),
    Function("fus", "fusion", (*_NAMED, "g", "p", "r"), least=1, most=5),
    Function("sub", "substitution", _NAMED, least=3, most=3),
    Function("trunc", "truncation", _NAMED),
    Function("deg", "degradation", _ABUNDANCES),
    Function("sec", "cellSecretion", _ABUNDANCES),
    Function("surf", "cellSurfaceExpression", _ABUNDANCES),
    Function("tloc", "translocation", (*_ABUNDANCES, "fromLoc", "toLoc", "name"), most=3),
    Function("fromLoc", "fromLoc", _NAMED),
    Function("toLoc", "toLoc", _NAMED),
    Function("rxn", "reaction", ("reactants", "products"), least=2, most=2),
    Function("reactants", "reactants", _ABUNDANCES, most=_MANY),
    Function("products", "products", _ABUNDANCES, most=_MANY),
    Function("list", "list", (*_ABUNDANCES, "bp", "path"), most=_MANY),
)

FUNCTIONS: dict[str, Function] = {row.short: row for row in _ROWS}
_LONG = {row.long: row.short for row in _ROWS}

# BEL 1 had a function for each kind of activity; in BEL 2 it is act() with that kind in ma().
ACTIVITIES: dict[str, str] = {
    "cat": "catalyticActivity", "chap": "chaperoneActivity", "gap": "gapActivity",
    "gef": "gefActivity", "gtp": "gtpBoundActivity", "kin": "kinaseActivity",
    "molec": "molecularActivity1", "pep": "peptidaseActivity", "phos": "phosphataseActivity",
    "ribo": "ribosylationActivity", "tport": "transportActivity", "tscript": "transcriptionalActivity",
}  # fmt: skip
_OLD_ACTIVITIES = {long: short for short, long in ACTIVITIES.items()}

# What can stand on a side of a statement; the other functions only stand inside these.
SIDES = frozenset((*_ABUNDANCES, "act", "bp", "deg", "list", "path", "pop", "rxn", "sec", "surf", "tloc"))

# Each relation as this module names it, by every spelling in use.
RELATIONS: dict[str, str] = {
    **{
        name: name
        for name in (
            "actsIn", "analogous", "association", "biomarkerFor", "causesNoChange", "decreases",
            "directlyDecreases", "directlyIncreases", "equivalentTo", "hasActivity", "hasComponent",
            "hasComponents", "hasMember", "hasMembers", "hasVariant", "increases", "isA",
            "negativeCorrelation", "orthologous", "partOf", "positiveCorrelation", "prognosticBiomarkerFor",
            "rateLimitingStepOf", "regulates", "subProcessOf", "transcribedTo", "translatedTo",
        )
    },
    "->": "increases", "→": "increases", "=>": "directlyIncreases", "⇒": "directlyIncreases",
    "-|": "decreases", "=|": "directlyDecreases", "--": "association", ":>": "transcribedTo",
    ">>": "translatedTo", "cnc": "causesNoChange", "pos": "positiveCorrelation",
    "neg": "negativeCorrelation", "reg": "regulates", "eq": "equivalentTo",
}  # fmt: skip


def short_name(word: str) -> tuple[str, str]:
    """The short name of a function, and the kind of activity that an old one stands for; "" for no function.

    >>> short_name("proteinAbundance"), short_name("kin")
    (('p', ''), ('act', 'kin'))
    """
    if word in FUNCTIONS:
        return word, ""
    if word in ACTIVITIES or word in _OLD_ACTIVITIES:
        return "act", _OLD_ACTIVITIES.get(word, word)
    return _LONG.get(word, ""), ""
