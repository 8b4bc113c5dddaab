"""Pictures: drawn from the records, the same each time, with nothing cut off, covered or left out."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from il6ld.cli import cli
from il6ld.lookup import Lookup
from il6ld.namespaces import IL6, OWL, RDFS, VANN
from il6ld.pictures import claim_picture, model_picture
from il6ld.pictures.layout import Link, Size, arrange
from il6ld.pictures.text import width, wrapped
from il6ld.project import Project
from il6ld.sources import Sources

ROOT = Path(__file__).parents[1]
COMMITTED = {"claim": ["draw", "il6d-0067"], "model": ["draw", "--model"]}
SVG = "{http://www.w3.org/2000/svg}"
SIZES = {"name": 13.0, "kind": 11.0, "value": 11.0, "label": 11.0}


@dataclass(frozen=True)
class Area:
    """The room that something takes in a picture."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Area) -> bool:
        level = self.top < other.bottom and other.top < self.bottom
        return level and self.left < other.right and other.left < self.right

    def holds(self, other: Area) -> bool:
        level = self.top <= other.top and other.bottom <= self.bottom
        return level and self.left <= other.left and other.right <= self.right


@pytest.fixture(scope="module")
def lookup(sources: Sources) -> Lookup:
    return Lookup(sources.dataset)


@pytest.fixture(scope="module")
def pictures(lookup: Lookup, project: Project) -> dict[str, str]:
    """Every claim's picture, and the model's."""
    found = {
        claim.value: claim_picture(lookup, project.context, claim) for claim in lookup.instances(IL6.Claim)
    }
    assert len(found) > 90
    return found | {"model": model_picture(lookup)}


def number(element: ET.Element, name: str) -> float:
    return float(element.get(name, "0"))


def text_area(element: ET.Element, x: float = 0, y: float = 0) -> Area:
    style = element.get("class", "")
    wide = width(element.text or "", SIZES[style], style == "name")
    left = x + number(element, "x") - (wide / 2 if style == "label" else 0)
    base = y + number(element, "y")
    return Area(left, base - 9, left + wide, base + 2)


def outline(box: ET.Element) -> tuple[float, float]:
    if box.tag == f"{SVG}rect":
        return number(box, "width"), number(box, "height")
    bounds = re.match(r"M0 0H[\d.]+L([\d.]+) \d+V([\d.]+)H0Z", box.get("d", ""))
    assert bounds
    return float(bounds[1]), float(bounds[2])


def cards(root: ET.Element) -> list[tuple[Area, list[Area]]]:
    """Each card with the texts that stand on it."""
    found = []
    for group in root.findall(f"{SVG}g/{SVG}g"):
        x, y = map(float, re.findall(r"[-\d.]+", group.get("transform", "")))
        wide, high = outline(group[0])
        found.append((Area(x, y, x + wide, y + high), [text_area(text, x, y) for text in group[1:]]))
    assert found
    return found


def labels(root: ET.Element) -> list[Area]:
    found = [text_area(text) for text in root.findall(f"{SVG}g/{SVG}text")]
    assert found
    return found


@pytest.mark.parametrize("name", COMMITTED)
def test_a_committed_picture_is_what_the_command_draws(name: str, project: Project) -> None:
    done = CliRunner().invoke(cli, [*COMMITTED[name], "--project", str(project.root)])
    assert done.exit_code == 0, done.output
    assert done.stdout == (ROOT / "docs" / "pictures" / f"{name}.svg").read_text(encoding="utf-8")


def test_the_command_writes_a_file(tmp_path: Path, project: Project) -> None:
    target = tmp_path / "claim.svg"
    done = CliRunner().invoke(cli, ["draw", "il6d-0067", "--project", str(project.root), "-o", str(target)])
    assert (done.exit_code, target.read_text(encoding="utf-8")[:4]) == (0, "<svg")


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["il6d-0067", "--model"], 2), (["il6d-9999"], 2)])
def test_the_command_wants_one_thing_to_draw(arguments: list[str], code: int, project: Project) -> None:
    assert CliRunner().invoke(cli, ["draw", *arguments, "--project", str(project.root)]).exit_code == code


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, project: Project) -> None:
    target = str(tmp_path / "nowhere" / "claim.svg")
    done = CliRunner().invoke(cli, ["draw", "--model", "--project", str(project.root), "-o", target])
    assert done.exit_code == 4
    assert "cannot-write" in done.stderr


