"""The floors hold: a module imports from lower floors, or from its own folder, and from nowhere else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "il6ld"

FLOORS = {
    "__init__": 0,
    "namespaces": 1, "findings": 1, "errors": 1, "characters": 1, "files": 1, "contexts": 1, "exits": 1,
    "literals": 1, "lookup": 1, "tables": 1, "project": 1, "rules": 1, "safety": 1, "sssom": 1,
    "names": 1, "workers": 1,
    "sources": 2, "validation": 2, "reasoning": 2, "formats": 2, "anchoring": 2, "claims": 2,
    "explanation": 2, "rule_pages": 2, "coverage": 2, "description": 2, "history": 2, "loops": 2,
    "release": 2, "starter": 2, "pictures": 2, "links": 2, "nanopubs": 2,
    "queries": 2, "stores": 2,
    "pipeline": 3, "changes": 3, "corpora": 3, "pages": 3, "indexing": 3,
    "build": 4, "curation": 4, "answers": 4, "exporting": 4, "linking": 4, "publication": 4,
    "citing": 4, "comparing": 4, "knowledge": 4, "transfer": 4,
    "importing": 4, "shards": 4, "site": 4, "server": 4,
    "asking": 5, "serving": 5, "spark": 5,
    "scaling": 6, "terminal": 6,
    "commands": 7,
    "cli": 8,
}  # fmt: skip
FACE = PACKAGE / "__init__.py"
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "il6ld":
            parts = (node.module or "").split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("il6ld.")}
    return {name if name in FLOORS else "__init__" for name in found}


def test_every_room_has_a_floor() -> None:
    assert MODULES
    assert {room(path) for path in MODULES} <= FLOORS.keys()


def test_the_face_imports_nothing_until_it_is_asked() -> None:
    imports = [node for node in ast.parse(FACE.read_text(encoding="utf-8")).body
               if isinstance(node, ast.Import | ast.ImportFrom)]  # fmt: skip
    assert [node.module for node in imports if isinstance(node, ast.ImportFrom)] == ["__future__"]
    assert len(imports) == 1


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path != FACE], ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_imports_go_down(path: Path) -> None:
    own = room(path)
    for other in imported_rooms(path) - {own}:
        same_floor = FLOORS[other] == FLOORS[own] == 1
        assert FLOORS[other] < FLOORS[own] or same_floor, f"{own} imports {other}"


def test_floor_one_has_no_circle() -> None:
    arrows = {
        name: {other for path in MODULES if room(path) == name for other in imported_rooms(path)} - {name}
        for name, floor in FLOORS.items()
        if floor == 1
    }
    while arrows:
        free = {name for name, others in arrows.items() if not others & arrows.keys()}
        assert free, f"a circle: {arrows}"
        arrows = {name: others for name, others in arrows.items() if name not in free}


def test_no_module_is_too_long() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert not {name: length for name, length in lengths.items() if length > 300}
