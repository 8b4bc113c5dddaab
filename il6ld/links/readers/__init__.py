"""The forms in which other people publish their terms, each with its reader, as one table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from il6ld.links.readers import json_forms, linkml, obo, rdf, tables
from il6ld.links.readers.content import Content
from il6ld.links.readers.record import Reading, Record
from il6ld.links.spelling import Spelling

__all__ = ["READERS", "Content", "Form", "Reading", "Record", "form_of"]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file: how its name ends, how its first bytes look, and what reads it."""

    name: str
    endings: tuple[str, ...]
    begins: str
    read: Callable[[Content, Spelling], Reading]


# The first that fits is taken; each may also be packed as .zst.
READERS: tuple[Form, ...] = (
    Form("OBO", (".obo",), r"", obo.read),
    Form("RDF/XML", (".owl", ".rdf", ".xml"), r"\s*<(?:\?xml|!|\w+:RDF)", rdf.read_rdf_xml),
    Form("Turtle", (".ttl", ".owl", ".nt"), r"", rdf.read_turtle),
    Form("OBO Graphs", (".json",), r'\s*\{\s*"(?:@context|graphs|meta)"', json_forms.read_graphs),
    Form("JSON by identifier", (".json",), r'\s*\{\s*"[^"]+"\s*:\s*\{', json_forms.read_by_id),
    Form("JSON list", (".json",), r"\s*\[", json_forms.read_list),
    Form("LinkML", (".yaml", ".yml"), r"", linkml.read),
    Form("table", (".tsv", ".csv", ".txt"), r"", tables.read),
)


def form_of(content: Content) -> Form:
    """The form of a file; raises UnreadableInput, naming the known ones, where it has none of them."""
    head = content.head().decode("utf-8", "replace")
    for form in READERS:
        if content.plain_name.lower().endswith(form.endings) and re.match(form.begins, head):
            return form
    known = ", ".join(f"{form.name} ({', '.join(form.endings)})" for form in READERS)
    raise content.fault(
        f"'{content.name}' is in none of the forms that are read.",
        rule="ontology-form",
        help=f"Known are {known}; each also as .zst.",
    )
