"""The colours of pictures, in light and in dark; each kind of card has a shape of its own as well."""

from __future__ import annotations

_FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"

# Of each shape: paper and edge in light, paper and edge in dark.
_COLOURS = {
    "claim": ("#ddf4ff", "#0969da", "#12263f", "#4493f8"),
    "other": ("#f6fbff", "#0969da", "#0f1b2d", "#4493f8"),
    "proposition": ("#fbefff", "#8250df", "#271a3d", "#ab7df8"),
    "evidence": ("#e6f9ea", "#1a7f37", "#11291a", "#3fb950"),
    "source": ("#fff8d6", "#9a6700", "#2c2412", "#d29922"),
    "entity": ("#f6f8fa", "#59636e", "#1c2128", "#9198a1"),
}


def _theme(paper: str, ink: str, faint: str, line: str, column: int) -> str:
    rules = [
        f".paper {{ fill: {paper} }}",
        f"text {{ fill: {ink} }}",
        f".kind, .label {{ fill: {faint} }}",
        f".line {{ stroke: {line} }}",
        f".head {{ fill: {line} }}",
    ]
    for shape, colours in _COLOURS.items():
        rules.append(f".{shape} .box {{ fill: {colours[column]}; stroke: {colours[column + 1]} }}")
    return "\n".join(rules)


STYLE = f"""\
text {{ font-family: {_FONT}; font-size: 11px }}
.name {{ font-size: 13px; font-weight: bold }}
.label {{ text-anchor: middle; font-style: italic }}
.line {{ fill: none; stroke-width: 1.2 }}
.box {{ stroke-width: 1.2 }}
.claim .box {{ stroke-width: 2.4 }}
.other .box {{ stroke-dasharray: 4 3 }}
{_theme("#ffffff", "#1f2328", "#59636e", "#818b98", 0)}
@media (prefers-color-scheme: dark) {{
{_theme("#0d1117", "#f0f6fc", "#a5adb8", "#7d8590", 2)}
}}
"""
