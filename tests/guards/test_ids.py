"""No row has a number that could be counted up: keys are UUIDs, and addresses hold these or words."""

from collections.abc import Iterator

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Map, Rule, UUIDConverter

from caseapp.db import Base

WORDS = {"code", "day", "device", "kind", "part", "section"}
"""Of languages, pages of help, forms and links: texts that choose a page and find no row by counting."""


def numbers_in(addresses: Map) -> Iterator[str]:
    for rule in addresses.iter_rules():
        for name, converter in rule._converters.items():
            is_word = type(converter).__name__ == "UnicodeConverter" and name in WORDS
            if not is_word and not isinstance(converter, UUIDConverter):
                yield f"{rule.rule}: {name}"


def numbered_rows(metadata: sa.MetaData) -> Iterator[str]:
    for table in metadata.sorted_tables:
        for column in table.primary_key.columns:
            if isinstance(column.type, sa.Integer):
                yield f"{table.name}.{column.name}"


def test_addresses_hold_ids_and_words_and_no_numbers(app: Flask) -> None:
    assert len(list(app.url_map.iter_rules())) > 200
    assert list(numbers_in(app.url_map)) == []
    planted = Map([Rule("/clients/<int:client_id>"), Rule("/goals/<goal_id>"), Rule("/tasks/<uuid:task_id>")])
    assert list(numbers_in(planted)) == ["/clients/<int:client_id>: client_id", "/goals/<goal_id>: goal_id"]


def test_no_row_is_found_by_a_number() -> None:
    assert list(numbered_rows(Base.metadata)) == []
    planted = sa.MetaData()
    sa.Table("clients", planted, sa.Column("id", sa.Integer, primary_key=True))
    assert list(numbered_rows(planted)) == ["clients.id"]
