"""The rules of queries: what may be asked, with which values, and for how long."""

from __future__ import annotations

from il6ld.rules.rule import Rule

QUERYING = (
    Rule(
        "unknown-query",
        "There is no named query, and no file, of the name that was given.",
        "A query is looked up by its exact name.",
        "'il6ld query --list' tells of each; '-' reads a query from standard input.",
    ),
    Rule(
        "query-parameter",
        "A value is given for what the query does not have, or is missing, or is not of its kind.",
        "Values stand in for variables of the query; without the variable they would change nothing.",
        "'il6ld query NAME --explain' tells which parameters a query has and what each takes.",
    ),
    Rule(
        "query-head",
        "The lines at the head of a query that begin with '#+' do not tell of a query.",
        "They say which values it takes, so they must be read without doubt.",
        "Write YAML with summary, keywords and parameters, each of these with a type; or leave the head out.",
    ),
    Rule(
        "query-syntax",
        "A query is not SPARQL 1.1, or is an update.",
        "The release is read and never changed.",
        "Look at the place that the message names, and just before it.",
    ),
    Rule(
        "query-service",
        "A query asks another store by SERVICE.",
        "What is asked here stays here: nothing is sent to anybody.",
        "Ask the other store by itself and join the answers, or load both into a store of your own.",
    ),
    Rule(
        "query-escape",
        "A backslash stands in a query outside strings and IRIs.",
        "Programs differ in how they read it, so that a query might not be what it looks like.",
        "Write the character itself.",
    ),
    Rule(
        "query-limit",
        "A query is longer than 16 KB, or has brackets 65 deep, 101 triple patterns or a path of 33 steps.",
        "Deeply nested text makes parsers crash; nobody writes such a query by hand.",
        "Divide the question into several queries.",
    ),
    Rule(
        "query-time",
        "A query took longer than it may.",
        "Patterns that share no variable are combined each with each, and that may take for ever.",
        "Let the patterns share variables, add a LIMIT, or allow more time with --time-limit.",
    ),
    Rule(
        "query-memory",
        "A query took more memory than it may.",
        "Sorting and grouping keep every row at once.",
        "Narrow the patterns, or add a LIMIT.",
    ),
    Rule(
        "query-crash",
        "The process that answered a query ended before it had.",
        "A cut answer is not passed on as a whole one.",
        "Make the query simpler; if it is simple, report it.",
    ),
    Rule(
        "query-form",
        "The answer is of a kind for which the chosen form has no words.",
        "SELECT gives rows, CONSTRUCT and DESCRIBE give triples, ASK gives yes or no.",
        "Choose one of the forms that the message names.",
    ),
    Rule(
        "count-column",
        "Claims are to be counted by what is no column of the table of claims.",
        "",
        "Choose one of the columns that the message names.",
    ),
    Rule(
        "index-place",
        "The index of a corpus, from which its queries are answered, could not be kept.",
        "A corpus is too large for memory; its index is made once, in the user's cache.",
        "Make room there, or set XDG_CACHE_HOME to another folder.",
    ),
    Rule(
        "damaged-index",
        "The index of a corpus cannot be read, though it was whole when it was made.",
        "A disk, or somebody, has changed it since.",
        "Remove the folder that the message names; the index is made again when it is needed.",
    ),
    Rule(
        "rdflib-size",
        "A corpus has more quads than rdflib bears in memory.",
        "rdflib needs more than a kilobyte for each quad.",
        "Ask with kb.query, which answers from disk.",
    ),
)
