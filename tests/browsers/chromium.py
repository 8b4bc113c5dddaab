"""Debian's Chromium, one for a process: two would not go together, as each brings an event loop."""

from __future__ import annotations

import atexit
import shutil
from functools import cache
from typing import Any

import pytest

# Names outside of this machine lead nowhere, whatever a page or the browser itself may want of them.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@cache
def started() -> Any:
    """The browser, which is closed when the process ends; skips the test where there is none."""
    playwright: Any = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = shutil.which("chromium")
    if not path:
        pytest.skip("chromium is not installed")
    run = playwright.sync_playwright().start()
    atexit.register(run.stop)
    return run.chromium.launch(executable_path=path, args=_ARGUMENTS)
