"""The rules of asking: of releases that are compared, and of what is cited."""

from __future__ import annotations

from il6ld.rules.rule import Rule

ASKING = (
    Rule(
        "unknown-citable",
        "Something is to be cited that the project does not have.",
        "A reference must lead to what it names.",
        "Write 'release', the id of an article or that of a claim; 'il6ld claims' lists the claims.",
    ),
    Rule(
        "no-such-release",
        "What is to be compared is neither a release, nor a file of quads, nor a revision of the project.",
        "Only what was released can be told apart from another release.",
        "Name a folder with il6ld.nq in it, an .nq or .trig file, or a git revision that has build/il6ld.nq.",
    ),
    Rule(
        "no-git",
        "A revision is named, and git is not installed.",
        "Earlier releases of a project are read from its history.",
        "Install git, or name a file or a folder.",
    ),
)
