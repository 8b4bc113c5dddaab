"""il6ld: the claims of biomedical articles as linked data."""

from __future__ import annotations

__version__ = "0.1.0"
