"""What BEL says becomes no more than that: every relation, function, annotation and refusal has a case."""

from __future__ import annotations

from typing import Any

import pytest

from il6ld.corpora import bel
from il6ld.corpora.bel.annotated import ANNOTATIONS, Use, is_cell, is_cell_part
from il6ld.corpora.bel.entities import Entities
from il6ld.corpora.bel.language import RELATIONS as SPELLINGS
from il6ld.corpora.bel.language import SIDES
from il6ld.corpora.bel.lines import Citation, Line
from il6ld.corpora.bel.relations import LISTS, REFUSED, RELATIONS
from il6ld.findings import Position
from il6ld.sources import Sources

TEXT = "The first thing was found to change the second."


@pytest.fixture(scope="module")
def first_maker(sources: Sources) -> bel.Claims:
    return bel.maker(sources)


@pytest.fixture
def maker(first_maker: bel.Claims) -> bel.Claims:
    """One that has met nothing yet."""
    return bel.Claims(first_maker.rules, Entities(first_maker.entities.own))


def line(text: str, evidence: str = TEXT, cited: bool = True, **annotations: str | tuple[str, ...]) -> Line:
    told = {name: (value,) if isinstance(value, str) else value for name, value in annotations.items()}
    return Line(Position("x.bel", 1, 1), text, Citation("PubMed", "1") if cited else None, evidence, told)


def claim(maker: bel.Claims, text: str, evidence: str = TEXT, **annotations: Any) -> dict[str, Any]:
    (made,) = maker.of(line(text, evidence, **annotations))
    return made


def short(proposition: dict[str, Any]) -> dict[str, Any]:
    return {key: value.removeprefix("entities:") for key, value in proposition.items()}


A, B = {"subject": "bp/GO/a"}, {"object": "bp/GO/b"}
# What `bp(GO:a) RELATION bp(GO:b)` becomes, and the outcome of its observation, if it has one.
CASES: dict[str, tuple[dict[str, str], str]] = {
    "increases": ({**A, "predicate": "increases", **B}, ""),
    "directlyIncreases": ({**A, "predicate": "increases", **B}, ""),
    "decreases": ({**A, "predicate": "decreases", **B}, ""),
    "directlyDecreases": ({**A, "predicate": "decreases", **B}, ""),
    "regulates": ({**A, "predicate": "regulates", **B}, ""),
    "causesNoChange": (
        {**A, "predicate": "associatedWith", **B, "objectDirection": "Unchanged"},
        "Unchanged",
    ),
    "association": ({**A, "predicate": "associatedWith", **B}, ""),
    "positiveCorrelation": ({**A, "predicate": "correlatesWith", **B}, "CorrelatedPositively"),
    "negativeCorrelation": ({**A, "predicate": "correlatesWith", **B}, "CorrelatedNegatively"),
    "biomarkerFor": ({**A, "predicate": "associatedWith", **B}, ""),
    "prognosticBiomarkerFor": ({**A, "predicate": "associatedWith", **B}, ""),
    "rateLimitingStepOf": ({**A, "predicate": "hasRoleIn", **B}, ""),
    "isA": ({**A, "predicate": "isA", **B}, ""),
    "hasMember": ({"subject": "bp/GO/b", "predicate": "isA", "object": "bp/GO/a"}, ""),
    "partOf": ({"subject": "bp/GO/b", "predicate": "involves", "object": "bp/GO/a"}, ""),
    "subProcessOf": ({"subject": "bp/GO/b", "predicate": "involves", "object": "bp/GO/a"}, ""),
    "hasComponent": ({**A, "predicate": "involves", **B}, ""),
}


def test_every_relation_has_a_case_or_is_refused() -> None:
    assert RELATIONS.keys() == CASES.keys()
    assert RELATIONS.keys() | REFUSED.keys() | LISTS.keys() == set(SPELLINGS.values())


@pytest.mark.parametrize("relation", CASES)
def test_each_relation_becomes_its_predicate(maker: bel.Claims, relation: str) -> None:
    made = claim(maker, f"bp(GO:a) {relation} bp(GO:b)")
    proposition, outcome = CASES[relation]
    assert short(made["proposition"]) == proposition
    observation = made["evidence"][0].get("observation", {})
    assert observation.get("outcome", "") == outcome
    assert made["note"] == f"BEL: bp(GO:a) {relation} bp(GO:b)"


@pytest.mark.parametrize("relation", REFUSED)
def test_each_relation_without_a_predicate_is_refused_by_name(maker: bel.Claims, relation: str) -> None:
    with pytest.raises(bel.Refused) as refusal:
        maker.of(line(f"bp(GO:a) {relation} bp(GO:b)"))
    assert refusal.value.reason == "relation" and relation in refusal.value.detail


