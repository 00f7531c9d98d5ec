"""The command `serve` with the tiny application in its web processes; arguments after `--` are for these."""

import fcntl
import json
import os
import sys
import termios

from caseapp.cli import serve as command
from caseapp.cli.serving.periodic_jobs import PeriodicJob

if __name__ == "__main__":
    if os.environ.get("TINY_TERMINAL"):
        fcntl.ioctl(sys.stdin, termios.TIOCSCTTY, 0)
    own, _, theirs = " ".join(sys.argv[1:]).partition(" -- ")
    command.WEB_PROCESSES = (sys.executable, "-m", "tests.cli.tiny_web", *theirs.split())
    command.DAILY_JOBS = tuple(
        PeriodicJob(name, tuple(argv), *rest) for name, argv, *rest in json.loads(os.environ.get("TINY_JOBS", "[]"))
    )
    command.serve(own.split())
