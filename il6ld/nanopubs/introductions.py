"""Introductions: nanopublications by which an agent, such as the holder of an ORCID, declares public keys."""

from __future__ import annotations

from collections import defaultdict

import pyoxigraph as ox

from il6ld.errors import InvalidInput
from il6ld.findings import Severity
from il6ld.namespaces import NPX
from il6ld.nanopubs.checking import Examination, Keys, examine
from il6ld.nanopubs.documents import read_document
from il6ld.nanopubs.signatures import Refused, decoded, public_key
from il6ld.nanopubs.structure import Nanopub


def read_introduction(payload: bytes, name: str) -> Keys:
    """Who declares which keys; raises InvalidInput unless each nanopublication is signed by a key of its own.

    That the file comes from the agent is for the reader to know: anyone can make one.
    """
    document = read_document(payload, name)
    examined = examine(document)
    errors = [finding for finding in examined.findings if finding.severity is Severity.ERROR]
    if errors:
        raise InvalidInput(f"'{name}' introduces nobody: it is not valid.", findings=errors)
    keys: dict[str, set[bytes]] = defaultdict(set)
    for nanopub in examined.nanopubs:
        declared = _declared(nanopub)
        if not any(_signer(examined, nanopub) in found for found in declared.values()):
            raise InvalidInput.at(
                document.place_of(nanopub.iri),
                f"<{nanopub.iri}> declares no key, or is not signed with a key that it declares.",
                rule="nanopub-introduction", help="Ask the signer for the introduction that was published.",
            )  # fmt: skip
        for agent, found in declared.items():
            keys[agent] |= found
    return keys


def _signer(examined: Examination, nanopub: Nanopub) -> bytes:
    signature = examined.signatures.get(nanopub.iri)
    return signature.public_key if signature else b""


def _declared(nanopub: Nanopub) -> dict[str, set[bytes]]:
    """The RSA keys of each agent that one nanopublication's assertion declares."""
    said: dict[object, dict[ox.NamedNode, list[object]]] = defaultdict(lambda: defaultdict(list))
    for quad in nanopub.part("assertion"):
        said[quad.subject][quad.predicate].append(quad.object)
    found: dict[str, set[bytes]] = defaultdict(set)
    for properties in said.values():
        for agent in properties[NPX.declaredBy]:
            if isinstance(agent, ox.NamedNode):
                found[agent.value] |= _readable(properties[NPX.hasPublicKey])
    return found


def _readable(terms: list[object]) -> set[bytes]:
    """The keys among some terms, as DER; what is no strong enough RSA key can have signed nothing."""
    keys: set[bytes] = set()
    for term in terms:
        try:
            text = term.value if isinstance(term, ox.Literal) else ""
            public_key(text)
        except Refused:
            continue
        keys.add(decoded(text, "public key"))
    return keys
