"""Nanopublications as nanopub-py reads them: each by itself, what its assertion says."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.safety.foreign import TERMS, Read

NEEDS = "nanopub"
_NANOPUBLICATION = "http://www.nanopub.org/nschema#Nanopublication"
_CORE = tuple(f"{TERMS}{name}" for name in ("subject", "predicate", "object"))


def read(files: Mapping[str, bytes]) -> list[Read]:
    """Each claim that an assertion records, with all that it says of the claim and of its proposition."""
    (payload,) = files.values()
    return [_read(nanopub.assertion) for nanopub in nanopubs(payload)]


def nanopubs(payload: bytes) -> Iterator[Any]:
    """What nanopub-py makes of each nanopublication of a TriG file."""
    from nanopub import Nanopub

    with TemporaryDirectory() as folder:
        path = Path(folder) / "one.trig"
        for dataset in separated(payload):
            path.write_text(_as_trig(dataset), encoding="utf-8")
            # By a file: the kinds of graph that its versions take differ.
            yield Nanopub(rdf=path)


def _as_trig(dataset: Any) -> str:
    """A dataset as plain as can be: rdflib's own TriG loses carriage returns."""
    heads = [f"@prefix {prefix}: <{space}> ." for prefix, space in dataset.namespaces()]
    graphs = [f"{graph.identifier.n3()} {{ {graph.serialize(format='nt')} }}" for graph in dataset.graphs()
              if len(graph)]  # fmt: skip
    return "\n".join([*heads, *graphs])


def separated(payload: bytes) -> Iterator[Any]:
    """An rdflib Dataset for each nanopublication of a TriG file."""
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    whole: Any = rdflib.Dataset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole.parse(data=payload, format="trig")
    heads = whole.quads((None, rdflib.RDF.type, rdflib.URIRef(_NANOPUBLICATION), None))
    for node, _, _, head in sorted(heads):
        own: Any = rdflib.Dataset()
        for prefix, space in whole.namespaces():  # which the queries of nanopub-py rely on
            own.bind(prefix, space)
        linked = (term for _, _, term, _ in whole.quads((node, None, None, head)))
        for name in (head, *linked):
            own.addN((s, p, o, own.graph(name)) for s, p, o, _ in whole.quads((None, None, None, name)))
        yield own


def _read(assertion: Any) -> Read:
    import rdflib

    (claim,) = assertion.subjects(rdflib.RDF.type, rdflib.URIRef(f"{TERMS}Claim"))
    propositions = list(assertion.objects(claim, rdflib.URIRef(f"{TERMS}proposition")))
    said = [(str(p), str(o)) for node in (claim, *propositions) for p, o in assertion.predicate_objects(node)]
    core = (" ".join(value for axis, value in said if axis == part) for part in _CORE)
    subject, predicate, term = core
    return Read(str(claim), subject, predicate, term, frozenset(said))
