"""python -m tests.shards.killing CORPUS FOLDER KILLS: builds that are killed, each at another moment.

Says how many were killed, and how often the release was there; fails where what is there is not whole.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from random import Random

from il6ld import scaling
from il6ld.project import find_project
from il6ld.release import damage
from tests.conftest import ROOT
from tests.shards.making_corpora import few_shapes

LONGEST = 1.5  # seconds: a build takes about one, so that most are killed, at every moment


def main(corpus: Path, folder: Path, kills: int) -> None:
    project, lots, killed, there = find_project(ROOT), Random(7), 0, 0
    setattr(scaling, "read_shapes", few_shapes)  # noqa: B010
    for number in range(kills):
        target = folder / f"release-{number // 10}"
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            scaling.build(project, corpus, target, workers=2, lines=20)
            os._exit(0)
        time.sleep(lots.uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        assert not target.exists() or not damage(target), damage(target)
        there += target.exists()
    print(killed, there)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
