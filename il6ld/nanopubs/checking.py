"""The checker: everything that is wrong with a file of nanopublications, each reason by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from il6ld.findings import Finding, Severity, has_errors
from il6ld.nanopubs import structure
from il6ld.nanopubs.documents import Document, read_document
from il6ld.nanopubs.signatures import STRONG_BITS, Refused, Signature, verified
from il6ld.nanopubs.structure import MAX_TRIPLES, Nanopub
from il6ld.nanopubs.trusty import NotHashable, artifact_code, computed_code

# Each agent's IRI with the public keys, as DER, that the agent has declared.
Keys = Mapping[str, Set[bytes]]

# What can be wrong by its rule, with what to do then.
_CURES = {
    "nanopub-structure": "Compare the nanopublication guidelines; il6ld writes them right.",
    "nanopub-literal": "Correct the value, or give it the datatype that it has.",
    "nanopub-size": "Divide it: a nanopublication is one statement with its context.",
    "nanopub-trusty": "It was changed after its IRI was made: take it for nothing that its author said.",
    "nanopub-signature": "Do not use it; ask its author for the original.",
    "nanopub-signer": "Ask its author for an introduction that declares this key.",
    "nanopub-weak-key": "Sign anew with a key of 2048 bits or more.",
}


@dataclass(frozen=True)
class Examination:
    """What a check of one file found: its nanopublications, how many have trusty URIs that hold, the
    signatures that hold by nanopublication, and of how many of these the signer is known."""

    findings: list[Finding]
    nanopubs: list[Nanopub] = field(repr=False)
    trusty: int
    signatures: dict[str, Signature] = field(repr=False)
    known: int


def check(payload: bytes, name: str = "nanopubs.trig", keys: Keys | None = None) -> list[Finding]:
    """What is wrong with a file of nanopublications; no error among the findings means that all are valid.

    `keys` are those of an introduction. Raises UnreadableInput or InvalidInput where it is not RDF.
    """
    return examine(read_document(payload, name), keys).findings


def examine(document: Document, keys: Keys | None = None) -> Examination:
    """The same, with what was looked at."""
    found = structure.nanopubs(document.quads)
    findings: list[Finding] = []
    signatures: dict[str, Signature] = {}
    trusty = 0
    for nanopub in found:
        told = list(_told(nanopub))
        trusty += bool(artifact_code(nanopub.iri)) and not _wrong(told)
        if not _wrong(told):
            told += _signature(nanopub, signatures)
        findings += [_finding(document, nanopub, *one) for one in told]
    if not has_errors(findings):
        findings += _whole(document, found)
    strangers = [_finding(document, *one) for one in _unproven(found, signatures, keys or {})]
    if keys is not None:
        findings += strangers
    elif signatures:
        findings.append(_unchecked(len(signatures)))
    return Examination(findings, found, trusty, signatures, len(signatures) - len(strangers))


_Told = tuple[str, Severity, str]


def _wrong(told: list[_Told]) -> bool:
    return any(severity is Severity.ERROR for _, severity, _ in told)


def _told(nanopub: Nanopub) -> Iterator[_Told]:
    """What is wrong with one nanopublication before its signature is looked at."""
    code = artifact_code(nanopub.iri)
    malformed = list(structure.faults(nanopub))
    yield from (("nanopub-structure", Severity.ERROR, fault) for fault in malformed)
    yield from (("nanopub-structure", Severity.WARNING, aside) for aside in structure.asides(nanopub))
    # What has a trusty URI is published and stays as it is; before, it can be mended.
    grave = Severity.WARNING if code else Severity.ERROR
    yield from (("nanopub-literal", grave, fault) for fault in structure.odd_literals(nanopub))
    if len(nanopub.quads) > MAX_TRIPLES:
        message = f"It has {len(nanopub.quads):,} triples; the limit is {MAX_TRIPLES:,}."
        yield "nanopub-size", Severity.ERROR, message
    if code and not malformed and (fault := _untrue(nanopub, code)):
        yield "nanopub-trusty", Severity.ERROR, fault


def _untrue(nanopub: Nanopub, code: str) -> str:
    try:
        computed = computed_code(nanopub.quads, code)
    except NotHashable as error:
        return f"It has a trusty URI, but holds {error}, which no trusty URI covers."
    return "" if computed == code else f"Its IRI ends in {code}, and its content gives {computed}."


def _signature(nanopub: Nanopub, signatures: dict[str, Signature]) -> Iterator[_Told]:
    """What there is to say of its signature; one that holds is added to the others."""
    try:
        signature = verified(nanopub)
    except Refused as refusal:
        yield "nanopub-signature", Severity.ERROR, str(refusal)
        return
    if signature:
        signatures[nanopub.iri] = signature
        if signature.bits < STRONG_BITS:
            message = f"Its key has {signature.bits} bits, which is weak today."
            yield "nanopub-weak-key", Severity.WARNING, message


def _unproven(
    found: list[Nanopub], signatures: dict[str, Signature], keys: Keys
) -> Iterator[tuple[Nanopub, str, Severity, str]]:
    """Each signature whose key nobody has declared who is said to have signed."""
    for nanopub in found:
        signature = signatures.get(nanopub.iri)
        if signature and not any(signature.public_key in keys.get(agent, ()) for agent in signature.agents):
            whom = " or ".join(f"<{agent}>" for agent in signature.agents)
            message = f"{whom} has not declared its key." if whom else "It does not say who signed it."
            yield nanopub, "nanopub-signer", Severity.ERROR, message


def _finding(document: Document, nanopub: Nanopub, rule: str, severity: Severity, message: str) -> Finding:
    place = document.place_of(nanopub.iri)
    return Finding(rule, severity, f"<{nanopub.iri}>: {message}", place, _CURES[rule])


def _whole(document: Document, found: list[Nanopub]) -> Iterator[Finding]:
    """What is wrong with the file; told only where each part is right, lest one slip is told twice."""
    told = structure.strangers(document.quads, found) if found else ["It holds no nanopublication."]
    cure = _CURES["nanopub-structure"]
    start = document.place_of("")
    yield from (Finding("nanopub-structure", Severity.ERROR, fault, start, cure) for fault in told)


def _unchecked(number: int) -> Finding:
    are = "nanopublication" if number == 1 else f"{number} nanopublications"
    message = f"Who signed the {are} was not checked: a signature alone proves only that one key made it."
    cure = "Name the signer's introduction with --introduction."
    return Finding("nanopub-signer", Severity.INFO, message, None, cure)
