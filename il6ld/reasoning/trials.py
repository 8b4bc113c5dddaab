"""Asks HermiT one question of many small sets of axioms at once.

Starting Java takes far longer than reasoning over a few axioms, so one run of it tries one set after another.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from il6ld.errors import LimitExceeded
from il6ld.reasoning import hermit
from il6ld.reasoning.asserted import Axiom, is_declaration
from il6ld.reasoning.premises import as_document
from il6ld.reasoning.questions import EXCEPTION, Question

# More would make the command line too long for some systems.
AT_ONCE = 100


class Clock:
    """The time a search may take, and how often it has set HermiT to work."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.runs = 0
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left; LimitExceeded where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise LimitExceeded(f"The reasoner was stopped after {self.seconds:g} seconds.")
        return left


class Trials:
    """One question, to be put to sets of axioms; `triples` declare the names that the axioms use."""

    def __init__(self, triples: Iterable[Triple], question: Question, clock: Clock) -> None:
        self._sorts: dict[object, list[Triple]] = defaultdict(list)
        for triple in triples:
            if is_declaration(triple):
                self._sorts[triple.subject].append(triple)
        self._question = question
        self._clock = clock

    def each(self, sets: Sequence[Sequence[Axiom]]) -> list[bool]:
        """Of each set, whether it rules the exception out; a contradiction does."""
        answers: list[bool] = []
        while len(answers) < len(sets):
            answers += self._run(sets[len(answers) :][:AT_ONCE], self._question.triples)
        return answers

    def first(self, sets: Sequence[Sequence[Axiom]]) -> int | None:
        """The first set that rules the exception out; those after it are not tried."""
        for start in range(0, len(sets), AT_ONCE):
            answers = self._run(sets[start:][:AT_ONCE], self._question.with_witness)
            if any(answers):
                return start + answers.index(True)
        return None

    def _run(self, sets: Sequence[Sequence[Axiom]], question: Sequence[Triple]) -> list[bool]:
        # HermiT stops at a contradiction, so that what comes after it is left without an answer.
        self._clock.runs += 1
        with tempfile.TemporaryDirectory(prefix="il6ld-", ignore_cleanup_errors=True) as folder:
            paths = [Path(folder).resolve() / f"{number}.nt" for number in range(len(sets))]
            for path, axioms in zip(paths, sets, strict=True):
                path.write_bytes(self._document(axioms, question))
            done = self._finished(_command(paths))
        answers = [line.endswith(" is not satisfiable.") for line in done.stdout.splitlines()]
        if done.returncode == 0 and len(answers) == len(sets):
            return answers
        if "InconsistentOntologyException" not in done.stderr:
            raise hermit.failure(hermit.last_message(done.stderr) or f"exit code {done.returncode}")
        return [*answers, True]

    def _document(self, axioms: Sequence[Axiom], question: Sequence[Triple]) -> bytes:
        triples = [*question, *(triple for axiom in axioms for triple in axiom.triples)]
        names = {term for triple in triples for term in triple if isinstance(term, NamedNode)}
        sorts = [triple for name in names for triple in self._sorts.get(name, ())]
        return as_document([*triples, *sorts], exact=True)

    def _finished(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        locale = {**os.environ, "LC_ALL": "C.UTF-8"}
        try:
            return subprocess.run(
                words, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace",
                timeout=self._clock.left(), env=locale, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise LimitExceeded(f"The reasoner was stopped after {self._clock.seconds:g} seconds.") from None
        except OSError as error:
            raise hermit.failure(f"{words[0]}: {error.strerror}") from error


def _command(documents: Sequence[Path]) -> list[str]:
    words = hermit.command(documents[0])
    java = words[: words.index(hermit.TASKS[0])]
    return [*java, f"-k{EXCEPTION.value}", *(path.as_uri() for path in documents)]
