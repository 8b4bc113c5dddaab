"""A layered layout: boxes in columns from left to right, every label in a place of its own.

Links go from a column to a later one. A label is put into a column between the boxes, just before the box its
link leads to, and a link that passes a column gets a place there too; so nothing covers anything else.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

_SWEEPS = 24


@dataclass(frozen=True, slots=True)
class Size:
    """The room that a box or label takes."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """A line from one box to another, by their numbers, and the room its label takes."""

    start: int
    end: int
    label: Size


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: its left end, its middle height, and the column it is in."""

    left: float
    middle: float
    column: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Where all stands: boxes, and for each link the places it passes, its label's the last of them."""

    boxes: list[Place]
    routes: list[list[Place]]
    columns: list[tuple[float, float]]
    size: Size


@dataclass(frozen=True, slots=True)
class _Spot:
    """A box, a label, or the place where a link passes a column."""

    rank: int
    size: Size


def arrange(
    sizes: Sequence[Size], links: Sequence[Link], gap: float, bend: float, end: float, near: bool = False
) -> Plan:
    """Places boxes of the given sizes.

    `gap` parts what stands in one column; `bend` is the room for lines to bend before a label, `end` the room
    for their heads after it. Boxes to which nothing leads stand in the first column, or with `near` just
    before what they lead to.
    """
    columns = _columns(len(sizes), links)
    ranks = [2 * column for column in (_nearer(columns, links) if near else columns)]
    spots = [_Spot(rank, size) for rank, size in zip(ranks, sizes, strict=True)]
    chains = [_chain(spots, link) for link in links]
    arrows = [
        pair
        for link, chain in zip(links, chains, strict=True)
        for pair in _pairs([link.start, *chain, link.end])
    ]
    rows = _ordered(spots, arrows)
    middles = _middles(spots, rows, arrows, gap)
    bounds = _bounds(spots, rows, (bend, end))
    top = min((middles[i] - spot.size.height / 2 for i, spot in enumerate(spots)), default=0)
    bottom = max((middles[i] + spot.size.height / 2 for i, spot in enumerate(spots)), default=0)
    places = [Place(bounds[spot.rank][0], middles[i] - top, spot.rank) for i, spot in enumerate(spots)]
    return Plan(
        places[: len(sizes)],
        [[places[number] for number in chain] for chain in chains],
        bounds,
        Size(bounds[-1][1] if bounds else 0, bottom - top),
    )


def _pairs(chain: list[int]) -> list[tuple[int, int]]:
    return list(zip(chain, chain[1:], strict=False))


def _columns(count: int, links: Sequence[Link]) -> list[int]:
    """The column of each box: one after the last of those that lead to it."""
    columns = [0] * count
    for _ in range(count):
        for link in links:
            columns[link.end] = max(columns[link.end], columns[link.start] + 1)
    if any(column >= count for column in columns):
        raise ValueError("The links go round in a circle.")
    return columns


def _nearer(columns: list[int], links: Sequence[Link]) -> list[int]:
    first = {link.start for link in links} - {link.end for link in links}
    return [
        min(columns[link.end] for link in links if link.start == box) - 1 if box in first else column
        for box, column in enumerate(columns)
    ]


def _chain(spots: list[_Spot], link: Link) -> list[int]:
    """Adds the spots that a link passes, and gives their numbers."""
    first, last = spots[link.start].rank + 1, spots[link.end].rank
    chain = []
    for rank in range(first, last):
        chain.append(len(spots))
        spots.append(_Spot(rank, link.label if rank == last - 1 else Size(0, 0)))
    return chain


def _ordered(spots: list[_Spot], arrows: list[tuple[int, int]]) -> list[list[int]]:
    """The spots of each column from top to bottom, so that few lines cross."""
    after, before = _neighbours(arrows), _neighbours([(end, start) for start, end in arrows])
    rows = _first_order(spots, after, before)
    best = _swapped(rows, after)
    if _crossings(best, after):
        best = min(best, _swapped(_swept(rows, after, before), after), key=lambda one: _crossings(one, after))
    return best


def _swept(
    rows: list[list[int]], after: dict[int, list[int]], before: dict[int, list[int]]
) -> list[list[int]]:
    """The best of the orders in which each spot is as high as the mean of those before or after it."""
    best = rows = [list(row) for row in rows]
    fewest = _crossings(rows, after)
    for sweep in range(_SWEEPS):
        forth = sweep % 2 == 0
        near, height = before if forth else after, _heights(rows)
        rows = [list(row) for row in rows]
        for row in rows if forth else reversed(rows):
            row.sort(key=lambda spot: _mean([height[n] for n in near[spot]], height[spot]))
            height.update((spot, i / max(len(row) - 1, 1)) for i, spot in enumerate(row))
        if (found := _crossings(rows, after)) < fewest:
            best, fewest = rows, found
    return best


