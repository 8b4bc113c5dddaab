"""The claims, their evidence and the entities as three tables.

A column is named as the key that a curator writes, one inside another by the way to it
(`observationPopulationOrganism`). Whatever property the records use has its column, also one that is new to
the ontology, so a table tells each claim whole. What keeps a claim from being read as subject, predicate and
object alone stands before these three in its row.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from il6ld.formats.rows import MATCHES, Pen, Row
from il6ld.formats.translation import Account, Material, tell
from il6ld.namespaces import IL6, RDFS

# What a column holds, as the type that SQL has for it.
TEXT, TEXTS, INTEGER, BOOLEAN = "VARCHAR", "VARCHAR[]", "INTEGER", "BOOLEAN"

# The columns that every table of its kind has, in order, with what they hold; others follow from A to Z.
_CLAIM_HEAD = {
    "id": TEXT, "label": TEXT, "bare": BOOLEAN, "qualms": TEXTS, "status": TEXT, "polarity": TEXT,
    "certainty": TEXT, "reading": TEXT, "subject": TEXT, "predicate": TEXT, "object": TEXT,
}  # fmt: skip
_CLAIM_TAIL = {
    "subjectLabel": TEXT, "subjectExactMatch": TEXT, "predicateLabel": TEXT, "objectLabel": TEXT,
    "objectExactMatch": TEXT, "proposition": TEXT, "propositionLabel": TEXT, "attributedTo": TEXT,
    "discourseRole": TEXT, "openList": BOOLEAN, "basedOn": TEXTS, "explains": TEXTS, "replaces": TEXTS,
    "replacedBy": TEXTS, "disputes": TEXTS, "erratum": TEXTS, "unaffectedBy": TEXTS, "evidence": TEXTS,
    "article": TEXT, "articleTitle": TEXT, "section": TEXT, "sentence": INTEGER, "passage": TEXT,
    "start": INTEGER, "end": INTEGER, "note": TEXTS, "iri": TEXT,
}  # fmt: skip
_LINE = {
    "id": TEXT, "claim": TEXT, "claimLabel": TEXT, "claimStatus": TEXT, "claimPolarity": TEXT,
    "claimCertainty": TEXT, "claimReading": TEXT, "type": TEXTS, "traceability": TEXT, "direction": TEXT,
    "directness": TEXT, "evidenceType": TEXT, "evidenceTypeLabel": TEXT, "observation": TEXT,
    "observationMeasured": TEXT, "observationMeasuredAspect": TEXT, "observationMeasuredAgainst": TEXT,
    "observationMeasuredAgainstAspect": TEXT, "observationOutcome": TEXT, "observationPopulation": TEXT,
    "observationPopulationOrganism": TEXT, "observationPopulationGenotype": TEXT,
    "observationPopulationCondition": TEXTS, "observationAnatomy": TEXTS, "observationCellType": TEXTS,
    "observationIntervention": TEXTS, "observationComparator": TEXT,
}  # fmt: skip
_ENTITY = {
    "id": TEXT, "label": TEXT, "synonyms": TEXTS, "category": TEXTS, "definition": TEXT, "parents": TEXTS,
    **dict.fromkeys(MATCHES, TEXTS), "iri": TEXT,
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """Rows under named columns: of each cell its values, of each column the SQL type."""

    name: str
    columns: dict[str, str]
    rows: list[Row] = field(repr=False)


def tables(material: Material) -> tuple[list[Table], Account]:
    """The three tables, and the account of the claims in them."""
    pen = Pen(material)
    claims = [pen.claim(statement) for statement in material.statements]
    lines = [row for statement in material.statements for row in pen.lines(statement.claim)]
    qualifiers = material.lookup.below(IL6.qualifier, RDFS.subPropertyOf) - {IL6.qualifier}
    narrowing = dict.fromkeys(sorted(map(pen.key, qualifiers)), TEXTS)
    found = [
        _table("claims", {**_CLAIM_HEAD, **narrowing, **_CLAIM_TAIL}, claims),
        _table("evidence", _LINE, lines),
        _table("entities", _ENTITY, [pen.entity(node) for node in _entities(material)]),
    ]
    return found, tell(material, lambda statement: statement.claim, pen.told)[1]


def _table(name: str, known: dict[str, str], rows: list[Row]) -> Table:
    others = sorted({column for row in rows for column in row} - known.keys())
    return Table(name, {**known, **dict.fromkeys(others, TEXTS)}, rows)


def _entities(material: Material) -> list[NamedNode]:
    lookup = material.lookup
    found = {*lookup.instances(IL6.Entity), *lookup.below(IL6.Entity, RDFS.subClassOf)}
    return sorted(found, key=lambda node: node.value)
