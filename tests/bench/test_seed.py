"""What is filled in bulk is what the actions write."""

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from bench.installation.records import Records
from bench.installation.store import Rows
from bench.seed import QUICK, TINY, fill, seeded
from caseapp.activities.actions import record_activity
from caseapp.activities.models import Activity, GoalTouch
from caseapp.activities.rules import ActivityDraft, Mode, Movement, Outcome, TouchDraft
from caseapp.audit.models import Entry
from caseapp.audit.verify import verify
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import IdempotencyKey, db
from caseapp.followups.models import Concern, FollowUp
from caseapp.followups.rules import Safety
from caseapp.goals.actions import rate_goal
from caseapp.goals.models import Rating
from caseapp.goals.rules import RatingDraft
from tests.stores import new_database
from tests.world import make_goal

DAY = date(2026, 11, 19)
OWN = {"id", "activity_id", "source_id", "chain_id", "seq", "mac", "address", "subject_id"}


def all_rows(model):
    with db.engine.connect() as connection:
        found = connection.execute(sa.select(model.__table__)).mappings().all()
    rows = {}
    for row in found:
        texts = {name: getattr(model, name[:-7]).open(row["id"], row[name]) for name in row if name.endswith("_sealed")}
        rows[row["id"]] = {name: value for name, value in {**row, **texts}.items() if name not in OWN}
    return rows


def written_by(write):
    """The rows that are new after it, of every table that a note or a rating reaches, in an order of their content."""
    tables = (Activity, GoalTouch, FollowUp, Concern, Rating, Entry)
    before = {table: all_rows(table).keys() for table in tables}
    write()
    db.session.commit()
    return {
        table.__tablename__: sorted(
            (row for row_id, row in all_rows(table).items() if row_id not in before[table]), key=repr
        )
        for table in tables
    }


def in_bulk(write):
    def bulk():
        with db.engine.begin() as connection:
            is_sqlite = connection.dialect.name == "sqlite"
            later = "PRAGMA defer_foreign_keys = ON" if is_sqlite else "SET LOCAL session_replication_role = replica"
            connection.exec_driver_sql(later)
            rows = Rows(connection)
            write(Records(rows))
            rows.finish()

    return bulk


@pytest.mark.parametrize("safety", [Safety.NONE, Safety.WATCH])
def test_a_note_is_filled_as_the_action_writes_it(world, safety):
    goal, client, mentor = make_goal(world.client), world.client, world.mentor
    draft = ActivityDraft(
        held_on=DAY,
        starts_at=time(10),
        minutes=60,
        mode=Mode.OUTING,
        outcome=Outcome.HELD,
        safety=safety,
        note="We met.",
        client_words="Good.",
        next_step="Call",
        next_step_on=DAY + timedelta(days=7),
        goals={goal.id: TouchDraft(Movement.STEP, "a little")},
        kinds=("walk",),
    )
    acted = written_by(lambda: record_activity(mentor, client.id, draft, IdempotencyKey(uuid7(), b"note")))
    filled = written_by(in_bulk(lambda records: records.note(now(), mentor.id, client.id, draft, None)))
    assert without_chain(filled) == without_chain(acted)


def test_a_rating_is_filled_as_the_action_writes_it(world):
    goal, client, mentor = make_goal(world.client), world.client, world.mentor
    draft = RatingDraft(DAY, 1, 0, "Seen in the group")
    acted = written_by(lambda: rate_goal(mentor, goal, draft, IdempotencyKey(uuid7(), b"rating")))
    filled = written_by(in_bulk(lambda records: records.rating(now(), mentor.id, client.id, goal.id, draft)))
    assert without_chain(filled) == without_chain(acted)


def test_a_filled_installation_is_whole(app):
    counts = fill(QUICK)
    assert verify().faults == []
    planned = 4 * QUICK.clients
    assert counts["activities"] == QUICK.notes + planned
    assert counts["clients"] == QUICK.clients
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


@pytest.mark.parametrize("engine", ["postgresql"])
def test_a_folder_is_filled_anew_with_its_database(engine, tmp_path):
    url = new_database(tmp_path)
    for _ in range(2):
        app = seeded(tmp_path / "home", TINY, url, anew=True)
        with app.app_context():
            assert db.session.scalar(sa.select(sa.func.count()).select_from(Client).where(for_maintenance())) == 30
            db.session.remove()
            db.engine.dispose()


def without_chain(tables):
    """Beginning and end of a chain belong to whoever writes, and not to the record."""
    chain = ("chain_opened", "chain_closed")
    return tables | {"trail_entries": [row for row in tables["trail_entries"] if row["act"].value not in chain]}