def _heights(rows: list[list[int]]) -> dict[int, float]:
    """How far down its column each spot is, from 0 to 1."""
    return {spot: i / max(len(row) - 1, 1) for row in rows for i, spot in enumerate(row)}


def _swapped(rows: list[list[int]], after: dict[int, list[int]]) -> list[list[int]]:
    """The same rows; neighbours have changed places while lines cross less for it."""
    rows = [list(row) for row in rows]
    fewest, better = _crossings(rows, after), True
    while fewest and better:
        better = False
        for row, i in ((column, i) for column in rows for i in range(1, len(column))):
            row[i - 1], row[i] = row[i], row[i - 1]
            if (found := _crossings(rows, after)) < fewest:
                fewest, better = found, True
            else:
                row[i - 1], row[i] = row[i], row[i - 1]
    return rows


def _neighbours(arrows: list[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for start, end in arrows:
        found[start].append(end)
    return found


def _first_order(
    spots: list[_Spot], after: dict[int, list[int]], before: dict[int, list[int]]
) -> list[list[int]]:
    rows: list[list[int]] = [[] for _ in range(1 + max((spot.rank for spot in spots), default=-1))]
    seen: set[int] = set()
    for root in [number for number in range(len(spots)) if not before[number]]:
        ahead = [root]
        while ahead:
            number = ahead.pop()
            if number not in seen:
                seen.add(number)
                rows[spots[number].rank].append(number)
                ahead += reversed(after[number])
    return rows


def _crossings(rows: list[list[int]], after: dict[int, list[int]]) -> int:
    height = {spot: i for row in rows for i, spot in enumerate(row)}
    count = 0
    for row in rows:
        met: list[int] = []  # where the lines of the spots above end, from the top
        for spot in row:
            ends = [height[end] for end in after[spot]]
            count += sum(len(met) - bisect_right(met, end) for end in ends)
            for end in ends:
                insort(met, end)
    return count


def _middles(
    spots: list[_Spot], rows: list[list[int]], arrows: list[tuple[int, int]], gap: float
) -> list[float]:
    """The height of each spot: near its neighbours, in order, and clear of the others of its column."""
    after, before = _neighbours(arrows), _neighbours([(end, start) for start, end in arrows])
    middles = [0.0] * len(spots)
    for row in rows:
        _settle(row, spots, middles, [0.0] * len(row), gap)
    for sweep in range(_SWEEPS):
        forth = sweep % 2 == 0
        near = before if forth else after
        for row in rows if forth else reversed(rows):
            wanted = [_mean([middles[n] for n in near[spot]], middles[spot]) for spot in row]
            _settle(row, spots, middles, wanted, gap)
    # Last, every label goes to the height of the box it leads to, so that lines end level.
    for row in rows[1::2]:
        wanted = [_mean([middles[n] for n in after[spot]], middles[spot]) for spot in row]
        _settle(row, spots, middles, wanted, gap / 3)
    return middles


def _settle(
    row: list[int], spots: list[_Spot], middles: list[float], wanted: list[float], gap: float
) -> None:
    """Puts a column as near to what is wanted as its order and sizes allow."""
    heights = [spots[spot].size.height for spot in row]
    apart = [(above + below) / 2 + gap for above, below in zip(heights, heights[1:], strict=False)]
    for spot, middle in zip(row, parted(wanted, apart), strict=True):
        middles[spot] = middle


def parted(wanted: Sequence[float], apart: Sequence[float]) -> list[float]:
    """The numbers nearest to those wanted, in their order, each at least `apart` from the one before.

    >>> parted([0, 10, 10], [5, 5])
    [0.0, 7.5, 12.5]
    """
    offsets = [sum(apart[:i]) for i in range(len(wanted))]
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        total, count = float(want - offset), 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            earlier = pools.pop()
            total, count = total + earlier[0], count + earlier[1]
        pools.append((total, count))
    settled = [total / count for total, count in pools for _ in range(count)]
    return [base + offset for base, offset in zip(settled, offsets, strict=True)]


def _bounds(
    spots: list[_Spot], rows: list[list[int]], between: tuple[float, float]
) -> list[tuple[float, float]]:
    """The left and right end of each column."""
    bounds, left = [], 0.0
    for rank, row in enumerate(rows):
        right = left + max(spots[spot].size.width for spot in row)
        bounds.append((left, right))
        left = right + between[rank % 2]
    return bounds


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
