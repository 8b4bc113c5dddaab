"""Others read the same as BEL: our own export is read whole, and PyBEL takes the statements that we take."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from il6ld.corpora import bel
from il6ld.corpora.bel.parsing import BelSyntaxError, statement
from il6ld.sources import Sources
from tests.conftest import ROOT


def fail(error: Exception) -> None:
    raise error


def test_our_own_export_is_read_back_as_claims_about_our_own_entities(sources: Sources) -> None:
    maker = bel.maker(sources)
    files = bel.Files(ROOT / "build" / "il6ld.bel", fail)
    lines = list(files.lines())
    assert len(lines) > 3 and not files.script.findings
    made, refused = [], []
    for line in lines:
        try:
            made += maker.of(line)
        except bel.Refused as refusal:
            refused.append((refusal.reason, refusal.detail))
    # What a kind is by definition, the reasoner knows and the ontology does not say.
    assert set(refused) == {
        ("axiom", "Interleukin6 isA ProinflammatoryCytokine"), ("axiom", "MultipleMyeloma isA Cancer")
    }  # fmt: skip
    assert len(made) + len(refused) == len(lines)
    ends = {claim["proposition"][side] for claim in made for side in ("subject", "object")}
    assert "Interleukin6" in ends and not [end for end in ends if ":" in end]


@pytest.mark.heavy
def test_pybel_takes_the_statements_that_we_take(conib: Path) -> None:
    pytest.importorskip("pybel", reason="pybel is not installed: see locks/readers.lock")
    from pybel import BELGraph
    from pybel.parser import BELParser

    logging.disable(logging.CRITICAL)
    parser = BELParser(BELGraph(), disallow_nested=False, skip_validation=True)
    parser.control_parser.citation_db, parser.control_parser.citation_db_id = "pubmed", "1"
    parser.control_parser.evidence = "x"
    lines = bel.Files(conib / "conib.statements.jsonl.gz", fail).lines()
    texts = list(dict.fromkeys(line.text for line in lines))[::80]
    assert len(texts) > 200
    ours = [text for text in texts if _is_bel(text)]
    assert len(ours) > 0.98 * len(texts)
    for text in ours:
        parser.parseString(text, 1)  # raises what it does not take


def _is_bel(text: str) -> bool:
    try:
        statement(text)
    except BelSyntaxError:
        return False
    return True
