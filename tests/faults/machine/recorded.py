"""What a program wrote, as the disk was told: recorded by strace, cut off at any point, and played back."""

import random
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SECTOR = 512
CALL = re.compile(r"^(?:\d+\s+)?(\w+)\((\d+)<([^>]*)>(.*)\)\s*= (-?\d+)")
CALLS = "pwrite64,write,ftruncate,fsync,fdatasync"
KEPT = (".db", ".db-wal")


@dataclass(frozen=True)
class Step:
    """One thing that the disk was asked, or somebody was told: a write, a new length, a sync, an acknowledgement."""

    kind: str
    file: str = ""
    at: int = 0
    content: bytes = b""


def record(command: list[str], folder: Path, environ: dict[str, str]) -> list[Step]:
    """Run the program; its steps in order. `AssertionError` where it fails."""
    trace = folder / "trace"
    watched = ["strace", "-f", "-y", "-xx", "-s", "200000", "-e", f"trace={CALLS}", "-o", str(trace), *command]
    done = subprocess.run(watched, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    with trace.open(encoding="ascii") as lines:
        return [step for line in lines for step in steps_in(line)]


def steps_in(line: str) -> Iterator[Step]:
    """The step that a line of the record tells, if it concerns the database or somebody who waits."""
    found = CALL.match(line)
    if found is None or int(found[5]) < 0:
        return
    call, handle, named, rest, answer = found.groups()
    path = unhex(named).decode() if named.startswith("\\x") else named
    if call == "write" and handle == "1":
        yield Step("told", content=bytes_of(rest).strip())
    elif path.endswith(KEPT):
        if call in ("fsync", "fdatasync"):
            yield Step("sync", path)
        elif call == "ftruncate":
            yield Step("length", path, int(rest.rpartition(",")[2]))
        elif call == "pwrite64":
            yield Step("write", path, int(rest.rpartition(",")[2]), bytes_of(rest)[: int(answer)])
        else:
            raise AssertionError(f"a write at no place: {line[:200]}")


def bytes_of(rest: str) -> bytes:
    """What stands between the quotes, which strace wrote in hexadecimal."""
    return unhex(rest.split('"')[1])


def unhex(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


class Disk:
    """Files as they are for sure, and what was written since and may be there or not, in part or in any order."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.sure = {name: bytearray(content) for name, content in files.items()}
        self.pending: dict[str, list[Step]] = {name: [] for name in files}

    def take(self, step: Step) -> None:
        """Go on by one step."""
        if step.kind == "sync":
            apply(self.sure[step.file], self.pending[step.file])
            self.pending[step.file] = []
        elif step.kind != "told":
            self.pending[step.file].append(step)

    def after_a_cut(self, chance: random.Random) -> dict[str, bytes]:
        """What may be on the disk when the power comes back: of the writes since the last sync all, none, the first
        ones, or any of them, and the last one up to some sector."""
        found = {}
        for name, content in self.sure.items():
            pending = self.pending[name]
            some = {
                "all": pending,
                "none": [],
                "first": pending[: chance.randrange(len(pending) + 1)],
                "any": [each for each in pending if chance.random() < 0.5],
            }[chance.choice(("all", "none", "first", "any"))]
            if some and some[-1].kind == "write" and chance.random() < 0.5:
                sectors = len(some[-1].content) // SECTOR
                torn = some[-1].content[: SECTOR * chance.randrange(sectors + 1)]
                some = [*some[:-1], Step("write", name, some[-1].at, torn)]
            now = bytearray(content)
            apply(now, some)
            found[name] = bytes(now)
        return found


def apply(content: bytearray, steps: list[Step]) -> None:
    """Do what the disk was asked."""
    for step in steps:
        if step.kind == "length":
            content[step.at :] = bytes(max(0, step.at - len(content)))
        else:
            end = step.at + len(step.content)
            content.extend(bytes(max(0, step.at - len(content))))
            content[step.at : end] = step.content
