"""Part A of the faults, rows 6 to 8, 23 to 25 and 27: characters, ids, IRIs and literals that deceive."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from il6ld.characters import SCHEMES, difference, iri_trouble, skeleton
from il6ld.findings import Position, has_errors
from il6ld.namespaces import Context, read_context
from il6ld.project import packaged_root
from il6ld.sources.records import Reader
from il6ld.sources.vocabulary import Vocabulary
from il6ld.sources.yaml_nodes import Fields, Scalar
from tests.faults.claim_files import CLAIMS, CONTEXT, TERMS, append, change, claim, refused, run, validated

BIDI = "\u202e"
TERM = """
my:{name}
    a owl:Class , il6:MolecularEntity ;
    rdfs:subClassOf il6:MolecularEntity ;
    rdfs:label "{label}"@en ;
    skos:definition "Another one."@en .
"""


def test_a06_ids_that_differ_by_case_are_refused(released: Path) -> None:
    append(released, CLAIMS, claim(released, 2).replace("first-0002", "First-0002"))
    (finding,) = refused(released, 1, "confusable")
    assert "U+0046 LATIN CAPITAL LETTER F for U+0066 LATIN SMALL LETTER F" in finding["message"]
    assert f"{CLAIMS}:" in finding["message"]


@pytest.mark.parametrize(
    ("odd", "told"),
    [
        ("f\u0456rst-0003", "U+0456 CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I"),
        ("first\u20110003", "U+2011 NON-BREAKING HYPHEN"),
        ("f\u00efrst-0003", "U+00EF LATIN SMALL LETTER I WITH DIAERESIS"),
        ("fi\u0308rst-0003", "U+0308 COMBINING DIAERESIS"),
        ('"first-0003 "', "U+0020 SPACE"),
        ("fir\u200bst-0003", "U+200B ZERO WIDTH SPACE"),
    ],
)
def test_a06_an_id_with_other_characters_is_told_by_code_point(released: Path, odd: str, told: str) -> None:
    identifier = odd.replace('"first', '"claims:first') if odd.startswith('"') else f"claims:{odd}"
    append(released, CLAIMS, claim(released, 3).replace("claims:first-0003", identifier))
    (finding,) = refused(released, 1, "record-id")
    assert told in finding["message"]


@pytest.mark.parametrize(
    ("name", "label", "rule"),
    [
        ("sleep", "nap", "confusable"),
        ("\u0405leep", "nap", "iri"),
        ("Sle\u0301ep", "nap", "iri"),
        ("Nap", "sl\u0435ep", "confusable"),
        ("Nap", "\uff53leep", "confusable"),
    ],
    ids=["case", "Cyrillic", "NFD", "Cyrillic in a label", "full width in a label"],
)
def test_a06_terms_that_look_alike_are_refused(released: Path, name: str, label: str, rule: str) -> None:
    append(released, TERMS, TERM.format(name=name, label=label))
    told = validated(released)
    assert told.code == 1
    assert rule in told.rules
    assert all("U+" in finding["message"] or "NFC" in finding["message"] for finding in told.findings)


def test_a06_hyphens_that_look_alike_are_told(released: Path) -> None:
    for name, label in (("Il6", "IL-6"), ("Other", "IL\u20116")):
        append(released, TERMS, TERM.format(name=name, label=label))
    told = validated(released)
    assert told.code == 1
    assert told.rules == {"confusable", "hidden-character"}
    assert any("U+2011 NON-BREAKING HYPHEN for U+002D HYPHEN-MINUS" in f["message"] for f in told.findings)
    assert skeleton("IL\u20116") == skeleton("IL-6")
    assert difference("ab", "abc") == "U+0063 LATIN SMALL LETTER C at the end"


@pytest.mark.parametrize("character", [BIDI, "\u200b", "\u00ad", "\u2066", "\ufeff"])
def test_a07_what_hides_is_a_warning_in_text(tiny: Path, character: str) -> None:
    change(tiny, CLAIMS, "label: Caffeine may", f"label: Caffeine{character} may")
    change(tiny, TERMS, "The stimulant of", f"The stimulant{character} of")
    told = validated(tiny)
    assert (told.code, told.rules) == (0, {"hidden-character"})
    assert [place.rpartition(":")[0] for place in told.places] == [f"{CLAIMS}:2", f"{TERMS}:13"]
    assert all(f"U+{ord(character):04X}" in finding["message"] for finding in told.findings)


@pytest.mark.parametrize("escape", ["\\u202e", "\\u200b", "\\u00ad"])
def test_a07_an_escape_hides_nothing(tiny: Path, escape: str) -> None:
    change(tiny, CLAIMS, "label: Caffeine may shorten sleep", f'label: "Caffeine{escape} may shorten sleep"')
    assert validated(tiny).rules == {"hidden-character"}


@pytest.mark.parametrize("character", [BIDI, "\u200b", "\u00ad", "\\u202E"])
def test_a07_what_hides_is_an_error_in_iris(released: Path, character: str) -> None:
    append(released, TERMS, f"\nmy:Sleep rdfs:seeAlso <http://example.org/a{character}b> .\n")
    lines = (released / TERMS).read_text().split("\n")
    (finding,) = refused(released, 1, "iri")
    # An escape is not looked for in the text: then the term that says it is shown.
    assert finding["line"] == (len(lines) - 1 if len(character) == 1 else lines.index("my:Sleep") + 1)


@pytest.mark.parametrize("character", ["\0", "\a", "\v", "\x7f", "\x80", "\ufffd"])
@pytest.mark.parametrize(("name", "before"), [(CLAIMS, "label: Caffeine"), (TERMS, "The stimulant")])
def test_a08_control_characters_are_refused(released: Path, character: str, name: str, before: str) -> None:
    text = (released / name).read_text()
    (released / name).write_text(text.replace(before, f"{before}{character}", 1), encoding="utf-8")
    (finding,) = refused(released, 1, "control-character")
    line = next(n for n, line in enumerate(text.splitlines(), start=1) if before in line)
    assert finding["line"] == line
    assert f"U+{ord(character):04X}" in finding["message"]


@pytest.mark.parametrize("escape", ["\\0", "\\a", "\\v", "\\uD800", "\\N", "\\L", "\\U0011FFFF"])
def test_a08_escapes_of_control_characters_are_refused(released: Path, escape: str) -> None:
    append(
        released, CLAIMS, claim(released, 3).replace("label: Caffeine may", f'label: "Caffeine{escape}"\n#')
    )
    refused(released, 1, "control-character")


def test_a08_escapes_in_turtle_are_refused(released: Path) -> None:
    change(released, TERMS, "The stimulant", "The\\u0007 stimulant")
    refused(released, 1, "control-character")
    change(released, TERMS, "The\\u0007 stimulant", "The\\uD800 stimulant")
    refused(released, 3, "turtle-syntax")  # half a character is no Turtle at all


BAD_IRIS = [
    "http://a b/",
    'http://a"b/',
    "http://a{b/",
    "http://a\nb/",
    "http://a/%zz",
    "http://[::1",
    "a/b",
    "",
]
SCHEMED = ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "JavaScript:x", "vbscript:x"]


@pytest.mark.parametrize("iri", BAD_IRIS)
def test_a23_what_is_no_iri_is_refused_in_turtle(released: Path, iri: str) -> None:
    line = len((released / TERMS).read_text().splitlines()) + 2
    append(released, TERMS, f"\nmy:Sleep rdfs:seeAlso <{iri}> .\n")
    refused(released, 1, "iri", f"{TERMS}:{line}:23")


def test_a23_a_bracket_in_an_iri_ends_it(released: Path) -> None:
    append(released, TERMS, "\nmy:Sleep rdfs:seeAlso <http://a>b/> .\n")
    refused(released, 3, "turtle-syntax")  # what follows is no Turtle, so nothing of it can be read


def test_a23_a24_no_prefix_stands_for_what_is_no_iri(released: Path) -> None:
    bad = [*BAD_IRIS, "http://a>b/", *SCHEMED]
    own = json.loads((released / CONTEXT).read_text())["@context"]
    own |= {f"bad{number}": iri for number, iri in enumerate(bad)}
    (released / CONTEXT).write_text(json.dumps({"@context": own}, indent=2))
    lines = (released / CONTEXT).read_text().split("\n")
    first = next(number for number, line in enumerate(lines, start=1) if '"bad0"' in line)
    told = refused(released, 1, "context")
    assert [(f["line"], f["column"]) for f in told] == [(first + number, 5) for number in range(len(bad))]


def test_a23_a24_records_take_no_iri_written_out(released: Path) -> None:
    listed = [*BAD_IRIS[:-1], "http://a>b/", *SCHEMED, "https://example.org/plain"]
    append(released, CLAIMS, "  basedOn:\n" + "".join(f"    - {json.dumps(iri)}\n" for iri in listed))
    told = validated(released)
    assert told.code == 1
    assert told.rules == {"unknown-prefix", "unknown-reference"}
    lines = len((released / CLAIMS).read_text().splitlines())
    assert [f["line"] for f in told.findings] == list(range(lines - len(listed) + 1, lines + 1))


def test_a24_only_listed_schemes_are_published(released: Path) -> None:
    text = (released / TERMS).read_text()
    prefix = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    terms = [form.format(iri) for iri in SCHEMED for form in ("<{}>", '"{}"^^xsd:anyURI')]
    said = "".join(f"my:Sleep rdfs:seeAlso {term} .\n" for term in terms)
    (released / TERMS).write_text(f"{prefix}{text}{said}")
    told = refused(released, 1, "iri")
    first = len(text.splitlines()) + 2
    assert [f["line"] for f in told] == list(range(first, first + len(terms)))
    assert all(scheme in finding["message"] for scheme in SCHEMES for finding in told)


_LIKE_PATHS = [
    "../../etc/passwd",
    "a/../b",
    "a\\b",
    "CON",
    "nul",
    "Com1",
    ".",
    "..",
    "-a",
    "a-",
    "%2e%2e",
    "",
]


def test_a25_an_id_like_a_path_is_refused(released: Path) -> None:
    names = [*_LIKE_PATHS, "x" * 65, "x" * 300]
    append(released, CLAIMS, "".join(f"- id: {json.dumps(f'claims:{name}')}\n" for name in names))
    lines = len((released / CLAIMS).read_text().splitlines())
    told = refused(released, 1, "record-id")
    assert [f["line"] for f in told] == list(range(lines - len(names) + 1, lines + 1))


@pytest.fixture(scope="module")
def context() -> Context:
    return read_context(packaged_root() / "ontology" / "context.jsonld")


@given(local=st.text(max_size=80))
@example(local="first-1")
@example(local="..")
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a25_an_id_that_is_taken_is_a_name_in_its_folder(
    context: Context, local: str, tmp_path: Path
) -> None:
    place = Position("x.yaml", 1, 1)
    reader = Reader(context, Vocabulary(record_prefixes={context.expand("il6:KnowledgeGap"): "gaps"}))
    reader.read_article([Fields({"id": Scalar(f"gaps:{local}", place)}, {"id": place}, place)])
    if has_errors(reader.findings()):
        assert not reader.records.graphs
        return
    assert re.fullmatch(r"[A-Za-z0-9-]{1,64}", local)
    assert (tmp_path / local).resolve().parent == tmp_path.resolve()
    assert not iri_trouble(context.expand(f"gaps:{local}"))


def test_a25_a_build_writes_into_its_folder_alone(released: Path) -> None:
    before = {path for path in released.parent.rglob("*") if "cache" not in path.parts}
    change(released, CLAIMS, claim(released, 2), claim(released, 2).replace("may shorten", "may cut"))
    assert run(released, "build", "-o", "out")[0] == 0
    new = {path for path in released.parent.rglob("*") if "cache" not in path.parts} - before
    assert len(new) > 10
    assert all(path.resolve().is_relative_to(released / "out") for path in new)


@pytest.mark.parametrize("tag", ["toolonglanguage", "e1", "1", "en-", "en--US", "-"])
def test_a27_malformed_language_tags_are_refused(released: Path, tag: str) -> None:
    change(released, TERMS, '"sleep"@en', f'"sleep"@{tag}')
    line = next(n for n, t in enumerate((released / TERMS).read_text().split("\n"), 1) if '"sleep"' in t)
    (finding,) = refused(released, 1, "language-tag")
    assert finding["line"] == line


ILL_TYPED = [
    ("abc", "integer"), ("1.5", "integer"), ("-1", "nonNegativeInteger"), ("300", "byte"), ("yes", "boolean"),
    ("2020-02-30", "date"), ("2020-13-01", "date"), ("1e5", "decimal"), ("\u0663", "integer"),
    ("2020-01-01", "dateTime"), ("x", "double"), ("x", "entier"),
]  # fmt: skip


def test_a27_ill_typed_literals_are_refused(released: Path) -> None:
    text = (released / TERMS).read_text()
    prefix = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    said = "".join(f'my:Sleep rdfs:comment "{text}"^^xsd:{name} .\n' for text, name in ILL_TYPED)
    (released / TERMS).write_text(f"{prefix}{text}{said}")
    told = refused(released, 1, "value")
    first = len(text.splitlines()) + 2
    # Each at its text; the last "x" has the place of the first.
    lines = list(range(first, first + len(ILL_TYPED)))
    assert [(f["line"], f["column"]) for f in told] == [(n, 23) for n in [*lines[:-1], lines[-2]]]


def test_a27_unknown_datatypes_are_refused(released: Path) -> None:
    append(released, TERMS, '\nmy:Sleep rdfs:comment "x"^^my:unknown .\n')
    refused(released, 1, "value")
