"""The BEL script says what BEL can say of the claims, and leaves the rest out."""

from __future__ import annotations

import re
from functools import cache

import pytest
from pyoxigraph import Dataset, Literal, NamedNode, Quad

from il6ld.formats.bel import FILE, write_bel
from il6ld.namespaces import GRAPHS, IL6, RDF, RDFS, SKOS
from tests.released import material, material_of

CLAIM, PROPOSITION = (NamedNode(f"https://w3id.org/il6ld/{kind}/one") for kind in ("claims", "propositions"))
SOUND = {
    IL6.status: IL6.Current,
    IL6.polarity: IL6.Affirmed,
    IL6.certainty: IL6.Stated,
    IL6.reading: IL6.Explicit,
}
MOUSE, HUMAN = (NamedNode(f"http://purl.obolibrary.org/obo/NCBITaxon_{n}") for n in ("10090", "9606"))


@cache
def script() -> str:
    return write_bel(material()).files[FILE].decode()


@cache
def model() -> tuple[Quad, ...]:
    """What the script is made from, beside the claims: classes, qualifiers, predicates and links."""
    below = (RDFS.subClassOf, RDFS.subPropertyOf)
    return tuple(
        quad
        for quad in material().dataset
        if quad.predicate in below or quad.predicate in SKOS or quad.object == IL6.Predicate
        if quad.predicate not in (SKOS.definition, SKOS.altLabel, SKOS.note, SKOS.scopeNote)
    )


def one_claim(
    *qualifiers: tuple[NamedNode, NamedNode],
    core: tuple[NamedNode, NamedNode, NamedNode] = (IL6.NFkappaB, IL6.increases, IL6.Interleukin6),
    declared: tuple[Quad, ...] = (),
    axes: dict[NamedNode, NamedNode] | None = None,
) -> tuple[list[str], tuple[str, ...]]:
    """The script's statement of one claim with its contexts, and what it lacks words for if there is none."""
    parts = zip((IL6.subject, IL6.predicate, IL6.object), core, strict=True)
    said = [
        *(Quad(PROPOSITION, prop, value, GRAPHS.propositions) for prop, value in (*parts, *qualifiers)),
        *(Quad(CLAIM, prop, value, GRAPHS.one) for prop, value in {**SOUND, **(axes or {})}.items()),
        Quad(CLAIM, RDF.type, IL6.Claim, GRAPHS.one),
        Quad(CLAIM, IL6.proposition, PROPOSITION, GRAPHS.one),
    ]
    dataset = Dataset([*model(), *declared, *said])
    written = write_bel(material_of(dataset))
    assert written.account
    lines = written.files[FILE].decode().splitlines()
    return _told(lines), written.account.left_out.get("one", ())


def _told(lines: list[str]) -> list[str]:
    ours = re.compile(r"(SET (?!DOCUMENT|Citation|Claim|SupportingText|STATEMENT)|[a-z]+\()")
    return [line for line in lines if ours.match(line)]


def test_every_claim_is_told_or_left_out_with_its_reason() -> None:
    account = write_bel(material()).account
    assert account
    told = re.findall(r'^SET Claim = "claims:(.*)"$', script(), re.MULTILINE)
    claims = {node.value.rpartition("/")[2] for node in material().lookup.instances(IL6.Claim)}
    assert told == sorted(told) and account.told == len(told) >= 7
    assert {*told, *account.left_out} == claims and len(told) + len(account.left_out) == len(claims)
    assert all(account.left_out.values())


@pytest.mark.parametrize(
    "line",
    [
        "p(PR:000001393) isA p(IL6:Cytokine)",
        "path(MONDO:0009693) isA path(MONDO:0004992)",
        "bp(GO:0006954) increases path(IL6:JointDamage)",
    ],
)
def test_the_script_says(line: str) -> None:
    assert line in script().splitlines()


@pytest.mark.parametrize("number", ["0003", "0013", "0039", "0047", "0067", "0073", "0077", "0092", "0097"])
def test_what_is_qualified_or_denied_or_doubted_or_past_is_not_told(number: str) -> None:
    assert f"il6d-{number}" not in script()


