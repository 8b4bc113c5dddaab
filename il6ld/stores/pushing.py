"""Brings a release into a store: staged beside, compared, swapped in one update, and compared again.

Until the swap readers see the old release. A push that was stopped is run again; it finds what is there.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from il6ld.errors import Il6ldError, LimitExceeded, PushIncomplete, StoreFailed
from il6ld.findings import Finding
from il6ld.stores import swap
from il6ld.stores.comparison import Compared, Tell, compare
from il6ld.stores.fingerprints import fingerprint
from il6ld.stores.parcel import Parcel
from il6ld.stores.plan import Plan, make_plan, wanted_in
from il6ld.stores.record import Record, Status, read_record
from il6ld.stores.store import Store

_SWAPS = 3  # each after a look at what the one before has done
_TOLD_EVERY = 500  # graphs
MANY = 1_000  # graphs; so many are staged only where readers have a release to go on seeing


@dataclass(frozen=True)
class Pushed:
    """What a push came to: its plan, whether one update put it in place, and what the store rewrote."""

    plan: Plan
    at_once: bool
    warnings: list[Finding] = field(default_factory=list)


def push(
    store: Store, parcel: Parcel, before: Record | None, *, force: bool = False, dry_run: bool = False,
    tell: Tell = lambda _: None,
) -> Pushed:  # fmt: skip
    """Makes a store hold a release; `before` is the record there now, and the push is void if that changes.

    Raises StoreFailed where nothing was changed, and PushIncomplete where the push is to be run again.
    """
    tell(f"Comparing {len(parcel.graphs):,} graphs with the store")
    plan = make_plan(store, parcel, before, force, tell)
    warnings = Compared(rewritten=plan.rewritten).warnings
    if dry_run or plan.is_empty and not store.counts([plan.names.begun]):
        return Pushed(plan, True, warnings)
    at_once = swap.works(store, plan.names, before)
    with _incomplete():
        work = _Push(store, parcel, plan, at_once, tell)
        return work.run() if not plan.is_empty else work.clear_up(warnings)


@contextlib.contextmanager
def _incomplete() -> Iterator[None]:
    """Tells of every failure from the first write on as one after which the push is to be run again."""
    try:
        yield
    except (StoreFailed, LimitExceeded) as error:
        raise PushIncomplete(str(error), findings=error.findings) from error


class _Push:
    """One push on its way, from the first write to the last."""

    def __init__(self, store: Store, parcel: Parcel, plan: Plan, at_once: bool, tell: Tell) -> None:
        self._store = store
        self._parcel = parcel
        self._plan = plan
        self._at_once = at_once
        self._names = plan.names
        self._tell = tell
        self._begun = self._names.plan(plan.after.id)
        self._staged: dict[str, str] = {}

    def run(self) -> Pushed:
        """Stages, compares, swaps, compares and clears up."""
        if self._is_first_and_large():
            self._one_by_one("No release is there that readers could go on seeing: nothing waits beside")
            found = self._compared("in place")
        else:
            found = self._staged_first()
        done = self.clear_up(Compared(rewritten=found.rewritten + self._plan.rewritten).warnings)
        return replace(done, at_once=bool(self._staged) and self._at_once)

    def _is_first_and_large(self) -> bool:
        """Whether no release is there, or one half-way, and this is too much to be put there twice."""
        before = self._plan.before
        is_first = before is None or before.status is Status.CHANGING
        return is_first and len(self._plan.changed) > MANY

    def _staged_first(self) -> Compared:
        """Puts all graphs beside their places, and then in them."""
        self._staged = self._plan.staged
        self._announce()
        self._stage()
        found = self._compared("staged", self._staged)
        if self._at_once:
            self._swap()
        else:
            self._one_by_one("The store has no update over many graphs: readers may see old and new")
        self._compared("in place")
        return found

    def _announce(self) -> None:
        """Notes the plan, and that it has begun, so that the next push can clear up after this one."""
        self._store.put(self._begun, swap.plan_triples(self._plan.places))
        begun = swap.pairs(self._store, self._names.begun) | {self._begun: self._names.record}
        self._store.put(self._names.begun, swap.plan_triples(begun))

    @property
    def _beside(self) -> list[str]:
        """The graphs that this push puts beside those in place; the other may not know of all of them."""
        return [*self._staged.values(), self._begun]

    def _content(self, graph: str) -> bytes:
        is_record = graph == self._names.record
        return self._plan.after.triples(graph) if is_record else self._parcel.graphs[graph]

    def _stage(self) -> None:
        """Puts each graph beside its place; nothing stands where one is to be removed."""
        self._put(self._staged, "Staged")

    def _put(self, places: dict[str, str], how: str) -> None:
        for number, (graph, place) in enumerate(places.items(), 1):
            try:
                self._store.put(place, self._content(graph))
            except StoreFailed as error:
                raise _at(error, f"graph {number:,} of {len(places):,}, <{graph}>") from error
            if number % _TOLD_EVERY == 0:
                self._tell(f"{how} {number:,} of {len(places):,} graphs")

    def _compared(self, how: str, places: dict[str, str] | None = None) -> Compared:
        """Compares what was written, the record too; raises PushIncomplete where it is not what was sent."""
        changed = self._plan.changed
        self._tell(f"Comparing {len(changed) + 1:,} graphs {how}")
        content = self._content(self._names.record)
        record = [quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)]
        wanted = wanted_in(self._plan, changed)
        wanted[self._names.record] = fingerprint(record, self._store.rewritings)
        found = compare(self._store, wanted, lambda graph: record if graph == self._names.record
                        else self._parcel.triples(graph), places, self._tell)  # fmt: skip
        if found.errors and not (places and self._is_done()):
            if places:
                self._refuse_other()
            raise PushIncomplete(found.errors[0].message, findings=found.errors)
        return found

    def _is_done(self) -> bool:
        """Whether the record in the store is this push's, which comes in with all else."""
        record = read_record(self._store, self._names)
        return record is not None and (record.id, record.status) == (self._plan.after.id, Status.COMPLETE)

    def _swap(self) -> None:
        """Sends the update, and looks whether it was carried out, whatever the answer."""
        self._tell(f"Swapping {len(self._plan.changed):,} graphs in, {len(self._plan.removed):,} out")
        update = swap.swap(self._begun, swap.guard(self._names, self._plan.before))
        failure: StoreFailed | None = None
        for _ in range(_SWAPS):
            try:
                self._store.update(update, repeat=False)
                failure = None
            except StoreFailed as error:
                failure = error
            if self._is_done():
                return
            self._refuse_other()
        raise failure or self._unchanged()

    def _refuse_other(self) -> None:
        if read_record(self._store, self._names) != self._plan.before:
            self._withdraw()
            raise PushIncomplete.at(
                None, "Another push has changed the store meanwhile.", rule="store-busy",
                help="Run it again when the other has ended.",
            )  # fmt: skip

    def _withdraw(self) -> None:
        """Removes what this push alone has put into the store."""
        begun = swap.pairs(self._store, self._names.begun)
        if begun.pop(self._begun, "") and begun:
            self._store.put(self._names.begun, swap.plan_triples(begun))
        rest = [] if begun else [self._names.begun]
        swap.drop(self._store, [*self._beside, *rest], self._at_once)

    def _unchanged(self) -> Il6ldError:
        return PushIncomplete.at(
            None, "The store says that it has swapped the graphs, but has not.", rule="store-graph",
            help="Look into the store's log, and run it again.",
        )  # fmt: skip

    def _one_by_one(self, why: str) -> None:
        """Puts graph after graph in its place; until the last, the record says so."""
        self._refuse_other()
        self._tell(why)
        before = self._plan.before.graphs if self._plan.before else {}
        changing = replace(self._plan.after, status=Status.CHANGING, graphs=before | self._plan.after.graphs)
        self._store.put(self._names.record, changing.triples(self._names.record))
        self._put({graph: graph for graph in self._plan.changed}, "Put")
        for graph in self._plan.removed:
            self._store.delete(graph)
        self._store.put(self._names.record, self._content(self._names.record))

    def clear_up(self, warnings: list[Finding]) -> Pushed:
        """Removes what this push, and those before it that were stopped, have left beside."""
        plans = swap.pairs(self._store, self._names.begun)
        left = [graph for plan in plans for graph in [*swap.pairs(self._store, plan), plan]]
        beside = {graph for graph in left if graph.startswith(f"{self._names.record}/")} | set(self._beside)
        self._tell(f"Clearing up {len(beside):,} graphs")
        swap.drop(self._store, [*sorted(beside), self._names.begun], self._at_once)
        return Pushed(self._plan, self._at_once, warnings)


def _at(error: StoreFailed, place: str) -> PushIncomplete:
    """The failure, saying how far the push had come."""
    findings = [replace(finding, message=f"At {place}: {finding.message}") for finding in error.findings]
    return PushIncomplete(findings[0].message, findings=findings)

