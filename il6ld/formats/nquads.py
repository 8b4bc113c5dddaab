"""N-Quads, in the one order that RDFC-1.0 gives them."""

from __future__ import annotations

from pyoxigraph import Dataset

from il6ld.namespaces import Context


def write_nquads(dataset: Dataset, context: Context) -> bytes:
    """All graphs as sorted N-Quads, which is their RDFC-1.0 canonical form."""
    return "".join(sorted(f"{quad} .\n" for quad in dataset)).encode()
