"""Whether ROBOT and its reasoners agree with the release; `.ci/run` runs both commands.

python -m tests.robot.agreement asserted FILE     writes what the release asserts, for ROBOT to reason over
python -m tests.robot.agreement compare FOLDER    holds ROBOT's report.tsv, ELK.owl and HermiT.owl against
                                                  the release, prints the figures, fails where they differ
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from il6ld.namespaces import IL6, OWL, RDF, RDFS, SKOS, XSD, Context, read_context

ROOT = Path(__file__).parents[2]
RELEASE = ROOT / "build" / "il6ld.nq"
ADDED = ("graphs/inferred", "graphs/bare")
COMPARED = {"subclass pairs": RDFS.subClassOf, "types of individuals": RDF.type}
# What a reasoner prints beside the terms of an ontology, such as that xsd:date is a datatype.
_BUILT_IN = tuple(namespace.iri for namespace in (OWL, RDF, RDFS, XSD))
_SHOWN = 10

Pair = tuple[str, str]


def asserted(quads: Iterable[ox.Quad]) -> list[ox.Triple]:
    """What a release states and nobody inferred."""
    return [quad.triple for quad in quads if not str(quad.graph_name).strip("<>").endswith(ADDED)]


def pairs(triples: Iterable[ox.Triple], predicate: ox.NamedNode) -> set[Pair]:
    """The different named terms that a predicate joins, those of OWL and RDF themselves left aside."""
    joined = ((t.subject, t.object) for t in triples if t.predicate == predicate and t.subject != t.object)
    return {
        (subject.value, term.value)
        for subject, term in joined
        if isinstance(subject, ox.NamedNode)
        and isinstance(term, ox.NamedNode)
        and not term.value.startswith(_BUILT_IN)
    }


def differences(
    quads: list[ox.Quad], concluded: list[ox.Triple], reasoner: str, complete: bool
) -> Iterator[str]:
    """What a reasoner concludes and the release lacks and, of a `complete` reasoner, the other way round.

    Prints how much was compared; an AssertionError where that is nothing.
    """
    for name, predicate in COMPARED.items():
        ours, theirs = pairs((quad.triple for quad in quads), predicate), pairs(concluded, predicate)
        inferred = ours - pairs(asserted(quads), predicate)
        assert inferred and theirs, f"{name}: there is nothing to compare"
        print(f"{reasoner}, {name}: {len(theirs)} concluded, {len(ours)} in the release,")
        print(f"    {len(ours & theirs)} the same; {len(inferred & theirs)} of {len(inferred)} inferred")
        yield from (f"only {reasoner} concludes: {' '.join(pair)}" for pair in sorted(theirs - ours))
        if complete:
            yield from (f"{reasoner} does not conclude: {' '.join(pair)}" for pair in sorted(ours - theirs))


def reported(rows: Iterable[dict[str, str]], quads: list[ox.Quad], context: Context) -> Iterator[str]:
    """What ROBOT's report finds wrong: any error, and any warning but of definitions that we have.

    ROBOT takes IAO:0000115 alone for a definition; ours are skos:definition, and terms from outside have
    theirs at home.
    """
    defined = {str(quad.subject) for quad in quads if quad.predicate == SKOS.definition}
    assert defined, "there are no definitions"
    counts: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        subject = context.expand(row["Subject"])
        is_own = subject.startswith(IL6.iri)
        counts[row["Level"], row["Rule Name"], "il6ld's own" if is_own else "from outside"] += 1
        known = row["Rule Name"] == "missing_definition" and (not is_own or f"<{subject}>" in defined)
        if row["Level"] == "ERROR" or row["Level"] == "WARN" and not known:
            yield "report: " + " ".join(row.values())
    for (level, rule, whose), number in sorted(counts.items()):
        print(f"report: {level} {rule}: {number} {whose}")


def _compare(folder: Path) -> int:
    quads = list(ox.parse(path=RELEASE, format=ox.RdfFormat.N_QUADS))
    context = read_context(ROOT / "ontology" / "context.jsonld")
    with (folder / "report.tsv").open(encoding="utf-8", newline="") as file:
        found = list(reported(csv.DictReader(file, delimiter="\t"), quads, context))
    for reasoner, complete in (("ELK", False), ("HermiT", True)):
        concluded = [
            quad.triple for quad in ox.parse(path=folder / f"{reasoner}.owl", format=ox.RdfFormat.RDF_XML)
        ]
        found += differences(quads, concluded, reasoner, complete)
    print(*found[:_SHOWN], f"{len(found)} differences", sep="\n")
    return int(bool(found))


def main(task: str, place: Path) -> int:
    """Runs one of the two commands; 1 where ROBOT and the release disagree."""
    if task == "compare":
        return _compare(place)
    statements = asserted(ox.parse(path=RELEASE, format=ox.RdfFormat.N_QUADS))
    assert statements, f"{RELEASE.name} asserts nothing"
    ox.serialize(statements, place, format=ox.RdfFormat.TURTLE)
    print(f"{len(statements)} statements are asserted")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
