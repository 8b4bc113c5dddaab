"""The rows of part B around a run, at length: rivals, seeds, clocks, a closed terminal, no network, edits."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections import Counter

from il6ld import release
from tests.faults.ci.cases import ROOT, Skipped, held, il6ld, needs, run, scratch, tiny

# Plays the reasoner's answer back, so that what is repeated is all but HermiT.
PLAYED = """
import sys
from il6ld.cli import main
from tests.faults.playback import play
play(sys.argv.pop(1))
main()
"""


def b02_a_terminal_that_is_closed() -> str:
    with scratch() as folder:
        project = tiny(folder / "tiny")
        (folder / "temporary").mkdir()
        child, terminal = pty.fork()
        if child == 0:
            env = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "temporary")}
            os.chdir(project)
            signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs this may have it ignored
            os.execve(sys.executable, list(map(str, il6ld("build"))), env)
        while not os.listdir(folder / "temporary"):
            time.sleep(0.01)
        os.close(terminal)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code == 129, code
        assert os.listdir(folder / "temporary") == [] and not (project / "build").exists()
    return "exit 129, nothing left"


def b09_twenty_builds_at_once() -> str:
    with scratch() as folder:
        project = tiny(folder / "tiny")
        env = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache")}
        words = il6ld("build", "--project", project)
        builds = [
            subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=env)
            for _ in range(20)
        ]
        told = [build.communicate()[1] for build in builds]
        codes = Counter(build.returncode for build in builds)
        assert codes.keys() <= {0, 5} and codes[0] and codes[5]
        locked_out = [text for text in told if "error[locked]" in text]
        named = [re.search(r"written by process (\d+) on \S+", text) for text in locked_out]
        pids = {str(build.pid) for build in builds}
        assert all(match and match[1] in pids for match in named)
        assert release.damage(project / "build") == []
        assert sorted(os.listdir(project)) == ["article.txt", "build", "ontology"]
    return f"{codes[0]} wrote or found it written, {codes[5]} were locked out and named the writer"


def b12_fifty_one_seeds() -> str:
    with scratch() as folder:
        project = tiny(folder / "tiny")
        (folder / "answers").mkdir()
        first: dict[str, bytes] = {}
        for seed in range(51):
            env = {
                "PYTHONHASHSEED": str(seed),
                "XDG_CACHE_HOME": str(folder / f"cache{seed}"),
                "TZ": ("UTC", "Asia/Kathmandu", "America/St_Johns")[seed % 3],
            }
            output = folder / f"out{seed}"
            words = ["build", "--project", project, "-o", output]
            mask = os.umask((0o022, 0o077, 0)[seed % 3])
            done = run([sys.executable, "-c", PLAYED, folder / "answers", *words], env=env)
            os.umask(mask)
            assert done.returncode == 0, done.stderr
            first = first or held(output)
            assert held(output) == first, f"seed {seed}"
            assert {path.stat().st_mode & 0o777 for path in output.iterdir()} == {0o644}
        assert len(first) > 10
    return f"51 hash seeds, 3 time zones, 3 umasks: the same {len(first)} files"


def b13_clocks() -> str:
    faketime = needs("faketime")
    clocks = ["1970-01-02 00:00:00", "2038-01-20 00:00:00", "2106-02-08 00:00:00", "@2030-01-01 00:00:00 x-9"]
    with scratch() as folder:
        project = tiny(folder / "tiny")
        (folder / "answers").mkdir()
        made = []
        for number, clock in enumerate(["", *clocks]):
            lead = [faketime, "-f", clock] if clock else []
            output, cache = folder / f"out{number}", {"XDG_CACHE_HOME": str(folder / f"cache{number}")}
            words = ["build", "--project", project, "-o", output]
            done = run([*lead, sys.executable, "-c", PLAYED, folder / "answers", *words], env=cache)
            assert done.returncode == 0, done.stderr
            made.append(held(output))
        assert all(files == made[0] for files in made)
    return f"the same bytes today and at {', '.join(clocks)}"


def b16_no_network() -> str:
    unshare = needs("unshare", "util-linux")
    if subprocess.run([unshare, "-n", "true"], capture_output=True, check=False).returncode:
        raise Skipped("a network of its own is not allowed here")
    with scratch() as folder:
        project = tiny(folder / "tiny")
        done = run([unshare, "-n", *il6ld("build", "--project", project)])
        assert done.returncode == 0, done.stderr
        assert len(held(project / "build")) > 10
    return "a whole build without a network"


def b20_two_thousand_edits() -> str:
    with scratch() as folder:
        project = tiny(folder / "tiny")
        done = run([sys.executable, "-m", "tests.faults.edits", project, "2000", "7"])
        assert done.returncode == 0, done.stderr
    return f"exit codes and how often: {done.stdout.strip()}"
