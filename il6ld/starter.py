"""A new project: the few files that `il6ld anchor` and `il6ld build` begin with."""

from __future__ import annotations

import json
from pathlib import Path

from il6ld.errors import CannotWrite, UsageError

# The prefixes of records, which every project binds to IRIs of its own.
_RECORDS = (
    "articles", "claims", "datasets", "errata", "gaps", "graphs", "interventions", "lines", "loops",
    "nanopubs", "observations", "passages", "populations", "propositions", "sections", "selectors", "steps",
)  # fmt: skip

_HEADER = """\
# The header of your ontology. Say what it is, whose it is and under which licence.

@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix vann: <http://purl.org/vocab/vann/> .

<{base}terms>
    a owl:Ontology ;
    owl:versionIRI <{base}0.1.0/terms> ;
    owl:versionInfo "0.1.0" ;
    rdfs:label "{name}"@en ;
    dcterms:title "{name}"@en ;
    dcterms:description "The claims of one article, each with its evidence, its certainty and its place."@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:creator <{base}contributors> ;
    vann:preferredNamespacePrefix "my" ;
    vann:preferredNamespaceUri "{base}terms/" .

<{base}contributors>
    rdfs:label "the contributors of {name}"@en .
"""

_BIOLOGY = """\
# What your claims are about: one block a class, A to Z, each in one category of categories.ttl.

@prefix il6: <https://w3id.org/il6ld/terms/> .
@prefix my: <{base}terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

my:Caffeine
    a owl:Class , il6:MolecularEntity ;
    rdfs:subClassOf il6:MolecularEntity ;
    rdfs:label "caffeine"@en ;
    skos:definition "The stimulant of coffee and tea."@en .

my:Sleep
    a owl:Class , il6:BiologicalProcess ;
    rdfs:subClassOf il6:BiologicalProcess ;
    rdfs:label "sleep"@en ;
    skos:definition "A state of rest from which an animal can be woken."@en .
"""

_ARTICLE = """\
id: articles:first
label: Caffeine and Sleep
title: Caffeine and Sleep
code: first
author: the contributors of {name}
publisher: {name}
modified: 2026-01-01
retrieved: 2026-01-01
language: en
citedReferences: 0
disclaimer: An example to be replaced.
section:
  - position: 1
    title: Introduction
    heading: Caffeine and Sleep
"""

_CLAIMS = """\
- id: claims:first-0001
  label: Caffeine may shorten sleep
  passage: passages:first-1
  proposition:
    subject: my:Caffeine
    predicate: decreases
    object: my:Sleep
  polarity: Affirmed
  certainty: Possible
  reading: Explicit
  attributedTo: Author
  discourseRole: Background
  evidence:
    - traceability: ECO:0000303
"""

_TEXT = """\
Caffeine and Sleep

Caffeine may shorten sleep.
"""


def create(folder: Path, base: str) -> list[Path]:
    """Writes a project with one tiny article and its text; raises UsageError where `folder` holds files."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageError.at(None, f"'{folder}' is not empty.", help="Name a folder that does not exist yet.")
    root = base if base.endswith(("/", "#")) else f"{base}/"
    try:
        return [
            _write(folder / name, text.format(base=root, name=folder.name))
            for name, text in _files(root).items()
        ]
    except OSError as error:
        raise CannotWrite.at(
            None, f"The project could not be written to '{folder}': {error.strerror}."
        ) from error


def _files(base: str) -> dict[str, str]:
    entries = {"my": f"{base}terms/", **{name: f"{base}{name}/" for name in _RECORDS}}
    context = json.dumps({"@context": entries}, indent=2).replace("{", "{{").replace("}", "}}")
    article = "ontology/articles/first"
    return {
        "article.txt": _TEXT,
        "ontology/context.jsonld": f"{context}\n",
        "ontology/project.ttl": _HEADER,
        "ontology/terms.ttl": _BIOLOGY,
        f"{article}/article.yaml": _ARTICLE,
        f"{article}/claims/introduction.yaml": _CLAIMS,
    }


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
