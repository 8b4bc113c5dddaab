"""What the tests of pages share."""

from __future__ import annotations

from tests.pages.whole import site

__all__ = ["site"]
