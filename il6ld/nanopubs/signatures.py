"""The signature of a nanopublication: found in its publication info, and verified with its own public key."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from il6ld.namespaces import DCTERMS, NPX, local_name
from il6ld.nanopubs.structure import Nanopub
from il6ld.nanopubs.trusty import artifact_code, normalised

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

LEAST_BITS = 1024
STRONG_BITS = 2048
SIGNATURE_PARTS = (NPX.hasSignature, NPX.hasPublicKey, NPX.hasAlgorithm, NPX.hasSignatureTarget)
_PAV_CREATED_BY = ox.NamedNode("http://purl.org/pav/createdBy")


class Refused(Exception):
    """A signature that is not to be trusted, with the reason as a sentence."""


@dataclass(frozen=True)
class Signature:
    """A signature that holds: its key as DER, the key's size in bits, and who is said to have signed."""

    public_key: bytes = field(repr=False)
    bits: int
    agents: tuple[str, ...]


def verified(nanopub: Nanopub) -> Signature | None:
    """The signature of a nanopublication, verified; None where it has none; raises Refused, saying why."""
    element = _element(nanopub)
    if element is None:
        return None
    code = artifact_code(nanopub.iri)
    if not code:
        raise Refused("It is signed, but its IRI is no trusty URI.")
    text, key_text = (_literal(nanopub, element, part) for part in SIGNATURE_PARTS[:2])
    if (algorithm := _literal(nanopub, element, NPX.hasAlgorithm)) != "RSA":
        raise Refused(f"It is signed with {algorithm}; only RSA with SHA-256 is trusted.")
    key, bits = public_key(key_text)
    its_own = (element, NPX.hasSignature)
    content = [quad for quad in nanopub.quads if (quad.subject, quad.predicate) != its_own]
    _verify(key, decoded(text, "signature"), normalised(content, code).encode())
    return Signature(decoded(key_text, "public key"), bits, _agents(nanopub, element))


def _element(nanopub: Nanopub) -> ox.NamedNode | None:
    """The one node that holds the signature, whole and of this nanopublication."""
    info = nanopub.part("publication info")
    if any(quad.predicate == NPX.hasSignatureElement for quad in info):
        raise Refused("It is signed in the old way, with DSA and SHA-1, which is not trusted.")
    signatures = [quad for quad in info if quad.predicate == NPX.hasSignature]
    nodes = {quad.subject for quad in info if quad.predicate in (NPX.hasSignature, NPX.hasSignatureTarget)}
    if not nodes:
        return None
    if len(nodes) > 1 or len(signatures) > 1:
        raise Refused(f"It has {max(len(nodes), len(signatures))} signatures.")
    (node,) = nodes
    if not isinstance(node, ox.NamedNode):
        raise Refused("Its signature hangs on a blank node.")
    targets = _values(nanopub, node, NPX.hasSignatureTarget)
    if targets != [nanopub.node]:
        told = " and ".join(map(str, targets)) or "nothing"
        raise Refused(f"Its signature is of {told}, and not of itself.")
    return node


def _values(nanopub: Nanopub, node: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode | ox.Literal]:
    found = [
        quad.object
        for quad in nanopub.part("publication info")
        if (quad.subject, quad.predicate) == (node, predicate)
    ]
    return sorted((term for term in found if isinstance(term, (ox.NamedNode, ox.Literal))), key=str)


def _literal(nanopub: Nanopub, node: ox.NamedNode, predicate: ox.NamedNode) -> str:
    found = _values(nanopub, node, predicate)
    if len(found) != 1 or not isinstance(found[0], ox.Literal):
        raise Refused(f"Its signature has {len(found) or 'no'} values of {local_name(predicate)}.")
    return found[0].value


def _agents(nanopub: Nanopub, element: ox.NamedNode) -> tuple[str, ...]:
    """Who is said to have signed; where nobody is, who is said to have made it."""
    signers = _values(nanopub, element, NPX.signedBy)
    makers = [_values(nanopub, nanopub.node, by) for by in (DCTERMS.creator, _PAV_CREATED_BY)]
    return tuple(term.value for term in signers or [maker for found in makers for maker in found])


def decoded(text: str, what: str) -> bytes:
    """The bytes of a text in base64; raises Refused, naming `what` they are, for any other."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(f"Its {what} is no base64.") from error


def public_key(text: str) -> tuple[RSAPublicKey, int]:
    """An RSA public key from the base64 of its DER, and its size in bits; raises Refused for any other."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(decoded(text, "public key"))
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Refused("Its public key cannot be read.") from error
    if not isinstance(key, RSAPublicKey):
        raise Refused("Its public key is no RSA key.")
    if key.key_size < LEAST_BITS:
        raise Refused(f"Its RSA key is weak: {key.key_size} bits, which anyone can break.")
    return key, key.key_size


def _verify(key: RSAPublicKey, signature: bytes, content: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        key.verify(signature, content, PKCS1v15(), SHA256())  # raises, and returns nothing to overlook
    except InvalidSignature as error:
        raise Refused("Its signature is not that of its key over its content.") from error
