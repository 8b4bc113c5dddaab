"""Signs nanopublications with nanopub-sign, each after those it refers to, and checks what comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from il6ld.errors import Il6ldError, InvalidInput, UsageError
from il6ld.findings import has_errors
from il6ld.namespaces import DCTERMS, NPX
from il6ld.nanopubs.checking import examine
from il6ld.nanopubs.documents import Document, read_document
from il6ld.nanopubs.keys import SigningKey
from il6ld.nanopubs.references import in_order, renamed, require_trusty
from il6ld.nanopubs.signatures import SIGNATURE_PARTS
from il6ld.nanopubs.structure import Nanopub
from il6ld.nanopubs.trusty import artifact_code

_AGENT = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_ORCID = re.compile(r"https://orcid\.org/((?:\d{4}-){3}\d{3}[\dX])")


def sign(payload: bytes, name: str, key: SigningKey, agent: str = "") -> list[ox.Quad]:
    """The nanopublications of a file, signed: each with a trusty URI below its own.

    `agent` is the IRI of who signs, such as an ORCID. A reference to another nanopublication of the file
    becomes one to its trusty URI. Raises InvalidInput for a file that is not valid, signed already, refers
    in a circle or supersedes what is not in it.
    """
    import nanopub_sign as signer

    _require_agent(agent)
    document = read_document(payload, name)
    examined = examine(document)
    if has_errors(examined.findings):
        raise InvalidInput(f"'{name}' holds nanopublications that are not valid.", findings=examined.findings)
    profile = _profile(signer, key)
    trusty: dict[ox.NamedNode, ox.NamedNode] = {}
    signed: list[ox.Quad] = []
    for nanopub in in_order(document, examined.nanopubs):
        _require_signable(document, nanopub)
        quads = [renamed(quad, trusty) for quad in nanopub.quads]
        require_trusty(document, nanopub, quads)
        prepared = [*_separated(nanopub, quads), *_signed_by(nanopub, agent)]
        found = _signed(signer, profile, prepared)
        trusty[nanopub.node] = _same_otherwise(document, nanopub, prepared, found)
        signed += found
    return signed


def _require_agent(agent: str) -> None:
    """An ORCID has its check digit; any other agent has an IRI."""
    orcid = _ORCID.fullmatch(agent)
    is_fine = _has_check_digit(orcid[1]) if orcid else "orcid.org" not in agent and _AGENT.fullmatch(agent)
    if agent and not is_fine:
        raise UsageError.at(
            None, f"'{agent}' is no ORCID and no other agent's IRI.", rule="nanopub-agent",
            help="Write an ORCID in full: https://orcid.org/, then four groups of four.",
        )  # fmt: skip


def _has_check_digit(digits: str) -> bool:
    """Whether the last digit is the one that ISO 7064 (mod 11-2) gives to the others."""
    total = 0
    for digit in digits.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    due = (12 - total % 11) % 11
    return digits[-1] == ("X" if due == 10 else str(due))


def _profile(signer: Any, key: SigningKey) -> Any:
    try:
        return signer.NpProfile(key.text)
    except Exception:
        # Without what nanopub-sign says of it, which might show the key.
        raise UsageError.at(
            None, "nanopub-sign cannot use this key.", rule="nanopub-key",
            help="Make another: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:4096 -out KEY",
        ) from None  # fmt: skip


def _require_signable(document: Document, nanopub: Nanopub) -> None:
    bare = nanopub.iri.rstrip("/#")
    info = nanopub.part("publication info")
    if artifact_code(nanopub.iri) or any(quad.predicate in SIGNATURE_PARTS for quad in info):
        why, cure = "is signed or has a trusty URI already", "Sign the nanopublication that it was made from."
    elif len({str(graph)[1 : len(bare) + 2] for graph in nanopub.names} & {f"{bare}/", f"{bare}#"}) != 1:
        why, cure = "has graphs that do not stand below it", "Name them with its IRI, a slash and a word."
    elif not any((q.subject, q.predicate) == (nanopub.node, DCTERMS.created) for q in info):
        # nanopub-sign would look at the clock.
        why, cure = "does not say when it was made", "Give the ontology's header a dcterms:issued, and build."
    else:
        return
    raise InvalidInput.at(
        document.place_of(nanopub.iri), f"<{nanopub.iri}> {why}.", rule="nanopub-unsignable", help=cure
    )


def _below(nanopub: Nanopub) -> str:
    """What its graphs begin with: its IRI, and the mark that parts them."""
    return str(nanopub.head)[1 : len(nanopub.iri.rstrip("/#")) + 2]


def _separated(nanopub: Nanopub, quads: list[ox.Quad]) -> Iterator[ox.Quad]:
    """The quads with the parting mark behind the nanopublication's IRI, where nanopub-sign wants it."""
    node = ox.NamedNode(_below(nanopub))
    for quad in quads:
        subject = node if quad.subject == nanopub.node else quad.subject
        term = node if quad.object == nanopub.node else quad.object
        yield ox.Quad(subject, quad.predicate, term, quad.graph_name)


def _element(nanopub: Nanopub) -> ox.NamedNode:
    """The node that nanopub-sign hangs the signature on."""
    return ox.NamedNode(f"{_below(nanopub)}sig")


def _signed_by(nanopub: Nanopub, agent: str) -> Iterator[ox.Quad]:
    if agent:
        (info,) = nanopub.linked["publication info"]
        yield ox.Quad(_element(nanopub), NPX.signedBy, ox.NamedNode(agent), info)


def _signed(signer: Any, profile: Any, quads: list[ox.Quad]) -> list[ox.Quad]:
    """What nanopub-sign makes of one nanopublication."""
    text = "".join(sorted(f"{quad.graph_name} {{ {quad.triple} . }}\n" for quad in quads))
    try:
        made = signer.Nanopub(text).sign(profile).rdf()
    except Exception as error:
        raise Il6ldError.at(None, f"nanopub-sign failed: {error}") from error
    return list(ox.parse(made, format=ox.RdfFormat.TRIG))


def _same_otherwise(
    document: Document, nanopub: Nanopub, quads: list[ox.Quad], signed: list[ox.Quad]
) -> ox.NamedNode:
    """The trusty IRI of a signed nanopublication that is valid, and says what it said before."""
    examined = examine(Document("", "", frozenset(signed)))
    (found,) = examined.nanopubs

    def restored(node: Any) -> Any:
        if isinstance(node, ox.NamedNode) and node.value.startswith(found.iri):
            return ox.NamedNode(_below(nanopub) + node.value[len(found.iri) + 1 :])
        return node

    before = {
        ox.Quad(restored(quad.subject), quad.predicate, restored(quad.object), restored(quad.graph_name))
        for quad in signed
    }
    element = _element(nanopub)
    added = {quad for quad in before if quad.subject == element and quad.predicate in SIGNATURE_PARTS}
    if before - added == set(quads) and examined.signatures:
        return found.node
    # Seen with nanopub-sign 0.2.0, which sorts some literals in an order of its own before it hashes them.
    raise InvalidInput.at(
        document.place_of(nanopub.iri),
        f"nanopub-sign gives <{nanopub.iri}> a hash that others would not find.", rule="nanopub-unsignable",
        help="Look for two values of one property with the same text, one of them with a language; or for "
        "characters beyond U+FFFF.",
    )  # fmt: skip
