"""What a push is about to change: worked out from the release, the record and the store, without a write."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from il6ld.errors import StoreFailed
from il6ld.findings import Finding, Severity
from il6ld.stores.comparison import Tell, compare
from il6ld.stores.fingerprints import Fingerprint
from il6ld.stores.parcel import Names, Parcel
from il6ld.stores.record import Record, Status, next_id
from il6ld.stores.store import Store


@dataclass(frozen=True)
class Plan:
    """The graphs to write, to remove and to leave, and the record before and after."""

    names: Names
    before: Record | None
    after: Record
    changed: list[str]
    removed: list[str]
    kept: list[str]
    rewritten: Counter[tuple[str, str]] = field(repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether the store holds the release already, whole and recorded."""
        done = self.before is not None and replace(self.before, id=self.after.id) == self.after
        return done and not self.changed and not self.removed

    @property
    def staged(self) -> dict[str, str]:
        """Where each graph to be written waits, the record among them."""
        graphs = [*self.changed, self.names.record]
        return {graph: self.names.staged(self.after.id, graph) for graph in graphs}

    @property
    def places(self) -> dict[str, str]:
        """Each staged graph with the one that it replaces; for one to be removed, nothing is staged."""
        graphs = [*self.changed, *self.removed, self.names.record]
        return {self.names.staged(self.after.id, graph): graph for graph in graphs}


def make_plan(store: Store, parcel: Parcel, before: Record | None, force: bool, tell: Tell) -> Plan:
    """The plan of a push; raises StoreFailed where it would write over what no push has written."""
    wanted = parcel.fingerprints(store.rewritings)
    written = before.graphs if before else {}
    left = {graph: wanted[graph] for graph in wanted if written.get(graph) == wanted[graph]}
    strange = store.counts(wanted.keys() - written.keys())
    there = compare(store, left | {graph: wanted[graph] for graph in strange}, parcel.triples, tell=tell)
    if not force:
        _refuse_foreign({graph: number for graph, number in strange.items() if graph in there.other})
    id = next_id(parcel.sha256, before)
    after = Record(id, parcel.version, parcel.sha256, store.name, Status.COMPLETE, wanted)
    same = set(there.same)
    return Plan(
        parcel.names, before, after,
        changed=[graph for graph in wanted if graph not in same],
        removed=sorted(written.keys() - wanted.keys()),
        kept=sorted(same), rewritten=there.rewritten,
    )  # fmt: skip


def _refuse_foreign(strange: dict[str, int]) -> None:
    if not strange:
        return
    findings = [
        Finding(
            "store-foreign", Severity.ERROR,
            f"<{graph}> holds {number:,} triples that no push of il6ld has written.",
            help="Move them away, or write over them with --force.",
        )
        for graph, number in sorted(strange.items())
    ]  # fmt: skip
    raise StoreFailed(findings[0].message, findings=findings)


def wanted_in(plan: Plan, graphs: list[str]) -> dict[str, Fingerprint]:
    """The fingerprints that graphs should have when the plan is carried out."""
    return {graph: plan.after.graphs[graph] for graph in graphs}
