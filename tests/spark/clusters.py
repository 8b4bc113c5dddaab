"""A standalone cluster of Spark on loopback: a master and two workers, each a process of its own."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from il6ld.errors import UsageError
from il6ld.spark.session import require_java
from tests.conftest import ROOT

PORT = 17077
MASTER = f"spark://127.0.0.1:{PORT}"
# Few cores, and builds of a minute: what is quick to begin with is quicker than what is quick in the end.
SETTINGS = {
    "spark.driver.memory": "1500m", "spark.executor.memory": "900m", "spark.executor.cores": "1",
    "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseParallelGC",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseParallelGC",
    "spark.sql.shuffle.partitions": "2", "spark.sql.codegen.wholeStage": "false", "spark.ui.enabled": "false",
}  # fmt: skip


def missing() -> str:
    """Why there can be no cluster here, or nothing."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed"
    try:
        require_java()
    except UsageError as error:
        return str(error)
    return ""


def environment(folder: Path) -> dict[str, str]:
    """What the processes of a cluster, and whoever asks it, find in their environment."""
    settings = folder / "settings"
    settings.mkdir(exist_ok=True)
    said = "".join(f"{key} {value}\n" for key, value in SETTINGS.items())
    (settings / "spark-defaults.conf").write_text(said)
    return {
        **os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_CONF_DIR": str(settings), "PYTHONPATH": str(ROOT),
        "PYSPARK_PYTHON": sys.executable, "SPARK_WORKER_DIR": str(folder / "work"),
        "SPARK_DAEMON_JAVA_OPTS": "-XX:TieredStopAtLevel=1",
    }  # fmt: skip


class Cluster:
    """A master and its workers."""

    def __init__(self, folder: Path) -> None:
        import pyspark

        self._folder = folder
        self._command = str(Path(pyspark.__file__).parent / "bin" / "spark-class")
        self._environment = {**environment(folder), "SPARK_HOME": str(Path(pyspark.__file__).parent)}
        self.master = self._start("master.Master", "--host", "127.0.0.1", "--port", str(PORT),
                                  "--webui-port", "18080")  # fmt: skip
        _answers(PORT)
        self.workers = [self._worker(number) for number in (1, 2)]
        for number in (1, 2):
            _answers(PORT + number)

    def _start(self, name: str, *options: str) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.log").open("ab") as log:
            command = [self._command, f"org.apache.spark.deploy.{name}", *options]
            return subprocess.Popen(
                command, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )

    def _worker(self, number: int) -> subprocess.Popen[bytes]:
        places = ("--port", str(PORT + number), "--webui-port", str(18080 + number))
        size = ("--cores", "1", "--memory", "1g")
        return self._start("worker.Worker", "--host", "127.0.0.1", *places, *size, MASTER)

    def kill(self, worker: int) -> None:
        """Ends a worker and its executors as a machine that fails would."""
        os.killpg(self.workers[worker].pid, signal.SIGKILL)

    def stop(self) -> None:
        """Ends what still runs."""
        for process in (*self.workers, self.master):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    """A cluster for the time of a block."""
    cluster = Cluster(folder)
    try:
        yield cluster
    finally:
        cluster.stop()


def _answers(port: int) -> None:
    for _ in range(600):
        with closing(socket.socket()) as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError(f"nothing listens on port {port}")
