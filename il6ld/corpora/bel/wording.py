"""BEL terms in words, for the labels of entities."""

from __future__ import annotations

from il6ld.corpora.bel.terms import Name, Term, Text

_KINDS = {"g": "{} gene", "r": "{} RNA", "m": "{} microRNA"}
_PROCESSES = {
    "act": "activity of {}", "deg": "degradation of {}", "sec": "secretion of {}",
    "surf": "cell surface expression of {}",
}  # fmt: skip
_MODIFICATIONS = {
    "A": "acetylation", "M": "methylation", "P": "phosphorylation", "U": "ubiquitination",  # of BEL 1
    "Ac": "acetylation", "ADPRib": "ADP-ribosylation", "Glyco": "glycosylation", "Hy": "hydroxylation",
    "Me": "methylation", "Me1": "monomethylation", "Me2": "dimethylation", "Me3": "trimethylation",
    "Myr": "myristoylation", "NGlyco": "N-linked glycosylation", "NO": "nitrosylation",
    "OGlyco": "O-linked glycosylation", "Palm": "palmitoylation", "Ph": "phosphorylation",
    "SUMO": "SUMOylation", "Sulf": "sulfation", "Sumo": "SUMOylation", "Ub": "ubiquitination",
    "UbK48": "Lys48-linked polyubiquitination", "UbK63": "Lys63-linked polyubiquitination",
    "UbMono": "monoubiquitination", "UbPoly": "polyubiquitination",
}  # fmt: skip
_ACTIVITIES = {
    "act": "", "cat": "catalytic", "chap": "chaperone", "gap": "GTPase-activating", "gef": "guanine exchange",
    "gtp": "GTP-bound", "kin": "kinase", "pep": "peptidase", "phos": "phosphatase", "ribo": "ribosylation",
    "tport": "transport", "tscript": "transcriptional",
}  # fmt: skip
_AFTER = {"var": "variant", "frag": "fragment", "trunc": "truncation", "sub": "substitution", "fus": "fusion"}


def described(term: Term) -> str:
    """A term in words.

    >>> from il6ld.corpora.bel.parsing import term
    >>> described(term("p(HGNC:MAPT, pmod(Ph, Ser, 396))"))
    'MAPT with phosphorylation at Ser 396'
    """
    match term.function:
        case "act":
            return _activity(term)
        case "tloc":
            return _translocation(term)
        case "rxn":
            return " to ".join(
                f"{'reaction of ' if side.function == 'reactants' else ''}{_all(side.parts())}"
                for side in term.parts()
            )
        case "complex" if term.name is None:
            told = f"complex of {_all([part for part in term.parts() if part.function != 'loc'])}"
            return _with(told, term.parts("loc"))
        case "deg" | "sec" | "surf":
            return _PROCESSES[term.function].format(_all(term.parts()))
    told = _KINDS.get(term.function, "{}").format(term.name.name if term.name else "")
    return _with(" ".join(told.split()), term.parts())


def _with(told: str, parts: list[Term]) -> str:
    places = [f" in {_text(part.arguments[0])}" for part in parts if part.function == "loc"]
    others = [_modifier(part) for part in parts if part.function != "loc"]
    return f"{told}{f' with {_joined(others)}' if others else ''}{''.join(places)}"


def _modifier(part: Term) -> str:
    texts = [_text(argument) for argument in part.arguments]
    if part.function in ("pmod", "gmod"):
        kind = _MODIFICATIONS.get(texts[0], texts[0]) if isinstance(part.arguments[0], Text) else texts[0]
        return f"{kind} at {' '.join(texts[1:])}" if texts[1:] else kind
    return f"{_AFTER.get(part.function, part.function)} {' '.join(texts)}"


def _activity(term: Term) -> str:
    of = _all([part for part in term.parts() if part.function != "ma"])
    kinds = term.parts("ma")
    if not kinds:
        return f"activity of {of}"
    kind = kinds[0].arguments[0]
    if isinstance(kind, Text):
        return " ".join(f"{_ACTIVITIES.get(kind.text, kind.text)} activity of {of}".split())
    told = _text(kind)
    return f"{told} of {of}" if told.endswith(("activity", "binding")) else f"activity of {of} in {told}"


def _translocation(term: Term) -> str:
    moved = _all([part for part in term.parts() if part.function not in ("fromLoc", "toLoc")])
    places = [
        f" {word} {_text(place.arguments[0])}"
        for word, function in (("from", "fromLoc"), ("to", "toLoc"))
        for place in term.parts(function)
    ]
    names = [f" {word} {_text(name)}" for word, name in zip(("from", "to"), _names(term), strict=False)]
    return f"translocation of {moved}{''.join(places or names)}"


def _names(term: Term) -> list[Name]:
    return [argument for argument in term.arguments if isinstance(argument, Name)]


def _all(terms: list[Term]) -> str:
    return _joined([described(term) for term in terms])


def _joined(texts: list[str]) -> str:
    return f"{', '.join(texts[:-1])} and {texts[-1]}" if len(texts) > 1 else "".join(texts)


def _text(argument: Name | Text | Term) -> str:
    if isinstance(argument, Term):
        return described(argument)
    return argument.name if isinstance(argument, Name) else argument.text
