"""The disk itself fails while somebody saves: a sentence and the text, nothing half stored, and then it works again."""

import shutil
from pathlib import Path

import pytest

from tests.faults.machine.watched import watched
from tests.faults.real_service import Installation, Somebody
from tests.faults.test_kills import note_form, stored_notes

CALLS, FAULTS = ("pwrite64", "fdatasync,fsync"), ("EIO", "ENOSPC", "EROFS")


@pytest.fixture(autouse=True)
def clock():
    """The server lives in its own time: so does this test."""
    return


def failing(calls: str, fault: str, folder: Path) -> list[str]:
    """The disk gives this answer for the files of the database."""
    files = [part for name in ("caseapp.db", "caseapp.db-wal") for part in ("-P", f"{folder}/{name}")]
    return [*files, "-e", f"trace={calls}", "-e", f"inject={calls}:error={fault}"]


@pytest.mark.prove
def test_a_disk_that_fails_costs_a_sentence_and_no_word(tmp_path) -> None:
    assert shutil.which("strace"), "install it"
    with Installation(tmp_path) as place:
        place.start(processes=1)
        mentor = Somebody(place, "mentor").sign_in()
        path = f"/clients/{place.client_id}/activities/new"
        kept = set()
        for number, (calls, fault) in enumerate((calls, fault) for calls in CALLS for fault in FAULTS):
            note = f"What {number} we talked about"
            form = {**note_form(mentor, path), "record_id": place.form_id(), "note": note}
            with watched(place.server.pid, tmp_path / "log", *failing(calls, fault, tmp_path / "data")):
                status, text = mentor.ask(path, form)
                assert status == 503, (calls, fault)
                assert note in text
            assert note not in stored_notes(place).values()
            assert mentor.ask(path, form)[0] == 303, (calls, fault)
            kept.add(note)
            assert set(stored_notes(place).values()) == kept
        assert place.stop() == 0
        assert place.run("audit", "verify").returncode == 0
