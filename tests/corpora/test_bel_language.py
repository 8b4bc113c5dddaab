"""BEL is read as its language is defined: every function, every relation, and mistakes at their column."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from il6ld.corpora.bel.language import ACTIVITIES, FUNCTIONS, RELATIONS
from il6ld.corpora.bel.parsing import BelSyntaxError, statement, term
from il6ld.corpora.bel.terms import Name, Statement, Term, Text

pytestmark = pytest.mark.heavy  # it makes up many terms

# A text for each function, and how it is printed.
FORMS = {
    "a": ("abundance(CHEBI:nicotine, loc(GO:cytosol))", "a(CHEBI:nicotine, loc(GO:cytosol))"),
    "complex": ("complexAbundance(p(HGNC:FOS),p(HGNC:JUN))", "complex(p(HGNC:FOS), p(HGNC:JUN))"),
    "composite": ("composite(p(HGNC:IL6),a(CHEBI:nicotine))", "composite(p(HGNC:IL6), a(CHEBI:nicotine))"),
    "g": ("g(HGNC:APOE,var(c.388T>C))", 'g(HGNC:APOE, var("c.388T>C"))'),
    "m": ("microRNAAbundance(MIRBASE:hsa-mir-21)", "m(MIRBASE:hsa-mir-21)"),
    "p": ('p(HGNC:"MAPT")', "p(HGNC:MAPT)"),
    "r": ("rnaAbundance(HGNC:IL6)", "r(HGNC:IL6)"),
    "bp": ('biologicalProcess(GO:"cell death")', 'bp(GO:"cell death")'),
    "path": ("pathology(DOID:asthma)", "path(DOID:asthma)"),
    "pop": ("pop(TAXONOMY:9606)", "pop(TAXONOMY:9606)"),
    "act": ("activity(p(HGNC:AKT1),ma(kin))", "act(p(HGNC:AKT1), ma(kin))"),
    "ma": ("act(p(HGNC:AKT1), molecularActivity(GO:x))", "act(p(HGNC:AKT1), ma(GO:x))"),
    "pmod": ("p(HGNC:MAPT,proteinModification(Ph,Ser,396))", "p(HGNC:MAPT, pmod(Ph, Ser, 396))"),
    "gmod": ("g(HGNC:IL6,gmod(Me))", "g(HGNC:IL6, gmod(Me))"),
    "var": ('p(HGNC:MAPT,variant("p.Pro301Leu"))', "p(HGNC:MAPT, var(p.Pro301Leu))"),
    "frag": ('p(HGNC:APP,fragment("672_713"))', "p(HGNC:APP, frag(672_713))"),
    "loc": ('p(HGNC:AKT1,location(GO:"cell membrane"))', 'p(HGNC:AKT1, loc(GO:"cell membrane"))'),
    "fus": ("r(fus(HGNC:ETV6,r.1_79,HGNC:ERG,r.3_50))", "r(fus(HGNC:ETV6, r.1_79, HGNC:ERG, r.3_50))"),
    "sub": ("p(HGNC:PRKN,sub(C,299,A))", "p(HGNC:PRKN, sub(C, 299, A))"),
    "trunc": ("p(HGNC:TTBK2,trunc(450))", "p(HGNC:TTBK2, trunc(450))"),
    "deg": ("degradation(p(HGNC:MYC))", "deg(p(HGNC:MYC))"),
    "sec": ("cellSecretion(p(HGNC:IL6))", "sec(p(HGNC:IL6))"),
    "surf": ("cellSurfaceExpression(p(HGNC:IL6R))", "surf(p(HGNC:IL6R))"),
    "tloc": ("tloc(p(HGNC:A),fromLoc(GO:x),toLoc(GO:y))", "tloc(p(HGNC:A), fromLoc(GO:x), toLoc(GO:y))"),
    "rxn": (
        "reaction(reactants(a(CHEBI:a)),products(a(CHEBI:b)))",
        "rxn(reactants(a(CHEBI:a)), products(a(CHEBI:b)))",
    ),
    "list": ("list(p(HGNC:AKT1), p(HGNC:AKT2))", "list(p(HGNC:AKT1), p(HGNC:AKT2))"),
}  # fmt: skip
_WITHIN = {"fromLoc": "tloc", "toLoc": "tloc", "reactants": "rxn", "products": "rxn"}


def test_every_function_has_a_case() -> None:
    assert FUNCTIONS.keys() == FORMS.keys() | _WITHIN.keys()


@pytest.mark.parametrize("function", FORMS)
def test_each_function_is_read_by_either_name_and_printed_by_the_short_one(function: str) -> None:
    text, printed = FORMS[function]
    assert str(term(text)) == printed
    assert term(printed) == term(text)


@pytest.mark.parametrize("old", ACTIVITIES)
def test_activities_of_bel_1_are_those_of_bel_2(old: str) -> None:
    assert term(f"{old}(p(HGNC:AKT1))") == term(f"act(p(HGNC:AKT1), ma({old}))")
    assert term(f"{ACTIVITIES[old]}(p(HGNC:AKT1))") == term(f"act(p(HGNC:AKT1), ma({old}))")


@pytest.mark.parametrize("spelling", RELATIONS)
def test_each_relation_is_read_in_every_spelling(spelling: str) -> None:
    found = statement(f"p(HGNC:A) {spelling} p(HGNC:B)")
    assert found.relation == RELATIONS[spelling]
    assert statement(str(found)) == found


def test_a_statement_may_stand_in_a_statement_or_alone() -> None:
    nested = statement("p(HGNC:A) -> (p(HGNC:B) -| bp(GO:x))")
    assert isinstance(nested.object, Statement)
    assert statement(str(nested)) == nested
    assert statement("complex(p(HGNC:A), p(HGNC:B))").object is None


@pytest.mark.parametrize(
    ("text", "column", "told"),
    [
        ("", 1, "The end is no function"),
        ("q(HGNC:A) -> p(HGNC:B)", 1, "'q' is no function"),
        ("p(HGNC:A) ~> p(HGNC:B)", 12, "'>' has no meaning"),
        ("p(HGNC:A) incraeses p(HGNC:B)", 11, "'incraeses' is no relation"),
        ("p(HGNC:A), pmod(Ph)) -> p(HGNC:B)", 10, "no relation"),
        ("p(HGNC:A) -> p(HGNC:B))", 23, "should end"),
        ('p(HGNC:"A) -> p(HGNC:B)', 8, "not closed"),
        ("p(A) -> p(HGNC:B)", 3, "without a namespace"),
        ("p(HGNC:A, pmod(HGNC:A, x, y, z)) -> p(HGNC:B)", 11, "takes 1 to 3"),
        ("bp(GO:x, loc(GO:y)) -> p(HGNC:B)", 10, "bp() takes no loc()"),
        ("pmod(Ph) -> p(HGNC:B)", 1, "does not stand by itself"),
        ("p(HGNC:) -> p(HGNC:B)", 8, "should be a name"),
        ("complex(" * 50 + "p(HGNC:A)" + ")" * 50, 321, "nesting"),
        ("p(HGNC:A) -> (p(HGNC:B) -> p(HGNC:C)", 37, "')'"),
    ],
)
def test_a_mistake_is_told_at_its_column(text: str, column: int, told: str) -> None:
    with pytest.raises(BelSyntaxError) as error:
        statement(text)
    assert told in str(error.value)
    assert error.value.offset + 1 == column


def test_a_near_miss_is_told_with_the_nearest_word() -> None:
    with pytest.raises(BelSyntaxError) as error:
        statement("p(HGNC:A) incraeses p(HGNC:B)")
    assert error.value.help == "did you mean 'increases'?"


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
_NAMES = st.builds(Name, st.from_regex(r"[A-Za-z][A-Za-z0-9_.]{0,8}", fullmatch=True), _WORDS)
_PLAIN = st.builds(
    lambda function, name: Term(function, (name,)), st.sampled_from(["a", "g", "m", "p", "r"]), _NAMES
)
_MODIFIED = st.builds(
    lambda name, kind, site: Term("p", (name, Term("pmod", (Text(kind), Text(site))))), _NAMES, _WORDS, _WORDS
)
_TERMS = st.recursive(
    _PLAIN | _MODIFIED,
    lambda inner: (
        st.builds(lambda parts: Term("complex", tuple(parts)), st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda part: Term("act", (part, Term("ma", (Text("kin"),)))), inner).map(
            lambda found: Term("complex", (found.arguments[0],))
        )
        | st.builds(lambda part: Term("complex", (part,)), inner)
    ),
    max_leaves=6,
)
_STATEMENTS = st.builds(Statement, _TERMS, st.sampled_from(sorted(set(RELATIONS.values()))), _TERMS)


@settings(max_examples=60, deadline=None)
@given(_STATEMENTS)
def test_what_is_printed_is_read_as_the_same(found: Statement) -> None:
    assert statement(str(found)) == found


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60))
def test_whatever_the_text_there_is_an_answer_or_a_place(text: str) -> None:
    try:
        found = statement(text)
    except BelSyntaxError as error:
        assert 0 <= error.offset <= len(text)
    else:
        assert statement(str(found)) == found
