"""`caseapp setup` on the database of an earlier version: backed up, tried on a copy, upgraded, proved, or as it was."""

import json
from pathlib import Path

import pytest
from flask import Flask

from caseapp.app.backups import upgrading
from caseapp.app.backups.proof import restore_into
from caseapp.app.backups.upgrading import upgrade_with_backup
from caseapp.db.backup import is_whole
from caseapp.db.revisions import UPGRADING, ensure_newest, list_revisions, stored_revision
from caseapp.errors import RuleBroken, SettingWrong
from tests.upgrades.keeping import rows_of_tables
from tests.upgrades.test_kept_databases import REPLACED, STORED_AT

CLEAR_OF_USE = {"sign_ins", "throttles", "alembic_version", *REPLACED}


def kept_rows() -> dict[str, int]:
    """Rows that neither an upgrade nor going back may change in number."""
    return {
        name: number
        for name, number in rows_of_tables().items()
        if name not in CLEAR_OF_USE and not name.startswith("trail_")
    }


def fail_once(monkeypatch: pytest.MonkeyPatch, name: str, fault: BaseException) -> None:
    done = getattr(upgrading, name)

    def fail(*given, **named):
        monkeypatch.setattr(upgrading, name, done)
        raise fault

    monkeypatch.setattr(upgrading, name, fail)


def test_an_upgrade_is_backed_up_before_and_proved_after(kept: Flask, version: str, empty: Flask) -> None:
    with kept.app_context():
        before = kept_rows()
        said = " ".join(upgrade_with_backup(kept))
        assert "a sign-in works, a report was printed" in said
        assert stored_revision() == list_revisions(kept)[-1]
        after = kept_rows()
        assert {name: after[name] for name in before} == before
        [backup] = Path(kept.config["BACKUP_FOLDER"]).iterdir()
        assert is_whole(backup, kept.extensions["keys"])
        assert upgrade_with_backup(kept) == []
        ensure_newest(kept)
    with empty.app_context():
        assert "a report was printed" in restore_into(empty, backup)


def test_one_that_fails_on_the_copy_is_not_begun(kept: Flask, version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows_of_tables()
    fail_once(monkeypatch, "prove", RuleBroken("the trail is not intact"))
    with pytest.raises(RuleBroken, match="nothing was changed"):
        upgrade_with_backup(kept)
    assert stored_revision() == STORED_AT[version]
    assert rows_of_tables() == before
    assert not (Path(kept.config["DATA"]) / UPGRADING).exists()


def test_one_that_cannot_be_proved_is_taken_back_even_when_that_is_cut_short(
    kept: Flask, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrading, "prove", lambda *_given: "not what is tried")
    before = kept_rows()
    fail_once(monkeypatch, "prove_in_place", RuleBroken("a sign-in does not lead to a page"))
    fail_once(monkeypatch, "read_backup", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        upgrade_with_backup(kept)
    with pytest.raises(SettingWrong, match="has not ended"):
        ensure_newest(kept)
    with pytest.raises(RuleBroken, match="taken back"):
        upgrade_with_backup(kept)
    assert stored_revision() == STORED_AT[version]
    assert kept_rows() == before
    assert not (Path(kept.config["DATA"]) / UPGRADING).exists()


def test_one_that_is_cut_short_is_gone_on_with(kept: Flask, version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before the schema is changed, it begins anew; killed afterwards, only the proof is left."""
    monkeypatch.setattr(upgrading, "prove", lambda *_given: "not what is tried")
    state = Path(kept.config["DATA"]) / UPGRADING
    fail_once(monkeypatch, "upgrade", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        upgrade_with_backup(kept)
    assert json.loads(state.read_text())["revision"] == STORED_AT[version]
    fail_once(monkeypatch, "prove_in_place", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        upgrade_with_backup(kept)
    assert stored_revision() == list_revisions(kept)[-1]
    assert state.exists()
    assert "a sign-in works" in " ".join(upgrade_with_backup(kept))
    assert not state.exists()


def test_a_folder_that_cannot_be_written_stops_it_before_a_change(kept: Flask, version: str, tmp_path) -> None:
    place = tmp_path / "file"
    place.write_text("no folder")
    kept.config["BACKUP_FOLDER"] = str(place / "inside")
    with pytest.raises(RuleBroken, match="nothing was changed"):
        upgrade_with_backup(kept)
    assert stored_revision() == STORED_AT[version]