def test_a_list_of_members_is_a_claim_for_each(maker: bel.Claims) -> None:
    made = maker.of(line("p(FPLX:AKT) hasMembers list(p(HGNC:AKT1), p(HGNC:AKT2))"))
    assert [one["proposition"]["subject"] for one in made] == ["entities:p/HGNC/AKT1", "entities:p/HGNC/AKT2"]
    assert len({one["id"] for one in made}) == 2


# The entity, its category and the aspect that each function becomes as the subject of an increase.
ENDS: dict[str, tuple[str, str, str]] = {
    "a(CHEBI:nicotine)": ("a/CHEBI/nicotine", "MolecularEntity", "Level"),
    "complex(GO:c)": ("complex/GO/c", "MolecularEntity", "Level"),
    "g(HGNC:IL6)": ("g/HGNC/IL6", "MolecularEntity", ""),
    "m(MIRBASE:x)": ("m/MIRBASE/x", "MolecularEntity", "Level"),
    "p(HGNC:IL6)": ("p/HGNC/IL6", "MolecularEntity", "Level"),
    "r(HGNC:IL6)": ("r/HGNC/IL6", "MolecularEntity", "Level"),
    "bp(GO:x)": ("bp/GO/x", "BiologicalProcess", ""),
    "path(MESH:x)": ("path/MESH/x", "Disease", ""),
    "act(p(HGNC:IL6))": ("p/HGNC/IL6", "MolecularEntity", "Activity"),
    "sec(p(HGNC:IL6))": ("p/HGNC/IL6", "MolecularEntity", "Release"),
    "deg(p(HGNC:IL6))": ("deg/", "BiologicalProcess", ""),
    "surf(p(HGNC:IL6))": ("surf/", "BiologicalProcess", ""),
    "tloc(p(HGNC:IL6), fromLoc(GO:x), toLoc(GO:y))": ("tloc/", "BiologicalProcess", ""),
    "rxn(reactants(a(CHEBI:x)), products(a(CHEBI:y)))": ("rxn/", "BiologicalProcess", ""),
    "composite(p(HGNC:A), p(HGNC:B))": ("composite", "", ""),
    "list(p(HGNC:A))": ("relation", "", ""),
    "pop(TAXONOMY:9606)": ("population", "", ""),
}


def test_every_function_of_a_side_has_a_case() -> None:
    assert {text.partition("(")[0] for text in ENDS} == SIDES


@pytest.mark.parametrize("text", ENDS)
def test_each_function_becomes_an_entity_and_an_aspect(maker: bel.Claims, text: str) -> None:
    entity, category, aspect = ENDS[text]
    if not category:
        with pytest.raises(bel.Refused) as refusal:
            maker.of(line(f"{text} -> bp(GO:b)"))
        assert refusal.value.reason == entity
        return
    proposition = claim(maker, f"{text} -> bp(GO:b)")["proposition"]
    assert proposition["subject"].startswith(f"entities:{entity}")
    assert proposition.get("subjectAspect", "") == aspect
    assert maker.entities.records[proposition["subject"]]["type"] == ["owl:Class", category]


@pytest.mark.parametrize(
    ("text", "label", "parent"),
    [
        ("p(HGNC:MAPT, pmod(Ph, Ser, 396))", "MAPT with phosphorylation at Ser 396", "entities:p/HGNC/MAPT"),
        ('p(HGNC:MAPT, var("p.Pro301Leu"))', "MAPT with variant p.Pro301Leu", "entities:p/HGNC/MAPT"),
        ("p(HGNC:AKT1, loc(GO:nucleus))", "AKT1 in nucleus", "entities:p/HGNC/AKT1"),
        ("p(HGNC:APP, frag(672_713))", "APP with fragment 672_713", "MolecularEntity"),
        ("complex(p(HGNC:FOS), p(HGNC:JUN))", "complex of FOS and JUN", "MolecularEntity"),
    ],
)
def test_nothing_that_a_term_says_is_lost(maker: bel.Claims, text: str, label: str, parent: str) -> None:
    subject = claim(maker, f"{text} -> bp(GO:b)")["proposition"]["subject"]
    record = maker.entities.records[subject]
    assert (record["label"], record["subClassOf"]) == (label, parent)
    assert subject != claim(maker, "p(HGNC:MAPT) -> bp(GO:b)")["proposition"]["subject"]


def test_an_activity_of_a_kind_is_a_process_of_its_own(maker: bel.Claims) -> None:
    proposition = claim(maker, "kin(p(HGNC:AKT1)) -> bp(GO:b)")["proposition"]
    assert "subjectAspect" not in proposition
    assert maker.entities.records[proposition["subject"]]["label"] == "kinase activity of AKT1"


def test_a_gene_its_rna_and_its_protein_are_three_things(maker: bel.Claims) -> None:
    subjects = {claim(maker, f"{name}(HGNC:IL6) -- bp(GO:b)")["proposition"]["subject"] for name in "gpr"}
    assert len(subjects) == 3


