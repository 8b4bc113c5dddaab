"""H, lines 54 to 59: what holds of every claim, asked in SPARQL of il6ld.trig."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from pyoxigraph import Dataset, Literal, NamedNode, QuerySolutions, RdfFormat, Store, parse

from il6ld.lookup import Lookup
from il6ld.namespaces import BASE, IL6, OA
from il6ld.sources import Sources
from tests.checklist.conftest import BUILD
from tests.test_no_quotation import runs

PREFIXES = "".join(
    f"PREFIX {name}: <{iri}>\n"
    for name, iri in {
        "il6": IL6.iri,
        "oa": OA.iri,
        "dcterms": "http://purl.org/dc/terms/",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "graphs": f"{BASE}graphs/",
    }.items()
)
FILES = {
    "il6ld.nq": RdfFormat.N_QUADS,
    "il6ld.trig": RdfFormat.TRIG,
    "il6ld.ttl": RdfFormat.TURTLE,
    "il6ld.jsonld": RdfFormat.JSON_LD,
    "il6ld.owl": RdfFormat.RDF_XML,
}
EACH_ONCE = {
    "il6:Claim": (
        *("il6:proposition", "il6:polarity", "il6:certainty", "il6:status"),
        *("il6:passage", "il6:article"),
    ),
    "il6:Passage": ("oa:hasSource", "oa:hasSelector / oa:start", "oa:hasSelector / oa:end", "il6:digest"),
    "il6:EvidenceLine": ("il6:traceability",),
}  # fmt: skip


def found(store: Store, where: str) -> set[str]:
    """The nodes that `?this` stands for, over the union of all graphs."""
    query = f"{PREFIXES}SELECT DISTINCT ?this WHERE {{ {where} }}"
    answers = store.query(query, use_default_graph_as_union=True)
    assert isinstance(answers, QuerySolutions)
    return {str(answer["this"]) for answer in answers}


@pytest.mark.parametrize(
    ("kind", "path"), [(kind, path) for kind, paths in EACH_ONCE.items() for path in paths]
)
def test_54_every_record_says_it_once(store: Store, kind: str, path: str) -> None:
    everything = found(store, f"?this a {kind}")
    assert len(everything) >= 27
    assert found(store, f"?this a {kind} ; {path} ?value") == everything
    assert not found(store, f"?this a {kind} ; {path} ?value , ?other FILTER (?value != ?other)")


def test_54_every_claim_has_evidence_of_an_eco_type(store: Store) -> None:
    claims, lines = found(store, "?this a il6:Claim"), found(store, "?this a il6:EvidenceLine")
    assert found(store, "?this a il6:Claim ; il6:evidence / a il6:EvidenceLine") == claims
    eco = 'FILTER STRSTARTS(STR(?type), "http://purl.obolibrary.org/obo/ECO_")'
    assert found(store, f"?this a il6:EvidenceLine ; il6:traceability ?type {eco}") == lines
    # What the author reports of evidence is recorded whole; where nothing is reported, nothing is made up.
    directed = found(store, "?this a il6:EvidenceLine ; il6:direction ?direction")
    assert len(directed) > 10
    for path in ("il6:directness", "il6:observation"):
        assert found(store, f"?this a il6:EvidenceLine ; {path} ?value") == directed
    assert found(store, f"?this a il6:EvidenceLine ; il6:evidenceType ?type {eco}") == directed


def test_55_what_is_superseded_names_its_successor(store: Store) -> None:
    superseded = found(store, "?this a il6:Claim ; il6:status il6:Superseded")
    assert superseded
    assert superseded == found(store, "?this a il6:Claim ; dcterms:isReplacedBy / a il6:Claim")
    assert superseded == found(store, "?other dcterms:replaces ?this")


SOUND = """
    GRAPH graphs:bare {{ ?s ?p ?o }}
    BIND (CONCAT(STR(?s), " ", STR(?p), " ", STR(?o)) AS ?this)
    ?proposition il6:subject ?s ; il6:predicate ?p ; il6:object ?o .
    {unless}
    ?claim il6:proposition ?proposition ; il6:polarity il6:Affirmed ; il6:certainty il6:Stated ;
        il6:reading il6:Explicit ; il6:status il6:Current .
    FILTER NOT EXISTS {{ ?denial il6:proposition ?proposition ; il6:polarity il6:Denied }}
