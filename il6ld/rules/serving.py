"""The rules of serving a release."""

from __future__ import annotations

from il6ld.rules.rule import Rule

SERVING = (
    Rule(
        "port-taken",
        "The server cannot listen at the address and port that were named.",
        "Two servers at one port would answer in turns, each with its own release.",
        "End what listens there, name another port, or take a free one with --port 0.",
    ),
    Rule(
        "base-path",
        "What was named as the base path is no path.",
        "It is compared with the beginning of every path that is asked for.",
        "Write it as /il6ld: plain letters and digits, each step after a slash.",
    ),
)
