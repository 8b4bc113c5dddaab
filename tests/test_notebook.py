"""The notebooks of docs/ show what happens today; `python -m tests.notebooks` renews them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.notebooks import EXTRAS, NOTEBOOKS, ROOT, cells, renewed, run, shown


def name(path: Path) -> str:
    return path.name


def require(*packages: str) -> None:
    for package in packages:
        pytest.importorskip(package, reason=f"{package} is not installed: see locks/notebook.lock")


def wants(cell: dict[str, Any]) -> bool:
    """Whether a cell needs more than il6ld brings."""
    return any(extra in cell["source"] for extra in EXTRAS)


def test_there_is_a_notebook_with_code_and_prose() -> None:
    assert [path.name for path in NOTEBOOKS] == ["asking.ipynb"]
    assert "(asking.ipynb)" in (ROOT / "docs" / "query.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_a_notebook_shows_what_happens(notebook: Path) -> None:
    require("nbclient", "ipykernel", *EXTRAS)
    assert renewed(notebook) == notebook.read_text(encoding="utf-8")


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_its_cells_are_plain_python_that_shows_the_same(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(notebook.parent)
    names: dict[str, Any] = {}
    plain = [cell for cell in cells(notebook, "code") if not wants(cell)]
    assert len(plain) > 8
    for cell in plain:
        printed, value = run(cell["source"], names)
        form = value._repr_html_() if hasattr(value, "_repr_html_") else "" if value is None else repr(value)
        # IPython breaks what is long into lines.
        assert [" ".join(text.split()) for text in shown(cell)] == [
            " ".join(text.split()) for text in (printed, form)
        ], cell["id"]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_every_cell_was_run_in_order_and_none_failed(notebook: Path) -> None:
    code = cells(notebook, "code")
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert all(cell["outputs"] for cell in code)
    kinds = {output["output_type"] for cell in code for output in cell["outputs"]}
    assert kinds == {"execute_result", "stream"}
    assert {output.get("name", "stdout") for cell in code for output in cell["outputs"]} == {"stdout"}


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_each_cell_of_code_is_told_of_before(notebook: Path) -> None:
    kinds = [cell["cell_type"] for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]]
    assert len(kinds) > 20
    assert kinds[0] == "markdown" and ("code", "code") not in zip(kinds, kinds[1:], strict=False)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_nothing_in_it_belongs_to_one_machine(notebook: Path) -> None:
    text = notebook.read_text(encoding="utf-8")
    document = json.loads(text)
    assert document["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert all(cell["metadata"] == {} for cell in document["cells"])
    ids = [cell["id"] for cell in document["cells"]]
    assert len(set(ids)) == len(ids)
    assert str(ROOT) not in text and os.path.expanduser("~") not in text and " at 0x" not in text


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_a_table_of_claims_never_leaves_their_stance_out(notebook: Path) -> None:
    tables = [text for cell in cells(notebook, "code") if "<table" in (text := shown(cell)[1])]
    assert len(tables) > 6
    for text in tables:
        assert "certainty" in text and ("polarity" in text or "contexts" in text)
        assert "..." not in text and "\u2026" not in text, "a label is cut short"


def test_a_changed_output_would_be_seen(tmp_path: Path) -> None:
    require("nbclient", "ipykernel")
    document = json.loads(NOTEBOOKS[0].read_text(encoding="utf-8"))
    cell = next(cell for cell in document["cells"] if cell["cell_type"] == "code")
    document["cells"] = [cell | {"source": ["'today'"], "outputs": []}]
    page = tmp_path / "page.ipynb"
    page.write_text(json.dumps(document), encoding="utf-8")
    today = renewed(page)
    assert today.count("'today'") == 2
    page.write_text(today.replace("'today'", "'yesterday'", 1), encoding="utf-8")
    assert renewed(page) == today
