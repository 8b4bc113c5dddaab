"""The names of people, as citations take them: in parts where the family name is recorded, else whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Author:
    """A name as it is recorded and, where its family name is known, the parts of it."""

    name: str
    family: str = ""
    given: str = ""
    suffix: str = ""


def author(name: str, family_names: Iterable[str]) -> Author:
    """A name, parted at the longest of the family names that is one or more whole words of it.

    >>> author("Ada van der Berg Jr", ["Berg", "van der Berg"])
    Author(name='Ada van der Berg Jr', family='van der Berg', given='Ada', suffix='Jr')
    >>> author("Berg, Ada", ["Berg"]).given
    'Ada'
    >>> author("The Berg Group", ["Ber"])
    Author(name='The Berg Group', family='', given='', suffix='')
    """
    for family in sorted(filter(None, family_names), key=lambda one: (-len(one), one)):
        parted = re.fullmatch(rf"(|.*[\s,]){re.escape(family)}(|[\s,].*)", name, re.DOTALL)
        if parted:
            before, after = (part.strip(" ,") for part in parted.groups())
            # What is written behind a family name that comes first is the given name.
            return Author(name, family, before, after) if before else Author(name, family, after)
    return Author(name)
