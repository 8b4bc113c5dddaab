"""Prints which exporters of other projects make a plain statement of a qualified one."""

from __future__ import annotations

from importlib.metadata import version

from tests.safety.peers import from_kgx, from_sssom

if __name__ == "__main__":
    found = [*from_sssom.leaks(), *from_kgx.leaks()]
    width = max(len(name) for name, _, _ in found)
    print(f"sssom {version('sssom')}, kgx {version('kgx')}\n")
    for name, danger, leaks in found:
        print(f"{name:{width}}  {danger:20}  {'LEAKS' if leaks else 'safe'}")
