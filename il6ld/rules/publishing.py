"""The rules of what is published by itself: nanopublications, their signatures and keys."""

from __future__ import annotations

from il6ld.rules.rule import Rule

PUBLISHING = (
    Rule(
        "nanopub-syntax",
        "A file of nanopublications is not TriG or N-Quads of RDF 1.1.",
        "What one program reads and another does not cannot be checked by both.",
        "Ask whoever wrote it for a good copy.",
    ),
    Rule(
        "nanopub-structure",
        "A nanopublication is not made of a head, an assertion, its provenance and its publication info.",
        "Programs tell the four apart by the head, and take what the assertion holds for the author's word.",
        "Compare the nanopublication guidelines, or a nanopublication that il6ld wrote.",
    ),
    Rule(
        "nanopub-literal",
        "A value in a nanopublication is not what its datatype says.",
        "Stores drop it or turn it into something else.",
        "Correct the value, or give it the datatype that it has.",
    ),
    Rule(
        "nanopub-size",
        "A nanopublication has more than 1,200 triples.",
        "It is to be one statement with its context, and servers refuse larger ones.",
        "Divide it.",
    ),
    Rule(
        "nanopub-trusty",
        "A trusty URI does not end in the hash of what stands under it.",
        "Then something was changed after the IRI was made.",
        "Do not use it; fetch the original by its IRI.",
    ),
    Rule(
        "nanopub-signature",
        "A signature does not hold, is incomplete, or is of a kind that is not trusted.",
        "Whoever changes a nanopublication can make its hash anew, but not its signature.",
        "Do not use it; ask its author for the original.",
    ),
    Rule(
        "nanopub-signer",
        "It is not known that the key of a signature belongs to whom it is said to.",
        "A signature proves that one key made it, and anyone can make a key.",
        "Name the introduction in which the signer declares the key, with --introduction.",
    ),
    Rule(
        "nanopub-weak-key",
        "A signature was made with a key of fewer than 2048 bits.",
        "Such keys can be broken with enough machines, or will be.",
        "Sign anew with a longer key.",
    ),
    Rule(
        "nanopub-introduction",
        "An introduction declares no key, or is not signed with one that it declares.",
        "Then its author may not hold the keys that it speaks of.",
        "Take the introduction that the signer published.",
    ),
    Rule(
        "nanopub-key",
        "A private key is missing, open to others, inside a project, or not fit to sign with.",
        "Whoever has the key signs in your name, and what is in a repository is soon published.",
        "Keep an RSA key of 2048 bits or more where only you can read it; the message says what is wrong.",
    ),
    Rule(
        "nanopub-agent",
        "Whoever signs is named by something that is no ORCID and no IRI.",
        "Nobody could look up whose signature it is.",
        "Write the ORCID in full, as it stands on the signer's page.",
    ),
    Rule(
        "nanopub-unsignable",
        "A nanopublication cannot be signed as it is.",
        "Its IRI is made of its content, so it must be whole, dated and not yet signed.",
        "Sign the file that 'il6ld build' writes.",
    ),
    Rule(
        "nanopub-reference",
        "Nanopublications refer to one another in a circle, or to one that is not there.",
        "A signed one names others by their trusty URIs, which must be made before its own.",
        "Sign both together, and let only the later name the earlier.",
    ),
)
