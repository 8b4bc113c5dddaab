"""CSL-JSON, which citation programs read: an item for the release, for an article, for a claim.

The title of a claim tells its stance, since a style may print no more of it than that.
"""

from __future__ import annotations

from typing import Any

from il6ld.formats.authors import Author
from il6ld.formats.citations import source_and_stance
from il6ld.formats.header import Article, Header
from il6ld.formats.translation import Material
from il6ld.formats.wording import named
from il6ld.namespaces import local_name
from il6ld.safety import Statement

Item = dict[str, Any]


def release_item(release: Header) -> Item:
    """The release as a data set."""
    return _item(
        id="il6ld-release",
        type="dataset",
        title=_as_written(release.title),
        author=[{"literal": agent.name} for agent in release.creators],
        issued=_date(release.issued),
        version=release.version,
        URL=release.iri,
        language=release.language,
    )


def article_item(article: Article) -> Item:
    """An article as a page of its publisher's, on the day when it was last changed, if that is recorded."""
    return _item(
        id=local_name(article.node),
        type="webpage",
        title=article.title,
        author=list(map(_name, article.authors)),
        issued=_date(article.modified),
        accessed=_date(article.retrieved),
        language=article.language,
        **{"container-title": article.publisher},
    )


def claim_item(material: Material, statement: Statement, release: Header) -> Item:
    """A claim as an entry of the release."""
    return _item(
        id=local_name(statement.claim),
        type="entry",
        title=_as_written(named(material, statement)),
        author=[{"literal": agent.name} for agent in release.creators],
        issued=_date(release.issued),
        version=release.version,
        URL=statement.claim.value,
        language=release.language,
        note=source_and_stance(material, statement, release),
        **{"container-title": _as_written(release.title)},
    )


def _item(**fields: Any) -> Item:
    return {name: value for name, value in fields.items() if value}


def _as_written(text: str) -> str:
    """A text whose letters no style may change: names of genes and of programs are told by them."""
    return f'<span class="nocase">{text}</span>'


def _name(author: Author) -> dict[str, str]:
    if not author.family:
        return {"literal": author.name}
    return _item(family=author.family, given=author.given, suffix=author.suffix)


def _date(day: str) -> Item:
    """An xsd:date as CSL has it; nothing for none."""
    return {"date-parts": [[int(part) for part in day[:10].split("-")]]} if day else {}
