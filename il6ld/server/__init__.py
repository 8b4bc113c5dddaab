"""The pages and the claims over HTTP: an ASGI application, and the processes that answer its queries.

`application`, `connections` and `running` need the extra `serve`, so they are imported where they are used.
"""

from __future__ import annotations

from il6ld.server.jobs import Job, Outcome
from il6ld.server.library import Library
from il6ld.server.limits import Limits, Settings
from il6ld.server.making import Making
from il6ld.server.nursery import Nursery

__all__ = ["Job", "Library", "Limits", "Making", "Nursery", "Outcome", "Settings"]
