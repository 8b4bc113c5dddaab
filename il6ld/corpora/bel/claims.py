"""Statements as claims: which fields each part of BEL becomes, and what cannot be said and is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from il6ld.characters import FORBIDDEN
from il6ld.corpora import hedges
from il6ld.corpora.bel import annotated, relations
from il6ld.corpora.bel.articles import Article, Articles, flat
from il6ld.corpora.bel.entities import Entities
from il6ld.corpora.bel.lines import Line
from il6ld.corpora.bel.parsing import BelSyntaxError, statement
from il6ld.corpora.bel.refusals import Refused
from il6ld.corpora.bel.relations import Mapping as Relation
from il6ld.corpora.bel.terms import Statement, Term

Record = dict[str, Any]

# BEL tells of nobody's references: the weakest word for how a statement reached us.
TRACEABILITY = "ECO:0000303"
# Some evidence, of a kind that BEL does not tell.
EVIDENCE_TYPE = "ECO:0000000"
_ORDER = ("speciesContext", "anatomicalContext", "cellTypeContext", "diseaseContext", "conditionContext")


class End(NamedTuple):
    """One end of a proposition: the entity, its category, and what about it is meant ("" for the whole)."""

    entity: str
    category: str
    aspect: str = ""


@dataclass(frozen=True)
class Rules:
    """What the ontology says that statements are held against.

    `takes` holds, for each predicate, the categories of its subject and of its object; `hedges` each hedging
    word with its certainty; `label` gives the label of a name of the ontology; `kinds` are the pairs of which
    the ontology says that the first is a kind of the second.
    """

    takes: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    hedges: Mapping[str, str]
    label: Callable[[str], str]
    kinds: Set[tuple[str, str]]


@dataclass
class Claims:
    """Makes claims of statements; entities and articles are kept on the way."""

    rules: Rules
    entities: Entities = field(default_factory=Entities)
    articles: Articles = field(default_factory=Articles)
    _certainties: dict[str, str] = field(default_factory=dict)

    def of(self, line: Line) -> list[Record]:
        """The claims of one statement, several where it lists members; Refused for what cannot be said."""
        if line.citation is None:
            raise Refused("citation")
        if not line.evidence:
            raise Refused("evidence")
        if match := FORBIDDEN.search(line.text):
            raise Refused("characters", repr(match.group()), match.start() + 1)
        found = list(_simple(_parsed(line.text)))
        contexts = self._contexts(line)
        made = [self._proposition(each, contexts) for each in found]
        article = self.articles.of(line.citation)
        return [self._claim(line, article, each, *parts) for each, parts in zip(found, made, strict=True)]

    def _contexts(self, line: Line) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for use, name, value in annotated.contexts(line):
            found.setdefault(use.value, []).append(self.entities.context(use, name, value))
        return {use: list(dict.fromkeys(found[use])) for use in _ORDER if use in found}

    def _proposition(self, told: Statement, contexts: dict[str, list[str]]) -> tuple[Record, Relation, End]:
        relation = _relation(told)
        assert isinstance(told.object, Term)
        subject, object_ = (self._end(term, relation) for term in (told.subject, told.object))
        if relation.turned:
            subject, object_ = object_, subject
        predicate = self._predicate(relation, subject, object_)
        if predicate == "isA":
            self._check_kinds(subject, object_, contexts)
        record: Record = {"subject": subject.entity, "subjectAspect": subject.aspect, "predicate": predicate}
        record |= {"object": object_.entity, "objectAspect": object_.aspect}
        record |= {"objectDirection": relation.change}
        record |= {use: values[0] if len(values) == 1 else values for use, values in contexts.items()}
        return {key: value for key, value in record.items() if value}, relation, object_

    def _end(self, term: Term, relation: Relation) -> End:
        """An end: amounts are the level of a thing, act() its activity, sec() its release."""
        if relation.quantity and term.function in ("act", "sec") and not term.parts("ma"):
            entity, category = self.entities.entity(term.parts()[0])
            return End(entity, category, "Activity" if term.function == "act" else "Release")
        entity, category = self.entities.entity(term)
        is_amount = relation.quantity and term.function in ("a", "complex", "m", "p", "r")
        return End(entity, category, "Level" if is_amount else "")

    def _predicate(self, relation: Relation, subject: End, object_: End) -> str:
        for predicate in filter(None, (relation.predicate, relation.weaker)):
            subjects, objects = self.rules.takes[predicate]
            if subject.category in subjects and object_.category in objects:
                return predicate
        raise Refused("category", f"{subject.category} {relation.predicate} {object_.category}")

    def _check_kinds(self, subject: End, object_: End, contexts: Mapping[str, object]) -> None:
        if subject.category != object_.category:
            raise Refused("category", f"{subject.category} isA {object_.category}")
        is_ours = subject.entity not in self.entities.records
        if contexts or (is_ours and (subject.entity, object_.entity) not in self.rules.kinds):
            raise Refused("axiom", f"{subject.entity} isA {object_.entity}")

    def _claim(
        self, line: Line, article: Article, told: Statement, proposition: Record, relation: Relation, end: End
    ) -> Record:
        text = flat(line.evidence)
        role, certainty = self._stance(line, text, relation)
        if proposition["predicate"] == "isA" and certainty == "Stated":
            self._add_axiom(proposition)
        return {
            "id": article.next_claim(),
            "label": self._label(proposition, relation, certainty),
            "article": article.id,
            "passage": article.passage(text),
            "proposition": proposition,
            "polarity": "Affirmed",
            "certainty": certainty,
            "reading": "Explicit",
            "attributedTo": "Author",
            "discourseRole": role,
            "evidence": [self._evidence(line, proposition, relation, end)],
            "note": f"BEL: {line.text}",
        }

    def _stance(self, line: Line, text: str, relation: Relation) -> tuple[str, str]:
        """The discourse role and the certainty; a hypothesis is suspected at most."""
        if text not in self._certainties:
            self._certainties[text] = hedges.certainty(text, self.rules.hedges)
        certainty = self._certainties[text]
        if annotated.is_hypothesis(line) or hedges.offers_a_hypothesis(text):
            return "Hypothesis", min(certainty, "Suspected", key=hedges.CERTAINTIES.index)
        places = line.annotations.get("TextLocation", ())
        found = relation.observed or "Results" in places
        return "Finding" if found and "Review" not in places else "Background", certainty

    def _add_axiom(self, proposition: Record) -> None:
        record = self.entities.records.get(proposition["subject"])
        if record is None:
            return  # the ontology says so already
        known = record["subClassOf"]
        parents = known if isinstance(known, list) else [known]
        record["subClassOf"] = list(dict.fromkeys([*parents, proposition["object"]]))

    def _evidence(self, line: Line, proposition: Record, relation: Relation, end: End) -> Record:
        """What the source is said to have; an observation only where BEL tells of one, or of a species."""
        record: Record = {"traceability": TRACEABILITY}
        species = proposition.get("speciesContext")
        if relation.observed or species:
            record |= {"direction": "Supports", "directness": "Direct", "evidenceType": EVIDENCE_TYPE}
            record["observation"] = _observation(proposition, relation, end, species)
        note = annotated.about_the_record(line)
        return {**record, "note": f"BEL: {note}"} if note else record

    def _label(self, proposition: Record, relation: Relation, certainty: str) -> str:
        subject, object_ = (self._words(proposition, side) for side in ("subject", "object"))
        if relation.change:
            told = f"{object_} found unchanged with {subject}"
        else:
            told = f"{subject} {self.rules.label(proposition['predicate'])} {object_}"
        contexts = [name for use in _ORDER for name in _listed(proposition.get(use))]
        places = f" (in {', '.join(map(self._name, contexts))})" if contexts else ""
        return f"{'' if certainty == 'Stated' else f'{certainty}: '}{told}{places}"

    def _words(self, proposition: Record, side: str) -> str:
        aspect, name = proposition.get(f"{side}Aspect"), self._name(proposition[side])
        return f"{self.rules.label(aspect)} of {name}" if aspect else name

    def _name(self, name: str) -> str:
        return self.entities.label(name) if name in self.entities.records else self.rules.label(name)


def _parsed(text: str) -> Statement:
    try:
        return statement(text)
    except BelSyntaxError as error:
        raise Refused("syntax", f"{error} {error.help}".strip(), error.offset + 1) from error


def _simple(told: Statement) -> Iterator[Statement]:
    """The statements that one stands for, each with a term on either side."""
    if told.object is None:
        raise Refused("term-alone", str(told.subject))
    if isinstance(told.object, Statement):
        raise Refused("nested", str(told.object))
    if told.relation in relations.LISTS and told.object.function == "list":
        for member in told.object.parts():
            yield Statement(told.subject, relations.LISTS[told.relation], member)
    else:
        yield told


def _relation(told: Statement) -> Relation:
    if told.relation not in relations.RELATIONS:
        why = relations.REFUSED.get(told.relation)
        raise Refused("relation", f"{told.relation}{f': {why}' if why else ''}")
    return relations.RELATIONS[told.relation]


def _observation(proposition: Record, relation: Relation, end: End, species: Any) -> Record:
    measured: Record = {"measured": end.entity, "measuredAspect": end.aspect}
    if relation.outcome.startswith("Correlated"):
        measured["measuredAgainst"] = proposition["subject"]
        measured["measuredAgainstAspect"] = proposition.get("subjectAspect", "")
    record: Record = {**measured, "outcome": relation.outcome}
    if species:
        record["population"] = {"organism": species}
    places = (("anatomy", "anatomicalContext"), ("cellType", "cellTypeContext"))
    record |= {key: proposition[use] for key, use in places if use in proposition}
    return {key: value for key, value in record.items() if value}


def _listed(value: Any) -> list[str]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
