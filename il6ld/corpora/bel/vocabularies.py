"""The namespaces of BEL corpora: which hold chemicals, and whose names are identifiers that have an IRI."""

from __future__ import annotations

import re

from il6ld.corpora.bel.terms import Term

# An abundance of these is of a molecule.
CHEMICALS = (
    "CHEBI", "DRUGBANK", "FPLX", "HGNC", "HGNCGENEFAMILY", "INTERPRO", "InChI", "INCHIKEY", "MIRBASE", "PFAM",
    "PUBCHEM", "SCHEM", "UNIPROT",
)  # fmt: skip

# The functions of each prefix that names the very same thing, and how its identifiers look. Most corpora
# write labels in their place, which are no identifiers: those get no link.
_SEVEN = re.compile(r"[0-9]{7}\Z")
_NUMBER = re.compile(r"[0-9]+\Z")
_LINKED: dict[str, tuple[str, str, re.Pattern[str]]] = {
    "CHEBI": ("CHEBI", "a", _NUMBER),
    "CL": ("CL", "a", _SEVEN),
    "EFO": ("EFO", "path", _SEVEN),
    "FPLX": ("FPLX", "complex p", re.compile(r"[A-Za-z0-9_-]+\Z")),
    "GO": ("GO", "bp complex", _SEVEN),
    "HGNC": ("HGNC", "g", _NUMBER),
    "HP": ("HP", "path", _SEVEN),
    "MESH": ("MESH", "a bp path", re.compile(r"[CD][0-9]{6,9}\Z")),
    "MONDO": ("MONDO", "path", _SEVEN),
    "PR": ("PR", "p complex", re.compile(r"[A-Z0-9]+\Z")),
    "UBERON": ("UBERON", "a", _SEVEN),
    "UNIPROT": ("UniProtKB", "p", re.compile(r"[A-Z][0-9][A-Z0-9]{3}[0-9]([A-Z][A-Z0-9]{2}[0-9])?\Z")),
}

# The vocabulary that an annotation takes its values from.
VOCABULARIES = {"Anatomy": "UBERON", "Cell": "CL", "MeSHAnatomy": "MESH", "MeSHDisease": "MESH"}

SPECIES = {
    "10116": "Rattus norvegicus", "10114": "Rattus", "4932": "Saccharomyces cerevisiae",
    "6239": "Caenorhabditis elegans", "7215": "Drosophila", "7227": "Drosophila melanogaster",
    "7955": "Danio rerio", "8355": "Xenopus laevis", "9031": "Gallus gallus", "9544": "Macaca mulatta",
    "9615": "Canis lupus familiaris", "9823": "Sus scrofa", "9913": "Bos taurus",
    "9986": "Oryctolagus cuniculus", "9989": "Rodentia",
}  # fmt: skip


def linked(term: Term) -> str:
    """The CURIE that means the same as a plain term; nothing where its name is no identifier."""
    name = term.name
    if name is None or len(term.arguments) != 1:
        return ""
    prefix, functions, pattern = _LINKED.get(name.namespace) or _LINKED.get(
        name.namespace.upper(), ("", "", _NUMBER)
    )
    local = name.name.removeprefix(f"{prefix}:")
    return f"{prefix}:{local}" if term.function in functions.split() and pattern.match(local) else ""
