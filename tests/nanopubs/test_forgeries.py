"""A signature that does not hold is refused, though the hash is made anew; and each reason is told."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from il6ld.errors import InvalidInput
from il6ld.findings import Severity
from il6ld.namespaces import NPX, RDFS
from il6ld.nanopubs import check, read_introduction
from tests.nanopubs import forging
from tests.nanopubs.forging import FOLDER, Quads, only, payload, read, rehashed, replaced, with_text
from tests.nanopubs.samples import added, part, signed, told, without

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

AGENT = "https://example.org/nanopubs/people/1"
pytest.importorskip("cryptography", reason="signatures need cryptography: pip install 'il6ld[nanopub]'")


# C11 and C12: content, hash and signature
def changed(quads: Quads) -> Quads:
    return with_text(quads, "does not prevent", "prevents")


def flipped(quads: Quads) -> Quads:
    (term,) = (quad.object for quad in quads if quad.predicate == NPX.hasSignature)
    assert isinstance(term, ox.Literal)
    content = bytearray(base64.b64decode(term.value))
    content[-1] ^= 1
    return forging.with_signature(quads, bytes(content))


def key_swapped(quads: Quads) -> Quads:
    return replaced(quads, NPX.hasPublicKey, ox.Literal(base64.b64encode(forging.der_of(own_key())).decode()))


def signed_twice(quads: Quads) -> Quads:
    info = [quad for quad in quads if str(quad.subject).endswith("/sig>")]
    again = [ox.Quad(ox.NamedNode(f"{quad.subject.value}2"), quad.predicate, quad.object, quad.graph_name)
             for quad in info if isinstance(quad.subject, ox.NamedNode)]  # fmt: skip
    assert again
    return [*quads, *again]


def another_text_added(quads: Quads) -> Quads:
    (quad,) = (quad for quad in quads if quad.predicate == NPX.hasSignature)
    return [*quads, ox.Quad(quad.subject, quad.predicate, ox.Literal("AAAA"), quad.graph_name)]


@cache
def own_key(bits: int = 2048) -> RSAPrivateKey:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

    return generate_private_key(65537, bits)


def elliptic(quads: Quads) -> Quads:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = generate_private_key(SECP256R1()).public_key()
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return replaced(quads, NPX.hasPublicKey, ox.Literal(base64.b64encode(der).decode()))


FORGERIES: dict[str, tuple[Callable[[Quads], Quads], str]] = {
    "content changed, hash and signature made for it": (changed, "Its signature is not that of its key"),
    "signature flipped": (flipped, "Its signature is not that of its key"),
    "key swapped": (key_swapped, "Its signature is not that of its key"),
    "two signatures": (signed_twice, "It has 2 signatures"),
    "two texts of one signature": (another_text_added, "It has 2 signatures"),
    "signature taken away": (without(NPX.hasSignature), "no values of hasSignature"),
    "key taken away": (without(NPX.hasPublicKey), "no values of hasPublicKey"),
    "algorithm taken away": (without(NPX.hasAlgorithm), "no values of hasAlgorithm"),
    "target taken away": (without(NPX.hasSignatureTarget), "of nothing, and not of itself"),
    "target of another": (
        lambda quads: replaced(quads, NPX.hasSignatureTarget, ox.NamedNode("https://example.org/x")),
        "of <https://example.org/x>, and not of itself"),
    "DSA": (lambda quads: replaced(quads, NPX.hasAlgorithm, ox.Literal("DSA")), "signed with DSA"),
    "legacy signature": (
        lambda quads: added(quads, "pubinfo", NPX.hasSignatureElement, ox.NamedNode("https://example.org/x")),
        "DSA and SHA-1"),
    "no RSA key": (elliptic, "no RSA key"),
    "no key at all": (lambda quads: replaced(quads, NPX.hasPublicKey, ox.Literal("AAAA")), "cannot be read"),
    "no base64": (lambda quads: replaced(quads, NPX.hasSignature, ox.Literal("%%%%")), "no base64"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_with_a_true_hash_is_refused(name: str) -> None:
    change, words = FORGERIES[name]
    found = told(rehashed(change(signed())))
    assert [rule for rule, _ in found] == ["nanopub-signature"]
    assert words in found[0][1]


def test_changed_content_under_the_old_hash_is_refused() -> None:
    assert [rule for rule, _ in told(changed(signed()))] == ["nanopub-trusty"]


def test_a_forged_file_is_refused_in_the_form_that_il6ld_writes() -> None:
    found = told((FOLDER / "forged.trig").read_bytes(), "forged.trig")
    assert [rule for rule, _ in found] == ["nanopub-signature"]


def test_a_signature_without_a_trusty_uri_is_refused() -> None:
    from il6ld.nanopubs.structure import nanopubs
    from il6ld.nanopubs.trusty import artifact_code

    quads = signed()
    (nanopub,) = nanopubs(quads)
    assert "no trusty URI" in told(with_text(quads, artifact_code(nanopub.iri), "plain"))[0][1]


def test_a_blank_node_has_no_place_under_a_trusty_uri() -> None:
    quads = signed()
    quads.append(ox.Quad(ox.BlankNode(), RDFS.label, ox.Literal("x"), part(quads, "assertion")))
    assert [rule for rule, _ in told(quads)] == ["nanopub-trusty"]


def test_a_true_signature_with_another_key_holds_but_is_nobodys() -> None:
    keys = read_introduction((FOLDER / "introduction.trig").read_bytes(), "introduction.trig")
    content = payload(forging.signed_anew(changed(signed()), own_key()))
    assert [finding.severity for finding in check(content, "case.nq")] == [Severity.INFO]
    (found,) = check(content, "case.nq", keys)
    assert found.rule == "nanopub-signer" and f"<{AGENT}> has not declared" in found.message


def test_a_key_of_1024_bits_is_called_weak() -> None:
    content = payload(forging.signed_anew(signed(), own_key(1024)))
    rules = {finding.rule: finding.severity for finding in check(content, "case.nq")}
    assert rules == {"nanopub-weak-key": Severity.WARNING, "nanopub-signer": Severity.INFO}


# Two primes that make an RSA key of 512 bits, which one machine can take apart again.
PRIMES = (2**256 - 189, 2**256 - 357)


def test_a_key_of_512_bits_is_refused_though_its_signature_is_true() -> None:
    first, second = PRIMES
    private = pow(65537, -1, (first - 1) * (second - 1))
    (found,) = told(textbook_signed(signed(), first * second, 65537, private))
    assert found[0] == "nanopub-signature" and "weak: 512 bits" in found[1]


def test_a_key_whose_exponent_signs_anything_is_refused() -> None:
    """With the exponent 1, a message is its own signature."""
    (found,) = told(textbook_signed(signed(), 2**2048 - 1, 1, 1))
    assert found[0] == "nanopub-signature" and "public key" in found[1]


def textbook_signed(quads: Quads, modulus: int, exponent: int, private: int) -> Quads:
    """Signed by plain arithmetic, as no library will with such a key."""
    prepared = forging.keyed(quads, spki(modulus, exponent))
    size = (modulus.bit_length() + 7) // 8
    head = bytes.fromhex("3031300d060960864801650304020105000420")
    digest = head + hashlib.sha256(forging.content(prepared)).digest()
    padded = b"\0\1" + b"\xff" * (size - len(digest) - 3) + b"\0" + digest
    number = pow(int.from_bytes(padded, "big"), private, modulus)
    return forging.with_signature(prepared, number.to_bytes(size, "big"))


def spki(modulus: int, exponent: int) -> bytes:
    """An RSA public key in DER, whatever its numbers."""

    def wrapped(tag: int, content: bytes) -> bytes:
        size = len(content)
        length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
        return bytes([tag]) + length + content

    def integer(number: int) -> bytes:
        return wrapped(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))

    numbers = wrapped(0x30, integer(modulus) + integer(exponent))
    algorithm = bytes.fromhex("300d06092a864886f70d0101010500")
    return wrapped(0x30, algorithm + wrapped(3, b"\0" + numbers))


# Who signed
def test_an_introduction_makes_the_signer_known() -> None:
    keys = read_introduction((FOLDER / "introduction.trig").read_bytes(), "introduction.trig")
    assert list(keys) == [AGENT]
    content = (FOLDER / "signed.trig").read_bytes()
    assert check(content, "signed.trig", keys) == []
    (unknown,) = check(content, "signed.trig")
    assert unknown.severity is Severity.INFO and "was not checked" in unknown.message


def test_somebody_elses_introduction_proves_nothing() -> None:
    others: dict[str, set[bytes]] = {
        "https://example.org/nanopubs/people/2": next(iter(introduced().values()))
    }
    for keys in (others, {}):
        found = check((FOLDER / "signed.trig").read_bytes(), "signed.trig", keys)
        why = [(finding.rule, finding.severity) for finding in found]
        assert why == [("nanopub-signer", Severity.ERROR)] * 2


def introduced() -> dict[str, set[bytes]]:
    found = read_introduction((FOLDER / "introduction.trig").read_bytes(), "introduction.trig")
    return {agent: set(keys) for agent, keys in found.items()}


def test_a_forged_introduction_introduces_nobody() -> None:
    """It declares somebody's key, but whoever wrote it has not the key to sign with."""
    quads = with_text(read("introduction.trig"), "people/1", "people/2")
    with pytest.raises(InvalidInput, match="introduces nobody"):
        read_introduction(payload(rehashed(quads)), "case.nq")
    with pytest.raises(InvalidInput, match="not signed with a key that it declares"):
        read_introduction(payload(forging_introduction()), "case.nq")


def forging_introduction() -> Quads:
    """An introduction of the key that it declares, truly signed with another."""
    quads = read("introduction.trig")
    declared = next(quad.object for quad in only(quads, "/assertion>") if quad.predicate == NPX.hasPublicKey)
    assert isinstance(declared, ox.Literal)
    moved = [quad for quad in quads if quad.object != declared or "/assertion>" not in str(quad.graph_name)]
    assert len(moved) == len(quads) - 1
    key = next(quad.subject for quad in only(quads, "/assertion>") if quad.predicate == NPX.hasAlgorithm)
    kept = ox.Quad(key, NPX.hasPublicKey, declared, part(quads, "assertion"))
    return forging.signed_anew(moved, own_key(), kept)


def test_a_claim_is_no_introduction() -> None:
    with pytest.raises(InvalidInput, match="declares no key"):
        read_introduction((FOLDER / "signed.trig").read_bytes(), "signed.trig")
