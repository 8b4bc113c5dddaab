"""Citations are read by the programs that people cite with, and never read stronger than a claim."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml

from il6ld.formats import Material
from il6ld.formats.citations import BIBTEX_FILE, CFF_FILE, latex, write_bibtex, write_cff
from il6ld.formats.wording import named
from il6ld.lookup import Lookup
from il6ld.namespaces import DCTERMS, OWL, RDF, RDFS
from il6ld.project import find_project
from tests.conftest import ROOT
from tests.safety.foreign import bibtex as foreign

AWKWARD = "Costs 50% & more: {x_1} #2 ~ $3 ^ back\\slash"


@cache
def material() -> Material:
    dataset = ox.Dataset(ox.parse(path=ROOT / "build" / "il6ld.nq", format=ox.RdfFormat.N_QUADS))
    return Material(dataset, Lookup(dataset), find_project(ROOT).context, {})


@cache
def bib() -> bytes:
    return write_bibtex(material()).files[BIBTEX_FILE]


def cff(found: Material) -> Any:
    return yaml.load(write_cff(found).files[CFF_FILE], Loader=yaml.CSafeLoader)


def with_header(**texts: str) -> Material:
    """The classes and properties of the release under another header; what is given as empty is not in it."""
    (ontology,) = material().lookup.instances(OWL.Ontology)
    given = {DCTERMS[name]: text for name, text in texts.items()}
    model = [q for q in material().dataset if q.predicate in (RDF.type, RDFS.subPropertyOf)]
    kept = [q for q in material().dataset if q.subject == ontology and q.predicate not in given]
    new = [ox.Quad(ontology, prop, ox.Literal(text)) for prop, text in given.items() if text]
    dataset = ox.Dataset([*model, *kept, *new])
    return replace(material(), dataset=dataset, lookup=Lookup(dataset))


def test_the_citation_is_that_of_the_header() -> None:
    found, lookup = cff(material()), material().lookup
    (ontology,) = lookup.instances(OWL.Ontology)
    assert found["title"] == lookup.text(ontology, DCTERMS.title)
    assert found["version"] == lookup.text(ontology, OWL.versionInfo)
    assert found["date-released"] == lookup.text(ontology, DCTERMS.issued)
    assert (found["type"], found["license"]) == ("dataset", "CC-BY-4.0")
    assert [reference["title"] for reference in found["references"]] == ["Interleukin 6 and Disease"]
    assert not {"doi", "url", "repository"} & found.keys()


@pytest.mark.heavy
@pytest.mark.parametrize("texts", [{}, {"title": AWKWARD}, {"issued": "", "description": ""}])
def test_the_schema_of_the_format_takes_the_citation(texts: dict[str, str]) -> None:
    jsonschema: Any = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    if (package := find_spec("cffconvert")) is None or package.origin is None:
        pytest.skip("cffconvert is not installed")
    path = Path(package.origin).parent / "schemas" / "1.2.0" / "schema.json"
    schema = jsonschema.Draft7Validator(json.loads(path.read_text(encoding="utf-8")))
    found = cff(with_header(**texts) if texts else material())
    assert not list(schema.iter_errors(found))
    assert list(schema.iter_errors({**found, "type": "claims"}))


def test_a_title_of_any_characters_is_read_as_it_is() -> None:
    assert cff(with_header(title=AWKWARD))["title"] == AWKWARD


def test_every_claim_has_an_entry_whose_title_tells_its_stance() -> None:
    pytest.importorskip("pybtex", reason="pybtex is not installed")
    entries = foreign.parsed(bib()).entries
    titles = {entry.fields.get("url"): entry.fields["title"] for entry in entries.values()}
    assert len(material().statements) == 98
    for statement in material().statements:
        assert titles[statement.claim.value] == f"{{{latex(named(material(), statement))}}}"
    assert entries.keys() >= {"il6ld-release", "il6-and-disease", "il6d-0001"}
    assert len(entries) == 100
    assert not any("doi" in entry.fields for entry in entries.values())
    assert "url" not in entries["il6-and-disease"].fields


@pytest.mark.heavy
def test_two_readers_find_the_same_entries() -> None:
    bibtexparser: Any = pytest.importorskip("bibtexparser", reason="bibtexparser is not installed")
    pytest.importorskip("pybtex", reason="pybtex is not installed")
    library = bibtexparser.parse_string(bib().decode())
    assert not library.failed_blocks
    found = {entry.key: {field.key: field.value for field in entry.fields} for entry in library.entries}
    for key, entry in foreign.parsed(bib()).entries.items():
        told = dict(entry.fields)
        assert {name: found[key][name] for name in told} == told
        assert found[key].keys() - told.keys() <= {"author"}


@pytest.mark.heavy
def test_a_style_prints_the_stance() -> None:
    pybtex: Any = pytest.importorskip("pybtex", reason="pybtex is not installed")
    shown = pybtex.format_from_string(bib().decode(), style="plain", output_backend="plaintext")
    assert "inflammatory cells do not die at a site [a denial]" in shown
    assert "is denied; certainty: stated" in shown
    assert "make their own IL-6 unaided [superseded; is replaced by another claim" in shown
    assert "il6ld contributors" in shown


def test_what_latex_takes_for_commands_is_printed() -> None:
    text: Any = pytest.importorskip("pybtex.richtext", reason="pybtex is not installed")
    payload = f"@misc{{key,\n  title = {{{{{latex(AWKWARD)}}}}},\n}}\n".encode()
    (entry,) = foreign.parsed(payload).entries.values()
    assert "&" in str(text.Text.from_latex(entry.fields["title"]))
    assert latex("a\nb  c") == "a b c"
    assert latex("100%_{}") == r"100\%\_\{\}"
