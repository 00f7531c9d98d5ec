"""Backups by themselves: one a night, kept by rotation, repaired after whatever happened, and proved once a week."""

import errno
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from caseapp.app.backups import nightly as nightly_module
from caseapp.app.backups.commands import nightly
from caseapp.audit.models import Entry
from caseapp.backups import folder as folder_module
from caseapp.backups.models import BackupRun
from caseapp.backups.rules import BackupFault, BackupTask, file_name
from caseapp.clock import now
from caseapp.db import db
from caseapp.db.backup import is_our_turn, is_whole, sealed_file
from caseapp.privacy.erasure.list_actions import NAME
from tests.reports.reviewing import signed
from tests.world import World

EVENING = "2026-11-22T22:00:00+00:00"  # midnight in Jerusalem: still the night that began at two in the morning
NEXT = "2026-11-23T00:10:00+00:00"


@pytest.fixture
def place(app: Flask) -> Path:
    folder = Path(app.config["BACKUP_FOLDER"])
    shutil.rmtree(folder, ignore_errors=True)
    return folder


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is restored: the proof is not what is tried."""
    monkeypatch.setattr(nightly_module, "prove", lambda *_given: "Proved.")


def run(app: Flask, *asked: str):
    db.session.expunge_all()  # a rollback of the command expires nothing that the test made
    answer = app.test_cli_runner().invoke(nightly, asked)
    db.session.remove()
    return answer


def outcome(task: BackupTask = BackupTask.FOLDER) -> BackupRun | None:
    return db.session.scalars(
        sa.select(BackupRun).where(BackupRun.task == task).order_by(BackupRun.night.desc())
    ).first()


def names(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir() if path.name != NAME)


def acts() -> list[str]:
    found = db.session.scalars(sa.select(Entry.act).order_by(Entry.at, Entry.seq)).all()
    return [str(act) for act in found if "back" in str(act) or "restore" in str(act)]


def test_one_is_made_a_night_and_proved_once_a_week(
    app: Flask, world: World, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With rows, the trail, a sign-in and a report as proof; hour after hour nothing more is made in the same night."""
    signed(world.client, world.mentor, world.supervisor)
    answer = run(app)
    assert answer.exit_code == 0, answer.output
    assert "a sign-in works, a report was printed" in answer.output
    [name] = names(place)
    assert name == "caseapp-20261122T080000Z.backup"
    assert (place / name).stat().st_mode & 0o777 == 0o600
    assert place.stat().st_mode & 0o777 == 0o700
    assert is_whole(place / name, app.extensions["keys"])
    assert outcome().is_good
    assert outcome(BackupTask.PROOF).is_good
    assert acts() == ["backed_up", "restore_proved"]
    with time_machine.travel(EVENING, tick=False):
        assert run(app).output == ""
    with time_machine.travel(NEXT, tick=False):
        assert "Proved" not in run(app).output
    assert len(names(place)) == 2
    assert not (Path(app.config["DATA"]) / nightly_module.WORK).exists()
    (place / names(place)[-1]).unlink()
    with time_machine.travel(NEXT, tick=False):
        assert run(app).exit_code == 0
        assert len(names(place)) == 2
        (place / names(place)[-1]).unlink()
        monkeypatch.setattr(nightly_module, "gethostname", lambda: "another host")
        assert run(app).output == ""  # what a host made in a folder of its own is not made again by the others


def test_what_was_cut_short_counts_for_nothing_and_is_made_up_for(app: Flask, world: World, place: Path) -> None:
    """A half file, one without its end under the name of a whole one, and a work folder of a killed proof."""
    run(app)
    [good] = names(place)
    whole = (place / good).read_bytes()
    (place / "caseapp-20261121T000000Z.backup.part").write_bytes(whole[:100])
    for day in range(1, 9):
        (place / file_name(now() - timedelta(days=day))).write_bytes(whole[: -1 - day])
    work = Path(app.config["DATA"]) / nightly_module.WORK
    work.mkdir()
    (work / "caseapp.db").write_bytes(b"half")
    with time_machine.travel(NEXT, tick=False):
        answer = run(app, "--now")
    assert answer.exit_code == 0, answer.output
    assert not list(place.glob("*.part"))
    assert good in names(place)
    assert "Proved" in answer.output
    assert not work.exists()


