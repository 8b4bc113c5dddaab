"""What our KGX files tell with their qualifiers, through each output format of kgx."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from il6ld.formats import kgx as ours
from tests.safety.cases import context, read_cases
from tests.safety.translations import material_of

# kgx fetches the Biolink Model and these prefixes when it is imported; here it gets the copy it came with.
_PREFIXES = {
    **context().prefixes,
    "OBAN": "http://purl.org/oban/",
    "PMID": "http://www.ncbi.nlm.nih.gov/pubmed/",
}
_WAYS: dict[str, dict[str, Any]] = {
    "kgx to nt": {"format": "nt"},
    "kgx to nt, not reified": {"format": "nt", "reify_all_edges": False},
    "kgx to tsv": {"format": "tsv"},
}


class _Offline:
    """The answer to whatever kgx asks of the network."""

    text = "{}"

    def json(self) -> dict[str, Any]:
        return {"@context": _PREFIXES}


def _stay_offline() -> None:
    from importlib.resources import files

    import bmt.toolkit
    import requests

    vars(requests)["get"] = lambda *_, **__: _Offline()
    model = files("biolink_model") / "schema" / "biolink_model.yaml"
    bmt.toolkit.Toolkit.__init__.__defaults__ = (str(model), "")


def leaks() -> Iterator[tuple[str, str, bool]]:
    """Each output format, each danger that our files tell by a slot, and whether the slot is lost."""
    _stay_offline()
    for case in read_cases():
        files = ours.write_kgx(material_of(case.records)).files
        edges = [json.loads(line) for line in files[ours.EDGES].splitlines()]
        earned = {term for statement in case.earned for term in statement}
        if edges and case.axes and not earned:
            for name, options in _WAYS.items():
                yield name, case.name, _is_plain(_transformed(files, options), edges[0])


def _transformed(files: dict[str, bytes], options: dict[str, Any]) -> list[str]:
    from kgx.transformer import Transformer

    with TemporaryDirectory() as folder:
        for name, payload in files.items():
            (Path(folder) / name.replace("il6ld-kgx-", "")).write_bytes(payload)
        inputs = [str(Path(folder) / name) for name in ("nodes.jsonl", "edges.jsonl")]
        output = Path(folder) / "out"
        Transformer().transform(
            {"filename": inputs, "format": "jsonl"}, {"filename": str(output), **options}
        )
        return [path.read_text() for path in sorted(Path(folder).glob("out*")) if "node" not in path.name]


def _is_plain(texts: list[str], edge: dict[str, Any]) -> bool:
    """Whether an edge stands as three terms, or its row lacks a qualifying slot."""
    ends = [_expanded(edge[part]) for part in ("subject", "predicate", "object")]
    triple = " ".join(f"<{end}>" for end in ends)
    slots = [slot for slot in edge if slot == "negated" or slot.endswith("_qualifier")]
    tables = [text for text in texts if text.startswith("id\t")]
    return any(triple in text for text in texts) or any(slot not in text for text in tables for slot in slots)


def _expanded(curie: str) -> str:
    prefix, _, name = curie.partition(":")
    return _PREFIXES[prefix] + name
