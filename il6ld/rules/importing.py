"""The rules of what is brought in from other forms, and of corpora."""

from __future__ import annotations

from il6ld.rules.rule import Rule

IMPORTING = (
    Rule(
        "bel-command",
        "A line of a BEL script begins like a command and is none.",
        "What it was to set may have narrowed the statements after it.",
        "Write SET, UNSET or DEFINE as BEL does.",
    ),
    Rule(
        "bel-quotation",
        "A quotation mark in a BEL script is opened and not closed.",
        "All that follows would be taken for a part of the text.",
        "Close it where the text ends.",
    ),
    Rule(
        "bel-record",
        "A line of BEL in JSON has no statement.",
        "",
        "Write the statement in 'bel', its supporting text in 'evidence', its source in 'citation'.",
    ),
    Rule(
        "corpus",
        "A folder is no corpus: its head, its claims or a field of its head is missing.",
        "",
        "Write it with 'il6ld import', or as docs/corpora.md shows.",
    ),
    Rule(
        "corpus-place",
        "The folder to write a corpus into holds something else.",
        "A corpus takes the place of what stands there.",
        "Name a new folder, or one that 'il6ld import' wrote.",
    ),
    Rule(
        "corpus-record",
        "Something in a dataset cannot be told in the lines of a corpus.",
        "A corpus has records with the keys of context.jsonld, and no others.",
        "Leave it in the ontology, or give the context a key for it.",
    ),
    Rule(
        "import-archive",
        "An archive holds what is not unpacked: a link, a path out of its folder, or too much.",
        "An archive can be made to write anywhere, or to fill a disk.",
        "Unpack it yourself where nothing can be harmed, look at it, and name the folder.",
    ),
    Rule(
        "import-license",
        "The licence given is none that lets others publish the supporting texts.",
        "A text of somebody else's is published only where a licence allows it.",
        "Nothing, or name another licence: word counts and digests are written in any case.",
    ),
    Rule(
        "import-nothing",
        "There is nothing to import.",
        "",
        "Name a BEL script, a file of BEL statements in JSON, or a folder or archive of these.",
    ),
    Rule(
        "json-record",
        "A line of a corpus is JSON, but no object.",
        "",
        "Write one record a line, between braces.",
    ),
    Rule(
        "line-size",
        "A line of a corpus is longer than 4 MiB.",
        "A line is one claim with its evidence, and is held in memory whole.",
        "Divide what holds more than one claim; a claim with so much evidence is many claims.",
    ),
    Rule(
        "packed-file",
        "A packed file breaks off, or is damaged.",
        "What is missing at its end would be missed by nobody.",
        "Fetch or pack it again.",
    ),
)
