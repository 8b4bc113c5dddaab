"""What happens in a worker: a query is looked at, evaluated, and its answer written whole or not at all."""

from __future__ import annotations

import contextlib
from typing import Any

import pyoxigraph as ox

from il6ld.errors import Il6ldError
from il6ld.queries import check, names_graphs
from il6ld.server.forms import FORMS, Unsayable
from il6ld.server.jobs import Job, Outcome
from il6ld.server.library import Library

MAX_ANSWER = 16 << 20
_MOST_SAID = 200  # characters of what the parser says, which lists all that might have followed


class _Full(Exception):
    """An answer has more rows, or more bytes, than it may have."""


class _Counted:
    """A file that keeps so many lines and no more: a row or a triple each, as TSV and N-Triples are."""

    def __init__(self, lines: int) -> None:
        self._left = lines
        self._chunks: list[bytes] = []
        self._size = 0
        self.more = False  # rows than may be
        self.full = False  # of bytes

    def write(self, chunk: bytes) -> int:
        """Keeps a chunk; raises _Full with the first byte that is too many, and ever after."""
        self._size += len(chunk)
        self.full = self.full or self._size > MAX_ANSWER
        if not (self.more or self.full):
            lines = chunk.splitlines(keepends=True) if chunk.count(b"\n") >= self._left else [bytes(chunk)]
            self.more = len(lines) > self._left
            self._chunks += lines[: self._left] if self.more else lines
            self._left -= chunk.count(b"\n")
        if self.more or self.full:
            raise _Full
        return len(chunk)

    def flush(self) -> None:
        """Has nothing to do."""

    @property
    def content(self) -> bytes:
        """What was kept."""
        return b"".join(self._chunks)


def answer(library: Library, job: Job) -> Outcome:
    """The outcome of one job; what crashes the process is not told here."""
    try:
        check(job.query)
        return _written(_found(library, job), job, library)
    except Il6ldError as error:
        return Outcome("refused", _told(error))
    except Unsayable as error:
        return Outcome("unacceptable", str(error))
    except SyntaxError as error:
        return Outcome("unreadable", f"This is not a SPARQL query: {_short(error)}.")
    except (ValueError, RuntimeError) as error:
        return Outcome("refused", f"This cannot be answered: {_short(error)}.")


def _told(error: Il6ldError) -> str:
    lines = []
    for finding in error.findings:
        at = f" (line {finding.position.line}, column {finding.position.column})" if finding.position else ""
        lines.append(f"{finding.message.removesuffix('.')}{at}. {finding.help}".strip())
    return "\n".join(lines)


def _short(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= _MOST_SAID else f"{text[:_MOST_SAID]} \u2026"


def _found(library: Library, job: Job) -> Any:
    said: dict[str, Any] = {"base_iri": job.base or None, "prefixes": library.context.prefixes}
    if job.default_graphs is None and job.named_graphs is None:
        # All graphs are asked, unless the query says which; then the default graph is what it says.
        return library.store.query(job.query, use_default_graph_as_union=not names_graphs(job.query), **said)
    default, named = (
        [ox.NamedNode(iri) for iri in graphs or ()] for graphs in (job.default_graphs, job.named_graphs)
    )
    return library.store.query(job.query, default_graph=list(default), named_graphs=list(named), **said)


def _written(found: Any, job: Job, library: Library) -> Outcome:
    form = job.triples_form if isinstance(found, ox.QueryTriples) else job.rows_form
    if not form:
        return Outcome("unacceptable", "triples" if isinstance(found, ox.QueryTriples) else "rows")
    if isinstance(found, ox.QueryBoolean):
        return Outcome("whole", form=form, content=FORMS[form].truth(bool(found)))
    solutions = isinstance(found, ox.QuerySolutions)
    file = _Counted(job.rows + solutions)  # the first line of TSV names the columns
    # What is raised by the last write of all is dropped there, so the file is asked.
    with contextlib.suppress(_Full):
        found.serialize(file, ox.QueryResultsFormat.TSV if solutions else ox.RdfFormat.N_TRIPLES)
    if file.full or file.more and not job.cut:
        return _too_large(job, file.more, solutions)
    write = FORMS[form].rows if solutions else FORMS[form].triples
    content = write(file.content, library, file.more)
    if len(content) > MAX_ANSWER:
        return _too_large(job, False, solutions)
    return Outcome("whole", form=form, cut=job.rows if file.more else 0, content=content)


def _too_large(job: Job, more: bool, solutions: bool) -> Outcome:
    what = "rows" if solutions else "triples"
    size = f"{job.rows:,} {what}" if more else f"{MAX_ANSWER >> 20} MB"
    cure = f"Use LIMIT and OFFSET, or add rows={job.rows} to take the first {job.rows:,} alone."
    return Outcome("too-large", f"The answer has more than {size}, so nothing of it is sent. {cure}")
