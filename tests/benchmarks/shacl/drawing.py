"""The plot: CPU and memory against the number of claims, both axes by powers of ten, as SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

from tests.benchmarks.shacl.measuring import Outcome
from tests.benchmarks.shacl.peers import Peer

# Told apart by their lightness too, for who sees no colours.
COLOURS = {"il6ld": "#0b6e4f", "pyshacl": "#7a1f3d", "pyshacl_prepared": "#c46a84", "pyshifty": "#1f4e9e",
           "pyrudof": "#d9822b", "Jena": "#6c757d"}  # fmt: skip
SIDE, LEFT, TOP, GAP = 320, 60, 44, 84
_WIDTH, _HEIGHT = LEFT + 2 * SIDE + GAP + 16, TOP + SIDE + 40
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#333}.title{font-size:14px;font-weight:600}"
    ".grid{stroke:#e3e3e3}path{fill:none;stroke-width:2}rect{fill:#fff}"
)


@dataclass(frozen=True)
class Panel:
    """One square of the plot: where it begins, its title, and what it shows of an outcome."""

    left: float
    title: str
    lowest: int
    highest: int
    figure: Callable[[Outcome], float]

    def y(self, value: float) -> float:
        """How far down a figure stands."""
        return TOP + SIDE * (1 - (log10(value) - self.lowest) / (self.highest - self.lowest))

    def x(self, claims: float, span: tuple[int, int]) -> float:
        """How far to the right a number of claims stands."""
        return self.left + SIDE * (log10(claims) - span[0] + 0.1) / (span[1] - span[0] + 0.2)


def plot(outcomes: Sequence[Outcome], peers: Sequence[Peer]) -> str:
    """The plot of what was measured; what was cut or miscounted has no point."""
    whole = [one for one in outcomes if one.cost and not one.why]
    span = floor(min(log10(one.claims) for one in whole)), ceil(max(log10(one.claims) for one in whole))
    names = [peer for peer in peers if any(one.peer == peer.name for one in whole)]
    height = _HEIGHT + 20 * ceil(len(names) / 2)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="CPU and memory of validators against the number of claims">',
        f'<style>{_STYLE}</style><rect width="{_WIDTH}" height="{height}"/>',
    ]
    for number, (title, figure) in enumerate(_FIGURES):
        found = [log10(figure(one)) for one in whole]
        panel = Panel(LEFT + number * (SIDE + GAP), title, floor(min(found)), ceil(max(found)), figure)
        lines += [*_frame(panel, span), *_curves(panel, span, whole, names)]
    lines += _legend(names)
    return "\n".join([*lines, "</svg>", ""])


_FIGURES: list[tuple[str, Callable[[Outcome], float]]] = [
    ("Seconds of CPU", lambda one: one.cost.cpu if one.cost else 0),
    ("Peak memory, MB", lambda one: one.cost.memory if one.cost else 0),
]


def _frame(panel: Panel, span: tuple[int, int]) -> Iterator[str]:
    yield f'<text class="title" x="{panel.left}" y="{TOP - 18}">{panel.title}</text>'
    right, bottom = panel.left + SIDE, TOP + SIDE
    for power in range(panel.lowest, panel.highest + 1):
        y = f"{panel.y(10.0**power):.1f}"
        yield f'<line class="grid" x1="{panel.left}" x2="{right}" y1="{y}" y2="{y}"/>'
        yield f'<text x="{panel.left - 8}" y="{y}" dy="4" text-anchor="end">{10.0**power:,.9g}</text>'
    for power in range(span[0], span[1] + 1):
        x = f"{panel.x(10.0**power, span):.1f}"
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="{TOP}" y2="{bottom}"/>'
        yield f'<text x="{x}" y="{bottom + 20}" text-anchor="middle">{10**power:,}</text>'
    yield f'<text x="{right}" y="{bottom + 36}" text-anchor="end">claims</text>'


def _curves(
    panel: Panel, span: tuple[int, int], whole: Sequence[Outcome], peers: Sequence[Peer]
) -> Iterator[str]:
    for peer in peers:
        own = sorted((one for one in whole if one.peer == peer.name), key=lambda one: one.claims)
        points = [f"{panel.x(one.claims, span):.1f} {panel.y(panel.figure(one)):.1f}" for one in own]
        yield f'<path stroke="{COLOURS[peer.name]}" d="M{" L".join(points)}"/>'
        for point in points:
            x, y = point.split()
            yield f'<circle cx="{x}" cy="{y}" r="4" fill="{COLOURS[peer.name]}"/>'


def _legend(peers: Sequence[Peer]) -> Iterator[str]:
    for number, peer in enumerate(peers):
        x, y = LEFT + (number % 2) * (SIDE + GAP), _HEIGHT + 8 + 20 * (number // 2)
        yield f'<circle cx="{x + 4}" cy="{y}" r="4" fill="{COLOURS[peer.name]}"/>'
        yield f'<text x="{x + 16}" y="{y}" dy="4">{escape(peer.told)}</text>'
