"""The dangerous cases through other projects' exporters: which of them make a plain claim of a qualified one.

    pip install sssom kgx           # in an environment of its own: they bring much with them
    python -m tests.safety.peers    # needs il6ld's runtime packages beside them; nothing is fetched

Not a test: what other projects do is theirs to mend. README.md here shows what it printed.
"""
