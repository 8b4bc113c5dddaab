"""How claims stand, for people: a label that is never alone, badges with shape and word, plain sentences.

No page names a claim without what would be missed: that it is denied, hedged, concluded by a reader, no
longer held, disputed, or seen in animals. The words are those of il6ld.formats.wording and the ontology.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from il6ld.formats import wording
from il6ld.namespaces import DCTERMS, IL6, local_name
from il6ld.pages.release import Release
from il6ld.safety import SOUND_AXES, Qualm, Statement

# The shape of each badge; a value that the ontology gains gets the shape of its axis.
_SHAPES = {
    IL6.Affirmed: "affirmed", IL6.Denied: "denied",
    IL6.Stated: "stated", IL6.Suggested: "suggested", IL6.Suspected: "suspected", IL6.Possible: "possible",
    IL6.Explicit: "explicit", IL6.Entailed: "entailed",
    IL6.Current: "current", IL6.Superseded: "past", IL6.Retracted: "past",
    IL6.polarity: "unclear", IL6.certainty: "unclear", IL6.reading: "unclear", IL6.status: "unclear",
}  # fmt: skip
# What is said of a claim beside its four axes: the shape and the words of its badge.
_OTHERS = {
    IL6.discourseRole: ("possible", "hypothesis"),
    IL6.erratum: ("entailed", "read through an erratum"),
    DCTERMS.isReplacedBy: ("past", "replaced"),
    IL6.disputes: ("denied", "disputed"),
    IL6.basedOn: ("entailed", "rests on a weaker claim"),
    IL6.polarity: ("denied", "denied by another claim"),
}
AXES = (IL6.polarity, IL6.certainty, IL6.reading, IL6.status)


@dataclass(frozen=True, slots=True)
class Badge:
    """One thing to know of a claim: its icon in the macros, its words, whether it goes without saying."""

    shape: str
    words: str
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Stance:
    """A claim as it may be told.

    `name` is the label with all that must stand behind it, `held` that alone; `badges` are polarity and
    certainty and whatever else is out of the ordinary; `words` is the whole in sentences.
    """

    claim: ox.NamedNode
    id: str
    label: str
    held: str
    badges: tuple[Badge, ...]
    words: str

    @property
    def name(self) -> str:
        """The label and what must stand behind it, on one line."""
        return f"{self.label} [{self.held}]" if self.held else self.label

    @property
    def short(self) -> str:
        """The label with the words of its badges behind it, for where nothing but text can stand."""
        words = "; ".join(badge.words for badge in self.badges if not badge.plain)
        return f"{self.label} [{words}]" if words else self.label

    @property
    def is_plain(self) -> bool:
        """Whether nothing is held against the claim."""
        return all(badge.plain for badge in self.badges)


class Stances:
    """The stance of each claim of a release, worked out when it is first asked for."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._known: dict[ox.NamedNode, Stance] = {}

    def of(self, claim: ox.NamedNode) -> Stance:
        """How a claim stands."""
        if claim not in self._known:
            self._known[claim] = self._stance(claim)
        return self._known[claim]

    def is_claim(self, node: object) -> bool:
        """Whether a node is a claim, and so may not be named by its label alone."""
        return isinstance(node, ox.NamedNode) and node in self._release.claim_set

    def _stance(self, claim: ox.NamedNode) -> Stance:
        label, statement = self._release.lookup.label(claim), self._release.statements.get(claim)
        if statement is None:
            unread = "its proposition is not made of three terms"
            badges = (*self._axes(claim), Badge("unclear", unread))
            return Stance(claim, local_name(claim), label, unread, badges, "")
        material = self._release.material
        held = wording.named(material, statement).removeprefix(label).removeprefix(" [").removesuffix("]")
        badges = (*self._axes(claim), *dict.fromkeys(self._others(statement)))
        words = wording.stance(material, statement)
        return Stance(claim, local_name(claim), label, held, badges, words)

    def _axes(self, claim: ox.NamedNode) -> Iterator[Badge]:
        """Polarity and certainty always, reading and status where they are not what is expected."""
        for axis in AXES:
            badge = self.badge(claim, axis)
            if not badge.plain or axis in (IL6.polarity, IL6.certainty):
                yield badge

    def badge(self, claim: ox.NamedNode, axis: ox.NamedNode) -> Badge:
        """The badge of one axis of a claim."""
        lookup = self._release.lookup
        values = lookup.nodes(claim, axis)
        words = " and ".join(map(lookup.label, values)) or f"{local_name(axis)} not recorded"
        shape = _SHAPES.get(values[0] if len(values) == 1 else axis) or _SHAPES[axis]
        return Badge(shape, words, plain=values == [SOUND_AXES[axis]])

    def _others(self, statement: Statement) -> Iterator[Badge]:
        qualifiers = self._release.qualifiers
        for qualm in statement.qualms:
            if qualm.axis == IL6.speciesContext:
                yield Badge("species", f"in {self._values(qualm)}")
            elif qualm.axis in qualifiers or (qualm.record == statement.claim and qualm.axis in SOUND_AXES):
                continue  # the claim's own label tells the first, its axes tell the second
            else:
                yield Badge(*_OTHERS.get(qualm.axis, ("unclear", qualm.words)))

    def _values(self, qualm: Qualm) -> str:
        return " and ".join(map(self._release.lookup.label, qualm.values))
