"""Regular expressions of XPath as those of RE2, which DuckDB matches with."""

from __future__ import annotations

import re

from il6ld.errors import InvalidInput

_BEYOND = re.compile(r"\(\?(?:[=!]|<[=!])|\\[1-9]")


def as_re2(pattern: str, flags: str) -> str:
    """A pattern with its flags within it; InvalidInput for what SPARQL's REGEX does not know."""
    if set(flags) - set("imsqx") or _BEYOND.search(pattern):
        raise InvalidInput.at(
            None, f"The pattern '{pattern}' with flags '{flags}' is none that SPARQL's REGEX knows.",
            rule="shapes", help="Write it without looking ahead, behind or back; flags are i, m, q, s and x.",
        )  # fmt: skip
    if "q" in flags:
        pattern = re.escape(pattern)
    elif "x" in flags:
        pattern = re.sub(r"\s+", "", pattern)
    inline = "".join(sorted(set(flags) & set("ims")))
    return f"(?{inline}){pattern}" if inline else pattern
