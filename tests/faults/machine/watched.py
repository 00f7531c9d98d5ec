"""A running server under strace, which tells what it asks of the system or answers in the system's place."""

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil


def processes(server: int) -> list[psutil.Process]:
    """Every process of a server."""
    parent = psutil.Process(server)
    return [parent, *parent.children(recursive=True)]


@contextmanager
def watched(server: int, log: Path, *options: str) -> Iterator[None]:
    """Every process of the server with these options of strace, from the moment when all are attached."""
    several = [str(each.pid) for each in processes(server)]
    command = ["strace", "-f", "-o", str(log), *options, *(part for each in several for part in ("-p", each))]
    watching = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    attached = 0
    while attached < len(several):
        line = watching.stderr.readline()
        assert line, "strace ended"
        attached += "attached" in line
    try:
        yield
    finally:
        watching.send_signal(signal.SIGINT)
        watching.communicate()


def opened(log: Path) -> set[str]:
    """The paths that were opened, made, renamed or removed, and what was run."""
    return {path for line in log.read_text(errors="replace").splitlines() for path in re.findall(r'"([^"]*)"', line)}
