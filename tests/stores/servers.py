"""Real triple stores on loopback, each in a folder of its own: started, killed, started again, stopped.

    python -m tests.stores.servers oxigraph

starts one, prints what `il6ld push` needs, and stops it when standard input ends.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
PASSWORD = "a-password-of-the-tests"
_FUSEKI = ROOT / "tests" / "stores" / "fuseki" / "lib"
_OXIGRAPH = Path(sys.executable).with_name("oxigraph")
_PATIENCE = 90  # seconds that a store may take to answer

_VIRTUOSO_INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
ServerThreads = 20
CheckpointInterval = 60
CaseMode = 2
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
MaxClientConnections = 15
ServerThreads = 15
[SPARQL]
ResultSetMaxRows = 10000
"""


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Server:
    """One store: its kind as in STORES, the URL and user to push with, and its process."""

    kind: str
    url: str
    command: list[str]
    folder: Path
    port: int
    user: str = ""
    password: str = ""
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def writing(self) -> httpx.Auth | None:
        """How somebody else may write."""
        if not self.user:
            return None
        scheme = httpx.DigestAuth if self.kind == "virtuoso" else httpx.BasicAuth
        return scheme(self.user, self.password)

    @property
    def reading(self) -> httpx.Auth | None:
        """How somebody else may read."""
        return None if self.kind == "virtuoso" else self.writing

    @property
    def environment(self) -> dict[str, str]:
        """The variables that `il6ld push` takes the user from."""
        return {"IL6LD_STORE_USER": self.user, "IL6LD_STORE_PASSWORD": self.password} if self.user else {}

    def start(self) -> None:
        """Starts the store and waits until it answers."""
        (self.folder / "virtuoso.lck").unlink(missing_ok=True)
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(
            self.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder,
            env={**os.environ, "FUSEKI_BASE": str(self.folder / "fuseki")},
        )  # fmt: skip
        log.close()
        self._await()

    def _await(self) -> None:
        assert self.process
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with urllib.request.urlopen(self._probe, timeout=5):
                    return
            except urllib.error.HTTPError:
                return  # it asks who wants to know
            except OSError:
                time.sleep(0.05)
        log = (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")
        raise AssertionError(f"{self.kind} did not start:\n{log[-2000:]}")

    @property
    def _probe(self) -> str:
        path = {"fuseki": "/ds/query", "oxigraph": "/query", "virtuoso": "/sparql"}[self.kind]
        return f"http://127.0.0.1:{self.port}{path}?query=ASK%7B%7D"

    def kill(self) -> None:
        """Ends the store as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ends the store in good order."""
        self._end(signal.SIGTERM)

    def _end(self, number: int) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(20)


def _oxigraph(folder: Path) -> Server:
    port = free_port()
    command = [str(_OXIGRAPH), "serve", "--location", str(folder / "db"), "--bind", f"127.0.0.1:{port}"]
    return Server("oxigraph", f"http://127.0.0.1:{port}", command, folder, port)


def _fuseki(folder: Path) -> Server:
    port = free_port()
    (jar,) = _FUSEKI.glob("jena-fuseki-server-*.jar")
    (folder / "db").mkdir(exist_ok=True)
    passwords = folder / "passwd"
    passwords.write_text(f"writer: {PASSWORD}\n", encoding="utf-8")
    command = [
        "java", "-Xmx2g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(jar), "--localhost",
        f"--port={port}", "--tdb2", f"--loc={folder / 'db'}", "--update", f"--passwd={passwords}",
        "--auth=basic", "/ds",
    ]  # fmt: skip
    return Server("fuseki", f"http://127.0.0.1:{port}/ds", command, folder, port, "writer", PASSWORD)


def _virtuoso(folder: Path) -> Server:
    port, sql = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(_VIRTUOSO_INI.format(folder=folder, port=port, sql=sql), encoding="utf-8")
    command = ["virtuoso-t", "+foreground", "+configfile", str(ini)]
    server = Server("virtuoso", f"http://127.0.0.1:{port}", command, folder, port, "dba", PASSWORD)
    server.start()
    subprocess.run(
        ["isql-vt", str(sql), "dba", "dba"], input=f"set password dba \"{PASSWORD}\";\ncheckpoint;\n",
        text=True, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return server


MAKERS = {"oxigraph": _oxigraph, "fuseki": _fuseki, "virtuoso": _virtuoso}


def missing(kind: str) -> str:
    """Why a store cannot be started here; nothing where it can."""
    if kind == "virtuoso" and not (shutil.which("virtuoso-t") and shutil.which("isql-vt")):
        return "virtuoso-t is not on the PATH (apt-get install virtuoso-opensource-7-bin)"
    if kind == "fuseki" and not shutil.which("java"):
        return "there is no java on the PATH"
    if kind == "fuseki" and not list(_FUSEKI.glob("jena-fuseki-server-*.jar")):
        cure = "mvn -f tests/stores/fuseki/pom.xml dependency:copy-dependencies"
        return f"there is no jar in tests/stores/fuseki/lib ({cure})"
    return ""


@contextlib.contextmanager
def running(kind: str, folder: Path) -> Iterator[Server]:
    """A store of a kind, until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    server = MAKERS[kind](folder)
    try:
        if server.process is None:
            server.start()
        yield server
    finally:
        server.stop()


def main() -> None:
    """Runs one store until standard input ends; with --missing, says why it cannot."""
    if sys.argv[1] == "--missing":
        print(missing(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory() as folder, running(sys.argv[1], Path(folder)) as server:
        variables = " ".join(f"{name}='{value}'" for name, value in server.environment.items())
        print(f"{variables} il6ld push {server.url}".strip(), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
