"""Edits the files of a project at random, and lets them be checked: no edit may end in a crash.

python -m tests.faults.edits PROJECT ROUNDS SEED
prints how often the check ended with which exit code; each crash is told with the edit that led to it.
"""

from __future__ import annotations

import random
import sys
import traceback
from collections import Counter
from pathlib import Path

from il6ld import exits, namespaces
from il6ld.curation import validate
from il6ld.findings import OUTPUT_FORMATS, has_errors
from il6ld.project import find_project

ALLOWED = {0, 1, 3, 9}
TOKENS = (
    "- ", ": ", "? ", "[", "]", "{", "}", "&a ", "*a", "!!int ", "|", ">", "'", '"', "#", "%YAML 9", "---\n",
    "<<: ", "~", "null", "\t", "\r", "\x00", "\x1b", "\u202e", "\u200b", "\ufeff", "\u0130", "e\u0301",
    "\U0001f634", "<", ".", ";", "@prefix a: <b> .", "_:b", "^^", "\\u0000", "\\", "//", "../", "%zz",
    "1e999",
    "-1", "0x", "", "my:Sleep", "il6:Cytokine", "claims:first-0001", "Possible", "owl:Class", "::", "@id",
)  # fmt: skip


def edited(content: bytes, chance: random.Random) -> bytes:
    """The bytes with one to three edits: some cut, doubled, moved or flipped, or a token put in."""
    for _ in range(chance.randint(1, 3)):
        start = chance.randrange(len(content) + 1)
        end = min(len(content), start + chance.choice((1, 2, 8, 40, 400)))
        before, piece, after = content[:start], content[start:end], content[end:]
        flipped = bytes(byte ^ 1 << chance.randrange(8) for byte in piece)
        token = chance.choice(TOKENS).encode()
        content = chance.choice((
            before + after,
            before + piece + piece + after,
            before + after + piece,
            before + flipped[:1] + piece[1:] + after,
            before + token + piece + after,
            before + token * 50 + after,
        ))  # fmt: skip
    return content


def exit_code(folder: Path) -> int:
    """How `il6ld validate` would end; everything that it would say is put into words."""
    namespaces.read_context.cache_clear()
    try:
        findings = validate(find_project(folder), (), "pyshifty", None).findings
        code = int(has_errors(findings))
    except Exception as error:
        told = exits.as_error(error)
        findings, code = list(told.findings), told.exit_code
        if code not in ALLOWED:
            traceback.print_exc()
    for form in OUTPUT_FORMATS.values():
        form(findings).encode("utf-8", "backslashreplace")
    return code


def files(folder: Path) -> list[Path]:
    """What a curator may edit."""
    return sorted(path for path in (folder / "ontology").rglob("*") if path.is_file())


def rounds(folder: Path, number: int, seed: int) -> Counter[int]:
    """How often so many random edits end with which exit code."""
    found: Counter[int] = Counter()
    for turn in range(number):
        chance = random.Random(f"{seed} {turn}")
        path = chance.choice(files(folder))
        content = path.read_bytes()
        path.write_bytes(edited(content, chance))
        code = exit_code(folder)
        found[code] += 1
        if code not in ALLOWED:
            print(f"seed {seed}, turn {turn}: exit {code} after an edit of {path.name}", file=sys.stderr)
        path.write_bytes(content)
    return found


if __name__ == "__main__":
    outcome = rounds(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print(" ".join(f"{code}:{times}" for code, times in sorted(outcome.items())))
    sys.exit(not outcome.keys() <= ALLOWED)
