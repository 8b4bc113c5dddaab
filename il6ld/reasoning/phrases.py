"""Class expressions as what one says of a thing: "is a disease and arises from some malignant cell"."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from pyoxigraph import NamedNode

from il6ld.namespaces import OWL
from il6ld.reasoning.expressions import Expression

Label = Callable[[NamedNode], str]

# "arises from", "is part of", "has a role in"; but not "species context" or "status".
_VERB = re.compile(r"(is|has an?|has as|(?!species|series)\w*[^\Wsui]s)\b", re.IGNORECASE)
# "has observation", which is a noun in truth; but not "has a role in" or "has measured".
_HAS = re.compile(r"has (?!an? |as |\w+ed$)", re.IGNORECASE)
# "based on", "about".
_PREPOSITION = re.compile(r"(.* )?(about|against|as|by|from|in|of|on|to|with)$")


def with_article(noun: str) -> str:
    """The noun after "a" or "an"."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def listed(words: Collection[str], joiner: str) -> str:
    """The words with commas between them and a joiner before the last.

    >>> listed(["blood", "bone", "liver"], "or")
    'blood, bone or liver'
    """
    *most, last = words
    return f"{', '.join(most)} {joiner} {last}" if most else last


@dataclass(frozen=True)
class Phrases:
    """What is said of things, in the words of the labels of classes, properties and individuals."""

    label: Label

    def name(self, node: object) -> str:
        """What a node is called."""
        if isinstance(node, NamedNode):
            return "thing" if node == OWL.Thing else self.label(node)
        return "something"

    def verb(self, told: NamedNode) -> str:
        """A property as the verb of a sentence: "arises from", "has organism", "is based on"."""
        words = self.label(told)
        if _VERB.match(words) or _HAS.match(words):
            return words
        return f"is {words}" if _PREPOSITION.match(words) else f"has {words}"

    def noun(self, told: NamedNode) -> str:
        """A property as what one can have, an organism say; nothing where it is a verb."""
        verb = self.verb(told)
        return verb[len("has ") :] if _HAS.match(verb) else ""

    def onward(self, told: NamedNode) -> str:
        """A property after its subject, with its object said before: "what something has as organism"."""
        noun = self.noun(told)
        return f"has as {noun}" if noun else self.verb(told)

    def phrase(self, told: Expression, inside: bool = False) -> str:
        """What is said of whatever is in a class; `inside` of another phrase, it is told where it ends."""
        match told.operator:
            case "name":
                return "cannot be" if told.name == OWL.Nothing else f"is {with_article(self.name(told.name))}"
            case "and" | "or":
                return self._several(told, inside)
            case "not" if told.operands[0].operator == "name":
                return f"is not {with_article(self.name(told.operands[0].name))}"
            case "not":
                return f"is nothing that {self.phrase(told.operands[0], inside=True)}"
            case "one of":
                return f"is {listed([self.name(one.name) for one in told.operands], 'or')}"
        if told.property is None or told.operator == "unknown":
            return "is in a class that has no plain words"
        return self._relation(told, told.property)

    def _several(self, told: Expression, inside: bool) -> str:
        if all(one.operator == "name" for one in told.operands):
            return f"is {listed([with_article(self.name(one.name)) for one in told.operands], told.operator)}"
        phrases = [self.phrase(one, inside=True) for one in told.operands]
        opening = {"and": "both ", "or": "either "}[told.operator]
        return (opening if inside and len(phrases) == 2 else "") + listed(phrases, told.operator)

    def _relation(self, told: Expression, over: NamedNode) -> str:
        if told.operator == "itself":
            return f"{self.verb(over)} itself"
        filler = told.operands[0]
        if told.operator == "value":
            return self._joined(told, over, self.name(filler.name))
        noun = "" if told.inverse else self.noun(over)
        if told.operator == "some" and noun:
            return f"has {with_article(noun)} that {self.phrase(filler, inside=True)}"
        if told.operator == "only" and noun:
            return f"has no {noun} except what {self.phrase(filler, inside=True)}"
        number = f" {told.number}" if told.number else ""
        return self._joined(told, over, f"{told.operator}{number} {self._thing(filler, told.number)}")

    def _thing(self, told: Expression, number: str) -> str:
        thing = "thing" if number in ("", "1") else "things"
        if told.operator == "name":
            return thing if told.name == OWL.Thing else self.name(told.name)
        return f"{thing} that {self.phrase(told, inside=True)}"

    def _joined(self, told: Expression, over: NamedNode, other: str) -> str:
        return f"is what {other} {self.onward(over)}" if told.inverse else f"{self.verb(over)} {other}"
