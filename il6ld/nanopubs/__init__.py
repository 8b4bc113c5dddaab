"""Nanopublications signed and checked: structure, trusty URI, signature and signer.

The rules are those of the nanopublication guidelines and their test suite, held by our own code. A library in
wide use accepts a changed nanopublication that keeps its old signature; this room exists to refuse it.
"""

from __future__ import annotations

from il6ld.nanopubs.checking import Examination, check, examine
from il6ld.nanopubs.introductions import read_introduction
from il6ld.nanopubs.keys import SigningKey, read_key
from il6ld.nanopubs.signing import sign

__all__ = ["Examination", "SigningKey", "check", "examine", "read_introduction", "read_key", "sign"]