def test_what_is_ours_by_an_exact_match_is_ours(maker: bel.Claims) -> None:
    proposition = claim(maker, 'p(FPLX:NFkappaB) -> bp(GO:"acute-phase response")')["proposition"]
    assert proposition["object"] == "AcutePhaseResponse"
    proposition = claim(maker, 'complex(GO:"NF-kappaB complex") -> bp(GO:b)')["proposition"]
    assert proposition["subject"] == "NFkappaB"


def test_only_an_identifier_is_linked(maker: bel.Claims) -> None:
    named, known = (
        maker.entities.records[claim(maker, f"a(CHEBI:{name}) -> bp(GO:b)")["proposition"]["subject"]]
        for name in ("nicotine", "18723")
    )
    assert "exactMatch" not in named and known["exactMatch"] == "CHEBI:18723"


# Contexts


def test_a_species_narrows_the_proposition_and_is_that_of_the_population(maker: bel.Claims) -> None:
    made = claim(maker, "bp(GO:a) -> bp(GO:b)", Species="10090")
    assert made["proposition"]["speciesContext"] == "NCBITaxon:10090"
    observation = made["evidence"][0]["observation"]
    assert observation["population"] == {"organism": "NCBITaxon:10090"}
    assert observation["outcome"] == "NotReported"  # which way it went in them, BEL does not tell


@pytest.mark.parametrize(
    ("annotation", "value", "field", "category"),
    [
        ("MeSHAnatomy", "Hippocampus", "anatomicalContext", "Anatomy"),
        ("MeSHAnatomy", "Motor Neurons", "cellTypeContext", "CellType"),
        ("Cell", "microglial cell", "cellTypeContext", "CellType"),
        ("CellLine", "HeLa", "cellTypeContext", "CellType"),
        ("MeSHDisease", "Alzheimer Disease", "diseaseContext", "Disease"),
        ("Gender", "Male", "conditionContext", "Phenotype"),
    ],
)
def test_each_context_is_a_field(
    maker: bel.Claims, annotation: str, value: str, field: str, category: str
) -> None:
    entity = claim(maker, "bp(GO:a) -> bp(GO:b)", **{annotation: value})["proposition"][field]
    assert maker.entities.records[entity]["type"] == ["owl:Class", category]


def test_what_tells_of_the_record_goes_into_a_note(maker: bel.Claims) -> None:
    records = {name: "x" for name, use in ANNOTATIONS.items() if use is Use.RECORD and name != "Hypothesis"}
    assert len(records) > 20
    made = claim(maker, "bp(GO:a) -> bp(GO:b)", **records)
    note = made["evidence"][0]["note"]
    assert all(f"{name}: x" in note for name in records.keys() - {"Confidence"})
    assert made["proposition"] == claim(maker, "bp(GO:a) -> bp(GO:b)")["proposition"]


@pytest.mark.parametrize(
    "name", ["Hippocampus", "Caudate Nucleus", "Nucleus Accumbens", "Brain", "Basal Nucleus of Meynert"]
)
def test_parts_of_the_body_are_no_parts_of_cells(name: str) -> None:
    assert not is_cell(name) and not is_cell_part(name)


@pytest.mark.parametrize(
    "name", ["Synapses", "Cell Nucleus", "Mitochondria", "Lewy Bodies", "Post-Synaptic Density"]
)
def test_parts_of_cells_are_known_by_name(name: str) -> None:
    assert is_cell_part(name) and not is_cell(name)


# How sure


@pytest.mark.parametrize("confidence", ["High", "Very High", "Medium", "Low"])
def test_a_curators_confidence_is_never_the_authors_certainty(maker: bel.Claims, confidence: str) -> None:
    made = claim(maker, "bp(GO:a) -> bp(GO:b)", "A may raise B.", Confidence=confidence)
    assert made["certainty"] == "Possible"
    assert made["evidence"][0]["note"] == f"BEL: Confidence of the curator: {confidence}"


@pytest.mark.parametrize(
    ("evidence", "certainty"),
    [
        ("A raises B.", "Stated"), ("A may raise B.", "Possible"),
        ("This suggests that A raises B.", "Suggested"),
        ("A is believed to raise B.", "Suspected"), ("A likely raises B, and could raise C.", "Possible"),
        ("A can raise B.", "Possible"), ("Potential targets of A raise B.", "Possible"),
    ],
)  # fmt: skip
def test_certainty_is_the_least_that_a_word_of_the_text_tells(
    maker: bel.Claims, evidence: str, certainty: str
) -> None:
    made = claim(maker, "bp(GO:a) -> bp(GO:b)", evidence)
    assert made["certainty"] == certainty
    assert made["label"].startswith("" if certainty == "Stated" else f"{certainty}: ")


