"""Every column of every table is in the file or excused, and nobody else's."""

import json
import re

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.accounts.models import User
from caseapp.audit import Act, record
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import Base, Sealed, db, transaction
from caseapp.i18n import in_language
from caseapp.privacy.contents.column_words import column_name
from caseapp.privacy.contents.excused_words import EVERYWHERE, EXCUSED_COLUMNS, EXCUSED_TABLES
from caseapp.privacy.contents.queries import kept_tables, models_in_file, text_records
from caseapp.privacy.contents.table_words import TABLE_NAMES
from caseapp.privacy.contents.value_words import CODES, ENUM_NAMES, STRUCTURES
from caseapp.privacy.whole_file.html_page import html_page
from caseapp.privacy.whole_file.json_page import json_page
from caseapp.privacy.whole_file.record_queries import whole_record
from tests.measures.records import make_pulse
from tests.upgrades.filling import fill


def unaccounted(tables):
    """Columns that are neither in the file nor excused, and tables of which it was not said."""
    for table in tables:
        if table.name in EXCUSED_TABLES:
            continue
        if table.name not in TABLE_NAMES:
            yield table.name
            continue
        for column in table.columns:
            place = f"{table.name}.{column.name}"
            if column.name in EVERYWHERE or place in EXCUSED_COLUMNS:
                continue
            try:
                str(column_name(table.name, column.name))
            except KeyError:
                yield place


def test_every_column_of_every_table_is_in_the_file_or_excused(app):
    tables = Base.metadata.tables
    assert list(unaccounted(tables.values())) == []
    stale = {name for name in (*EXCUSED_TABLES, *TABLE_NAMES) if name not in tables}
    stale |= {place for place in EXCUSED_COLUMNS if place.partition(".")[2] not in tables[place.partition(".")[0]].c}
    assert stale == set()
    assert not EXCUSED_TABLES.keys() & TABLE_NAMES.keys()


def test_a_new_column_or_table_that_nobody_thought_of_is_found():
    planted = sa.MetaData()
    notes = sa.Table("small_wins", planted, sa.Column("id", sa.Uuid), sa.Column("diagnosis_sealed", sa.LargeBinary))
    letters = sa.Table("letters", planted, sa.Column("client_id", sa.Uuid))
    assert list(unaccounted([notes, letters])) == ["small_wins.diagnosis_sealed", "letters"]


def test_every_word_of_every_kind_has_a_name():
    for model in models_in_file().values():
        for column in model.__table__.columns:
            kind = getattr(column.type, "enum_class", None)
            if kind and column.name not in EVERYWHERE:
                assert set(kind) <= set(ENUM_NAMES[kind]), f"{model.__tablename__}.{column.name}"


@pytest.fixture
def planted(app):
    """A year of records, in which every free text says whose it is and where it stands."""
    fill()
    plant()
    return db.session.scalars(sa.select(Client).where(for_maintenance())).all()


@transaction
def plant():
    for name, model in models_in_file().items():
        for row in db.session.scalars(sa.select(model).where(for_maintenance())).all():
            for attribute, column in texts_of(model):
                if f"{name}.{column}" not in {*CODES, *STRUCTURES}:
                    setattr(row, attribute, canary(row.id if model is Client else row.client_id, name, column))
    record(Act.CLIENT_CHANGED, None)


def texts_of(model):
    for owner in model.__mro__:
        for attribute, sealed in vars(owner).items():
            if isinstance(sealed, Sealed) and f"{model.__tablename__}.{sealed.column}" not in EXCUSED_COLUMNS:
                yield attribute, sealed.column.removesuffix("_sealed")


def canary(client_id, table, column):
    return f"«{client_id.hex} {table} {column}»"


def test_all_that_is_about_a_client_is_in_the_file_and_nothing_of_others(planted):
    seen = set()
    for client in planted:
        viewer = supervisor_of(client)
        with in_language("en"):
            whole = whole_record(viewer, client.id)
            page, data = html_page(whole).decode(), json_page(whole, now(), "en").decode()
        for other in planted:
            if other.id != client.id:
                assert other.id.hex not in page + data
                assert str(other.id) not in page + data
        for table, rows in json.loads(data)["tables"].items():
            for row in rows:
                for column, value in row.items():
                    if isinstance(value, str) and value.startswith("«"):
                        assert value == canary(client.id, table, column)
                        assert value in page
                        seen.add((table, column))
    every = {(name, column) for name, model in models_in_file().items() for _attribute, column in texts_of(model)}
    plain = {tuple(place.split(".")) for place in (*CODES, *STRUCTURES)}
    assert sorted(every - plain - seen) == []


def test_passages_are_sought_in_every_text_of_the_file(planted):
    for client in planted:
        viewer = supervisor_of(client)
        written = [
            (table.heading, row.number, row.when, texts)
            for table in kept_tables(viewer, client.id)
            for row in table.rows
            if (texts := [(field.name, field.words) for field in row.fields if field.is_free_text])
        ]
        assert [(r.heading, r.number, r.when, r.texts) for r in text_records(viewer, client.id)] == written


def supervisor_of(client):
    found = sa.select(User).where(User.team_id == client.team_id, User.role == Role.SUPERVISOR)
    return db.session.scalars(found.order_by(User.id)).first()


def test_a_measure_is_read_in_words_and_not_in_ids(world):
    make_pulse(world.client, world.mentor.id, 7)
    with in_language("en"):
        page = html_page(whole_record(world.supervisor, world.client.id)).decode()
    assert "Belonging pulse" in page
    assert "Did you feel part of a group? 7" in re.sub(r"<[^>]+>|[\u2066-\u2069]", "", page), page[
        page.index("part of a group") :
    ][:200]
    assert "hopeful: 7" not in page
