"""RDF terms in SQL: their ids, their parts, and their values for comparison.

The id of a term is made of its N-Triples token by `term_id`, so that a query names a term without looking
it up. The table `dictionary` keeps its text and its sort; the view `terms` adds what these tell at once,
the view `valued` what the text means as a number, a moment or a truth, by the table `meanings`.
"""

from __future__ import annotations

from collections.abc import Sequence

from il6ld.literals import FORMS, WHOLE
from il6ld.namespaces import XSD

# DuckDB's hash of a text is quick and has collisions; two of them, out of step by three bytes, have none that
# we know. Loading proves that no two terms share an id, and where two do, takes the sure one.
QUICK_ID = "hash(hash(t), hash(substring(t, 4)))"
SURE_ID = "md5_number_lower(t)"
# What follows the last quote of a literal ("", "@en", "^^<...>"), "<" for an IRI, "_" for a blank node.
SORT = r"""CASE left({token}, 1) WHEN '"' THEN regexp_extract({token}, '"([^"]*)$', 1)
    ELSE left({token}, 1) END"""

WHOLES = tuple(XSD[name] for name in WHOLE)
NUMBERS = (*WHOLES, XSD.decimal, XSD.float, XSD.double)
_DATES = (XSD.date, XSD.dateTime, XSD.dateTimeStamp)
_NUMBER = r"[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_ESCAPES = (("\\t", 9), ("\\b", 8), ("\\n", 10), ("\\r", 13), ("\\f", 12), ('\\"', 34))
# What has no letter of its own; and what stands for a backslash while the others are decoded.
_NUMBERED = tuple((f"\\u{code:04X}", code) for code in (*range(0x20), 0x7F) if code not in (8, 9, 10, 12, 13))
_MARK = "chr(1114111)"


def quoted(text: str) -> str:
    """A text as a string of SQL."""
    return "'" + text.replace("'", "''") + "'"


def term_id(term: object) -> str:
    """The id of a term, as an expression."""
    return f"term_id({quoted(str(term))})"


def listed(terms: Sequence[object]) -> str:
    """The ids of some terms, or those of none, in brackets for IN."""
    return f"({', '.join(map(term_id, terms)) or 'NULL'})"


def datatype_sort(iri: object) -> str:
    """The sort of the literals of a datatype."""
    return "" if iri == XSD.string else f"^^{iri}"


def sorts(iris: tuple[object, ...]) -> str:
    """The sorts of some datatypes, in brackets for IN."""
    return "(" + ", ".join(quoted(datatype_sort(iri)) for iri in iris) + ")"


def lexical(token: str) -> str:
    """The text of a term: an IRI, a label, or what a literal says, decoded."""
    body = f"substring({token}, 2, length({token}) - length(sort) - 2)"
    plain = _replaced(
        f"replace({body}, '\\\\', {_MARK})", [(escape, f"chr({code})") for escape, code in _ESCAPES]
    )
    numbered = _replaced(plain, [(escape, f"chr({code})") for escape, code in _NUMBERED])
    return f"""CASE WHEN left({token}, 1) = '<' THEN substring({token}, 2, length({token}) - 2)
        WHEN left({token}, 1) = '_' THEN substring({token}, 3) WHEN NOT contains({token}, '\\') THEN {body}
        WHEN contains({token}, '\\u00') THEN replace({numbered}, {_MARK}, '\\')
        ELSE replace({plain}, {_MARK}, '\\') END"""


def token_of(alias: str) -> str:
    """The N-Triples token of a term, made of its parts again."""
    text = f"replace({alias}.lexical, '\\', '\\\\')"
    for escape, code in _ESCAPES:
        text = f"replace({text}, chr({code}), '{escape}')"
    numbered = text
    for escape, code in _NUMBERED:
        numbered = f"replace({numbered}, chr({code}), '{escape}')"
    return f"""CASE WHEN {alias}.sort = '<' THEN '<' || {alias}.lexical || '>'
        WHEN {alias}.sort = '_' THEN '_:' || {alias}.lexical
        WHEN regexp_matches({alias}.lexical, '[[:cntrl:]]') THEN '"' || {numbered} || '"' || {alias}.sort
        ELSE '"' || {text} || '"' || {alias}.sort END"""


