"""The peer: the same sources through rdflib, pySHACL and Owlready2, as one would write it by the book.

    python tests/benchmarks/plain_pipeline.py PROJECT OUTPUT

It does less than `il6ld build`: no positions, no check of the curator's spelling, no inferred triples put
into files, no bare triples, no descriptions, nothing read back. What it found is printed as JSON.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import owlready2
import pyshacl
import rdflib
import yaml
from rdflib import OWL, RDF, RDFS, SKOS

IL6 = rdflib.Namespace("https://w3id.org/il6ld/terms/")
SCHEMA = rdflib.Namespace("https://schema.org/")
VANN = rdflib.Namespace("http://purl.org/vocab/vann/")
FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "owl": "xml", "nq": "nquads", "trig": "trig"}

Record = dict[str, Any]


def read_turtle(folder: Path) -> rdflib.Graph:
    """The triples of every Turtle file in a folder."""
    graph = rdflib.Graph()
    for path in sorted(folder.glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


class Records:
    """The curators' YAML as JSON-LD nodes: class from prefix or range, name from parent or content."""

    def __init__(self, ontology: rdflib.Graph, context: Record) -> None:
        self._context = context
        self._prefixes = {str(kind): str(name) for kind, name in ontology[: VANN.preferredNamespacePrefix :]}
        ranges = [*ontology[: RDFS.range :], *ontology[: SCHEMA.rangeIncludes :]]
        self._ranges = {str(key): str(kind) for key, kind in ranges}
        symmetric = ontology[: IL6.symmetric : rdflib.Literal(True)]
        self._symmetric = {str(term).removeprefix(IL6) for term in symmetric}
        self.nodes: dict[str, Record] = {}

    def read(self, folder: Path) -> None:
        """Adds all records of one article's folder."""
        claims = sorted((folder / "claims").glob("*.yaml"))
        classes = {name: kind for kind, name in self._prefixes.items()}
        article = ""
        for path in [folder / "article.yaml", folder / "passages.yaml", *claims]:
            # The base loader leaves every scalar a string, as the context's types expect.
            content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
            for record in content if isinstance(content, list) else [content]:
                kind = classes[record["id"].partition(":")[0]]
                article = record["id"] if kind == str(IL6.Article) else article
                self._add(record, kind, record["id"], article)

    def _add(self, record: Record, kind: str, name: str, article: str) -> str:
        node: Record = {"id": name, "@type": kind, "label": name}
        if kind == str(IL6.Claim):
            node["status"] = "Current"
        if kind == str(IL6.Passage) or "passage" in record and kind != str(IL6.Article):
            node["article"] = article
        numbers: dict[str, int] = {}
        for key, value in record.items():
            node[key] = self._value(key, value, name, article, numbers)
        self.nodes[name] = node
        return name

    def _value(self, key: str, value: Any, parent: str, article: str, numbers: dict[str, int]) -> Any:
        if isinstance(value, list):
            return [self._value(key, item, parent, article, numbers) for item in value]
        if not isinstance(value, dict):
            return value
        kind = self._ranges[self._expand(key)]
        prefix = self._prefixes[kind]
        if kind == str(IL6.Proposition):
            value = self._sorted_ends(value)
            return self._add(value, kind, f"{prefix}:1-{self._digest(value)}", article)
        numbers[prefix] = numbers.get(prefix, 0) + 1
        return self._add(value, kind, f"{prefix}:{parent.partition(':')[2]}-{numbers[prefix]}", article)

    def _sorted_ends(self, content: Record) -> Record:
        if content["predicate"] not in self._symmetric or content["subject"] <= content["object"]:
            return content
        turned = {"subject": "object", "object": "subject"}
        sides = ((key, key.partition(side)[2]) for side in turned for key in content if key.startswith(side))
        swapped = {key: turned[key.removesuffix(rest)] + rest if rest else turned[key] for key, rest in sides}
        return {swapped.get(key, key): value for key, value in content.items()}

    def _digest(self, content: Record) -> str:
        lists = {key: value if isinstance(value, list) else [value] for key, value in content.items()}
        pairs = ((self._expand(key), self._expand_value(each)) for key in lists for each in lists[key])
        lines = sorted(f"<{key}> <{value}> ." for key, value in pairs)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]

    def _expand(self, key: str) -> str:
        term = self._context[key]
        name = term.get("@id") if isinstance(term, dict) else term
        return self._expand_value(name or key)

    def _expand_value(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        if not colon:
            return str(IL6[name])
        term = self._context[prefix]
        return str(term["@id"] if isinstance(term, dict) else term) + local

    def graphs(self) -> Iterator[tuple[str, list[Record]]]:
        """The nodes by graph: one a claim with all that nests in it, one a kind of other records."""
        found: dict[str, list[Record]] = {}
        for name, node in self.nodes.items():
            prefix, _, local = name.partition(":")
            claim = next((each for each in _stems(local) if f"claims:{each}" in self.nodes), prefix)
            found.setdefault(claim, []).append(node)
        yield from found.items()


def _stems(local: str) -> Iterator[str]:
    parts = local.split("-")
    yield from ("-".join(parts[:length]) for length in range(len(parts), 0, -1))


def read_project(root: Path) -> tuple[rdflib.Dataset, dict[str, Any]]:
    """The dataset of a project, and its context."""
    context = json.loads((root / "ontology" / "context.jsonld").read_text(encoding="utf-8"))
    ontology = read_turtle(root / "ontology")
    records = Records(ontology, context["@context"])
    for path in sorted((root / "ontology" / "articles").glob("*/article.yaml")):
        records.read(path.parent)
    graphs = [{"id": f"graphs:{name}", "@graph": nodes} for name, nodes in records.graphs()]
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=json.dumps({**context, "@graph": graphs}), format="json-ld")
    named = dataset.graph(rdflib.URIRef("https://w3id.org/il6ld/graphs/ontology"))
    for triple in ontology:
        named.add(triple)
    return dataset, context