"""
UNQUALIFIED = "FILTER NOT EXISTS { ?proposition ?field ?value . ?field rdfs:subPropertyOf il6:qualifier }"


def test_56_every_bare_triple_is_a_claim_without_reserve(store: Store) -> None:
    bare = list(store.quads_for_pattern(None, None, None, NamedNode(f"{BASE}graphs/bare")))
    assert len(bare) >= 10
    assert len(found(store, "?this rdfs:subPropertyOf il6:qualifier")) > 10
    assert len(found(store, SOUND.format(unless=UNQUALIFIED))) == len(bare)


@pytest.mark.parametrize("file", FILES)
def test_56_no_other_triple_states_a_proposition(file: str, said: Lookup) -> None:
    predicates = set(said.instances(IL6.Predicate))
    quads = list(parse(path=BUILD / file, format=FILES[file]))
    stated = {str(quad.graph_name) for quad in quads if quad.predicate in predicates}
    assert len(predicates) > 20 and len(quads) > 5000
    assert stated == ({f"<{BASE}graphs/bare>"} if file in ("il6ld.nq", "il6ld.trig") else set())


def test_57_the_release_quotes_nothing(said: Lookup, store: Store, article: Path) -> None:
    assert not found(store, "{ ?this oa:exact ?text } UNION { ?this a oa:TextQuoteSelector }")
    text = article.read_text(encoding="utf-8")
    passages = [positions(said, node) for node in said.instances(IL6.Passage)]
    quotable = {run for start, end in passages for run in runs(text[start:end])}
    literals = {q.object.value for q in store if isinstance(q.object, Literal) and q.object.language}
    assert len(quotable) > 300 and len(literals) > 1000
    assert not [literal for literal in literals if runs(literal) & quotable]


def positions(said: Lookup, passage: NamedNode) -> tuple[int, int]:
    (selector,) = said.nodes(passage, OA.hasSelector)
    return int(said.text(selector, OA.start)), int(said.text(selector, OA.end))


def test_58_digests_and_positions_are_those_of_the_article(said: Lookup, article: Path) -> None:
    text = article.read_text(encoding="utf-8")
    (record,) = said.instances(IL6.Article)
    assert int(said.text(record, IL6.length)) == len(text) != len(text.encode()), "counted in code points"
    passages = said.instances(IL6.Passage)
    assert len(passages) == 27
    for passage in passages:
        start, end = positions(said, passage)
        sentence = re.sub(r"\s+", " ", text[start:end]).strip()
        folded = sentence.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})
        assert hashlib.sha256(folded.encode()).hexdigest() == said.text(passage, IL6.digest), passage


@pytest.mark.parametrize("file", FILES)
def test_59_every_format_gives_the_claims_back_as_the_sources_have_them(file: str, sources: Sources) -> None:
    def claimed(quads: Dataset) -> set[tuple[str, str, str]]:
        kinds = ("claims", "propositions", "lines", "observations", "interventions", "populations")
        mine = tuple(f"<{BASE}{kind}/" for kind in kinds)
        return {
            (str(quad.subject), str(quad.predicate), str(quad.object))
            for quad in quads
            if str(quad.subject).startswith(mine) and not str(quad.graph_name).endswith("graphs/inferred>")
        }

    read, written = claimed(Dataset(parse(path=BUILD / file, format=FILES[file]))), claimed(sources.dataset)
    added = {
        (subject, predicate, term) for subject, predicate, term in read - written if "#type>" not in predicate
    }
    assert len(written) > 2000 and not written - read and not added
    polarities = [term for _, predicate, term in read if predicate == str(IL6.polarity)]
    assert str(IL6.Denied) in polarities or str(IL6.Affirmed) in polarities
