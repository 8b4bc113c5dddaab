"""Coverage: which sentences of an article are recorded, and by what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from il6ld.lookup import Lookup
from il6ld.namespaces import DCTERMS, IL6, OA, RDF, local_name
from il6ld.tables import as_cell

_KINDS = {"claims": IL6.Claim, "gaps": IL6.KnowledgeGap, "errata": IL6.SourceErratum, "loops": IL6.CausalLoop}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One content sentence and how many records of each kind were read from it."""

    passage: str
    article: str
    section: str
    number: int
    records: dict[str, int]

    @property
    def is_covered(self) -> bool:
        """Whether anything was read from it that says something: a claim or a gap."""
        return bool(self.records["claims"] or self.records["gaps"])


def coverage(lookup: Lookup) -> list[Sentence]:
    """Every content sentence, by article and number."""
    found = [_sentence(lookup, passage) for passage in lookup.instances(IL6.Passage)]
    return sorted(found, key=lambda sentence: (sentence.article, sentence.number))


def _sentence(lookup: Lookup, passage: ox.NamedNode) -> Sentence:
    readers = lookup.subjects(IL6.passage, passage)
    sections = [lookup.text(section, DCTERMS.title) for section in lookup.nodes(passage, IL6.section)]
    return Sentence(
        passage=local_name(passage),
        article=", ".join(local_name(article) for article in lookup.nodes(passage, OA.hasSource)),
        section=", ".join(sections),
        number=int(lookup.text(passage, IL6.sentence, "0")),
        records={
            kind: sum(class_ in lookup.values(reader, RDF.type) for reader in readers)
            for kind, class_ in _KINDS.items()
        },
    )


def as_tsv(sentences: Sequence[Sentence]) -> str:
    """The coverage table: one line a sentence, tab-separated, with a header."""
    lines = ["\t".join(["article", "sentence", "passage", "section", *_KINDS])]
    lines += [
        "\t".join(
            [s.article, str(s.number), s.passage, as_cell(s.section)]
            + [str(s.records[kind]) for kind in _KINDS]
        )
        for s in sentences
    ]
    return "\n".join(lines) + "\n"
