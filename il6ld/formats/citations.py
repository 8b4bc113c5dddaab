"""Citations: CITATION.cff for the release, and BibTeX for the release, its articles and each claim.

A citation is often all that a reader sees of a claim, so the title of each entry tells the stance as the note
does. A name is given as it is recorded, in braces; in parts only where its family name is recorded too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode

from il6ld.formats.authors import Author
from il6ld.formats.header import Article, Header, header
from il6ld.formats.records import Records, Term
from il6ld.formats.translation import Material, Written, tell
from il6ld.formats.wording import named, stance
from il6ld.namespaces import IL6, local_name
from il6ld.safety import Statement

CFF_FILE, BIBTEX_FILE = "CITATION.cff", "il6ld.bib"

_SPDX = {
    "https://creativecommons.org/licenses/by/4.0/": "CC-BY-4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/": "CC-BY-SA-4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0-1.0",
}
_MESSAGE = (
    "If you use this dataset, please cite it as below, with the version that you used. "
    f"{BIBTEX_FILE} has an entry for each claim."
)


def write_cff(material: Material) -> Written:
    """The release in the Citation File Format 1.2.0."""
    release = header(material)
    document = {
        "cff-version": "1.2.0",
        "message": _MESSAGE,
        "type": "dataset",
        "title": release.title,
        "abstract": release.description,
        "authors": [{"name": agent.name} for agent in release.creators] or [{"name": release.title}],
        "version": release.version,
        "date-released": release.issued,
        **_license(release),
        "identifiers": [{"type": "url", "value": release.iri, "description": "The IRI of the dataset"}],
        "keywords": list(release.keywords),
        "references": [_reference(article) for article in release.articles if _makers(article)],
    }
    return Written({CFF_FILE: ("\n".join(_yaml(document)) + "\n").encode()})


def _license(release: Header) -> dict[str, Any]:
    known = [_SPDX[iri] for iri in release.licenses if iri in _SPDX]
    others = [iri for iri in release.licenses if iri not in _SPDX]
    return {"license": known[0] if len(known) == 1 else known, "license-url": others[0] if others else ""}


def _makers(article: Article) -> list[dict[str, str]]:
    return list(map(_cff_name, article.authors)) or [{"name": name} for name in [article.publisher] if name]


def _cff_name(author: Author) -> dict[str, str]:
    if not author.family:
        return {"name": author.name}
    return {"family-names": author.family, "given-names": author.given, "name-suffix": author.suffix}


def _reference(article: Article) -> dict[str, Any]:
    return {
        "type": "article",
        "title": article.title,
        "authors": _makers(article),
        "publisher": {"name": article.publisher} if article.publisher else "",
        "date-accessed": article.retrieved,
        "notes": f"Last changed {article.modified}" if article.modified else "",
    }


def _yaml(value: Any, indent: str = "") -> Iterator[str]:
    """A document of mappings, lists and texts as YAML, line by line; what is empty is left out."""
    for key, inner in value.items():
        if isinstance(inner, str) and inner:
            yield f"{indent}{key}: {json.dumps(inner, ensure_ascii=False)}"
        elif isinstance(inner, dict) and inner:
            yield f"{indent}{key}:"
            yield from _yaml(inner, f"{indent}  ")
        elif inner:
            yield f"{indent}{key}:"
            for item in inner:
                lines = [json.dumps(item, ensure_ascii=False)] if isinstance(item, str) else list(_yaml(item))
                yield from (f"{indent}  {'  ' if at else '- '}{line}" for at, line in enumerate(lines))


def write_bibtex(material: Material) -> Written:
    """One entry for the release, each article and each claim; @misc, which every style knows."""
    release, pen = header(material), Records(material)
    entries = [release_entry(release), *map(article_entry, release.articles)]
    entries += [claim_entry(pen, statement, release) for statement in material.statements]
    _, account = tell(material, lambda statement: statement.claim, pen.told)
    return Written({BIBTEX_FILE: "\n".join(entries).encode()}, account)


_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%$#_{}"},
    }
)


def latex(text: str) -> str:
    """A text as LaTeX prints it, on one line.

    >>> print(latex("50% of {x_1}"))
    50\\% of \\{x\\_1\\}
    """
    return " ".join(text.split()).translate(_SPECIAL)


def _entry(key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@misc{{{key},\n{''.join(lines)}}}\n"


def _fixed(*names: str) -> str:
    """Names or a title, each in braces of its own, so that no style takes it apart or changes its letters."""
    return " and ".join(f"{{{latex(name)}}}" for name in names)


def _parted(author: Author) -> str:
    """A name as BibTeX takes it: its parts where they are known, which commas tell apart."""
    parts = (author.family, author.suffix, author.given) if author.family else (author.name,)
    return ", ".join(_fixed(part) for part in parts if part)


def release_entry(release: Header) -> str:
    """The BibTeX entry of the release."""
    fields = {
        "author": _fixed(*(agent.name for agent in release.creators)),
        "title": _fixed(release.title),
        "year": release.issued[:4],
        "note": f"Dataset. Version {latex(release.version)}" if release.version else "Dataset",
        "url": release.iri,
    }
    return _entry("il6ld-release", fields)


def article_entry(article: Article) -> str:
    """The BibTeX entry of an article."""
    dates = {"Last changed": article.modified, "read": article.retrieved}
    fields = {
        "author": " and ".join(map(_parted, article.authors)),
        "title": _fixed(article.title),
        "year": article.modified[:4],
        "howpublished": latex(article.publisher),
        "note": ", ".join(f"{name} {date}" for name, date in dates.items() if date),
    }
    return _entry(local_name(article.node), fields)


def claim_entry(pen: Records, statement: Statement, release: Header) -> str:
    """The BibTeX entry of a claim, with every property of it."""
    material, claim = pen.material, statement.claim
    return _entry(
        local_name(claim),
        {
            "author": _fixed(*(agent.name for agent in release.creators)),
            "title": _fixed(named(material, statement)),
            "year": release.issued[:4],
            "howpublished": latex(f"In: {release.title}, version {release.version}"),
            "note": latex(source_and_stance(material, statement, release)),
            "url": claim.value,
            **dict(_properties(pen, statement)),
        },
    )


def source_and_stance(material: Material, statement: Statement, release: Header) -> str:
    """Whose claim it is, and what its source says of which proposition."""
    articles = material.lookup.nodes(statement.claim, IL6.article)
    titles = [article.title for article in release.articles if article.node in articles]
    quoted = " and ".join(f"\u2018{title}\u2019" for title in titles)
    source = f"A claim of {quoted}, paraphrased. " if titles else ""
    return source + stance(material, statement)


def _properties(pen: Records, statement: Statement) -> Iterator[tuple[str, str]]:
    """Every property of a claim and its proposition, in fields that styles pass over and programs read."""
    for record in (statement.proposition, statement.claim):
        for _, key, values in pen.said(record):
            name = re.sub(r"[^A-Za-z0-9]+", "-", key)
            yield f"il6ld-{name}", "; ".join(latex(_value(pen, value)) for value in values)


def _value(pen: Records, value: Term) -> str:
    if isinstance(value, NamedNode):
        return pen.material.curie(value).removeprefix("il6:")
    return value.value if isinstance(value, Literal) else str(value)
