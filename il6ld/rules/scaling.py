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
        "corpus-conflict",
        "One current claim affirms what another current claim denies.",
        "Sources do disagree; neither is told as a fact without the other.",
        "Look whether both say what they are said to say. If they do, leave them: the conflict is told.",
    ),
)