def test_a_context_holds_for_its_claim_alone() -> None:
    lines = script().splitlines()
    for name in ("Claim", "Disease", "SupportingText"):
        marks = [line.split()[0] for line in lines if re.match(rf"(UN)?SET {name}\b", line)]
        assert marks and marks == ["SET", "UNSET"] * (len(marks) // 2)


def test_a_plain_claim_is_told() -> None:
    assert one_claim() == (["complex(FPLX:NFkappaB) increases p(PR:000001393)"], ())


@pytest.mark.parametrize(
    ("axis", "value", "line"),
    [
        (IL6.speciesContext, MOUSE, 'SET Species = "NCBITaxon:10090"'),
        (IL6.anatomicalContext, IL6.Liver, 'SET Anatomy = "UBERON:0002107"'),
        (IL6.anatomicalContext, IL6.ArthriticJoint, 'SET Anatomy = "il6:ArthriticJoint"'),
        (IL6.cellTypeContext, IL6.Macrophage, 'SET Cell = "CL:0000235"'),
        (IL6.diseaseContext, IL6.RheumatoidArthritis, 'SET Disease = "MONDO:0008383"'),
    ],
)
def test_a_context_is_an_annotation(axis: NamedNode, value: NamedNode, line: str) -> None:
    assert one_claim((axis, value))[0] == [line, "complex(FPLX:NFkappaB) increases p(PR:000001393)"]


def test_two_contexts_at_once_are_more_than_an_annotation_says() -> None:
    both = (IL6.speciesContext, MOUSE), (IL6.speciesContext, HUMAN)
    assert one_claim(*both) == ([], ("speciesContext NCBITaxon_10090 and NCBITaxon_9606",))


@pytest.mark.parametrize(
    ("axis", "value", "line"),
    [
        (IL6.objectAspect, IL6.Level, "complex(FPLX:NFkappaB) increases p(PR:000001393)"),
        (IL6.objectAspect, IL6.Release, "complex(FPLX:NFkappaB) increases sec(p(PR:000001393))"),
        (IL6.subjectAspect, IL6.Activity, "act(complex(FPLX:NFkappaB)) increases p(PR:000001393)"),
    ],
)
def test_an_aspect_is_a_function_that_means_the_same(axis: NamedNode, value: NamedNode, line: str) -> None:
    assert one_claim((axis, value))[0] == [line]


@pytest.mark.parametrize(
    ("axis", "value"),
    [
        (IL6.subjectAspect, IL6.Activation),
        (IL6.subjectAspect, IL6.Capacity),
        (IL6.objectAspect, IL6.Concentration),
        (IL6.objectDirection, IL6.Increased),
        (IL6.degree, IL6.Key),
        (IL6.mediator, IL6.OxidativeStress),
        (IL6.conditionContext, IL6.Inflammation),
        (IL6.genotypeContext, IL6.WildType),
    ],
)
def test_what_bel_has_no_word_for_withholds(axis: NamedNode, value: NamedNode) -> None:
    gap = f"{axis.value.rpartition('/')[2]} {value.value.rpartition('/')[2]}"
    assert one_claim((axis, value)) == ([], (gap,))


def test_an_aspect_of_what_has_none_in_bel_withholds() -> None:
    core = (IL6.Inflammation, IL6.increases, IL6.JointDamage)
    assert one_claim(core=core)[0] == ["bp(GO:0006954) increases path(IL6:JointDamage)"]
    for value in (IL6.Level, IL6.Activity, IL6.Release):
        assert one_claim((IL6.objectAspect, value), core=core)[0] == []


@pytest.mark.parametrize(
    ("axis", "value"),
    [
        ("polarity", IL6.Denied),
        ("certainty", IL6.Suggested),
        ("reading", IL6.Entailed),
        ("status", IL6.Superseded),
        ("discourseRole", IL6.Hypothesis),
        ("erratum", IL6.Slip),
    ],
)
def test_an_unsound_claim_is_withheld(axis: str, value: NamedNode) -> None:
    lines, gaps = one_claim(axes={IL6[axis]: value})
    assert lines == [] and gaps[0].startswith(axis)


def test_a_qualifier_that_is_new_withholds() -> None:
    declared = (Quad(IL6.dose, RDFS.subPropertyOf, IL6.qualifier, GRAPHS.ontology),)
    assert one_claim((IL6.dose, IL6.Strong), declared=declared) == ([], ("dose Strong",))
    assert one_claim((IL6.dose, IL6.Strong)) == ([], ("dose Strong",))


def test_an_entity_without_a_function_and_a_predicate_without_a_relation_withhold() -> None:
    assert one_claim(core=(IL6.Macrophage, IL6.increases, IL6.Interleukin6))[1] == ("function Macrophage",)
    assert one_claim(core=(IL6.NFkappaB, IL6.precedes, IL6.Interleukin6))[1] == ("predicate precedes",)


@pytest.mark.heavy
def test_pybel_takes_every_statement_of_the_script() -> None:
    pytest.importorskip("pybel", reason="pybel is not installed: see locks/readers.lock")
    from tests.safety.foreign.bel import edges_of, parsed, read

    graph = parsed(script().encode())
    account = write_bel(material()).account
    assert graph.warnings == [] and account
    assert len(read({FILE: script().encode()})) == account.told
    triples = {f"{source} {said['relation']} {target}" for source, target, said in edges_of(graph)}
    lines = [line for line in script().splitlines() if re.match(r"[a-z]+\(", line)]
    assert len(lines) == account.told and set(lines) <= triples
    contexts = {
        said["annotations"]["Claim"][0]["identifier"]: sorted(said["annotations"].keys() - {"Claim"})
        for _, _, said in edges_of(graph)
    }
    assert contexts["claims:il6d-0060"] == ["Disease"] and contexts["claims:il6d-0001"] == []
    assert all(said["citation"]["identifier"].startswith("https://") for *_, said in edges_of(graph))


@pytest.mark.heavy
@pytest.mark.parametrize("wrong", ["bp(XX:0006954)", "pop(", "IL6:Fever"])
def test_pybel_refuses_what_is_no_bel(wrong: str) -> None:
    pytest.importorskip("pybel", reason="pybel is not installed: see locks/readers.lock")
    from tests.safety.foreign.bel import parsed

    assert parsed(script().replace("bp(GO:0006954)", wrong).encode()).warnings


@pytest.mark.heavy
def test_pybel_reads_a_label_with_marks_of_its_own() -> None:
    pytest.importorskip("pybel", reason="pybel is not installed: see locks/readers.lock")
    from tests.safety.foreign.bel import edges_of, parsed

    label = 'UNSET "all" \\ # {SET}\nSET Species = "1'
    (proper,) = (quad for quad in material().dataset if str(quad.object) == '"IL-6 is a cytokine"@en')
    labelled = Quad(proper.subject, proper.predicate, Literal(label, language="en"), proper.graph_name)
    dataset = Dataset([*(quad for quad in material().dataset if quad != proper), labelled])
    written = write_bel(material_of(dataset)).files[FILE]
    graph = parsed(written)
    assert graph.warnings == []
    assert len(list(edges_of(graph))) == len(list(edges_of(parsed(script().encode()))))
