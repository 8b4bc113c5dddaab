"""The rules of what is brought into a triple store, and back."""

from __future__ import annotations

from il6ld.rules.rule import Rule

STORING = (
    Rule("store", "A triple store could not be asked, or refused.", "", "The message says which, and why."),
    Rule(
        "store-url",
        "What was named as a store is no URL.",
        "",
        "Write the URL as docs/stores.md shows it for your store.",
    ),
    Rule(
        "store-credentials",
        "A secret stands in a URL, or the file of secrets cannot be read.",
        "A command line is seen by everyone on the machine, and stays in the history of the shell.",
        "Set IL6LD_STORE_USER and IL6LD_STORE_PASSWORD, or IL6LD_STORE_TOKEN, or write them into ~/.netrc.",
    ),
    Rule(
        "store-unreachable",
        "No whole answer came: the store is down, too slow, not trusted, or the connection broke.",
        "What is not known to have arrived is not taken for arrived.",
        "Look at the store, the URL and the network; then run the command again, which is safe.",
    ),
    Rule(
        "store-user",
        "The store does not know who asks, or does not let them.",
        "",
        "Set the user in the environment or in netrc, and give it the right to write.",
    ),
    Rule(
        "store-refused",
        "The store refused a request.",
        "",
        "The message names the request's URL, the status and what the store said.",
    ),
    Rule(
        "store-redirect",
        "The store sends to another address.",
        "What is sent along with a request, a password among it, is meant for one host.",
        "If you trust the other address, give it as the URL.",
    ),
    Rule(
        "store-answer",
        "An answer is no SPARQL result, or not all of one.",
        "Login pages, proxies and stores that run out of time answer with success, too.",
        "Look at the URL in a browser, and at the store's limits on rows and time.",
    ),
    Rule(
        "store-kind",
        "The store does not say what kind of store it is.",
        "Its addresses for updates and graphs depend on it.",
        "Name the kind with --store, and its other URLs with --update and --graphs.",
    ),
    Rule(
        "store-release",
        "What is to be pushed has no graphs, or none that describes it.",
        "A push is known by the release's description, and writes named graphs only.",
        "Push what 'il6ld build' writes.",
    ),
    Rule(
        "store-record",
        "The store holds no record of a push, or one that cannot be understood.",
        "Only the record says which graphs are il6ld's, and what they should hold.",
        "Push the release; if a newer il6ld has written the record, use that one.",
    ),
    Rule(
        "store-foreign",
        "A graph of the release's name holds what no push has written.",
        "It may be somebody's work.",
        "Move it to another graph, or write over it with --force.",
    ),
    Rule(
        "store-busy",
        "Another push has changed the store meanwhile.",
        "Two releases must not be mixed.",
        "Run the command again when the other has ended.",
    ),
    Rule(
        "store-graph",
        "A graph in the store does not hold what it should.",
        "Numbers and hashes are compared after the rewritings that are known of the store; this is none.",
        "If a value is shown that the store has changed, correct it: it may not be what its datatype says."
        " Otherwise push again.",
    ),
    Rule(
        "store-literal",
        "The store spells a literal otherwise: the same value, another text.",
        "Queries that compare values find it; those that compare texts do not, and checksums differ.",
        "Nothing. docs/stores.md lists what each store rewrites.",
    ),
    Rule(
        "push-incomplete",
        "A push has begun and not ended.",
        "Readers see the old release until all graphs are there, if the store can change many at once.",
        "Run it again: it finds out what is there already.",
    ),
)
