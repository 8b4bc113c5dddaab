"""`il6ld cite`: the release, an article or a claim as a reference, in a style or for a program."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from il6ld.errors import UsageError
from il6ld.findings import nearest
from il6ld.formats import Material
from il6ld.formats.bibliography import STYLES, references
from il6ld.formats.citations import article_entry, claim_entry, release_entry
from il6ld.formats.csl import Item, article_item, claim_item, release_item
from il6ld.formats.header import header
from il6ld.formats.records import Records
from il6ld.formats.translation import as_json
from il6ld.lookup import Lookup
from il6ld.namespaces import local_name
from il6ld.project import Project
from il6ld.sources import read

RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Citable:
    """Something that can be cited: what makes its BibTeX entry, and what makes its CSL-JSON item."""

    entry: Callable[[], str]
    item: Callable[[], Item]


def cite(project: Project, names: Sequence[str], style: str) -> str:
    """References to what is named, in one of `styles()`: one a line, or one document.

    Raises a UsageError with the nearest name for one that nothing has.
    """
    dataset = read(project).dataset
    return printed(Material(dataset, Lookup(dataset), project.context, {}), names, style)


def printed(material: Material, names: Sequence[str], style: str) -> str:
    """The same, of a project that was read already."""
    known = citables(material)
    found = [_named(known, name) for name in dict.fromkeys(names)]
    if style == "bibtex":
        return "\n".join(one.entry() for one in found).rstrip("\n")
    items = [one.item() for one in found]
    return as_json(items).decode().rstrip("\n") if style == "csl" else "\n".join(references(items, style))


def styles() -> list[str]:
    """The names of the styles there are."""
    return [*STYLES, "bibtex", "csl"]


def citables(material: Material) -> dict[str, Citable]:
    """What a project has to cite, by its name."""
    release, pen = header(material), Records(material)
    known = {RELEASE: Citable(partial(release_entry, release), partial(release_item, release))}
    for article in release.articles:
        citable = Citable(partial(article_entry, article), partial(article_item, article))
        known[local_name(article.node)] = citable
    for statement in material.statements:
        citable = Citable(
            partial(claim_entry, pen, statement, release), partial(claim_item, material, statement, release)
        )
        known[local_name(statement.claim)] = citable
    return known


def _named(known: Mapping[str, Citable], name: str) -> Citable:
    found = known.get(local_name(name))
    if found is None:
        alike = nearest(local_name(name), known) or "List the claims with 'il6ld claims'."
        raise UsageError.at(None, f"There is nothing called '{name}' to cite.", rule="unknown-citable",
                            help=alike)  # fmt: skip
    return found
