"""Results as an sh:ValidationReport."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from il6ld.namespaces import RDF, SH, XSD
from il6ld.validation.sql.program import Source
from il6ld.validation.sql.running import Found


def as_ntriples(results: Iterable[Found], sources: Sequence[Source]) -> bytes:
    """The report graph as N-Triples; nothing where there is no result."""
    lines: list[str] = []
    conforms = "true"
    for number, found in enumerate(results):
        source = sources[found.source]
        conforms = "false"
        lines.append(f"_:report {SH.result} _:r{number} .")
        lines += (f"_:r{number} {line} ." for line in _said(found, source, number) if line)
        if not found.path and source.path.startswith("_:"):
            lines.append(_renamed(source.path, number))
    head = [f"_:report {RDF.type} {SH.ValidationReport} .",
            f'_:report {SH.conforms} "{conforms}"^^{XSD.boolean} .']  # fmt: skip
    return "\n".join([*head, *lines, ""]).encode()


def _said(found: Found, source: Source, number: int) -> Iterable[str]:
    path = found.path or source.path
    yield f"{RDF.type} {SH.ValidationResult}"
    yield f"{SH.focusNode} {found.focus}"
    yield path and f"{SH.resultPath} {_root(path, number) if path.startswith('_:') else path}"
    yield found.value and f"{SH.value} {found.value}"
    yield f"{SH.resultSeverity} {source.severity}"
    yield source.message and f"{SH.resultMessage} {source.message}"
    yield f"{SH.sourceConstraintComponent} {source.component}"
    yield source.constraint and f"{SH.sourceConstraint} {source.constraint}"
    yield f"{SH.sourceShape} {source.shape}"


def _root(path: str, number: int) -> str:
    return f"_:p{number}x{path[2:].partition(' ')[0]}"


def _renamed(path: str, number: int) -> str:
    lines = (line.replace("_:", f"_:p{number}x") for line in path.strip().splitlines())
    return "\n".join(lines)
