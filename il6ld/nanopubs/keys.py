"""The private key that a user signs with: read where it lies, never printed, never copied."""

from __future__ import annotations

import base64
import binascii
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from il6ld.errors import Il6ldError, UsageError
from il6ld.files import read_bytes
from il6ld.nanopubs.signatures import STRONG_BITS

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes


@dataclass(frozen=True)
class SigningKey:
    """An RSA private key, as base64 of its PKCS #8 form; it shows nothing of itself."""

    text: str = field(repr=False)


def read_key(path: Path, project: Path) -> SigningKey:
    """The key of a file; a UsageError for one that is missing, encrypted, open to others, or unfit to sign.

    A key inside the project or inside any git repository is refused, since it might be published with it.
    """
    if not path.is_file():
        raise _unfit(path, "is not there, or is no file", "Name the file of your RSA key with --key.")
    _require_private(path)
    _require_outside(path, project)
    return SigningKey(_as_text(path, _loaded(path, read_bytes(path, str(path)))))


def _unfit(path: Path, why: str, cure: str) -> Il6ldError:
    return UsageError.at(None, f"The key '{path}' {why}.", rule="nanopub-key", help=cure)


def _require_private(path: Path) -> None:
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise _unfit(path, "can be read or changed by others", f"Close it to them: chmod 600 {path}")


def _require_outside(path: Path, project: Path) -> None:
    """Both where the name stands and where it leads: a link to a key outside is published as a link."""
    for place in (path.absolute(), path.resolve()):
        inside = next((folder for folder in place.parents if (folder / ".git").exists()), None)
        if place.is_relative_to(project.resolve()):
            inside = project
        if inside is not None:
            cure = "Keep it where nothing is published or committed, such as ~/.nanopub/."
            raise _unfit(path, f"lies inside '{inside}', a project or repository", cure)


def _loaded(path: Path, content: bytes) -> PrivateKeyTypes:
    """The key of a PEM file, or of the bare base64 that other tools for nanopublications write."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_der_private_key, load_pem_private_key

    if b"OPENSSH PRIVATE KEY" in content:
        cure = "Write a copy of it as PKCS #8: ssh-keygen -p -m PKCS8 -f COPY"
        raise _unfit(path, "is in the form of OpenSSH, which is not read", cure)
    try:
        if b"-----BEGIN" in content:
            return load_pem_private_key(content, None)
        return load_der_private_key(base64.b64decode(b"".join(content.split()), validate=True), None)
    except TypeError:
        cure = "Name a key that is not; il6ld asks for no password."
        # The causes are left out: whatever they say of the key is nobody's business.
        raise _unfit(path, "is encrypted", cure) from None
    except (ValueError, binascii.Error, UnsupportedAlgorithm):
        cure = "Name an RSA private key in PEM, whole and as it was made."
        raise _unfit(path, "is cut short, or is no private key", cure) from None


def _as_text(path: Path, key: PrivateKeyTypes) -> str:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    cure = "Make another: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:4096 -out KEY"
    if not isinstance(key, RSAPrivateKey):
        raise _unfit(path, "is no RSA key", cure)
    if key.key_size < STRONG_BITS:
        raise _unfit(path, f"has {key.key_size} bits; at least {STRONG_BITS} are needed", cure)
    return base64.b64encode(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).decode()
