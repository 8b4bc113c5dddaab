"""The rows of the tables: a claim with its proposition, an evidence line with its observation, an entity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from il6ld.formats.counterparts import identifier
from il6ld.formats.records import Records, Term
from il6ld.namespaces import DCTERMS, IL6, OA, OWL, RDF, RDFS, SKOS
from il6ld.safety import Statement

Row = dict[str, tuple[str, ...]]

MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")

# The records of a line that are told in the columns of its row.
_INSIDE = (IL6.observation, IL6.population, IL6.comparator)


class Pen(Records):
    """Writes rows."""

    def names(self, terms: Iterable[Term | None]) -> tuple[str, ...]:
        """Terms of ours by their names, other IRIs as CURIEs, literals as they are."""
        return tuple(self.name(term) for term in terms if term is not None)

    def name(self, term: Term) -> str:
        """One of them."""
        if isinstance(term, NamedNode):
            return self.curie(term).removeprefix("il6:")
        return term.value if isinstance(term, Literal) else str(term)

    def claim(self, statement: Statement) -> Row:
        """The row of one claim."""
        lookup, claim, proposition = self.lookup, statement.claim, statement.proposition
        ends = {"subject": statement.subject, "object": statement.object}
        row: Row = {
            **{f"{end}Label": (lookup.label(node),) for end, node in ends.items()},
            **{f"{end}ExactMatch": self.exact(node) for end, node in ends.items()},
            **self.place(claim),
            "id": (self.name(claim),),
            "label": (lookup.label(claim),),
            "bare": ("false" if statement.qualms else "true",),
            "qualms": tuple(qualm.words for qualm in statement.qualms),
            "predicateLabel": (lookup.label(statement.predicate),),
            "propositionLabel": (lookup.label(proposition),),
            "iri": (claim.value,),
        }
        found: Row = {}
        for record in (proposition, claim):
            for prop, key, terms in self.said(record):
                name = self.curie(prop) if key in row else key
                found[name] = (*found.get(name, ()), *self.names(terms))
        return row | found

    def exact(self, node: NamedNode) -> tuple[str, ...]:
        """The CURIE that means the same as an entity."""
        found = identifier(self.material, node)
        return (found,) if found else ()

    def place(self, claim: NamedNode) -> Row:
        """Where a claim stands in its article."""
        lookup = self.lookup
        found: dict[str, list[Term]] = {"sentence": [], "section": [], "start": [], "end": []}
        for passage in lookup.nodes(claim, IL6.passage):
            found["sentence"] += lookup.values(passage, IL6.sentence)
            for section in lookup.nodes(passage, IL6.section):
                found["section"] += lookup.values(section, DCTERMS.title)
            for selector in lookup.values(passage, OA.hasSelector):
                found["start"] += lookup.values(selector, OA.start)
                found["end"] += lookup.values(selector, OA.end)
        titles = [v for a in lookup.nodes(claim, IL6.article) for v in lookup.values(a, DCTERMS.title)]
        return {key: self.names(terms) for key, terms in {**found, "articleTitle": titles}.items()}

    def lines(self, claim: NamedNode) -> Iterator[Row]:
        """The rows of a claim's evidence lines."""
        lookup = self.lookup
        axes = (IL6.status, IL6.polarity, IL6.certainty, IL6.reading)
        about = {f"claim{_capital(self.key(axis))}": self.names(lookup.values(claim, axis)) for axis in axes}
        for line in lookup.nodes(claim, IL6.evidence):
            kinds = [kind for kind in lookup.nodes(line, RDF.type) if kind != IL6.EvidenceLine]
            types = lookup.nodes(line, IL6.evidenceType)
            row = {
                **about,
                "id": (self.name(line),),
                "claim": (self.name(claim),),
                "claimLabel": (lookup.label(claim),),
                "type": self.names(kinds),
                "evidenceTypeLabel": tuple(map(lookup.label, types)),
            }
            found = self.flat(line, "", ())
            yield row | {f"line{_capital(key)}" if key in row else key: told for key, told in found.items()}

    def flat(self, record: Term, path: str, around: tuple[Term, ...]) -> Row:
        """A record and those inside it as one row; a record that is inside itself is told once."""
        row: Row = {}
        for prop, key, nodes in self.said(record):
            name = f"{path}{_capital(key)}" if path else key
            told = self.names(nodes)
            row[name] = tuple(map(self.intervention, nodes)) if prop == IL6.intervention else told
            for node in nodes if prop in _INSIDE else []:
                if node not in around:
                    for inner, more in self.flat(node, name, (*around, record)).items():
                        row[inner] = (*row.get(inner, ()), *more)
        return row

    def intervention(self, node: Term) -> str:
        """An intervention in one text, such as `kind=DietChange role=Varied target=HighFatDiet`."""
        return " ".join(f"{key}={'+'.join(self.names(terms))}" for _, key, terms in self.said(node))

    def entity(self, node: NamedNode) -> Row:
        """The row of one entity."""
        lookup = self.lookup
        kinds = [kind for kind in lookup.nodes(node, RDF.type) if kind in IL6 and kind != IL6.Entity]
        return {
            "id": (self.name(node),),
            "label": (lookup.label(node),),
            "synonyms": self.names(lookup.values(node, SKOS.altLabel)),
            "category": self.names(kinds),
            "definition": self.names(lookup.values(node, SKOS.definition)),
            "parents": self.names(self.parents(node)),
            "iri": (node.value,),
            **{match: self.names(lookup.values(node, SKOS[match])) for match in MATCHES},
        }

    def parents(self, node: NamedNode) -> list[NamedNode]:
        """The classes above a class with none between."""
        above = {each: set(self.above(each)) for each in self.above(node)}

        def is_far(one: NamedNode) -> bool:
            return any(one in above[other] and other not in above[one] for other in above)

        return [one for one in above if not is_far(one)]

    def above(self, node: NamedNode) -> list[NamedNode]:
        """Every named class that is said or inferred to be above a class."""
        return [other for other in self.lookup.nodes(node, RDFS.subClassOf) if other not in (node, OWL.Thing)]


def _capital(key: str) -> str:
    return key[:1].upper() + key[1:]
