"""Part A of the faults, row 30: tables of mappings that are broken, and tables of ours in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from il6ld.coverage import as_tsv, coverage
from il6ld.curation import lookup
from il6ld.project import find_project
from tests.faults.claim_files import ARTICLE, CLAIMS, MAPPINGS, append, change, refused, run, validated

HEADER = "subject_id\tpredicate_id\tobject_id\tcomment"
ROW = "my:Sleep\tskos:closeMatch\tGO:0030431\t"


@pytest.mark.parametrize(
    ("lines", "rule", "place"),
    [
        ([HEADER, ROW + '"two', 'lines"'], "sssom-row", "2:37"),
        ([HEADER, ROW.rstrip("\t")], "sssom-row", "2:26"),
        ([HEADER, ROW + "x\ty"], "sssom-row", "2:37"),
        ([HEADER + "\tobject_id", ROW + "\t"], "sssom-column", "1:43"),
        ([HEADER.replace("object_id", "object")], "sssom-column", "1:1"),
        ([HEADER, ROW + '=HYPERLINK("http://evil")'], "sssom-row", "2:37"),
        ([HEADER, ROW + "+1"], "sssom-row", "2:37"),
        ([HEADER, ROW + "-1"], "sssom-row", "2:37"),
        ([HEADER, ROW + "@SUM(A1)"], "sssom-row", "2:37"),
        ([HEADER, ROW.replace("GO:", "G0:")], "unknown-prefix", "2:26"),
        ([HEADER, ROW.replace("GO:0030431", "GO:<b>")], "iri", "2:26"),
        ([HEADER, ROW.replace("skos:closeMatch", "owl:sameAs")], "sssom-predicate", "2:10"),
        ([""], "sssom-column", "1:1"),
        (["#curie_map:", '#  GO: "https://example.org/go/"', HEADER, ROW], "sssom-prefix", "2:9"),
    ],
)
def test_a30_a_broken_table_is_told_by_row_and_cell(
    released: Path, lines: list[str], rule: str, place: str
) -> None:
    (released / MAPPINGS).write_text("\n".join(lines) + "\n")
    told = refused(released, 1, rule)
    assert f"{MAPPINGS}:{place}" in {f"{f['file']}:{f['line']}:{f['column']}" for f in told}


def test_a30_every_row_is_told_and_quotation_marks_inside_are_text(released: Path) -> None:
    rows = [HEADER, ROW + "=1", ROW + 'a "quoted" word', ROW + "=2"]
    (released / MAPPINGS).write_text("\r\n".join(rows))
    assert [finding["line"] for finding in refused(released, 1, "sssom-row")] == [2, 4]
    (released / MAPPINGS).write_text("\r\n".join([rows[0], rows[2]]))
    assert validated(released).code == 0


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a30_tables_of_ours_hold_no_formula(released: Path, start: str) -> None:
    change(released, ARTICLE, "title: Introduction", f'title: "{start}HYPERLINK(x)"')
    text = (released / CLAIMS).read_text().replace("label: Caffeine may", f'label: "{start}Caffeine" #')
    (released / CLAIMS).write_text(text)
    code, out, _ = run(released, "claims", "--format", "tsv")
    assert code == 0
    cells = [cell for line in out.splitlines() for cell in line.split("\t")]
    assert f"'{start}Caffeine" in cells
    table = as_tsv(coverage(lookup(find_project(released))))
    assert f"\t'{start}HYPERLINK(x)\t" in table
    assert not [cell for cell in cells if cell.startswith(start)]


def test_a30_appending_to_a_table_needs_no_last_line_end(released: Path) -> None:
    append(released, MAPPINGS, f"#licence: none\n{HEADER}\n\n{ROW}")
    assert validated(released).code == 0
