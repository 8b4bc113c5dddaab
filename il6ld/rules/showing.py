"""The rules of what is shown: the site, and the server of it."""

from __future__ import annotations

from il6ld.rules.rule import Rule

SHOWING = (
    Rule(
        "not-a-site",
        "A folder that a site is to be written to holds files that no site has put there.",
        "Writing a site replaces the whole folder, and those files would be lost.",
        "Move them away, or name another folder with -o.",
    ),
    Rule(
        "site-address",
        "The address that a site is to stand at is none of the web.",
        "The rules for persistent addresses would lead nobody there.",
        "Write it in full, with https:// before it.",
    ),
)
