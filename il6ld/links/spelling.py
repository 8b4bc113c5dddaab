"""Identifiers as other people spell them, and as context.jsonld does."""

from __future__ import annotations

import re

from il6ld.namespaces import Context

# Prefixes that files use for one of ours, beside ours in other letters (mesh, Uniprotkb, NCBITAXON).
_OTHER_NAMES = {"uniprot": "UniProtKB"}
# What prefix and local part look like where no colon parts them, the most telling form first.
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        r"https?://purl\.obolibrary\.org/obo/([A-Za-z]+)_(\w+)\Z",
        r"https?://identifiers\.org/(?:[A-Za-z.]+/(?=[A-Za-z]+:))?([A-Za-z.]+)[/:](\S+)\Z",
        r"(?:obo[.:])?([A-Za-z]+)_(\d+)\Z",
    )
)


class Spelling(dict[str, str]):
    """The CURIE of each identifier asked for, remembered; its prefix is spelled as a context spells it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._prefixes = {name.casefold(): name for name in context.prefixes}
        self._prefixes |= {name: name for name in context.prefixes}
        self._prefixes |= {other: name for other, name in _OTHER_NAMES.items() if name in context.prefixes}

    def __missing__(self, text: str) -> str:
        self[text] = curie = self.curie(text)
        return curie

    def curie(self, text: str) -> str:
        """The CURIE of a CURIE, an IRI or an underscored name; the text itself where none fits.

        >>> go = {"@id": "http://purl.obolibrary.org/obo/GO_", "@prefix": True}
        >>> spelling = Spelling(Context({"GO": go}))
        >>> [spelling.curie(text) for text in ("go:0006954", go["@id"] + "0006954", "GO_0006954", "part_of")]
        ['GO:0006954', 'GO:0006954', 'GO:0006954', 'part_of']
        """
        prefix, colon, local = text.partition(":")
        known = self._prefixes.get(prefix) or self._prefixes.get(prefix.casefold())
        if known and colon:
            return text if known == prefix else f"{known}:{local}"
        for form in _FORMS:
            if match := form.match(text):
                return f"{self._prefixes.get(match[1].casefold(), match[1])}:{match[2]}"
        return self._context.compact(text) if local.startswith("//") else text
