"""Finds out what answers at a URL before anything is written there."""

from __future__ import annotations

from collections.abc import Iterator

from il6ld.errors import Il6ldError, StoreFailed
from il6ld.stores import results
from il6ld.stores.connection import Answer, Connection
from il6ld.stores.credentials import refuse_secrets
from il6ld.stores.kinds import STORES
from il6ld.stores.store import Sparql

_ASK = "ASK {}"


def open_store(
    connection: Connection, url: str, name: str = "", update: str = "", graphs: str = ""
) -> Sparql:
    """The store at a URL, of the kind named or recognised; raises StoreFailed where none answers.

    `update` and `graphs` are the URLs of its updates and its Graph Store Protocol, where they are elsewhere.
    """
    store = _open(connection, refuse_secrets(url), name)
    store.update_url = refuse_secrets(update) if update else store.update_url
    store.graph_url = refuse_secrets(graphs) if graphs else store.graph_url
    return store


def _open(connection: Connection, url: str, name: str) -> Sparql:
    if name:
        store = STORES[name](connection, url)
        ask(connection, store.query_url)
        return store
    refusals: list[Il6ldError] = []
    for kind in STORES.values():
        store = kind(connection, url)
        try:
            answer = ask(connection, store.query_url)
        except StoreFailed as error:
            if error.findings[0].rule == "store-unreachable":
                raise
            refusals.append(error)
            continue
        for other in _recognised(answer):
            return other(connection, url)
        raise _unrecognised(store.query_url)
    raise max(refusals, key=_telling)


def ask(connection: Connection, url: str) -> Answer:
    """The answer to ASK {}; raises StoreFailed where it is none, whatever its status."""
    answer = results.ask(connection, url, _ASK)
    results.parsed(answer, url)
    return answer


def _recognised(answer: Answer) -> Iterator[type[Sparql]]:
    server = answer.headers.get("server", "")
    return (kind for kind in STORES.values() if kind.is_it(answer.headers.keys(), server))


def _telling(error: Il6ldError) -> bool:
    """That a path is not there says least: it was a guess."""
    return "status 404" not in str(error)


def _unrecognised(url: str) -> Il6ldError:
    return StoreFailed.at(
        None, f"{url} answers SPARQL, but does not say what store it is.", rule="store-kind",
        help=f"Say it with --store: {', '.join(STORES)}.",
    )  # fmt: skip
