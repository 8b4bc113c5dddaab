"""The SPARQL 1.1 Protocol: what a request asks, or why it is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from il6ld.server.forms import FORMS, OF_TRIPLES, ROWS, TRIPLES, WORDS
from il6ld.server.jobs import Job
from il6ld.server.limits import Limits
from il6ld.server.negotiation import choose
from il6ld.server.replies import Refused, accepted, not_allowed

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_FORM, _QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
_MOST_FIELDS = 250  # a release has some hundred graphs, each of which may be named
_READ_ONLY = "The claims are read here and never changed: there are no updates."


@dataclass(frozen=True)
class Asked:
    """The parameters of a request, and the query if there is one."""

    query: str | None
    parameters: list[tuple[str, str]]

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a parameter."""
        return tuple(value for key, value in self.parameters if key == name)

    def one(self, name: str) -> str | None:
        """The value of a parameter that may be given once."""
        values = self.all(name)
        if len(values) > 1:
            raise Refused(400, f"'{name}' is given more than once.")
        return values[0] if values else None


async def read(request: Request, limits: Limits) -> Asked:
    """What is asked; raises Refused."""
    parameters = _fields(request.scope["query_string"])
    direct = None
    if request.method == "POST":
        media_type = _media_type(request)
        body = await _body(request, limits.body)
        if media_type == _FORM:
            parameters += _fields(body)
        else:
            direct = _text(body)
    elif request.method not in ("GET", "HEAD"):
        raise not_allowed(METHODS)
    if any(name in _UPDATES for name, _ in parameters):
        raise Refused(403, _READ_ONLY)
    queries = [value for name, value in parameters if name == "query"]
    queries += [] if direct is None else [direct]
    if len(queries) > 1:
        raise Refused(400, "There is more than one query.")
    return Asked(queries[0] if queries else None, parameters)


def _fields(content: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            content.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError as error:  # which UnicodeDecodeError is, too
        raise Refused(400, "The parameters are not well encoded, or too many.") from error


def _media_type(request: Request) -> str:
    """The media type of a body, one of the two that the protocol has for queries."""
    media_type, _, rest = request.headers.get("content-type", "").partition(";")
    media_type = media_type.strip().lower()
    charset = rest.lower().replace(" ", "").replace('"', "")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise _unsupported("A body is not to be compressed.")
    if media_type == "application/sparql-update":
        raise _unsupported(_READ_ONLY)
    if media_type not in (_FORM, _QUERY):
        raise _unsupported(f"A body is to be {_QUERY} or {_FORM}.")
    if "charset=" in charset and "charset=utf-8" not in charset and "charset=us-ascii" not in charset:
        raise _unsupported("A body is to be UTF-8.")
    return media_type


def _unsupported(message: str) -> Refused:
    return Refused(415, message, headers={"Accept-Post": f"{_QUERY}, {_FORM}"})


async def _body(request: Request, most: int) -> bytes:
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise Refused(413, f"A body has at most {most >> 10} KB.", headers={"Connection": "close"})
    except ClientDisconnect as error:
        raise Refused(400, "The body is not whole.") from error
    return body


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Refused(400, "The query is not UTF-8.") from error


def job(request: Request, asked: Asked, limits: Limits, base: str) -> Job:
    """The job for the workers, with the base of relative IRIs; raises Refused."""
    query = asked.query or ""
    if len(query.encode(errors="surrogatepass")) > limits.query:
        raise Refused(413, f"A query has at most {limits.query >> 10} KB.")
    default, named = asked.all("default-graph-uri"), asked.all("named-graph-uri")
    rows = _rows(asked.one("rows"), limits.rows)
    wanted = _wanted(asked.all("format"))
    return Job(
        query,
        base,
        default if default or named else None,
        named if default or named else None,
        _form(request, wanted, ROWS),
        _form(request, OF_TRIPLES.get(wanted, wanted), TRIPLES),
        rows or limits.rows,
        cut=rows is not None,
    )


def _rows(text: str | None, most: int) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and 0 < int(text) <= most):
        raise Refused(400, f"'rows' is a number from 1 to {most:,}.")
    return int(text)


def _wanted(words: Iterable[str]) -> str:
    """The form that `format` names, or nothing; SPARQLWrapper names it twice, or leaves one empty."""
    given = {word for value in words for word in value.split(",") if word}
    if not given <= WORDS.keys():
        raise Refused(406, f"'format' is one of: {', '.join(FORMS)}.")
    names = {WORDS[word] for word in given}
    if len(names) > 1:
        raise Refused(400, "'format' names more than one form.")
    return names.pop() if names else ""


def _form(request: Request, wanted: str, names: Iterable[str]) -> str:
    """The form to answer in, of those that a kind of answer has; nothing where the client takes none."""
    if wanted:
        return wanted if wanted in names else ""
    return choose(accepted(request), {name: (FORMS[name].media_type, *FORMS[name].aliases) for name in names})
