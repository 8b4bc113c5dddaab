"""The disk rows of part B with a real kernel's faults: strace, tmpfs, mounts, hundreds of kills."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from il6ld import release
from tests.faults.ci.cases import (
    ROOT,
    Skipped,
    held,
    il6ld,
    mounted,
    needs,
    needs_root,
    publish,
    run,
    scratch,
    small,
    tiny,
)

# Each with the errors that it can give; Python itself makes none of these calls as it starts.
INJECTED = {
    "fsync": ("EIO", "ENOSPC"),
    "write": ("ENOSPC", "EIO"),
    "renameat2": ("EIO", "EPERM"),
    "rename": ("EIO", "EACCES"),
    "mkdir": ("ENOSPC", "EMFILE"),
    "fchmod": ("EPERM",),
    "chmod": ("EPERM",),
    "ftruncate": ("EIO",),
    "flock": ("ENOLCK",),
    "unlink": ("EIO",),
    "rmdir": ("EIO",),
}


def b01_hundreds_of_kills_while_releases_are_put_in_place() -> str:
    told = []
    for way in ("exchange", "renames"):
        with scratch() as folder:
            done = run([sys.executable, "-m", "tests.faults.kills", folder, "150", way])
            assert done.returncode == 0, done.stderr
            told.append(f"{way}: {', '.join(' '.join(line.split()) for line in done.stdout.splitlines())}")
    return "; ".join(told)


def b01_kills_of_whole_builds() -> str:
    with scratch() as folder:
        project = tiny(folder / "tiny")
        old = held(small(project / "build", "old\n"))
        outcomes = []
        for number in range(1, 80, 3):
            words = il6ld("build", "--project", project)
            own = {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache"), "TMPDIR": str(folder)}
            env = {**os.environ, **own}
            quiet = subprocess.DEVNULL
            with subprocess.Popen(words, stdout=quiet, stderr=quiet, env=env) as build:
                time.sleep(number * 0.02)
                build.kill()
            whole = release.damage(project / "build") == []
            assert whole, f"killed after {number * 20} ms"
            outcomes.append(held(project / "build") == old)
        done = run(il6ld("build", "--project", project))
        assert done.returncode == 0 and "il6ld.nq" in held(project / "build")
        assert [path.name for path in project.iterdir() if "il6ld" in path.name] == []
    return f"{len(outcomes)} builds killed, {sum(outcomes)} before the new release stood"


def b03_disks_of_growing_size() -> str:
    with scratch() as folder:
        sizes = []
        for size in (64, 256, 1024, 4096, 16384, 65536):
            with mounted(folder / f"disk{size}", f"size={size}k") as disk:
                old = held(small(disk / "build", "old\n"))
                done = run(publish(ROOT / "build", disk / "build"))
                sizes.append((size, done.returncode))
                assert done.returncode in (0, 4), done.stderr
                assert held(disk / "build") == (old if done.returncode else held(ROOT / "build"))
                assert done.returncode == 0 or "are free" in done.stderr
                assert os.listdir(disk) == ["build"]
        assert {code for _, code in sizes} == {0, 4}
    return ", ".join(f"{size} KB: exit {code}" for size, code in sizes)


def b03_a_disk_without_room_for_names() -> str:
    with scratch() as folder:
        for inodes in range(6, 90, 3):
            with mounted(folder / f"disk{inodes}", f"size=64m,nr_inodes={inodes}") as disk:
                old = held(small(disk / "build", "old\n"))
                done = run(publish(ROOT / "build", disk / "build"))
                assert done.returncode in (0, 4)
                assert held(disk / "build") == (old if done.returncode else held(ROOT / "build"))
                assert os.listdir(disk) == ["build"]
            if done.returncode == 0:
                return f"it takes {inodes} names; with fewer, exit 4"
    raise AssertionError("no number of names was enough")


def b04_every_call_that_the_kernel_can_fail() -> str:
    strace, counts = needs("strace"), Counter[str]()
    with scratch() as folder:
        new, target = small(folder / "new", "new\n"), folder / "out" / "build"
        target.parent.mkdir()
        old = held(small(target, "old\n"))
        for call, errors in INJECTED.items():
            for error in errors:
                fault = f"{call}:error={error}:when="
                counts[call] += sum(_injected(strace, new, target, old, fault, each) for each in ("", "+"))
    assert all(counts[call] for call in INJECTED), counts
    told = ", ".join(f"{number} {call}" for call, number in counts.items())
    return f"runs with a failing call, once and from then on: {told}"


def _injected(strace: str, new: Path, target: Path, old: dict[str, bytes], fault: str, lasting: str) -> int:
    """Fails one call, the first time, the second and so on until it is not reached; gives how often."""
    log, call = new.with_name("log"), fault.partition(":")[0]
    for number in range(1, 60):
        small(target, "old\n")
        assert os.listdir(target.parent) == ["build"]
        trace = f"trace={call},renameat2"
        inject = ["-f", "-qq", "-o", log, "-e", trace, "-e", f"inject={fault}{number}{lasting}"]
        if call == "rename":  # which is called where folders cannot change places
            inject += ["-e", "inject=renameat2:error=EINVAL"]
        done = run([strace, *inject, *publish(new, target)])
        if not re.search(rf" {call}\(.*\(INJECTED\)", log.read_text(errors="replace")):
            assert done.returncode == 0
            return number - 1
        assert done.returncode in (0, 4), done.stderr
        stands = held(target)
        # Where nothing can be renamed any more, the old release waits for the next run, which puts it back.
        assert stands in (old, held(new)) or release.interrupted(target), f"{fault}{number}{lasting}"
        assert stands == held(new) or done.returncode == 4
        # Where no write succeeds, nothing can be said either.
        assert not done.stderr or ("may not outlast" in done.stderr) is (stands == held(new))
    raise AssertionError(f"{fault} is reached without end")


def b06_outputs_that_cannot_be_written() -> str:
    needs_root()
    told = []
    with scratch() as folder:
        project = tiny(folder / "tiny")
        (project / "ontology/articles/first/claims/introduction.yaml").write_text("- [")
        with mounted(folder / "disk", "size=1m") as disk:
            old = held(small(disk / "build", "old\n"))
            subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
            done = run(il6ld("build", "--project", project, "-o", disk / "build"))
            told.append(f"read-only mount: exit {done.returncode}")
            assert done.returncode == 4 and "Read-only file system" in done.stderr
            assert held(disk / "build") == old
        frozen = folder / "frozen"
        frozen.mkdir()
        if subprocess.run(["chattr", "+i", frozen], capture_output=True, check=False).returncode == 0:
            done = run(il6ld("build", "--project", project, "-o", frozen / "build"))
            subprocess.run(["chattr", "-i", frozen], check=True)
            assert done.returncode == 4 and os.listdir(frozen) == []
            told.append(f"frozen folder: exit {done.returncode}")
        else:
            told.append("frozen folder: not tried, chattr +i does not work here")
    return "; ".join(told) + "; the sources were not looked at"


def b07_another_file_system() -> str:
    with scratch() as folder, mounted(folder / "disk", "size=64m") as disk:
        done = run(publish(ROOT / "build", disk / "build"), env={"TMPDIR": str(folder)})
        again = run(publish(ROOT / "build", disk / "build"), env={"TMPDIR": "/nowhere"})
        assert (done.returncode, again.returncode) == (0, 0)
        assert held(disk / "build") == held(ROOT / "build")
    return "a release of the disk's own, with temporary files elsewhere or nowhere"


def b08_the_order_of_the_calls() -> str:
    strace = needs("strace")
    with scratch() as folder:
        new, target, log = small(folder / "new", "new\n"), folder / "out" / "build", folder / "log"
        target.parent.mkdir()
        small(target, "old\n")
        calls = "trace=write,fsync,fdatasync,renameat2,unlink,rmdir"
        run([strace, "-f", "-qq", "-y", "-o", log, "-e", calls, *publish(new, target)])
        lines = log.read_text(errors="replace").splitlines()
    seen = [_step(line) for line in lines if "il6ld-faults" in line]
    files = [f"{step} {name}" for name in (release.CHECKSUMS, "a", "b") for step in ("write", "fsync")]
    wanted = [*files, "fsync .build.il6ld-new", "renameat2 .build.il6ld-new", "fsync out"]
    start = seen.index(wanted[0])
    if seen[start + len(files) + 1].startswith("renameat2"):
        assert seen[start : start + len(wanted)] == wanted
        assert all(each.startswith(("unlink", "rmdir", "fsync")) for each in seen[start + len(wanted) :])
        return " > ".join(wanted)
    raise Skipped(f"folders cannot change places on this file system: {seen}")


def _step(line: str) -> str:
    """A line of strace as the call and the name of the first file in it."""
    call = re.search(r"(\w+)\(", line)
    path = re.search(r"[<\"]([^<>\"]*il6ld-faults[^<>\"]*)[>\"]", line)
    assert call and path, line
    return f"{call[1]} {Path(path[1]).name}"
