"""The clock of a running server jumps by a day, ahead and back: nobody is locked out, nothing is lost or fails."""

import os
import time
from pathlib import Path

import psutil
import pytest

from tests.faults.real_service import Installation, Somebody
from tests.faults.test_kills import note_form, stored_notes

DAY = 24 * 3600
CLOCK = """
import os, threading, time
from datetime import UTC, datetime
import time_machine
began, at = time.time(), time.monotonic()
clock = time_machine.travel(datetime.now(UTC), tick=True)
moving = clock.start()
def follow():
    told = None
    while True:
        ahead = open({file!r}).read()
        if ahead != told and ahead:
            moving.move_to(began + (time.monotonic() - at) + int(ahead))
            told = ahead
            open({file!r} + "." + str(os.getpid()), "w").write(ahead)
        time.sleep(0.02)
def begin():
    threading.Thread(target=follow, daemon=True).start()
os.register_at_fork(after_in_child=begin)
begin()
"""


@pytest.fixture(autouse=True)
def clock():
    """The server lives in its own time: so does this test."""
    return


class Clock:
    """What the processes of a server take for the present, in seconds ahead of it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.file = folder / "ahead"
        self.file.write_text("0")
        (folder / "sitecustomize.py").write_text(CLOCK.format(file=str(self.file)))
        self.path = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])

    def jump(self, ahead: int, server: int) -> None:
        """Until every process of the server has noticed."""
        swap = self.file.with_name("next")
        swap.write_text(str(ahead))
        swap.replace(self.file)
        waiting = {each.pid for each in psutil.Process(server).children(recursive=True)}
        while any(self.noticed(pid) != str(ahead) for pid in waiting):
            time.sleep(0.02)

    def noticed(self, pid: int) -> str:
        kept = self.file.with_name(f"{self.file.name}.{pid}")
        return kept.read_text() if kept.exists() else ""


def come_in(somebody: Somebody) -> None:
    """Open a page, and where the session has ended sign in."""
    status, there = somebody.ask("/clients")
    if status == 303:
        assert there.endswith("/sign-in")
        status, there = somebody.sign_in().ask("/clients")
    assert status == 200, there


def save(place: Installation, mentor: Somebody, note: str) -> None:
    """As a person would: where the session has ended, sign in and send it again."""
    path = f"/clients/{place.client_id}/activities/new"
    come_in(mentor)
    form = {**note_form(mentor, path), "record_id": mentor.see(path).field("record_id"), "note": note}
    status, text = mentor.ask(path, form)
    assert status == 303, text


@pytest.mark.prove
def test_a_clock_that_jumps_by_a_day_costs_a_sign_in_at_most(tmp_path) -> None:
    moved = Clock(tmp_path / "clock")
    with Installation(tmp_path / "place", PYTHONPATH=moved.path) as place:
        place.start(processes=1)
        early, late = (Somebody(place, name).sign_in() for name in ("mentor", "other"))
        days = {}
        for number, ahead in enumerate((0, DAY, 0, -DAY, DAY, 0)):
            moved.jump(ahead, place.server.pid)
            save(place, early, f"note {number}")
            days[number] = early.see("/").html
            come_in(late)
            assert [early.ask(path)[0] for path in ("/ready", "/health")] == [200, 200]
        assert sorted(stored_notes(place).values()) == [f"note {number}" for number in days]
        assert days[0] != days[1]  # it was another day
        assert place.stop() == 0
        verified = place.run("audit", "verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
