"""How boxes hang together: in groups, and in circles, where a layered layout has to turn some link."""

from __future__ import annotations

from collections.abc import Collection, Sequence

Pair = tuple[int, int]


def turned(count: int, links: Sequence[Pair]) -> set[int]:
    """The numbers of the links that go against an order of the boxes in which most of them go along.

    The order is that of Eades, Lin and Smyth: what nothing leads to comes first, what leads nowhere last, and
    of the rest first what more leads from than to.

    >>> turned(3, [(0, 1), (1, 2), (2, 0), (0, 2)])
    {2}
    """
    place = {box: i for i, box in enumerate(_order(count, links))}
    return {i for i, (start, end) in enumerate(links) if place[start] >= place[end]}


def _order(count: int, links: Sequence[Pair]) -> list[int]:
    first: list[int] = []
    last: list[int] = []
    left = dict.fromkeys(range(count))
    while left:
        inner = [(start, end) for start, end in links if start in left and end in left and start != end]
        sinks = left.keys() - {start for start, _ in inner}
        sources = left.keys() - {end for _, end in inner} - sinks
        if sinks or sources:
            last += sorted(sinks, reverse=True)
            first += sorted(sources)
        else:
            first.append(_strongest(left, inner, links))
        for box in (*sinks, *sources, *first):
            left.pop(box, None)
    return first + last[::-1]


def _strongest(left: Collection[int], inner: Sequence[Pair], links: Sequence[Pair]) -> int:
    """The box that most leads from and least leads to, among those left, then among all."""

    def surplus(box: int, pairs: Sequence[Pair]) -> int:
        return sum((start == box) - (end == box) for start, end in pairs)

    return max(left, key=lambda box: (surplus(box, inner), surplus(box, links), -box))


def islands(count: int, links: Sequence[Pair]) -> list[list[int]]:
    """The boxes that hang together, each group in order, the one with most boxes first.

    >>> islands(4, [(2, 3), (3, 1)])
    [[1, 2, 3], [0]]
    """
    group = list(range(count))
    for start, end in links:
        old, new = group[start], group[end]
        group = [new if one == old else one for one in group]
    found: dict[int, list[int]] = {}
    for box, one in enumerate(group):
        found.setdefault(one, []).append(box)
    return sorted(found.values(), key=lambda boxes: (-len(boxes), boxes))
