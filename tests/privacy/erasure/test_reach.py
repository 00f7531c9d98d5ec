"""Every table and column is erased, emptied, rounded or spared with a reason."""

import sqlalchemy as sa

from caseapp.db import Base
from caseapp.privacy.erasure.count_queries import tables_of_clients
from caseapp.privacy.erasure.reach_rules import ANONYMISED, ORDERS, SPARED, SWEPT, Fate


def unreached(tables, anonymised=ANONYMISED):
    """Tables and columns of which it is not said what becomes of them."""
    for table in tables:
        is_own = table.name == "clients" or "client_id" in table.c
        if not is_own and table.name not in SPARED and table.name not in SWEPT:
            yield table.name
        if table.name in anonymised:
            yield from (f"{table.name}.{each.name}" for each in table.c if each.name not in anonymised[table.name])


def test_of_every_table_it_is_said_what_becomes_of_it():
    tables = Base.metadata.tables
    assert list(unreached(tables.values())) == []
    own = {table.name for table, _column in tables_of_clients()}
    assert {*SPARED, *SWEPT, *ANONYMISED, ORDERS} <= tables.keys()
    assert not SPARED.keys() & own
    for name, fates in ANONYMISED.items():
        assert fates.keys() == {column.name for column in tables[name].c}


def test_what_is_sealed_or_typed_never_stays_in_anonymised_records():
    codes = {"language", "gender_form", "status", "reason", "service", "kinds", "place"}
    for name, fates in ANONYMISED.items():
        for column in Base.metadata.tables[name].c:
            is_text = type(column.type) in (sa.String, sa.Text) and column.name not in codes
            if column.name.endswith(("_sealed", "_hash")) or is_text:
                assert fates[column.name] in (Fate.BLANK, Fate.NUMBER), column


def test_a_table_and_a_column_that_nobody_thought_of_are_found():
    planted = sa.MetaData()
    letters = sa.Table("letters", planted, sa.Column("words_sealed", sa.LargeBinary))
    notes = sa.Table("activities", planted, sa.Column("client_id", sa.Uuid), sa.Column("diagnosis", sa.Text))
    own = sa.Table("visits", planted, sa.Column("client_id", sa.Uuid))
    assert list(unreached([letters, notes, own])) == ["letters", "activities.diagnosis"]
