"""Certificates for a server on loopback, signed by an authority of the tests: good ones and bad ones."""

from __future__ import annotations

import datetime
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DAY = datetime.timedelta(days=1)


def make(folder: Path, flaw: str) -> tuple[Path, Path]:
    """The files of the authority and of a certificate with its key; the flaw is as the test calls it."""
    key, other = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _certificate(_name("authority"), _name("authority"), key, key, days=30)
    issuer = _name("server") if flaw == "self-signed" else _name("authority")
    signer = other if flaw == "self-signed" else key
    address = "127.0.0.2" if flaw == "wrong name" else "127.0.0.1"
    days = -2 if flaw == "expired" else 30
    server = _certificate(_name("server"), issuer, other, signer, days, address)
    secret = other.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "authority.pem").write_bytes(authority)
    (folder / "server.pem").write_bytes(server + secret)
    return folder / "authority.pem", folder / "server.pem"


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey, days: int, address: str = "",
) -> bytes:  # fmt: skip
    now = datetime.datetime.now(datetime.UTC)
    alternative = [x509.IPAddress(ip_address(address))] if address else [x509.DNSName("authority.invalid")]
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 10 * _DAY)
        .not_valid_after(now + days * _DAY)
        .add_extension(x509.SubjectAlternativeName(alternative), critical=False)
        .add_extension(x509.BasicConstraints(ca=not address, path_length=None), critical=True)
    )
    return builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
