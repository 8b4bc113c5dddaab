"""Notebooks that are run: the same notebook again, with the outputs that its cells have today.

What would differ from run to run is left out: times, and all metadata but the language.
`python -m tests.notebooks`, run with what locks/notebook.lock pins, writes the outputs of today into each.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "docs").glob("*.ipynb"))
EXTRAS = ("pandas", "polars")

_TIME_LIMIT = 60  # seconds for one cell
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def cells(notebook: Path, kind: str) -> list[dict[str, Any]]:
    """The cells of a kind, "code" or "markdown", in order, each with its text as one string."""
    found = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [cell | {"source": "".join(cell["source"])} for cell in found if cell["cell_type"] == kind]


def renewed(notebook: Path) -> str:
    """The notebook with the outputs its cells have today; it is run in its own folder.

    Raises nbclient's CellExecutionError where a cell fails.
    """
    nbclient, nbformat = import_module("nbclient"), import_module("nbformat")
    document = nbformat.read(notebook, as_version=4)
    resources = {"metadata": {"path": str(notebook.parent)}}
    client = nbclient.NotebookClient(
        document, timeout=_TIME_LIMIT, kernel_name="python3", record_timing=False, resources=resources
    )
    with _surroundings():
        client.execute()
    return _normal(json.loads(nbformat.writes(document)))


@contextlib.contextmanager
def _surroundings() -> Iterator[None]:
    """A kernel of this interpreter, with nobody's own settings, and as they were again afterwards."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory() as scratch:
        own = dict.fromkeys(("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"), scratch)
        os.environ |= own | {"JUPYTER_PREFER_ENV_PATH": "1", "COLUMNS": "100"}
        try:
            yield
        finally:
            os.environ.clear()
            os.environ |= before


def _normal(document: dict[str, Any]) -> str:
    document["metadata"] = _METADATA
    for cell in document["cells"]:
        for part in (cell, *cell.get("outputs", ())):
            part |= {"metadata": {}} if "metadata" in part else {}
    return f"{json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True)}\n"


def run(source: str, names: dict[str, Any]) -> tuple[str, Any]:
    """What a cell prints and what its last line is worth, as plain Python with the names of earlier cells."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec"), names)
        expression = ast.Expression(last.value) if isinstance(last, ast.Expr) else None
        value = eval(compile(expression, "<cell>", "eval"), names) if expression else None
    return printed.getvalue(), value


def shown(cell: dict[str, Any]) -> tuple[str, str]:
    """What a cell is stored to have printed, and the richest form of its value."""
    printed, value = "", ""
    for output in cell["outputs"]:
        if output["output_type"] == "stream":
            printed += "".join(output["text"])
        else:
            forms = output["data"]
            value = "".join(forms.get("text/html", forms["text/plain"]))
    return printed, value


def main() -> None:
    """Writes the outputs of today into the notebooks named, or into all."""
    for notebook in [Path(name) for name in sys.argv[1:]] or NOTEBOOKS:
        notebook.write_text(renewed(notebook), encoding="utf-8")
        print(notebook)


if __name__ == "__main__":
    main()