def _replaced(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    for old, new in pairs:
        text = f"replace({text}, '{old}', {new})"
    return text


def values() -> str:
    """The select list of what a term's text means: a number, a moment, a truth."""
    well = well_formed(WHOLES)  # what is out of its type's range is no number
    number = f"sort IN {sorts(NUMBERS)} AND regexp_full_match(lexical, {quoted(_NUMBER)}) AND {well}"
    exact = f"sort IN {sorts((*WHOLES, XSD.decimal))} AND {well}"
    return f"""CASE WHEN {number} THEN TRY_CAST(lexical AS DOUBLE) END AS number,
        CASE WHEN {exact} THEN TRY_CAST(lexical AS DECIMAL(38, 12)) END AS exact,
        CASE WHEN sort IN {sorts(_DATES)} AND {well_formed(_DATES)} THEN {_moment()} END AS moment,
        regexp_matches(lexical, '(Z|[+-][0-9]{{2}}:[0-9]{{2}})$') AS zoned,
        CASE WHEN sort = '^^{XSD.boolean}' AND lexical IN ('true', '1') THEN TRUE
        WHEN sort = '^^{XSD.boolean}' AND lexical IN ('false', '0') THEN FALSE END AS truth"""


def _moment() -> str:
    zone = "regexp_extract(lexical, '[+-][0-9]{2}:[0-9]{2}$')"
    minutes = f"60 * CAST(substring({zone}, 2, 2) AS INTEGER) + CAST(substring({zone}, 5, 2) AS INTEGER)"
    plain = "regexp_replace(lexical, '(Z|[+-][0-9]{2}:[0-9]{2})$', '')"
    offset = f"CASE left({zone}, 1) WHEN '+' THEN -({minutes}) WHEN '-' THEN {minutes} ELSE 0 END"
    return f"epoch_us(TRY_CAST({plain} AS TIMESTAMP)) + 60000000 * CAST({offset} AS BIGINT)"


def well_formed(datatypes: tuple[object, ...]) -> str:
    """Whether `lexical` is a text of its datatype, one of these; of any other, it is."""
    cases = [f"WHEN {quoted(datatype_sort(iri))} THEN {form}" for iri in datatypes if (form := _form(iri))]
    return f"CASE sort {' '.join(cases)} ELSE TRUE END" if cases else "TRUE"


def _form(iri: object) -> str:
    name = str(iri)[1:-1].removeprefix(XSD.iri)
    if name in WHOLE:
        least, most, _ = WHOLE[name]
        bounds = [f"TRY_CAST(lexical AS HUGEINT) >= {least}"] if least is not None else []
        bounds += [f"TRY_CAST(lexical AS HUGEINT) <= {most}"] if most is not None else []
        if least in (0, 1) and most is None:  # of any length
            bounds = [
                "regexp_full_match(lexical, '[+]?0*[1-9][0-9]*" + ("|[+-]?0+')" if least == 0 else "')")
            ]
        if most in (0, -1) and least is None:
            bounds = ["regexp_full_match(lexical, '-0*[1-9][0-9]*" + ("|[+-]?0+')" if most == 0 else "')")]
        return " AND ".join(["regexp_full_match(lexical, '[+-]?[0-9]+')", *bounds])
    if name not in FORMS or iri not in (XSD[name],):
        return ""
    fits = f"regexp_full_match(lexical, {quoted(FORMS[name][0])})"
    if name in ("date", "dateTime", "dateTimeStamp"):
        fits += " AND (NOT regexp_matches(lexical, '^[0-9]{4}-') OR "
        fits += "TRY_CAST(left(lexical, 10) AS DATE) IS NOT NULL)"
    return fits


def views() -> list[str]:
    """The statements that make `terms` and `valued` over `dictionary(id, sort, lexical)`.

    What texts mean is worked out once, and only of the types that mean something: to plan that anew wherever
    values are compared takes longer than to do it.
    """
    return [
        """CREATE OR REPLACE TEMP VIEW terms AS SELECT *,
            CASE sort WHEN '<' THEN 0 WHEN '_' THEN 1 ELSE 2 END AS kind,
            CASE WHEN left(sort, 1) = '@' THEN substring(sort, 2) ELSE '' END AS language FROM dictionary""",
        f"""CREATE TEMP TABLE meanings AS SELECT id, {values()} FROM dictionary
            WHERE sort IN {sorts((*NUMBERS, *_DATES, XSD.boolean))}""",
        """CREATE OR REPLACE TEMP VIEW valued AS SELECT t.*, m.number, m.exact, m.moment, m.zoned, m.truth
            FROM terms t LEFT JOIN meanings m ON m.id = t.id""",
    ]


def compared(left: str, sign: str, right: str) -> str:
    """`left sign right` of the values of two terms (aliases of `valued`); NULL where they do not compare."""
    day = 14 * 3600 * 1_000_000
    apart = f"abs({left}.moment - {right}.moment) > {day}"
    return f"""CASE WHEN {left}.kind <> 2 OR {right}.kind <> 2 THEN NULL
        WHEN {left}.exact IS NOT NULL AND {right}.exact IS NOT NULL THEN {left}.exact {sign} {right}.exact
        WHEN isnan({left}.number) OR isnan({right}.number) THEN {"TRUE" if sign == "<>" else "FALSE"}
        WHEN {left}.number IS NOT NULL AND {right}.number IS NOT NULL THEN {left}.number {sign} {right}.number
        WHEN ({left}.sort = '^^{XSD.date}') <> ({right}.sort = '^^{XSD.date}') THEN NULL
        WHEN {left}.moment IS NOT NULL AND {right}.moment IS NOT NULL
            AND ({left}.zoned = {right}.zoned OR {apart}) THEN {left}.moment {sign} {right}.moment
        WHEN {left}.truth IS NOT NULL AND {right}.truth IS NOT NULL THEN {left}.truth {sign} {right}.truth
        WHEN {left}.sort = '' AND {right}.sort = '' THEN {left}.lexical {sign} {right}.lexical END"""
