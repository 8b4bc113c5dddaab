"""Which branches of other ontologies hold things of which kind of ours."""

from __future__ import annotations

from dataclasses import dataclass

from il6ld.links.entity import EVIDENCE, RELATION
from il6ld.links.index import Index


@dataclass(frozen=True, slots=True)
class Branch:
    """What stands at or below `root`, or under a whole prefix where there is none.

    `namespace` finds it where a file gives no terms above. Where `is_owl`, its terms are classes of an OWL
    ontology, so that a class axiom may name them.
    """

    prefix: str
    root: str
    kind: str
    namespace: str = ""
    is_owl: bool = True


# The first that fits counts, so a part stands before its whole. A kind that is none of ours agrees with none.
BRANCHES = (
    Branch("GO", "GO:0032991", "MolecularEntity"),  # protein-containing complex, below cellular component
    Branch("GO", "GO:0008150", "BiologicalProcess", "biological_process"),
    Branch("GO", "GO:0003674", "molecular function", "molecular_function"),
    Branch("GO", "GO:0005575", "cellular component", "cellular_component"),
    Branch("MONDO", "MONDO:0000001", "Disease"),
    Branch("MONDO", "MONDO:0021125", "disease characteristic"),
    Branch("HP", "HP:0000118", "Phenotype"),
    Branch("HP", "HP:0012823", "clinical modifier"),
    Branch("UBERON", "UBERON:0001062", "Anatomy"),
    Branch("CL", "CL:0000000", "CellType"),
    Branch("CHEBI", "CHEBI:24431", "MolecularEntity"),
    Branch("CHEBI", "CHEBI:50906", "role"),
    Branch("EFO", "EFO:0002755", "Diet"),
    Branch("PATO", "PATO:0000001", "quality"),
    Branch("PR", "", "MolecularEntity"),
    Branch("NCBITaxon", "", "Organism"),
    Branch("ECO", "", EVIDENCE),
    Branch("RO", "", RELATION, is_owl=False),
    Branch("UniProtKB", "", "MolecularEntity", is_owl=False),
    Branch("HGNC", "", "MolecularEntity", is_owl=False),
    Branch("FPLX", "", "MolecularEntity", is_owl=False),
    Branch("bel", "", RELATION, is_owl=False),
    Branch("biolink", "biolink:Cell", "CellType", is_owl=False),
    Branch("biolink", "biolink:AnatomicalEntity", "Anatomy", is_owl=False),
    Branch("biolink", "biolink:Disease", "Disease", is_owl=False),
    Branch("biolink", "biolink:PhenotypicFeature", "Phenotype", is_owl=False),
    Branch("biolink", "biolink:BiologicalProcess", "BiologicalProcess", is_owl=False),
    Branch("biolink", "biolink:MolecularEntity", "MolecularEntity", is_owl=False),
    Branch("biolink", "biolink:OrganismTaxon", "Organism", is_owl=False),
    Branch("biolink", "biolink:related_to", RELATION, is_owl=False),
)

# MONDO and HP name one condition from two sides. Neither is the other, but who follows a close match finds
# what he sought, and nothing is inferred from it.
NEIGHBOURS = frozenset({"Disease", "Phenotype"})


def branch(index: Index, id: str) -> Branch | None:
    """The branch that a term stands in, or None where the table or the files do not tell."""
    prefix = id.partition(":")[0]
    above = {id} | index.ancestors(id)
    namespaces = {term.namespace for term in index.terms(id)} - {""}
    for row in BRANCHES:
        if row.prefix == prefix and (not row.root or row.root in above or row.namespace in namespaces):
            return row
    return None


def agree(match: str, ours: str, theirs: str) -> bool:
    """Whether a match may join two kinds: related any, close the same or neighbours, others the same.

    A broad or narrow match says that one is the other, in every case; so its two ends are of one kind, too.
    """
    if match == "close":
        return ours == theirs or {ours, theirs} == NEIGHBOURS
    return match == "related" or match.startswith("not ") or ours == theirs
