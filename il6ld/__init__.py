"""il6ld: the claims of biomedical articles as linked data.

>>> import il6ld
>>> kb = il6ld.load()
>>> [claim.id for claim in kb.claims(about="RA", certainty="Suspected")]
['claims:il6d-0069', 'claims:il6d-0070', 'claims:il6d-0071']
"""

from __future__ import annotations

TYPE_CHECKING = False  # that of `typing`, without the import
if TYPE_CHECKING:
    from os import PathLike

    from il6ld.knowledge import KnowledgeBase

__all__ = ["__version__", "load"]
__version__ = "0.1.0"


def load(
    source: str | PathLike[str] | None = None, *, corpus: str | PathLike[str] | None = None
) -> KnowledgeBase:
    """A release to be asked: of a folder, a project or a file; by default the current folder's or il6ld's.

    `corpus` names the release of a corpus, for which an index on disk is made the first time.
    """
    from pathlib import Path

    if corpus is not None:
        from il6ld.knowledge.corpus import CorpusBase

        return CorpusBase(Path(corpus))
    from il6ld.knowledge import KnowledgeBase

    return KnowledgeBase.of(Path(source) if source is not None else None)
