"""Triple stores: a release is pushed into one and brought back, and proven each time to be the same."""

from __future__ import annotations

from il6ld.stores.connection import Connection, Deadlines
from il6ld.stores.credentials import Credentials, find, refuse_secrets
from il6ld.stores.kinds import STORES
from il6ld.stores.parcel import Names, Parcel, parcel
from il6ld.stores.probing import open_store
from il6ld.stores.pulling import Pulled, pull
from il6ld.stores.pushing import Pushed, push
from il6ld.stores.record import Record, Status, read_record
from il6ld.stores.spool import Spool
from il6ld.stores.store import Store

__all__ = [
    "STORES",
    "Connection",
    "Credentials",
    "Deadlines",
    "Names",
    "Parcel",
    "Pulled",
    "Pushed",
    "Record",
    "Spool",
    "Status",
    "Store",
    "find",
    "open_store",
    "parcel",
    "pull",
    "push",
    "read_record",
    "refuse_secrets",
]