def test_nothing_covers_anything_else(pictures: dict[str, str]) -> None:
    for name, picture in pictures.items():
        root = ET.fromstring(picture)
        areas = [area for area, _ in cards(root)] + labels(root)
        for one, other in itertools.combinations(areas, 2):
            assert not one.meets(other), f"{name}: {one} and {other}"


def test_nothing_is_cut_off(pictures: dict[str, str]) -> None:
    for name, picture in pictures.items():
        root = ET.fromstring(picture)
        # The margin of 12 is left free all round.
        paper = Area(0, 0, number(root, "width") - 23.8, number(root, "height") - 23.8)
        for area, texts in cards(root):
            assert paper.holds(area), name
            assert texts and all(area.holds(text) for text in texts), name
        assert all(paper.holds(label) for label in labels(root)), name


def test_texts_of_a_card_do_not_run_into_each_other(pictures: dict[str, str]) -> None:
    for name, picture in pictures.items():
        for _, texts in cards(ET.fromstring(picture)):
            assert not [pair for pair in itertools.combinations(texts, 2) if pair[0].meets(pair[1])], name


def test_a_picture_stands_alone_and_can_be_read_aloud(pictures: dict[str, str]) -> None:
    for picture in pictures.values():
        root = ET.fromstring(picture)
        assert root.get("role") == "img"
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None and title.text and description is not None and description.text
        assert "prefers-color-scheme: dark" in picture
        assert not re.search(r"<script|<image|@import|url\(|href", picture)


def test_a_claim_is_drawn_whole(lookup: Lookup, project: Project, pictures: dict[str, str]) -> None:
    for claim in lookup.instances(IL6.Claim):
        words = " ".join(ET.fromstring(pictures[claim.value]).itertext())
        squeezed = re.sub(r"\s+", "", words)
        parts = [lookup.label(claim)]
        for axis in (IL6.polarity, IL6.certainty, IL6.reading, IL6.status):
            parts += map(lookup.label, lookup.nodes(claim, axis))
        for proposition in lookup.nodes(claim, IL6.proposition):
            said = [p for p in lookup.properties(proposition) if p in IL6]
            parts += [lookup.label(value) for p in said for value in lookup.nodes(proposition, p)]
        assert len(parts) >= 8
        assert not [part for part in parts if re.sub(r"\s+", "", part) not in squeezed], claim.value


def test_the_model_shows_every_class_of_records_and_every_qualifier(lookup: Lookup) -> None:
    words = set(ET.fromstring(model_picture(lookup)).itertext())
    named = {s for s, _ in lookup.pairs(VANN.preferredNamespacePrefix) if isinstance(s, ox.NamedNode)}
    classes = [node for node in lookup.instances(OWL.Class) if node in named]
    qualifiers = lookup.below(IL6.qualifier, RDFS.subPropertyOf) - {IL6.qualifier}
    assert len(classes) > 10 and len(qualifiers) > 10
    assert not [c.value for c in classes if lookup.label(c)[:1].upper() + lookup.label(c)[1:] not in words]
    assert not [q.value for q in qualifiers if q.value.rsplit("/", 1)[-1] not in words]


def test_the_order_of_the_quads_does_not_matter(sources: Sources, project: Project) -> None:
    turned = Lookup(reversed(list(sources.dataset)))
    straight = Lookup(sources.dataset)
    assert model_picture(turned) == model_picture(straight)
    claims = straight.instances(IL6.Claim)
    assert len(claims) > 90
    for claim in claims:
        one, other = (claim_picture(lookup, project.context, claim) for lookup in (turned, straight))
        assert one == other


def test_words_that_mean_something_in_xml_are_harmless(project: Project) -> None:
    claim = ox.NamedNode(project.context.expand("claims:x-1"))
    label = ox.Literal('a < b & "c" </text><script>', language="en")
    picture = claim_picture(Lookup([ox.Triple(claim, RDFS.label, label)]), project.context, claim)
    assert "<script" not in picture
    assert ET.fromstring(picture).find(f"{SVG}title") is not None


@pytest.mark.parametrize(
    "text", ["collagen-induced arthritis", "x" * 60, "a b", "\u4e2d\u6587" * 20, "e\u0301" * 30]
)
def test_wrapped_words_fit_and_none_is_lost(text: str) -> None:
    lines = wrapped(text, 11, 80)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line, 11) <= 80 for line in lines)


def test_links_that_go_round_are_refused() -> None:
    size = Size(10, 10)
    with pytest.raises(ValueError, match="circle"):
        arrange([size, size], [Link(0, 1, size), Link(1, 0, size)], 5, 5, 5)
