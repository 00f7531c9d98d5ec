"""Migrations: the schema they make is the one that the models mean, up and down with data, on both engines."""

from datetime import time, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade

from caseapp.activities.models import Activity
from caseapp.activities.rules import Mode, Outcome
from caseapp.app import paths as places
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now, today
from caseapp.db import Base, db
from caseapp.db.backup import count_rows
from caseapp.followups.queries import open_concerns, open_follow_ups
from caseapp.followups.rules import Safety
from caseapp.reports.kind_rules import ReportKind, SectionKind, written_sections
from caseapp.reports.life_rules import ReportStatus
from caseapp.reports.models import Report
from caseapp.reports.sections.models import ReportSection
from caseapp.reports.sections.queries import sections_of
from tests.stores import new_app, new_database
from tests.world import join, keep, make_activity, make_goal, make_group, make_meeting, make_report, make_world, rate

MIGRATIONS = str(places.MIGRATIONS)


@pytest.fixture
def fresh_app(engine: str, tmp_path: Path):
    """An application of its own, whose schema the test may break."""
    url = new_database(tmp_path) if engine == "postgresql" else ""
    app = new_app(tmp_path, DATABASE_URL=url)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def differences() -> list:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)


def test_the_migrated_schema_equals_the_models(fresh_app) -> None:
    assert differences() == []


def test_a_column_that_no_migration_makes_is_noticed(fresh_app) -> None:
    """The guard above, on a planted hole."""
    table = Base.metadata.tables["teams"]
    planted = sa.Column("planted", sa.Integer())
    table.append_column(planted)
    try:
        assert differences()
    finally:
        table._columns.remove(planted)


def test_every_migration_goes_down_and_up_with_data(fresh_app) -> None:
    """What a step down does not drop is there again after the step up."""
    world = make_world()
    activity = make_activity(world.client, world.mentor, today(), note="kept")
    rate(make_goal(world.client), world.mentor, today(), 1)
    group = make_group(world.team, world.mentor)
    join(group, world.client)
    make_meeting(group, today())
    before = count_rows()
    db.session.remove()
    revisions = sorted(Path(MIGRATIONS, "versions").glob("*.py"))
    for _ in revisions[1:]:
        downgrade(directory=MIGRATIONS)
    for _ in revisions[1:]:
        upgrade(directory=MIGRATIONS, revision="+1")
    assert count_rows() == before
    kept = db.session.scalars(sa.select(Activity).where(Activity.id == activity.id, for_maintenance())).one()
    assert kept.note == "kept"
    assert differences() == []
    db.session.remove()
    downgrade(directory=MIGRATIONS, revision="base")
    with db.engine.connect() as connection:
        assert set(sa.inspect(connection).get_table_names()) <= {"alembic_version"}


def test_worries_and_next_steps_of_before_are_followed_up(fresh_app) -> None:
    """Those of the last weeks, once, in their own words; not what was entered in error."""
    world = make_world()
    plain = {"starts_at": time(9), "minutes": 60, "mode": Mode.HOME, "outcome": Outcome.HELD, "safety": Safety.CONSULT}
    for days, error_at in ((0, None), (200, None), (1, now())):
        of_whom = {"client_id": world.client.id, "mentor_id": world.mentor.id, "error_at": error_at}
        held_on = today() - timedelta(days=days)
        activity = Activity(**of_whom, **plain, held_on=held_on, next_step_on=today(), created_at=now())
        activity.note, activity.next_step = f"We met, {days}", f"Call, {days}"
        keep(activity)
    supervisor, mentor = world.supervisor, world.mentor
    db.session.remove()
    for _ in range(2):
        downgrade(directory=MIGRATIONS, revision="0007")
        upgrade(directory=MIGRATIONS)
    [concern] = open_concerns(supervisor)
    assert (concern.words, concern.level, concern.happened_on) == ("We met, 0", Safety.CONSULT, today())
    assert {step.words for step in open_follow_ups(mentor)} == {"Call, 0", "Call, 200"}


def test_reports_of_before_keep_what_they_tell(fresh_app) -> None:
    """What a report told stands in one of its sections afterwards, and in the report again after a step down."""
    world = make_world()
    report = make_report(world.client, world.mentor, words={SectionKind.HOW_IT_WENT: "It went well."})
    mentor = world.mentor
    db.session.remove()
    for _ in range(2):
        downgrade(directory=MIGRATIONS, revision="0010")
        upgrade(directory=MIGRATIONS)
    kept = {told.section: told.words for told in sections_of(mentor, report.id) if told.words}
    assert kept == {SectionKind.HOW_IT_WENT: "It went well."}
    [row] = db.session.scalars(sa.select(Report).where(for_maintenance()))
    assert (row.kind, row.status, row.edition) == (ReportKind.FULL, ReportStatus.DRAFT, 1)
    sections = db.session.scalars(sa.select(ReportSection).where(for_maintenance())).all()
    assert {section.section for section in sections} == set(written_sections(ReportKind.FULL))


def test_a_batch_that_makes_a_parent_table_anew_keeps_its_children(fresh_app, engine: str) -> None:
    """With foreign keys on, SQLite would delete them silently."""
    from alembic.operations import Operations

    world = make_world()
    before = count_rows()
    db.session.remove()
    if engine == "postgresql":
        connect = db.engine
    else:
        import sqlcipher3.dbapi2 as driver

        from caseapp.db.engine import open_sqlite

        path = Path(fresh_app.config["DATA"]) / "caseapp.db"
        key = fresh_app.extensions["keys"].database
        connect = sa.create_engine(
            "sqlite://", module=driver, creator=lambda: open_sqlite(path, key, foreign_keys=False)
        )
    with connect.begin() as connection:
        operations = Operations(MigrationContext.configure(connection, opts={"render_as_batch": True}))
        with operations.batch_alter_table("clients", recreate="auto") as batch:
            batch.add_column(sa.Column("planted", sa.String(10), nullable=True))
    connect.dispose()
    assert count_rows() == before
    assert world.client is not None
