"""A claim in plain words, for formats that people read: never stronger than the claim, whatever is cut off.

A claim's label tells it as its source does, hedges, conditions and denials included. What the label need not
tell - that the claim is denied, held possible, concluded by a reader, no longer held, disputed - stands in
brackets right behind it. Nothing is put before it: "denied: cells do not die" would say the opposite.
"""

from __future__ import annotations

from collections.abc import Iterator

from il6ld.formats.translation import Material
from il6ld.namespaces import IL6, RDFS, local_name
from il6ld.safety import SOUND_AXES, Qualm, Statement

# What is put behind a label for a value that a plain sentence would not be taken to have.
_BEHIND: dict[object, str] = {
    IL6.Denied: "a denial",
    IL6.Suggested: "suggested, not stated",
    IL6.Suspected: "suspected, not stated",
    IL6.Possible: "held possible, not stated",
    IL6.Entailed: "concluded from the source, which does not say it outright",
    IL6.Superseded: "superseded",
    IL6.Retracted: "retracted",
}


def named(material: Material, statement: Statement) -> str:
    """A claim's label with whatever is held against the claim or weakens it."""
    label = material.lookup.label(statement.claim)
    behind = list(dict.fromkeys(_behind(material, statement)))
    return f"{label} [{'; '.join(behind)}]" if behind else label


def _behind(material: Material, statement: Statement) -> Iterator[str]:
    qualifiers = material.lookup.below(IL6.qualifier, RDFS.subPropertyOf)
    for qualm in statement.qualms:
        # What holds in animals is soonest taken for what holds in people.
        if qualm.axis == IL6.speciesContext:
            yield f"in {_values(material, qualm)}"
        elif qualm.record == statement.claim and qualm.axis in SOUND_AXES:
            known = [_BEHIND[value] for value in qualm.values if value in _BEHIND]
            yield "; ".join(known) if len(known) == len(qualm.values) > 0 else qualm.words
        elif qualm.axis not in qualifiers:
            yield qualm.words


def told_in_full(material: Material, statement: Statement) -> str:
    """The claim in sentences: its label, what is said of which proposition by whom, and every qualm."""
    return f"{named(material, statement)}. {stance(material, statement)}"


def stance(material: Material, statement: Statement) -> str:
    """The same without the label, to stand beside it."""
    others = [
        f"It {qualm.words}."
        for qualm in statement.qualms
        if qualm.record != statement.proposition
        and not (qualm.record == statement.claim and qualm.axis in SOUND_AXES)
    ]
    return " ".join([_taken(material, statement), *others])


def _taken(material: Material, statement: Statement) -> str:
    axes = (IL6.polarity, IL6.certainty, IL6.reading, IL6.status, IL6.attributedTo)
    values = {axis: material.lookup.nodes(statement.claim, axis) for axis in axes}
    told = {
        axis: " and ".join(map(material.lookup.label, found)) or "not recorded"
        for axis, found in values.items()
    }
    return (
        f"The proposition \u2018{proposition(material, statement)}\u2019 is {told[IL6.polarity]}; "
        f"certainty: {told[IL6.certainty]}; reading: {told[IL6.reading]}; status: {told[IL6.status]}; "
        f"attributed to: {told[IL6.attributedTo]}."
    )


def proposition(material: Material, statement: Statement) -> str:
    """The proposition in words, every qualifier with it: that of an end in brackets behind that end."""
    label = material.lookup.label
    narrowed: dict[str, list[str]] = {"subject": [], "object": [], "": []}
    for qualm in statement.qualms:
        if qualm.record == statement.proposition:
            end = next(end for end in narrowed if local_name(qualm.axis).startswith(end))
            narrowed[end].append(f"{label(qualm.axis)}: {_values(material, qualm)}")
    behind = {end: f" [{'; '.join(told)}]" if told else "" for end, told in narrowed.items()}
    subject = label(statement.subject) + behind["subject"]
    terms = f"{subject} {label(statement.predicate)} {label(statement.object)}{behind['object']}"
    return f"{terms} ({'; '.join(narrowed[''])})" if narrowed[""] else terms


def _values(material: Material, qualm: Qualm) -> str:
    return " and ".join(map(material.lookup.label, qualm.values))
