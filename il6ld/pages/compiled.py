"""Keeps compiled templates in the user's cache folder, as Python keeps compiled modules.

Where they cannot be kept they are compiled each time. That a template is still the same is jinja2's to check;
that it was compiled in the same way, escaping included, is told by the folder's name.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from il6ld.errors import CannotWrite
from il6ld.files import replace_bytes

_DIGEST = 32  # bytes
# RuntimeError is a user without a home.
_NO_TROUBLE = (OSError, RuntimeError, CannotWrite)


class Compiled(BytecodeCache):
    """The templates that were compiled before, by the code that stands in `settings`."""

    def __init__(self, settings: Path) -> None:
        self._mark = hashlib.sha256(settings.read_bytes()).hexdigest()[:16]

    def load_bytecode(self, bucket: Bucket) -> None:
        """Takes a template from the folder, if it is there."""
        with contextlib.suppress(*_NO_TROUBLE):
            content = (self._folder() / bucket.key).read_bytes()
            # What is damaged is not even looked at: Python may crash over it.
            if content[:_DIGEST] == hashlib.sha256(content[_DIGEST:]).digest():
                bucket.bytecode_from_string(content[_DIGEST:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Puts a template into the folder, if that can be written."""
        with contextlib.suppress(*_NO_TROUBLE):
            self._folder().mkdir(parents=True, exist_ok=True)
            content = bucket.bytecode_to_string()
            replace_bytes(self._folder() / bucket.key, hashlib.sha256(content).digest() + content)

    def _folder(self) -> Path:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        return cache / "il6ld" / f"templates-{self._mark}"
