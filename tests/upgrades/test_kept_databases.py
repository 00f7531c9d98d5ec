"""What a version stored is upgraded and used by every later one: the databases that are kept are real ones."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade

from caseapp.accounts.models import User
from caseapp.activities.models import Activity
from caseapp.app.backups.proof import restore_into
from caseapp.app.schema import upgrade
from caseapp.audit import Act, record_alone
from caseapp.audit.models import Entry, set_members
from caseapp.audit.rules import client_set_id
from caseapp.audit.trail import close_chain
from caseapp.audit.verify import verify
from caseapp.cli.report import report
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.clients.rules import search_name
from caseapp.clients.sound_rules import sound_of
from caseapp.clock import today
from caseapp.db import Base, db
from caseapp.db.backup import count_rows
from caseapp.db.revisions import find_revision
from caseapp.demo.people import PASSWORD
from caseapp.groups.models import AttendanceMark, Meeting
from tests.guards.test_schema import differences
from tests.upgrades.filling import FEW, NOTE, fill
from tests.upgrades.keeping import BACKUP, KEPT, rows_of_tables

STORED_AT = {"0.1.0": "0009_supervision"}
REPLACED = {"trail_mentions"}


def test_every_table_of_a_kept_database_holds_rows_as_that_version_stored_them(kept, version) -> None:
    rows = rows_of_tables()
    assert len(rows) > 50
    assert [name for name, number in rows.items() if not number] == []
    with db.engine.connect() as connection:
        assert find_revision(connection) == STORED_AT[version]


@pytest.mark.parametrize("engine", ["sqlite"])
def test_what_fills_the_database_of_a_release_leaves_no_table_of_today_empty(app) -> None:
    fill()
    rows = rows_of_tables()
    assert [table.name for table in Base.metadata.sorted_tables if not rows[table.name]] == []


def test_an_upgrade_makes_todays_schema_and_loses_no_row(upgraded) -> None:
    assert differences() == []
    kept = {name: number for name, number in upgraded.before.items() if name not in REPLACED}
    assert {name: upgraded.after.get(name, 0) for name in kept} == kept


def test_every_client_of_every_entry_is_found_in_its_set(kept) -> None:
    old = sa.table("trail_mentions", *(sa.column(name, sa.Uuid()) for name in ("entry_id", "client_id")))
    with db.engine.connect() as connection:
        before = {tuple(row) for row in connection.execute(sa.select(old.c.entry_id, old.c.client_id))}
    upgrade(kept)
    found = sa.select(Entry.id, set_members.c.client_id).join(set_members, set_members.c.set_id == Entry.client_set_id)
    assert {tuple(row) for row in db.session.execute(found)} == before
    members: dict[bytes, set[UUID]] = {}
    for set_id, client_id in db.session.execute(sa.select(set_members)):
        members.setdefault(set_id, set()).add(client_id)
    assert {client_set_id(clients) for clients in members.values()} == members.keys()
    assert len(members) < len(before)
    for table in ("trail_entries", "trail_client_sets", "trail_set_members"):
        with pytest.raises(sa.exc.DBAPIError, match="never changed"):
            db.session.execute(sa.text(f"DELETE FROM {table}"))
        db.session.rollback()


def test_an_earlier_schema_gets_the_clients_of_new_entries_back(kept) -> None:
    upgrade(kept)
    mentor = db.session.scalars(sa.select(User).where(User.username == "mentor1")).one()
    clients = db.session.scalars(sa.select(Client.id).where(for_maintenance())).all()
    record_alone(Act.READ, mentor, clients=clients)
    close_chain(kept)
    db.session.remove()
    downgrade(revision="0009_supervision")
    with db.engine.connect() as connection:
        last = connection.exec_driver_sql(
            "SELECT count(*) FROM trail_mentions GROUP BY entry_id ORDER BY entry_id DESC LIMIT 1"
        ).scalar()
    assert last == len(clients)
    upgrade(kept)
    assert verify().faults == []


def test_what_was_sealed_is_read_and_the_trail_is_whole(upgraded) -> None:
    notes = db.session.scalars(sa.select(Activity).where(for_maintenance())).all()
    assert all(note.note for note in notes if note.note_sealed)
    [note] = [note for note in notes if note.note == NOTE]
    assert note.held_on == today() - timedelta(days=1)
    verdict = verify()
    assert verdict.faults == []
    assert verdict.entries > 100


def test_people_sign_in_with_their_password_and_read_on(upgraded) -> None:
    wanted = sa.select(Client.id).where(for_maintenance(), Client.given_name == FEW[0].given_name)
    client_id = db.session.scalars(wanted).one()
    for username in ("mentor1", "supervisor1"):
        browser = upgraded.app.test_client()
        browser.see("/sign-in")
        assert browser.send("/sign-in", {"username": username, "password": PASSWORD}).status_code == 303
        page = browser.see(f"/clients/{client_id}")
        assert NOTE in page.words


def test_a_report_that_was_signed_then_is_known_today(upgraded, tmp_path) -> None:
    signature = Base.metadata.tables["report_signatures"]
    report_id = db.session.scalars(sa.select(signature.c.report_id).where(for_maintenance())).one()
    browser = upgraded.app.test_client()
    browser.see("/sign-in")
    browser.send("/sign-in", {"username": "mentor1", "password": PASSWORD})
    file = tmp_path / "signed.pdf"
    file.write_bytes(browser.get(f"/reports/{report_id}/pdf").data)
    told = upgraded.app.test_cli_runner().invoke(report, ["verify", str(file)])
    assert told.exit_code == 0, told.output
    assert f"report {report_id}, version 1" in told.output


def test_a_back_up_of_then_is_restored_on_either_engine(empty, version) -> None:
    assert "a sign-in works" in restore_into(empty, KEPT / version / BACKUP)
    assert count_rows(["clients"])["clients"] > len(FEW)


def test_every_name_is_sought_in_the_forms_of_today(upgraded) -> None:
    clients = list(db.session.scalars(sa.select(Client).where(for_maintenance())))
    assert clients
    for client in clients:
        names = client.given_name, client.family_name, client.preferred_name
        assert (client.search_name, client.sound) == (search_name(*names), sound_of(*names))


def test_every_mark_of_attendance_has_the_day_of_its_meeting(upgraded) -> None:
    same = sa.case((AttendanceMark.held_on == Meeting.held_on, 1), else_=0)
    counts = sa.select(sa.func.count(), sa.func.sum(same)).join(Meeting, Meeting.id == AttendanceMark.meeting_id)
    marks, right = db.session.execute(counts.where(for_maintenance())).one()
    assert marks == right > 0