def test_old_ones_are_removed_and_what_is_none_of_ours_is_left(app: Flask, world: World, place: Path, quick) -> None:
    run(app)
    [first] = names(place)
    for day in range(1, 30):
        shutil.copy(place / first, place / file_name(now() - timedelta(days=day)))
    (place / "notes.txt").write_text("of somebody")
    with time_machine.travel(NEXT, tick=False):
        run(app)
    kept = names(place)
    assert "notes.txt" in kept
    assert len(kept) == 1 + 7 + 2 + 1  # the days, and the weeks and the month before them


@pytest.mark.parametrize(
    ("number", "fault"),
    [(errno.ENOSPC, BackupFault.FULL), (errno.EROFS, BackupFault.READ_ONLY), (errno.EIO, BackupFault.OTHER)],
)
def test_what_the_disk_refuses_is_told_and_leaves_no_half_file(
    app: Flask, world: World, place: Path, quick, monkeypatch: pytest.MonkeyPatch, as_, number: int, fault: BackupFault
) -> None:
    def refuse(_file: int) -> None:
        raise OSError(number, "refused")

    with monkeypatch.context() as patch:
        patch.setattr(sealed_file.os, "fsync", refuse)
        answer = run(app)
    assert answer.exit_code == 1
    assert names(place) == []
    assert outcome().fault is fault
    assert acts() == ["not_backed_up", "restore_not_proved"]
    words = as_(world.administrator).see("/").words
    assert "No backup has been made yet" in words
    assert "It is tried again every hour" in words
    assert run(app).exit_code == 0
    assert names(place)


def test_a_folder_in_which_nothing_fits_is_told_before_it_is_full(
    app: Flask, world: World, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "SPARE_BYTES", 1 << 60)
    assert "are needed" in run(app).output
    assert outcome().fault is BackupFault.FULL
    assert names(place) == []


def test_what_is_read_back_otherwise_than_written_is_no_backup(
    app: Flask, world: World, place: Path, quick, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = folder_module.write_backup

    def write_badly(path: Path, ring, **more) -> None:
        written(path, ring, **more)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

    monkeypatch.setattr(folder_module, "write_backup", write_badly)
    assert run(app).exit_code == 1
    assert outcome().fault is BackupFault.DAMAGED
    assert names(place) == []


def test_while_somebody_is_at_it_nobody_else_begins(app: Flask, world: World, place: Path, quick) -> None:
    with is_our_turn() as ours:
        assert ours
        if db.engine.dialect.name == "sqlite":
            assert "Another host" in run(app).output
        else:
            with is_our_turn() as also:
                assert not also
    assert not place.exists()
    assert run(app).exit_code == 0


def test_a_backup_that_cannot_be_restored_is_told_and_not_tried_all_night(
    app: Flask, world: World, place: Path, monkeypatch: pytest.MonkeyPatch, as_
) -> None:
    from caseapp.errors import RuleBroken

    def refuse(*_given) -> str:
        raise RuleBroken("Restored, but the row counts differ from the backup.")

    monkeypatch.setattr(nightly_module, "prove", refuse)
    assert "row counts differ" in run(app).output
    assert outcome(BackupTask.PROOF).fault is BackupFault.NOT_PROVED
    assert run(app).output == ""
    words = as_(world.administrator).see("/").words
    assert "It has not been proved this week that a backup can be restored" in words
    with time_machine.travel(NEXT, tick=False):
        assert "row counts differ" in run(app).output


def test_the_page_says_when_and_turns_red_after_a_day(app: Flask, world: World, place: Path, quick, as_) -> None:
    run(app)
    browser = as_(world.administrator)
    page = browser.see("/")
    assert "Last good backup 22.11.2026, 10:00" in page.words
    assert "Last proved restore 22.11.2026, 10:00, in about 1 min" in page.words
    assert "more than a day" not in page.words
    with time_machine.travel(now() + timedelta(days=1, seconds=1), tick=False):
        assert "The last good backup is more than a day old" in as_(world.administrator).see("/").words
    with time_machine.travel(now() - timedelta(days=400), tick=False):
        assert "No backup has been made yet" in as_(world.administrator).see("/").words
    with time_machine.travel(now() + timedelta(days=9), tick=False):
        assert "It has not been proved this week" in as_(world.administrator).see("/").words
    app.config["BACKUP_FOLDER"] = ""
    words = as_(world.administrator).see("/").words
    assert "No backups are made" in words
    assert "No place for backups is set" in run(app).output
