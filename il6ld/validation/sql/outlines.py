"""stub"""
from __future__ import annotations


class Outlined:
    def __init__(self, compiler): pass
    def over(self, shape): return frozenset()
    def checks(self): return []
