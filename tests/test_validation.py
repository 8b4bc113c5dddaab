"""The report of a validation: what it counts, what it says, and how it becomes findings."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from il6ld.errors import InvalidInput, UsageError
from il6ld.findings import Position, Severity
from il6ld.namespaces import RDF, SH
from il6ld.validation import findings, validate
from tests.shapes.examples import Example, all_shapes, examples, shapes_of, subjects


def example(name: str) -> Example:
    """The example of a name like claim/invalid/nothing-said."""
    (found,) = (one for one in examples() if str(one) == name)
    return found


def test_an_unknown_engine_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UsageError) as caught:
        validate([], [], "pyshackl")
    assert caught.value.findings[0].help == "did you mean 'pyshacl'?"


@pytest.mark.parametrize("engine", ["pyshacl", "pyshifty"])
def test_shapes_that_are_none_are_refused(engine: str) -> None:
    broken = [
        ox.Triple(triple.subject, triple.predicate, ox.Literal("SELECT $this WHERE"))
        if triple.predicate == SH.select
        else triple
        for triple in shapes_of("safety")
    ]
    with pytest.raises(InvalidInput, match="The shapes cannot be used"):
        validate(example("safety/valid/backed").data, broken, engine)


def test_a_report_counts_what_it_looked_at() -> None:
    report = validate(example("claim/valid/plain").data, all_shapes())
    assert report.shapes > 190
    assert report.constraints > 350
    assert report.targets > 80
    assert report.focus_nodes > 100


def test_a_target_that_matches_nothing_is_named() -> None:
    report = example("claim/valid/plain").report()
    assert "claim-basis-cycle (targetSubjectsOf basedOn)" in report.unmatched
    assert len(report.unmatched) < report.targets


def test_a_warning_alone_conforms() -> None:
    report = example("claim/invalid/no-such-word").report()
    assert [result.severity for result in report.results] == [Severity.WARNING]
    assert report.conforms
    assert not example("claim/invalid/nothing-said").report().conforms


def test_the_message_is_that_of_the_shape() -> None:
    (result,) = example("claim/invalid/superseded-by-nothing").report().results
    assert result.message == "The claim is Superseded: name in 'replacedBy' the claim that took its place."
    assert result.rule == "claim-superseded"


@pytest.mark.parametrize("subject", subjects())
def test_the_turtle_is_a_validation_report_with_one_node_a_result(subject: str) -> None:
    for one in examples(subject):
        report = one.report()
        triples = [quad.triple for quad in ox.parse(report.as_turtle(), format=ox.RdfFormat.TURTLE)]
        results = {triple.subject for triple in triples if triple.object == SH.ValidationResult}
        assert len(results) == len(report.results)
        assert all(isinstance(node, ox.NamedNode) for node in results)
        linked = {triple.object for triple in triples if triple.predicate == SH.result}
        assert linked == results
        shapes = [triple for triple in triples if triple.predicate == SH.sourceShape]
        assert len(shapes) == len(results)


def test_the_order_of_the_data_does_not_matter() -> None:
    one = example("entity/invalid/deprecated")
    backwards = validate(reversed(one.data), reversed(shapes_of("entity")))
    assert backwards.as_turtle() == one.report().as_turtle()


def test_a_path_that_is_no_single_predicate_is_written_out() -> None:
    report = example("claim/invalid/passage-of-another-article").report()
    triples = [quad.triple for quad in ox.parse(report.as_turtle(), format=ox.RdfFormat.TURTLE)]
    assert any(
        triple.predicate == SH.resultPath and isinstance(triple.object, ox.BlankNode) for triple in triples
    )
    assert any(triple.predicate == RDF.first for triple in triples)


def test_a_finding_stands_at_its_field_or_else_at_its_record() -> None:
    report = example("claim/invalid/unknown-field").report()
    here, there = Position("claims.yaml", 3, 5), Position("claims.yaml", 1, 3)
    (at_field,) = findings(report, lambda _, path: here if path.endswith("outcome") else there)
    (at_record,) = findings(report, lambda _, path: None if path else there)
    assert (at_field.position, at_record.position) == (here, there)
    assert at_field.rule == "claim-fields"
    assert at_field.severity is Severity.ERROR
    assert at_field.message.startswith("tiny-1: A claim has no such field")
    assert at_field.help == "found Increased as outcome"


def test_a_blank_node_is_reported_as_one_that_lacks_a_name() -> None:
    nameless = example("gap/invalid/no-name").report().results
    assert [result.rule for result in nameless] == ["gap-id"]
