"""The rules of corpora that are built shard by shard."""

from __future__ import annotations

from il6ld.rules.rule import Rule

SCALING = (
    Rule(
        "corpus-twins",
        "Two files of a corpus have one name, but for how they are packed.",
        "Their shards would have one name too, and nobody could tell which of the two is meant.",
        "Take one of the two away, or give it another name.",
    ),
    Rule(
        "worker-lost",
        "A process that was making a shard was ended from outside.",
        "What it made is not whole, and is not taken for it.",
        "See that there is memory enough, and run the build again: finished shards are kept.",
    ),
    Rule(
        "no-java",
        "Spark needs a whole Java, and this machine has none that it can use.",
        "The Java that il6ld reasons with is cut down to what reasoning needs.",
        "Install Java 17 or later, and let JAVA_HOME name it.",
    ),
    Rule(
        "no-spark",
        "No session of Spark could be started on the master.",
        "The work of the build is done there.",
        "Look whether the master runs and can be reached from this machine, and what Spark says in its logs.",
    ),
    Rule(
        "not-shared",
        "A worker of Spark does not see what it has to read or write, or runs another il6ld.",
        "Shards are files that all workers and this machine have in common, and all must make them alike.",
        "Put corpus and release where every machine sees them under one path, and install one il6ld on all.",
    ),
    Rule(
        "corpus-conflict",
        "One current claim affirms what another current claim denies.",
        "Sources do disagree; neither is told as a fact without the other.",
        "Look whether both say what they are said to say. If they do, leave them: the conflict is told.",
    ),
)