@pytest.mark.parametrize(
    ("evidence", "annotations"),
    [("A raises B.", {"Hypothesis": "True"}), ("We hypothesize that A raises B.", {}),
     ("A raises B.", {"Method": "a hypothesis of the authors"})],
)  # fmt: skip
def test_a_hypothesis_stays_one(maker: bel.Claims, evidence: str, annotations: dict[str, str]) -> None:
    made = claim(maker, "bp(GO:a) -> bp(GO:b)", evidence, **annotations)
    assert (made["discourseRole"], made["certainty"]) == ("Hypothesis", "Suspected")


def test_an_axiom_is_written_only_beside_a_sound_claim(maker: bel.Claims) -> None:
    claim(maker, "p(HGNC:A) isA p(FPLX:B)")
    claim(maker, "p(HGNC:C) isA p(FPLX:B)", "C may be a B.")
    records = maker.entities.records
    assert records["entities:p/HGNC/A"]["subClassOf"] == ["MolecularEntity", "entities:p/FPLX/B"]
    assert records["entities:p/HGNC/C"]["subClassOf"] == "MolecularEntity"


def test_no_change_is_neither_denied_nor_an_effect(maker: bel.Claims) -> None:
    made = claim(maker, "p(HGNC:A) cnc p(HGNC:B)")
    assert made["polarity"] == "Affirmed" and made["proposition"]["predicate"] == "associatedWith"
    assert made["proposition"]["objectDirection"] == "Unchanged"
    assert made["label"] == "level of B found unchanged with level of A"


# Refusals

REFUSALS: dict[str, Line] = {
    "annotation": line("bp(GO:a) -> bp(GO:b)", MouseStrain="x"),
    "axiom": line("p(HGNC:A) isA p(HGNC:B)", Species="10090"),
    "category": line("p(HGNC:A) partOf complex(GO:b)"),
    "cell-part": line("a(GO:synapse) -> bp(GO:b)"),
    "characters": line("bp(GO:a\x02) -> bp(GO:b)"),
    "citation": line("bp(GO:a) -> bp(GO:b)", cited=False),
    "composite": line("composite(p(HGNC:A), p(HGNC:B)) -> bp(GO:b)"),
    "evidence": line("bp(GO:a) -> bp(GO:b)", ""),
    "kind": line("a(MESH:Liver) -> bp(GO:b)"),
    "modification": line("p(HGNC:A, pmod(MESH:Haploinsufficiency)) -> bp(GO:b)"),
    "nested": line("bp(GO:a) -> (bp(GO:b) -> bp(GO:c))"),
    "population": line("pop(TAXONOMY:9606) -> bp(GO:b)"),
    "relation": line("g(HGNC:A) transcribedTo r(HGNC:A)"),
    "several-values": line("bp(GO:a) -> bp(GO:b)", MeSHAnatomy=("Liver", "Brain")),
    "syntax": line("bp(GO:a) -> bp(GO:b"),
    "term-alone": line("complex(p(HGNC:A), p(HGNC:B))"),
}


def test_every_reason_has_a_case() -> None:
    assert bel.REASONS.keys() == REFUSALS.keys() | {"line"}  # that of a line is told by its file


@pytest.mark.parametrize("reason", REFUSALS)
def test_what_cannot_be_said_is_refused_by_its_reason(maker: bel.Claims, reason: str) -> None:
    with pytest.raises(bel.Refused) as refusal:
        maker.of(REFUSALS[reason])
    assert refusal.value.reason == reason


# Articles and passages


def test_an_article_is_known_by_its_supporting_texts(maker: bel.Claims) -> None:
    first, second = (claim(maker, f"bp(GO:a) -> bp(GO:{name})", f"A raises {name}.") for name in "bc")
    again = claim(maker, "bp(GO:a) -> bp(GO:d)", "A raises b.")
    assert again["passage"] == first["passage"]["id"] == "passages:pmid1-1"
    (article,) = maker.articles.found.values()
    for passage in (first["passage"], second["passage"]):
        start, end = passage["selector"]["start"], passage["selector"]["end"]
        assert article.copy()[start:end] == f"A raises {'bc'[passage['sentence'] - 1]}."
    record = article.record("2026-01-02")
    assert record["length"] == len(article.copy()) and record["retrieved"] == "2026-01-02"
    assert "A raises" not in str(record) + str(first)


def test_labels_of_other_sources_than_pubmed_are_codes_too(maker: bel.Claims) -> None:
    doi = Line(Position("x", 1, 1), "bp(GO:a) -> bp(GO:b)", Citation("DOI", "10.1000/1"), TEXT)
    (made,) = maker.of(doi)
    assert made["article"].startswith("articles:doi-") and made["id"].endswith("-0001")