def union(dataset: rdflib.Dataset) -> rdflib.Graph:
    """All triples of a dataset as one graph."""
    graph = rdflib.Graph(namespace_manager=dataset.namespace_manager)
    for subject, predicate, value, _ in dataset.quads():
        graph.add((subject, predicate, value))
    return graph


def statements(graph: rdflib.Graph) -> int:
    """The number of triples without blank nodes, labels and definers: il6ld makes some of those up itself."""
    made_up = {RDFS.label, RDFS.isDefinedBy}
    return sum(
        predicate not in made_up and not any(isinstance(term, rdflib.BNode) for term in (subject, value))
        for subject, predicate, value in graph
    )


def classify(graph: rdflib.Graph, place: Path) -> int:
    """The number of classes that Owlready2 and HermiT classify; an inconsistency raises."""
    file = place / "reasoned.nt"
    silent = {RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy}
    axioms = rdflib.Graph()
    headers = set(graph[: RDF.type : OWL.Ontology])
    valued = set(graph[: RDF.type : OWL.DatatypeProperty])
    for subject, predicate, value in graph:
        described = predicate in silent or str(predicate).startswith(str(SKOS))
        if not (described or predicate in valued or subject in headers):
            axioms.add((subject, predicate, value))
    axioms.serialize(file, format="nt")
    world = owlready2.World()
    ontology = world.get_ontology(file.as_uri()).load()
    with ontology:
        owlready2.sync_reasoner_hermit(world, debug=0)
    return len(list(world.classes()))


def write(dataset: rdflib.Dataset, graph: rdflib.Graph, context: dict[str, Any], output: Path) -> None:
    """The dataset in the two formats that have graphs, and its union in the three that have none."""
    for extension, form in FORMATS.items():
        source = dataset if form in ("nquads", "trig") else graph
        options: dict[str, Any] = {"context": context, "auto_compact": True} if form == "json-ld" else {}
        source.serialize(output / f"il6ld.{extension}", format=form, **options)


def run(root: Path, output: Path) -> dict[str, Any]:
    """Reads, classifies, validates and writes; the figures by which its answer is judged."""
    output.mkdir(parents=True, exist_ok=True)
    dataset, context = read_project(root)
    graph = union(dataset)
    classes = classify(graph, output)
    conforms, _, text = pyshacl.validate(graph, shacl_graph=read_turtle(root / "shapes"))
    write(dataset, graph, context, output)
    kinds = {"claims": IL6.Claim, "propositions": IL6.Proposition}
    return {
        **{name: len(set(graph[: RDF.type : kind])) for name, kind in kinds.items()},
        "statements": statements(graph),
        "classes": classes,
        "conforms": conforms,
        "report": "" if conforms else text[:2000],
    }


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), Path(sys.argv[2]))))
