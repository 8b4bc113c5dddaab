"""Nanopublications changed as a forger would change them."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from il6ld.namespaces import NPX
from il6ld.nanopubs.structure import nanopubs
from il6ld.nanopubs.trusty import artifact_code, computed_code, normalised

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

FOLDER = Path(__file__).parent
Quads = list[ox.Quad]


def read(name: str) -> Quads:
    """The quads of a file in this folder."""
    return list(ox.parse((FOLDER / name).read_bytes(), format=ox.RdfFormat.TRIG))


def only(quads: Iterable[ox.Quad], word: str) -> Quads:
    """The quads of the graphs whose names hold a word."""
    return [quad for quad in quads if word in str(quad.graph_name)]


def payload(quads: Iterable[ox.Quad]) -> bytes:
    """Quads as N-Quads."""
    return "".join(sorted(f"{quad} .\n" for quad in quads)).encode()


def replaced(quads: Iterable[ox.Quad], predicate: ox.NamedNode, term: ox.NamedNode | ox.Literal) -> Quads:
    """The quads with another object for a predicate."""
    return [
        ox.Quad(quad.subject, quad.predicate, term, quad.graph_name) if quad.predicate == predicate else quad
        for quad in quads
    ]


def with_text(quads: Iterable[ox.Quad], old: str, new: str) -> Quads:
    """The quads with other text, within IRIs and literals."""
    text = payload(quads).decode()
    assert old in text
    return list(ox.parse(text.replace(old, new), format=ox.RdfFormat.N_QUADS))


def rehashed(quads: Iterable[ox.Quad]) -> Quads:
    """The quads with every trusty URI made anew, as anyone can; those that are referred to come first."""
    found = list(quads)
    for node in [nanopub.node for nanopub in nanopubs(found)]:
        nanopub = next(one for one in nanopubs(found) if one.node == node)
        code = artifact_code(nanopub.iri)
        due = computed_code(nanopub.quads, code)
        if due != code:
            found = with_text(found, code, due)
    return found


def signed_anew(quads: Iterable[ox.Quad], key: RSAPrivateKey, *kept: ox.Quad) -> Quads:
    """One nanopublication with another key and a signature that it made; `kept` is signed as it is."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    prepared = [*keyed(quads, der_of(key)), *kept]
    return with_signature(prepared, key.sign(content(prepared), PKCS1v15(), SHA256()))


def der_of(key: RSAPrivateKey) -> bytes:
    """The public half of a key."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def keyed(quads: Iterable[ox.Quad], public_key: bytes) -> Quads:
    """The quads with another public key and no signature."""
    unsigned = [quad for quad in quads if quad.predicate != NPX.hasSignature]
    return replaced(unsigned, NPX.hasPublicKey, ox.Literal(base64.b64encode(public_key).decode()))


def content(quads: Quads) -> bytes:
    """What a signature of the one nanopublication covers."""
    (nanopub,) = nanopubs(quads)
    return normalised(quads, artifact_code(nanopub.iri)).encode()


def _signature(quads: Quads, signature: bytes) -> ox.Quad:
    (target,) = (quad for quad in quads if quad.predicate == NPX.hasSignatureTarget)
    text = ox.Literal(base64.b64encode(signature).decode())
    return ox.Quad(target.subject, NPX.hasSignature, text, target.graph_name)


def with_signature(quads: Quads, signature: bytes) -> Quads:
    """The quads with these bytes as their signature, hashed anew."""
    unsigned = [quad for quad in quads if quad.predicate != NPX.hasSignature]
    return rehashed([*unsigned, _signature(unsigned, signature)])
