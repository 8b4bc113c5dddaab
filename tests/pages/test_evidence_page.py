"""The evidence matrix counts every claim: in its cells where something was observed, else beside them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from il6ld.claims import FILTERS, follow
from il6ld.namespaces import IL6, local_name
from il6ld.pages import matrix
from il6ld.pages.matrix import Matrix
from tests.pages.reading import Read, made, pen, release


@pytest.fixture(scope="module")
def found() -> Matrix:
    return matrix.matrix(release())


@pytest.fixture(scope="module")
def page() -> Read:
    return Read(made(matrix)["evidence.html"])


def test_each_claim_is_either_observed_or_not(found: Matrix) -> None:
    assert len(found.observed) > 20 and len(found.unobserved) > 20
    assert sorted([*found.observed, *found.unobserved], key=str) == sorted(release().claims, key=str)


def test_cells_hold_what_the_records_say(found: Matrix) -> None:
    lookup = release().lookup
    for claim in release().claims:
        kinds = set(follow(lookup, claim, FILTERS["evidence"]))
        organisms = set(follow(lookup, claim, FILTERS["organism"]))
        cells = [cell for cell in found.cells.values() if claim in cell.claims]
        assert {cell.kind for cell in cells} - {None} == kinds
        assert {cell.organism for cell in cells} - {None} == organisms
        assert (
            bool(cells)
            == (claim in found.observed)
            == bool(kinds or follow(lookup, claim, (IL6.evidence, IL6.observation)))
        )


def test_the_numbers_of_the_table_add_up_to_the_claims(found: Matrix, page: Read) -> None:
    rows = page.rows("matrix-caption")
    assert len(rows) == len(found.kinds) > 3
    for kind, (_, *cells, total) in zip(found.kinds, rows, strict=True):
        numbers = [int(cell.text.split()[0]) if cell.text != "none" else 0 for cell in cells]
        wanted = [found.cells.get((kind, organism)) for organism in found.organisms]
        assert numbers == [len(cell.claims) if cell else 0 for cell in wanted]
        assert int(total.text) == len({claim for cell in wanted if cell for claim in cell.claims})
    footer = [int(one.text) for row in page.named("tfoot")[0].children for one in row.children[1:]]
    assert footer == [*(len(found.of_organism(one)) for one in found.organisms), len(found.observed)]
    lead = page.named("p")[1].text if page.named("p")[0].text == "" else page.named("p")[0].text
    assert [int(word) for word in lead.replace(",", "").split() if word.isdigit()] == [
        len(release().claims), len(found.observed), len(found.unobserved)
    ]  # fmt: skip


def test_each_cell_leads_to_its_claims(found: Matrix, page: Read) -> None:
    for cell in found.cells.values():
        assert f"#{cell.anchor}" in page.links and cell.anchor in page.ids
        for claim in cell.claims:
            assert pen().addresses.page(claim) in page.links


def test_each_observed_claim_has_a_row_with_a_header_and_its_stance(found: Matrix, page: Read) -> None:
    rows = page.rows("by-claim-caption")
    assert len(rows) == len(found.observed)
    for claim, (head, *_) in zip(found.observed, rows, strict=True):
        assert head.attributes["scope"] == "row" and local_name(claim) in head.text
        assert all(badge.words in head.text for badge in pen().stances.of(claim).badges)


def test_kinds_without_a_row_are_counted_and_named(found: Matrix, page: Read) -> None:
    kinds = {kind for kind in found.kinds if kind}
    assert kinds | set(found.unused) == set(release().lookup.instances(IL6.EvidenceType))
    assert found.unused and not kinds & set(found.unused)
    assert f"{len(found.unused)} kinds of evidence without" in page.named("caption")[0].text
    assert all(pen().addresses.page(kind) in page.links for kind in found.unused)


def test_each_table_has_headers_with_scopes(page: Read) -> None:
    heads = page.named("th")
    assert len(heads) > 10
    assert {one.attributes.get("scope") for one in heads} == {"row", "col"}
    assert len(page.ids) == len(set(page.ids))


def test_a_claim_without_an_organism_stands_where_none_is_told() -> None:
    quads = [quad for quad in release().dataset if quad.predicate != IL6.organism]
    blind = type(release())(release().files, ox.Dataset(quads), release().context)
    found = matrix.matrix(blind)
    assert found.organisms == [None]
    assert len(found.observed) == len(matrix.matrix(release()).observed)
