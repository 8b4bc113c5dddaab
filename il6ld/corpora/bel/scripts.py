"""BEL scripts: what each SET and UNSET leaves standing around every statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from il6ld.corpora.bel.lines import Citation, Line, citation, values, without_comment
from il6ld.corpora.lines import Text
from il6ld.errors import UnreadableInput
from il6ld.findings import Finding, Position, Severity

_SET = re.compile(r"SET\s+(DOCUMENT\s+)?(\w+)\s*=\s*(.*)\Z", re.DOTALL | re.IGNORECASE)
_UNSET = re.compile(r"UNSET\s+(.+)\Z", re.DOTALL | re.IGNORECASE)
_DEFINE = re.compile(
    r"DEFINE\s+(NAMESPACE|ANNOTATION)\s+(\w+)\s+AS\s+(URL|OWL|PATTERN|LIST)\s+(.+)\Z",
    re.DOTALL | re.IGNORECASE,
)
_KEYWORD = re.compile(r"(SET|UNSET|DEFINE)\b", re.IGNORECASE)
_EVIDENCE = frozenset({"evidence", "supportingtext"})
MAX_LINES = 400  # of one text in quotation marks: beyond, one of them was not closed


@dataclass
class Script:
    """Reads one script after another; `document` and `definitions` hold what they say of themselves."""

    document: dict[str, str] = field(default_factory=dict)
    definitions: set[tuple[str, str]] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    _citation: Citation | None = None
    _evidence: str = ""
    _group: tuple[str, ...] = ()
    _annotations: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def read(self, texts: Iterable[Text]) -> Iterator[Line]:
        """The statements of a script; a line that is neither statement nor command is told in `findings`."""
        self._forget()
        for text in logical(texts):
            told = without_comment(text.text).strip()
            if not told:
                continue
            if _KEYWORD.match(told):
                self._obey(told, text.position)
            else:
                yield self._line(" ".join(told.split()), text.position)

    def _line(self, told: str, position: Position) -> Line:
        group = {"STATEMENT_GROUP": self._group} if self._group else {}
        return Line(position, told, self._citation, self._evidence, {**group, **self._annotations})

    def _obey(self, told: str, position: Position) -> None:
        if match := _SET.match(told):
            self._set(match[2], match[3], bool(match[1]), position)
        elif match := _UNSET.match(told):
            for name in values(match[1]):
                self._unset(name)
        elif match := _DEFINE.match(told):
            self.definitions.add((match[1].upper(), match[2]))
        else:
            self._warn(
                position, "This is no command of a BEL script.", "Write SET, UNSET or DEFINE as BEL does."
            )

    def _set(self, name: str, text: str, of_document: bool, position: Position) -> None:
        if of_document:
            self.document[name.lower()] = " ".join(values(text))
        elif name.lower() == "citation":
            self._forget()
            self._citation = citation(text)
            if self._citation is None:
                self._warn(
                    position, "The citation names no kind and no reference.", 'Write {"PubMed", "..."}.'
                )
        elif name.lower() in _EVIDENCE:
            self._evidence = " ".join(values(text))
        elif name.upper() == "STATEMENT_GROUP":
            self._group = values(text)
        else:
            self._annotations[name] = values(text)

    def _unset(self, name: str) -> None:
        if name.lower() in ("all", "citation"):
            self._forget()
        elif name.lower() in _EVIDENCE:
            self._evidence = ""
        elif name.upper() == "STATEMENT_GROUP":
            self._group = ()
        else:
            self._annotations.pop(name, None)

    def _forget(self) -> None:
        # A citation is the beginning of another source: nothing said of the one before holds for it.
        self._citation, self._evidence, self._annotations = None, "", {}

    def _warn(self, position: Position, message: str, help: str) -> None:
        self.findings.append(Finding("bel-command", Severity.WARNING, message, position, help))


def logical(texts: Iterable[Text]) -> Iterator[Text]:
    """The lines of a script, those joined that a backslash or an open quotation mark continues."""
    begun: Text | None = None
    parts: list[str] = []
    for text in texts:
        told = text.text
        if begun is None and told.lstrip().startswith("#"):
            continue
        begun = begun or text
        parts.append(told.rstrip()[:-1] if told.rstrip().endswith("\\") else told)
        if len(parts) > MAX_LINES:
            raise _unclosed(begun)
        if not told.rstrip().endswith("\\") and not _is_open("\n".join(parts)):
            yield Text("\n".join(parts), begun.position)
            begun, parts = None, []
    if begun is not None:
        if _is_open("\n".join(parts)):
            raise _unclosed(begun)
        yield Text("\n".join(parts), begun.position)


def _is_open(text: str) -> bool:
    return '"' in text and without_comment(text).replace("\\\\", "").replace('\\"', "").count('"') % 2 == 1


def _unclosed(text: Text) -> Exception:
    return UnreadableInput.at(
        text.position, "A quotation mark that is opened here is not closed.", rule="bel-quotation",
        help="Close it, or write a backslash before one that belongs to the text.",
    )  # fmt: skip
