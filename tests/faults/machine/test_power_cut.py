"""The power fails at any moment: whatever somebody was told is saved is there, whole, and stands in the trail."""

import os
import random
import shutil
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import sqlcipher3

from caseapp.db import db
from caseapp.db.engine import open_sqlite
from tests.faults.machine.recorded import Disk, Step, record, steps_in
from tests.stores import new_app
from tests.world import make_world

ROOT = Path(__file__).parents[3]
NOTES, STATES, WHOLLY_CHECKED = 240, 10_000, 20


@pytest.fixture(autouse=True)
def clock():
    """The program lives in its own time: so does this test."""
    return


def test_what_was_not_synced_may_be_lost_in_part_and_what_was_may_not() -> None:
    """The player itself, with three files' worth of chances."""
    old, new = b"o" * 2048, b"n" * 1024
    disk, chance = Disk({"a.db": old}), random.Random(1)
    disk.take(Step("write", "a.db", 512, new))
    seen = {disk.after_a_cut(chance)["a.db"] for _ in range(200)}
    assert seen == {old, *(old[:512] + new[:some] + old[512 + some :] for some in (512, 1024))}
    disk.take(Step("sync", "a.db"))
    disk.take(Step("length", "a.db", 100))
    whole = old[:512] + new + old[1536:]
    assert {disk.after_a_cut(chance)["a.db"] for _ in range(200)} == {whole, whole[:100]}


def test_a_record_is_read_as_it_was_written() -> None:
    lines = (
        r'12 pwrite64(5</x/caseapp.db-wal>, "\x00\xff\x41", 3, 4096) = 3',
        r'12 write(1<pipe:[7]>, "\x61\x0a", 2)    = 2',
        "12 fdatasync(5</x/caseapp.db-wal>)          = 0",
        "12 ftruncate(5</x/caseapp.db-wal>, 0)       = 0",
        r'12 write(9</x/other.log>, "\x61", 1)        = 1',
        "12 fsync(5</x/caseapp.db>)                  = -1 EIO (Input/output error)",
    )
    wal = "/x/caseapp.db-wal"
    told = [Step("write", wal, 4096, b"\x00\xffA"), Step("told", content=b"a"), Step("sync", wal), Step("length", wal)]
    assert [step for line in lines for step in steps_in(line)] == told


@pytest.mark.prove
def test_ten_thousand_cuts_lose_nothing_that_was_told(tmp_path, record_property) -> None:
    """Notes are saved by a program whose writes are recorded; ten thousand states of the disk are opened again. As a
    proof of the proof, a disk that never syncs loses notes."""
    assert shutil.which("strace"), "install it"
    steps, before, key = written_under_watch(tmp_path)
    states, lost = play(steps, before, key, tmp_path, STATES)
    assert lost == []
    record_property("cuts", f"{states} states of {len(steps)} steps, {NOTES} notes told, 0 lost")
    assert states >= STATES
    lying = [step for step in steps if step.kind != "sync"]
    assert play(lying, before, key, tmp_path, 300)[1], "a disk that lies was not noticed"


def written_under_watch(folder: Path) -> tuple[list[Step], dict[str, bytes], bytes]:
    """What the disk was asked while notes were saved, the files as they were before, and their key."""
    app = new_app(folder)
    with app.app_context():
        make_world()
        db.session.remove()
        with db.engine.connect() as connection:
            connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.engine.dispose()
        key = app.extensions["keys"].database
    database = folder / "data" / "caseapp.db"
    before = {str(database): database.read_bytes(), f"{database}-wal": b""}
    command = [sys.executable, "-m", "tests.faults.machine.writing_notes", str(folder), str(NOTES)]
    return record(command, folder, {**os.environ, "PYTHONPATH": str(ROOT)}), before, key


def play(steps: list[Step], before: dict[str, bytes], key: bytes, folder: Path, wanted: int) -> tuple[int, list[str]]:
    """Cut the power after each step, as often as makes the states that are wanted; how many there were, and the faults
    that were met."""
    chance, disk, told, faults, states = random.Random(20), Disk(before), set(), [], 0
    for step in steps:
        disk.take(step)
        if step.kind == "told":
            told.add(UUID(step.content.decode()))
        for _ in range(-(-wanted // len(steps))):
            states += 1
            faults += faults_of(disk.after_a_cut(chance), told, key, folder / "cut", states % WHOLLY_CHECKED == 0)
    return states, faults


def faults_of(files: dict[str, bytes], told: set[UUID], key: bytes, folder: Path, wholly: bool) -> list[str]:
    """What is wrong with the database that is found after a cut."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / Path(name).name).write_bytes(content)
    try:
        with closing(open_sqlite(folder / "caseapp.db", key)) as connection:
            kept = ids(connection, "SELECT id FROM activities")
            in_trail = ids(connection, "SELECT subject_id FROM trail_entries WHERE subject = 'activities'")
            broken = connection.execute("PRAGMA integrity_check").fetchall() if wholly else [("ok",)]
    except sqlcipher3.Error as fault:
        return [f"not readable: {fault}"]
    return [
        *(f"lost: {each}" for each in told - kept),
        *(f"not in the trail: {each}" for each in kept - in_trail),
        *(f"broken: {row}" for row in broken if row != ("ok",)),
    ]


def ids(connection: Any, statement: str) -> set[UUID]:
    return {
        UUID(bytes=value) if isinstance(value, bytes) else UUID(value) for (value,) in connection.execute(statement)
    }
