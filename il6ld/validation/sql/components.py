"""The constraint components of SHACL Core: each parameter, and the SELECTs of what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from il6ld.errors import InvalidInput
from il6ld.namespaces import RDF, SH, local_name
from il6ld.validation.shapes import Term
from il6ld.validation.sql.patterns import as_re2
from il6ld.validation.sql.targets import instances
from il6ld.validation.sql.terms import compared, datatype_sort, listed, quoted, term_id, well_formed

if TYPE_CHECKING:
    from il6ld.validation.sql.compiling import Compiler, Place

    Sentence = Callable[[Compiler, Place, Term], Iterator[str]]

_KINDS = {"IRI": (0,), "BlankNode": (1,), "Literal": (2,), "BlankNodeOrIRI": (0, 1),
          "BlankNodeOrLiteral": (1, 2), "IRIOrLiteral": (0, 2)}  # fmt: skip
_LANGSTRING = RDF.langString


def _where(at: Place, condition: str) -> str:
    """The values whose term (t) meets a condition."""
    return f"SELECT v.focus, v.value FROM {at.values} v JOIN terms t ON t.id = v.value WHERE {condition}"


def _among(at: Place, nodes: str) -> str:
    return f"SELECT v.focus, v.value FROM {at.values} v SEMI JOIN {nodes} n ON v.value = n.node"


def _not_among(at: Place, nodes: str) -> str:
    return f"SELECT v.focus, v.value FROM {at.values} v ANTI JOIN {nodes} n ON v.value = n.node"


def _class(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
    yield _not_among(at, instances(compiler, value))


def datatype_condition(value: Term) -> str:
    """Whether a term (t) is no well-formed literal of a datatype."""
    if value == _LANGSTRING:
        return "t.language = ''"
    fits = well_formed((value,)).replace("sort", "t.sort").replace("lexical", "t.lexical")
    return f"t.kind <> 2 OR t.sort <> {quoted(datatype_sort(value))} OR NOT ({fits})"


def _datatype(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
    yield _where(at, datatype_condition(value))


def kinds_of(value: Term) -> tuple[int, ...]:
    """The kinds of term that an sh:nodeKind allows."""
    name = local_name(value.value)
    if name not in _KINDS:
        raise _nonsense("nodeKind", value)
    return _KINDS[name]


def _node_kind(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
    yield _where(at, f"t.kind NOT IN ({', '.join(map(str, kinds_of(value)))})")


def number(value: Term, name: str) -> int:
    """A parameter that is a whole number; InvalidInput where it is none."""
    try:
        return int(value.value)
    except ValueError as error:
        raise _nonsense(name, value) from error


def _nonsense(name: str, value: Term) -> InvalidInput:
    error = InvalidInput.at(
        None, f"sh:{name} {value} makes no sense.", rule="shapes", help="Look in shapes/."
    )
    assert isinstance(error, InvalidInput)
    return error


def _min_count(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
    least = number(value, "minCount")
    if least == 1:
        yield (f"SELECT d.node AS focus, NULL::UBIGINT AS value FROM {at.domain} d "
               f"ANTI JOIN {at.values} v ON v.focus = d.node")  # fmt: skip
    elif least > 1:
        yield (f"SELECT d.node AS focus, NULL::UBIGINT AS value FROM {at.domain} d LEFT JOIN "
               f"{at.values} v ON v.focus = d.node "
               f"GROUP BY d.node HAVING count(v.value) < {least}")  # fmt: skip


def _max_count(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
    most = number(value, "maxCount")
    yield (f"SELECT v.focus, NULL::UBIGINT AS value FROM {at.values} v "
           f"GROUP BY v.focus HAVING count(*) > {most}")  # fmt: skip


def _bound(sign: str) -> Sentence:
    def sentence(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
        yield (f"SELECT v.focus, v.value FROM {at.values} v JOIN valued t ON t.id = v.value "
               f"JOIN valued b ON b.id = {term_id(value)} "
               f"WHERE ({compared('t', sign, 'b')}) IS NOT TRUE")  # fmt: skip

    return sentence


def _length(sign: str) -> Sentence:
    def sentence(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
        yield _where(at, f"t.kind = 1 OR NOT length(t.lexical) {sign} {number(value, 'length')}")

    return sentence


def _pattern(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
    flags = next((term.value for term in compiler.shapes.values(at.shape, SH.flags)), "")
    yield _where(at, f"t.kind = 1 OR NOT regexp_matches(t.lexical, {quoted(as_re2(value.value, flags))})")


def _language_in(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
    ranges = [term.value.lower() for term in compiler.listed(value)]
    fits = [f"t.language = {quoted(one)} OR starts_with(t.language, {quoted(one + '-')})" for one in ranges]
    yield _where(at, f"t.language = '' OR NOT ({' OR '.join(fits) or 'FALSE'})")


def _unique_lang(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
    if value == ox.Literal(True):
        yield (f"SELECT v.focus, NULL::UBIGINT AS value FROM {at.values} v JOIN terms t ON t.id = v.value "
               "WHERE t.language <> '' GROUP BY v.focus, t.language HAVING count(*) > 1")  # fmt: skip


def _other(compiler: Compiler, at: Place, value: Term) -> str:
    """The relation of what the focus nodes have under another predicate."""
    sql = (f"SELECT d.node AS focus, q.o AS value FROM {at.domain} d JOIN quads q ON q.s = d.node "
           f"WHERE q.p = {term_id(value)}")  # fmt: skip
    return compiler.relation("values", sql, at.domain)


def _equals(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
    other = _other(compiler, at, value)
    for one, two in ((at.values, other), (other, at.values)):
        yield (f"SELECT v.focus, v.value FROM {one} v "
               f"ANTI JOIN {two} w ON v.focus = w.focus AND v.value = w.value")  # fmt: skip


def _disjoint(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
    yield (f"SELECT v.focus, v.value FROM {at.values} v SEMI JOIN {_other(compiler, at, value)} w "
           "ON v.focus = w.focus AND v.value = w.value")  # fmt: skip


def _less(sign: str) -> Sentence:
    def sentence(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
        yield (f"SELECT v.focus, v.value FROM {at.values} v JOIN {_other(compiler, at, value)} w "
               "ON v.focus = w.focus JOIN valued t ON t.id = v.value JOIN valued b ON b.id = w.value "
               f"WHERE ({compared('t', sign, 'b')}) IS NOT TRUE")  # fmt: skip

    return sentence


def _not(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
    yield _not_among(at, compiler.bad(value, compiler.distinct(at)))


def _node(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
    yield _among(at, compiler.bad(value, compiler.distinct(at)))


def _all_bad(compiler: Compiler, at: Place, value: Term) -> list[str]:
    return [compiler.bad(shape, compiler.distinct(at)) for shape in compiler.listed(value)]


def _and(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
    each = " UNION ".join(f"SELECT b.node FROM {bad} b" for bad in _all_bad(compiler, at, value))
    yield _among(at, f"({each or 'SELECT b.node FROM void b'})")


def _or(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
    joins = [f"SEMI JOIN {bad} b{n} ON v.value = b{n}.node"
             for n, bad in enumerate(_all_bad(compiler, at, value))]  # fmt: skip
    yield f"SELECT v.focus, v.value FROM {at.values} v {' '.join(joins)}"


def _xone(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
    all_bad = _all_bad(compiler, at, value)
    each = " UNION ALL ".join(f"SELECT b.node FROM {bad} b" for bad in all_bad) or "SELECT b.node FROM void b"
    good = f"SELECT u.node FROM ({each}) u GROUP BY u.node HAVING count(*) = {len(all_bad) - 1}"
    if len(all_bad) == 1:  # who conforms to the one is in no list of those that do not
        yield _among(at, all_bad[0])
    else:
        yield _not_among(at, f"({good})")


def _qualified(parameter: str) -> Sentence:
    def sentence(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
        for shape in compiler.shapes.values(at.shape, SH.qualifiedValueShape):
            wrong = compiler.bad(shape, compiler.distinct(at))
            good = f"SELECT v.focus, v.value FROM {at.values} v ANTI JOIN {wrong} b ON v.value = b.node"
            for n, sibling in enumerate(_siblings(compiler, at, shape)):
                other = compiler.bad(sibling, compiler.distinct(at))
                good += f" SEMI JOIN {other} b{n} ON v.value = b{n}.node"
            count = number(value, parameter)
            sign = f"< {count}" if parameter == "qualifiedMinCount" else f"> {count}"
            yield (f"SELECT d.node AS focus, NULL::UBIGINT AS value FROM {at.domain} d LEFT JOIN ({good}) g "
                   f"ON g.focus = d.node GROUP BY d.node HAVING count(g.value) {sign}")  # fmt: skip

    return sentence


def _siblings(compiler: Compiler, at: Place, shape: Term) -> list[Term]:
    if ox.Literal(True) not in compiler.shapes.values(at.shape, SH.qualifiedValueShapesDisjoint):
        return []
    parents = [user for user in compiler.shapes.users(at.shape)
               if at.shape in compiler.shapes.values(user, SH.property)]  # fmt: skip
    found = [
        value
        for parent in parents
        for brother in compiler.shapes.values(parent, SH.property)
        for value in compiler.shapes.values(brother, SH.qualifiedValueShape)
    ]
    return [value for value in dict.fromkeys(found) if value != shape]


def allowed(compiler: Compiler, shape: Term) -> list[Term]:
    """The predicates that a closed shape lets its nodes have."""
    heads = compiler.shapes.values(shape, SH.ignoredProperties)
    ignored = [term for head in heads for term in compiler.listed(head)]
    own = [path for one in compiler.shapes.values(shape, SH.property)
           for path in compiler.shapes.values(one, SH.path) if isinstance(path, ox.NamedNode)]  # fmt: skip
    return [*ignored, *own]


def _closed(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
    if value == ox.Literal(True):
        permitted = allowed(compiler, at.shape)
        yield (
            f"SELECT v.focus, q.o AS value, q.p AS path FROM {at.values} v JOIN quads q ON q.s = v.value "
            f"WHERE q.p NOT IN {listed(permitted) if permitted else '(0)'}"
        )


def _has_value(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
    having = f"SELECT v.focus FROM {at.values} v WHERE v.value = {term_id(value)}"
    yield (f"SELECT d.node AS focus, NULL::UBIGINT AS value FROM {at.domain} d "
           f"ANTI JOIN ({having}) h ON h.focus = d.node")  # fmt: skip


def _in(compiler: Compiler, at: Place, value: Term) -> Iterator[str]:
    members = compiler.listed(value)
    among = f"v.value NOT IN {listed(members)}" if members else "TRUE"
    yield f"SELECT v.focus, v.value FROM {at.values} v WHERE {among}"


COMPONENTS: dict[ox.NamedNode, tuple[str, Sentence]] = {
    SH["and"]: ("And", _and),
    SH["class"]: ("Class", _class),
    SH.closed: ("Closed", _closed),
    SH.datatype: ("Datatype", _datatype),
    SH.disjoint: ("Disjoint", _disjoint),
    SH.equals: ("Equals", _equals),
    SH.hasValue: ("HasValue", _has_value),
    SH["in"]: ("In", _in),
    SH.languageIn: ("LanguageIn", _language_in),
    SH.lessThan: ("LessThan", _less("<")),
    SH.lessThanOrEquals: ("LessThanOrEquals", _less("<=")),
    SH.maxCount: ("MaxCount", _max_count),
    SH.maxExclusive: ("MaxExclusive", _bound("<")),
    SH.maxInclusive: ("MaxInclusive", _bound("<=")),
    SH.maxLength: ("MaxLength", _length("<=")),
    SH.minCount: ("MinCount", _min_count),
    SH.minExclusive: ("MinExclusive", _bound(">")),
    SH.minInclusive: ("MinInclusive", _bound(">=")),
    SH.minLength: ("MinLength", _length(">=")),
    SH.node: ("Node", _node),
    SH.nodeKind: ("NodeKind", _node_kind),
    SH["not"]: ("Not", _not),
    SH["or"]: ("Or", _or),
    SH.pattern: ("Pattern", _pattern),
    SH.qualifiedMaxCount: ("QualifiedMaxCount", _qualified("qualifiedMaxCount")),
    SH.qualifiedMinCount: ("QualifiedMinCount", _qualified("qualifiedMinCount")),
    SH.uniqueLang: ("UniqueLang", _unique_lang),
    SH.xone: ("Xone", _xone),
}
