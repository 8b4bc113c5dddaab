"""The forms that an answer can be written in, as one table: for people, and as SPARQL recommends."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as xml
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from il6ld.errors import UsageError
from il6ld.namespaces import RDF, XSD, Context
from il6ld.queries.answer import Answer, Graph, Result, Term, Truth
from il6ld.tables import never_run

_RESULTS = "http://www.w3.org/2005/sparql-results#"


def as_table(answer: Answer) -> str:
    """Aligned columns; one that is empty in all rows is left out."""
    return f"{answer}\n"


def as_markdown(answer: Answer) -> str:
    """A table of Markdown."""
    lines = [list(answer.columns), ["---"] * len(answer.columns), *answer.texts()]
    return "".join(f"| {' | '.join(map(_markdown_cell, line))} |\n" for line in lines)


def _markdown_cell(text: str) -> str:
    return re.sub(r"([\\`*<>\[\]|])", r"\\\1", " ".join(text.split()))


def as_csv(answer: Answer) -> str:
    """SPARQL 1.1 results in CSV; before text that a spreadsheet would run stands an apostrophe."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(answer.columns)
    writer.writerows([_csv_cell(term) for term in row] for row in answer.rows)
    return file.getvalue()


def _csv_cell(term: Term | None) -> str:
    if isinstance(term, ox.Literal):
        plain = term.datatype in (XSD.string, RDF.langString)
        return never_run(term.value) if plain else term.value
    return term.value if isinstance(term, ox.NamedNode) else "" if term is None else str(term)


def as_tsv(answer: Answer) -> str:
    """SPARQL 1.1 results in TSV: each term as Turtle writes it."""
    lines = [[f"?{name}" for name in answer.columns]]
    lines += [["" if term is None else str(term).replace("\t", "\\t") for term in row] for row in answer.rows]
    return "".join("\t".join(line) + "\n" for line in lines)


def as_json(answer: Answer) -> str:
    """SPARQL 1.1 results in JSON."""
    bindings = [
        {name: _binding(term) for name, term in zip(answer.columns, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    return _json({"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}})


def _json(document: Any) -> str:
    return f"{json.dumps(document, indent=1, ensure_ascii=False)}\n"


def _binding(term: Term) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        raise UsageError.at(
            None, "A triple stands in a row, for which this form has no words.", rule="query-form"
        )
    found = {"type": "literal", "value": term.value}
    if term.language:
        return found | {"xml:lang": term.language}
    return found if term.datatype == XSD.string else found | {"datatype": term.datatype.value}


def as_xml(answer: Answer) -> str:
    """SPARQL 1.1 results in XML."""
    root = xml.Element("sparql", xmlns=_RESULTS)
    head = xml.SubElement(root, "head")
    for name in answer.columns:
        xml.SubElement(head, "variable", name=name)
    results = xml.SubElement(root, "results")
    for row in answer.rows:
        result = xml.SubElement(results, "result")
        for name, term in zip(answer.columns, row, strict=True):
            if term is not None:
                binding = _binding(term)
                kind, value = binding.pop("type"), binding.pop("value")
                xml.SubElement(xml.SubElement(result, "binding", name=name), kind, binding).text = value
    return _document(root)


def _document(root: xml.Element) -> str:
    xml.indent(root)
    return f'<?xml version="1.0"?>\n{xml.tostring(root, encoding="unicode")}\n'


def _truth_as_json(truth: Truth) -> str:
    return _json({"head": {}, "boolean": truth.value})


def _truth_as_xml(truth: Truth) -> str:
    root = xml.Element("sparql", xmlns=_RESULTS)
    xml.SubElement(root, "head")
    xml.SubElement(root, "boolean").text = _word(truth)
    return _document(root)


def _word(truth: Truth) -> str:
    return "true" if truth else "false"


def _rdf(syntax: ox.RdfFormat) -> Callable[[Graph], str]:
    def write(graph: Graph) -> str:
        triples = sorted(set(graph.triples), key=str)
        written = ox.serialize(triples, format=syntax, prefixes=_used(triples, graph.context))
        return (written or b"").decode()

    return write


def _used(triples: list[ox.Triple], context: Context) -> dict[str, str]:
    iris = {term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)}
    heads = {context.compact(iri).partition(":")[0] for iri in iris}
    return {prefix: iri for prefix, iri in context.prefixes.items() if prefix in heads}


def _as_rows(write: Callable[[Answer], str]) -> Callable[[Graph], str]:
    def write_graph(graph: Graph) -> str:
        rows = [tuple(triple) for triple in graph.triples]
        return write(Answer(("subject", "predicate", "object"), rows, graph.context))

    return write_graph


def _as_word(truth: Truth) -> str:
    return f"{_word(truth)}\n"


@dataclass(frozen=True)
class Form:
    """One form: its media type, and how it writes rows, triples, a truth value; None for what it cannot."""

    media_type: str
    rows: Callable[[Answer], str] | None
    triples: Callable[[Graph], str] | None
    truth: Callable[[Truth], str] | None


FORMS: dict[str, Form] = {
    "table": Form("text/plain", as_table, _as_rows(as_table), _as_word),
    "md": Form("text/markdown", as_markdown, _as_rows(as_markdown), _as_word),
    "csv": Form("text/csv", as_csv, _as_rows(as_csv), _as_word),
    "tsv": Form("text/tab-separated-values", as_tsv, _as_rows(as_tsv), _as_word),
    "json": Form("application/sparql-results+json", as_json, None, _truth_as_json),
    "xml": Form("application/sparql-results+xml", as_xml, None, _truth_as_xml),
    "ttl": Form("text/turtle", None, _rdf(ox.RdfFormat.TURTLE), None),
    "jsonld": Form("application/ld+json", None, _rdf(ox.RdfFormat.JSON_LD), None),
}


def write(result: Result, form: str) -> str:
    """A result in one of the forms; raises UsageError where the form has no words for such a result."""
    match result:
        case Answer():
            writer: Callable[[Any], str] | None = FORMS[form].rows
        case Graph():
            writer = FORMS[form].triples
        case Truth():
            writer = FORMS[form].truth
    if writer is None:
        what = (
            "rows"
            if isinstance(result, Answer)
            else "triples"
            if isinstance(result, Graph)
            else "a truth value"
        )
        others = [name for name, one in FORMS.items() if _can(one, result)]
        raise UsageError.at(
            None, f"The query answers with {what}, which '{form}' cannot write.", rule="query-form",
            help=f"Choose one of: {', '.join(others)}.",
        )  # fmt: skip
    return writer(result)


def _can(form: Form, result: Result) -> bool:
    parts = {Answer: form.rows, Graph: form.triples, Truth: form.truth}
    return parts[type(result)] is not None
