"""What statements are about: each BEL term as an entity, a class of the corpus or one of the ontology's own.

A protein, its gene and its RNA are three things, and so are a protein and its phosphorylated form: the entity
is made of the whole term, so that nothing the term says is lost on the way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from il6ld.characters import FORBIDDEN
from il6ld.corpora.bel.annotated import Use, is_cell, is_cell_part
from il6ld.corpora.bel.refusals import Refused
from il6ld.corpora.bel.terms import Name, Term, Text
from il6ld.corpora.bel.vocabularies import CHEMICALS, SPECIES, VOCABULARIES, linked
from il6ld.corpora.bel.wording import described

MOLECULE, PROCESS, DISEASE, PHENOTYPE = "MolecularEntity", "BiologicalProcess", "Disease", "Phenotype"
CELL, BODY, ORGANISM = "CellType", "Anatomy", "Organism"

_CATEGORIES = {
    **dict.fromkeys(("complex", "g", "m", "p", "r"), MOLECULE),
    **dict.fromkeys(("act", "bp", "deg", "rxn", "sec", "surf", "tloc"), PROCESS),
    "path": DISEASE,
}
# An abundance may be of anything: here the namespace tells of what.
_ABUNDANCES = {**dict.fromkeys(CHEMICALS, MOLECULE), "CL": CELL, "UBERON": BODY, "TAXONOMY": ORGANISM}
_PATHOLOGIES = {"HP": PHENOTYPE, "MP": PHENOTYPE}
# A gene and an RNA have the name of their protein, and are none of the entities that the ontology links.
_SHARED = ("a", "bp", "complex", "p", "path")
_REFUSED = {"composite": "composite", "list": "relation", "pop": "population"}
# What makes of a molecule a narrower kind of the same; a fragment or a fusion is another molecule.
_NARROWING = ("gmod", "loc", "pmod", "sub", "var")
_CONTEXTS = {
    Use.SPECIES: ORGANISM, Use.PLACE: BODY, Use.CELL: CELL, Use.DISEASE: DISEASE, Use.CONDITION: PHENOTYPE
}  # fmt: skip
# Modifications that some corpora write and that are states or things of their own.
_NO_MODIFICATION = ("haploinsufficiency", "aggregate", "oligomers", "mutant", "repeats")

Record = dict[str, Any]


@dataclass
class Entities:
    """The entities met so far; `own` leads from a namespace's name or label to an entity of the ontology."""

    own: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    _terms: dict[Term, tuple[str, str]] = field(default_factory=dict)

    def entity(self, term: Term) -> tuple[str, str]:
        """The CURIE or name of a term's entity, and its category; Refused for what is of no kind we have."""
        found = self._terms.get(term)
        if found is None:
            found = self._terms[term] = self._known(term) or self._added(term)
        return found

    def context(self, use: Use, annotation: str, value: str) -> str:
        """The CURIE of the entity that an annotation names."""
        if use is Use.SPECIES:
            return self._species(value)
        category = _CONTEXTS[use]
        known = self.own.get((VOCABULARIES.get(annotation, ""), value.casefold()))
        if known and known[1] == category:
            return known[0]
        label = f"{value} ({annotation})" if use is Use.CONDITION else value
        return self._add(f"{annotation}/{_safe(value)}", category, label, category)

    def label(self, name: str) -> str:
        """The label of an entity of the corpus, or the name itself."""
        record = self.records.get(name)
        return str(record["label"]) if record else name

    def _species(self, value: str) -> str:
        if not value.isdigit():
            raise Refused("annotation", f"Species: {value}")
        name = f"NCBITaxon:{int(value)}"
        if name not in self.records and ("NCBITaxon", value) not in self.own:
            label = SPECIES.get(value, f"taxon {value} of the NCBI")
            self._put(name, ORGANISM, label, ORGANISM)
        return name

    def _known(self, term: Term) -> tuple[str, str] | None:
        """The ontology's own entity for a plain term, where it is of the same category."""
        name = term.name
        if name is None or len(term.arguments) != 1:
            return None
        own = self.own.get((name.namespace, name.name))
        own = own or self.own.get((name.namespace, name.name.casefold()))
        if own is None or term.function not in _SHARED:
            return None
        # What an abundance is of, and whether a pathology is a disease or a symptom, the ontology knows best.
        if term.function == "a" or (term.function == "path" and own[1] in (DISEASE, PHENOTYPE)):
            return own
        return own if own[1] == _category(term) else None

    def _added(self, term: Term) -> tuple[str, str]:
        category = _category(term)
        _check(term)
        parent = category
        if category == MOLECULE and (base := _base(term)) is not None:
            parent = self.entity(base)[0]
        match = linked(term)
        return self._add(_local(term), category, described(term), parent, match), category

    def _add(self, local: str, category: str, label: str, parent: str, match: str = "") -> str:
        return self._put(f"entities:{local}", category, label, parent, match)

    def _put(self, name: str, category: str, label: str, parent: str, match: str = "") -> str:
        if FORBIDDEN.search(label):
            raise Refused("characters", repr(label))
        record = {"id": name, "type": ["owl:Class", category], "label": label, "subClassOf": parent}
        self.records.setdefault(name, {**record, "exactMatch": match} if match else record)
        return name


def _category(term: Term) -> str:
    if term.function in _REFUSED:
        raise Refused(_REFUSED[term.function], str(term))
    name = term.name
    if term.function == "path" and name:
        return _PATHOLOGIES.get(name.namespace, DISEASE)
    if term.function == "a" and name:
        return _of_abundance(term, name)
    return _CATEGORIES[term.function]


def _of_abundance(term: Term, name: Name) -> str:
    if name.namespace in _ABUNDANCES:
        return _ABUNDANCES[name.namespace]
    if name.namespace == "GO" or is_cell_part(name.name):
        raise Refused("cell-part", str(term))
    if is_cell(name.name):
        return CELL
    raise Refused("kind", str(term))


def _base(term: Term) -> Term | None:
    """The molecule that a modified, mutated or located one is a narrower kind of."""
    others = term.parts()
    narrower = bool(others) and term.name is not None and all(part.function in _NARROWING for part in others)
    return Term(term.function, term.arguments[:1]) if narrower else None


def _check(term: Term) -> None:
    for part in term.parts():
        if part.function == "pmod":
            told = " ".join(_words(part.arguments[0])).lower()
            if any(word in told for word in _NO_MODIFICATION):
                raise Refused("modification", str(part))
        if part.function == "composite":
            raise Refused("composite", str(part))
        _check(part)


def _words(argument: Name | Text | Term) -> Iterator[str]:
    yield argument.name if isinstance(argument, Name) else str(argument)


def _local(term: Term) -> str:
    """The local part of an entity's IRI: its own name where it has one, else made of the whole term."""
    name = term.name
    if name is not None and len(term.arguments) == 1:
        return f"{term.function}/{_safe(name.namespace)}/{_safe(name.name)}"
    return f"{term.function}/{hashlib.sha256(str(term).encode()).hexdigest()[:32]}"


def _safe(text: str) -> str:
    return quote(text, safe="")
