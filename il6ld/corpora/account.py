"""The account of an import: its terms, what was read, and what was refused for which reason."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from il6ld.findings import Finding, Severity
from il6ld.namespaces import BASE
from il6ld.tables import as_cell
from il6ld.validation import DEFAULT_ENGINE

# Licences that let anybody publish the supporting texts of a corpus; with any scheme and ending.
OPEN_LICENSES = (
    "creativecommons.org/publicdomain/mark/1.0", "creativecommons.org/publicdomain/zero/1.0",
    "creativecommons.org/licenses/by/3.0", "creativecommons.org/licenses/by/4.0",
    "creativecommons.org/licenses/by-sa/3.0", "creativecommons.org/licenses/by-sa/4.0",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """A row of the account: what became of how many, and why."""

    outcome: str
    number: str
    why: str = ""


@dataclass
class Imported:
    """What an import came to: how much was read, what became claims, what was refused and why."""

    path: Path
    reasons: dict[str, str] = field(repr=False)
    read: int = 0
    accepted: int = 0
    claims: int = 0
    articles: int = 0
    entities: int = 0
    checked: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    refusals: list[tuple[str, ...]] = field(default_factory=list, repr=False)

    def refuse(self, place: tuple[str, int, int], statement: str, reason: str, detail: str) -> None:
        """Counts one refusal, and keeps it for refused.tsv."""
        self.refused[reason] += 1
        self.refusals.append((*map(str, place), reason, detail, statement))

    @property
    def table(self) -> str:
        """Every refusal as tab-separated values: where, why, and what was refused."""
        header = ("file", "line", "column", "reason", "detail", "statement")
        return "".join("\t".join(as_cell(cell) for cell in row) + "\n" for row in [header, *self.refusals])

    @property
    def rows(self) -> list[Outcome]:
        """The table of what was read: accepted, refused by reason, total."""
        told = [Outcome("accepted", str(self.accepted), f"{self.claims} claims")]
        refused = self.refused.most_common()
        told += [Outcome(f"refused: {name}", str(number), self.reasons[name]) for name, number in refused]
        return [*told, Outcome("total", str(self.read))]


@dataclass(frozen=True)
class Terms:
    """How a corpus is named and under which licence it stands; `retrieved` is a day like 2024-07-13."""

    license: str = ""
    base: str = ""
    retrieved: str = ""
    engine: str = DEFAULT_ENGINE

    def base_of(self, output: Path) -> str:
        """What the names of the corpus begin with."""
        if not self.base:
            name = re.sub(r"[^a-z0-9]+", "-", output.resolve().name.lower()).strip("-") or "corpus"
            return f"{BASE}corpora/{name}/"
        return self.base if self.base.endswith(("/", "#")) else f"{self.base}/"

    @property
    def is_open(self) -> bool:
        """Whether the licence lets anybody publish the supporting texts."""
        return self.license.partition("://")[2].removesuffix("/") in OPEN_LICENSES

    def findings(self) -> list[Finding]:
        """What there is to say about the licence: that it keeps the supporting texts back."""
        if not self.license or self.is_open:
            return []
        message = f"<{self.license}> is none of the licences that let supporting texts be published."
        help = "Word counts and digests are written; docs/corpora.md lists the licences."
        return [Finding("import-license", Severity.INFO, message, None, help)]
