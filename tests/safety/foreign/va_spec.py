"""VA-Spec as the classes of ga4gh.va_spec read it, which refuse an attribute that the model does not have.

The package has propositions about genetic variants alone. A profile for others is made as it makes its own:
Proposition, with attributes named after its qualifiers, in a Statement that takes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from tests.safety.foreign import TERMS, Read

NEEDS = "ga4gh.va_spec"
_FILE = "il6ld-va-spec.json"
QUALIFIERS = (
    "subjectAspect", "subjectDirection", "objectAspect", "objectDirection", "degree", "mediator",
    "speciesContext", "genotypeContext", "anatomicalContext", "cellTypeContext", "diseaseContext",
    "conditionContext",
)  # fmt: skip
_SPACES = {
    **{kind: f"https://w3id.org/il6ld/{kind}/" for kind in ("claims", "errata", "propositions")},
    "il6": TERMS,
}
_DCTERMS = "http://purl.org/dc/terms/"
_EXTENSIONS = {"replaces": _DCTERMS + "replaces", "replacedBy": _DCTERMS + "isReplacedBy"}


@cache
def profile() -> Any:
    """The class of our statements: the package's own Statement about any subject and object."""
    from ga4gh.core.models import BaseModelForbidExtra, MappableConcept
    from ga4gh.va_spec.base.core import Proposition, Statement
    from pydantic import create_model

    qualified: dict[str, Any] = {
        f"{name}Qualifier": (list[MappableConcept] | None, None) for name in QUALIFIERS
    }
    proposition = create_model(
        "ClaimProposition",
        __base__=(Proposition, BaseModelForbidExtra),
        subject=(MappableConcept, ...),
        object=(MappableConcept, ...),
        **qualified,
    )
    return create_model("ClaimStatement", __base__=Statement, proposition=(proposition, ...))


def validated(payload: bytes) -> list[Any]:
    """Every statement of a file as an object of the package's class."""
    return [profile().model_validate(document) for document in json.loads(payload)]


def read(files: Mapping[str, bytes]) -> list[Read]:
    """Each statement of the file with what its attributes and extensions say."""
    return [_read(statement) for statement in validated(files[_FILE])]


def _read(statement: Any) -> Read:
    said = statement.proposition
    return Read(
        _iri(statement.id),
        _coded(said.subject),
        _iri(said.predicate),
        _coded(said.object),
        frozenset(_told(statement)),
    )


def _told(statement: Any) -> Iterator[tuple[str, str]]:
    yield TERMS + "polarity", TERMS + {"supports": "Affirmed", "disputes": "Denied"}[statement.direction]
    yield TERMS + "certainty", _coded(statement.strength)
    for name in QUALIFIERS:
        for concept in getattr(statement.proposition, f"{name}Qualifier") or ():
            yield TERMS + name, _coded(concept)
    for extension in [*(statement.extensions or ()), *(statement.proposition.extensions or ())]:
        values = extension.value if isinstance(extension.value, list) else [extension.value]
        for value in values:
            named = value["id"] if isinstance(value, dict) else str(value)
            yield _EXTENSIONS.get(extension.name, TERMS + extension.name), _iri(named)


def _coded(concept: Any) -> str:
    (iri,) = concept.primaryCoding.iris
    return str(iri.root)


def _iri(name: str) -> str:
    prefix, colon, rest = name.partition(":")
    return _SPACES[prefix] + rest if colon and prefix in _SPACES else name
