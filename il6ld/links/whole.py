"""Which files are an ontology itself, and which hold only some of its terms.

Only where the ontology itself is at hand does a missing identifier mean that there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from il6ld.links.index import Index
from il6ld.links.readers.content import Content
from il6ld.links.spelling import Spelling
from il6ld.namespaces import Context

_HEAD = 1 << 18
# How a file names the ontology that it is; the last one is a table by identifier, which names it only there.
_NAMES = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^ontology: *(\S+)",
        r"^default-namespace: *(\S+)",
        r'<owl:Ontology\s+rdf:about="([^"]+)"',
        r"<([^>\s]+)>\s+(?:rdf:type|a)\s+owl:Ontology\b",
        r'"graphs"\s*:\s*\[\s*\{\s*"id"\s*:\s*"([^"]+)"',
        r'\A\{\s*"([A-Za-z]+):[^"]+"\s*:\s*\{\s*"(?:label|ancestors)"',
    )
)
# cl, cl-basic and cl.owl are CL; what another ontology took over, and a subset, is not the whole.
_WORD = re.compile(r"[A-Za-z]+(?=[-.]|\Z)")
_PART = re.compile(r"import|subset|slim")
# These come in selections alone: the reviewed proteins, the animals.
_NEVER_WHOLE = frozenset({"UniProtKB", "NCBITaxon"})
_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")


def whole_ontologies(files: Iterable[Path], index: Index, context: Context) -> dict[str, str]:
    """Each prefix whose ontology is among the files, with the version of the newest one that is."""
    versions = {source.name: source.version for source in index.sources}
    found: dict[str, str] = {}
    for path in files:
        if prefix := whole_ontology(path, context):
            found[prefix] = max(found.get(prefix, ""), versions.get(path.name, ""))
    return found


def whole_ontology(path: Path, context: Context) -> str:
    """The prefix of the ontology that a file is, or "" where it holds a part, a mixture, or does not tell."""
    with Content(path) as content:
        head = content.stream().read(_HEAD).decode("utf-8", "replace")
    name = next((match[1] for form in _NAMES if (match := form.search(head))), "")
    word = _WORD.match(name.rpartition("/")[2])
    if not word or _PART.search(f"{name} {path.name}"):
        return ""
    prefix = Spelling(context).curie(f"{word[0]}:1").partition(":")[0]
    return prefix if prefix in context.prefixes and prefix not in _NEVER_WHOLE else ""


def is_older(version: str, than: str) -> bool:
    """Whether a version is known to be older than another: both are dates, and it comes before.

    >>> is_older("2024-02-04", than="2026-08"), is_older("3.90.0", than="2026-08")
    (True, False)
    """
    dates = _DATE.match(version), _DATE.match(than)
    if not (dates[0] and dates[1]):
        return False
    length = min(len(dates[0][0]), len(dates[1][0]))
    return dates[0][0][:length] < dates[1][0][:length]
