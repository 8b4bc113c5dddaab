"""Every rule that il6ld's own code holds, as one table: what breaks it, why it stands, what to do.

The rules that shapes hold stand in shapes/, each under the name of its shape.
"""

from __future__ import annotations

from il6ld.rules.asking import ASKING
from il6ld.rules.checking import CHECKING
from il6ld.rules.importing import IMPORTING
from il6ld.rules.linking import LINKING
from il6ld.rules.publishing import PUBLISHING
from il6ld.rules.querying import QUERYING
from il6ld.rules.reading import READING
from il6ld.rules.rule import Rule
from il6ld.rules.scaling import SCALING
from il6ld.rules.serving import SERVING
from il6ld.rules.showing import SHOWING
from il6ld.rules.storing import STORING

__all__ = ["RULES", "Rule"]

_TABLES = (
    READING, CHECKING, PUBLISHING, LINKING, ASKING, QUERYING, STORING, SHOWING, SERVING, IMPORTING, SCALING
)  # fmt: skip
RULES: dict[str, Rule] = {rule.id: rule for table in _TABLES for rule in table}
