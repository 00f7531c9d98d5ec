"""The directory leaves as a table under the names of HSDS 3.0 and comes back as it left."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clock import today
from caseapp.db import db, transaction
from caseapp.directory.models import SupportSource
from caseapp.directory.queries import list_sources
from caseapp.errors import NotAllowed, RuleBroken
from caseapp.exchange.sources.actions import Taken, export_sources, import_sources
from caseapp.exchange.sources.flat_rules import HEADINGS, flat_row, read_row
from tests.directory.records import CHOIR, STUDIO, make_source

LAST_WEEK = timedelta(days=7)
HOSTILE = replace(CHOIR, name="=1+1", about='+cmd|" /C calc"!A0', cost="'=2", contact="@SUM(A1)", website="")


@transaction
def empty():
    db.session.execute(sa.delete(SupportSource))


def rows_of(content):
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def file_with(*rows):
    text = StringIO()
    sheet = csv.DictWriter(text, sorted({heading for row in rows for heading in row}))
    sheet.writeheader()
    sheet.writerows(rows)
    return text.getvalue().encode()


def everything(viewer):
    rows = [*list_sources(viewer), *list_sources(viewer, is_over=True)]
    return {row.id: (row.draft, row.confirmed_on, row.confirmed_by_id) for row in rows}


def test_the_headings_are_names_of_hsds_or_say_that_they_are_ours():
    tables = {heading.split(".")[0] for heading in HEADINGS}
    hsds = {"service", "organization", "location", "address", "service_area", "schedule", "language", "accessibility"}
    assert tables == hsds | {"contact", "phone", "taxonomy_term", "caseapp"}
    assert len(set(HEADINGS)) == len(HEADINGS)


@pytest.mark.parametrize("draft", [STUDIO, CHOIR, HOSTILE, replace(STUDIO, is_over=True)])
def test_a_row_says_what_the_entry_says(draft):
    source_id, day = uuid7(), date(2026, 3, 1)
    read = read_row(dict(zip(HEADINGS, flat_row(source_id, draft, day), strict=True)))
    assert (read.draft, read.source_id, read.assured_on) == (draft, source_id, day)


def test_what_left_comes_back_and_changes_nothing(world):
    for draft in (STUDIO, CHOIR, HOSTILE, replace(STUDIO, is_over=True)):
        make_source(world.mentor, draft, today() - LAST_WEEK)
    before = everything(world.supervisor)
    content = export_sources(world.supervisor)
    assert import_sources(world.supervisor, content) == Taken(0, 0, 4, ())
    assert everything(world.supervisor) == before


def test_what_left_can_be_taken_in_elsewhere(world):
    for draft in (STUDIO, CHOIR, HOSTILE):
        make_source(world.mentor, draft, today() - LAST_WEEK)
    content = export_sources(world.supervisor)
    before = {draft.name: (draft, confirmed) for draft, confirmed, _by in everything(world.mentor).values()}
    empty()
    assert import_sources(world.supervisor, content) == Taken(3, 0, 0, ())
    after = {draft.name: (draft, confirmed) for draft, confirmed, _by in everything(world.mentor).values()}
    assert after == before


def test_no_cell_is_run_as_a_formula(world):
    make_source(world.mentor, HOSTILE)
    (row,) = rows_of(export_sources(world.supervisor))
    assert (row["service.name"], row["service.fees_description"]) == ("'=1+1", "''=2")
    assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_days_and_hours_are_those_of_hsds(world):
    make_source(world.mentor)
    (row,) = rows_of(export_sources(world.supervisor))
    told = {name: row[name] for name in HEADINGS if name.startswith("schedule.")}
    assert told == {
        "schedule.description": "not in August",
        "schedule.freq": "WEEKLY",
        "schedule.byday": "SU,WE",
        "schedule.opens_at": "10:00",
        "schedule.closes_at": "12:00",
    }
    assert (row["service.status"], row["language.code"]) == ("active", "he,ar")


def test_a_row_of_somebody_else_is_understood(world):
    content = file_with(
        {"service.name": "Chess club", "schedule.opens_at": "18:00:00+03:00", "service.status": "inactive", "x": "1"}
    )
    assert import_sources(world.supervisor, content) == Taken(1, 0, 0, ("x",))
    (row,) = list_sources(world.mentor)
    assert (row.draft.name, f"{row.draft.starts_at:%H:%M}", row.draft.is_over) == ("Chess club", "18:00", False)
    assert (row.confirmed_on, row.confirmed_by_id) == (today(), world.supervisor.id)


def test_a_named_entry_is_changed_and_confirmed_only_by_a_newer_day(world):
    source = make_source(world.mentor, STUDIO, today() - LAST_WEEK)
    (row,) = rows_of(export_sources(world.supervisor))
    row["service.fees_description"] = "30"
    assert import_sources(world.supervisor, file_with(row)) == Taken(0, 1, 0, ())
    assert everything(world.mentor)[source.id][1:] == (today() - LAST_WEEK, world.mentor.id)
    row["service.assured_date"] = "2999-01-01"
    assert import_sources(world.supervisor, file_with(row)) == Taken(0, 1, 0, ())
    assert everything(world.mentor)[source.id][1:] == (today(), world.supervisor.id)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"schedule.byday": "SU,XX"}, "schedule.byday"),
        ({"schedule.opens_at": "soon"}, "schedule.opens_at"),
        ({"schedule.opens_at": "25:00"}, "schedule.opens_at"),
        ({"schedule.freq": "MONTHLY"}, "schedule.freq"),
        ({"language.code": "xx"}, "language.code"),
        ({"service.status": "unknown"}, "service.status"),
        ({"service.id": "7"}, "service.id"),
        ({"service.assured_date": "1/2/2026"}, "service.assured_date"),
        ({"caseapp.kind": "party"}, "caseapp.kind"),
        ({"taxonomy_term.code": "shouting"}, "cards"),
        ({"service.name": " ", "contact.name": "Ruth"}, "called"),
    ],
)
def test_one_wrong_row_keeps_all_out_and_is_named(world, cells, said):
    content = file_with({**dict.fromkeys(cells, ""), "service.name": "Good"}, {"service.name": "Bad", **cells})
    with pytest.raises(RuleBroken) as refused:
        import_sources(world.supervisor, content)
    assert "3" in str(refused.value)
    assert said in str(refused.value) or said in ("cards", "called")
    assert list_sources(world.mentor) == []


def test_a_file_without_names_of_columns_is_refused(world):
    with pytest.raises(RuleBroken):
        import_sources(world.supervisor, b"Chess club,18:00\n")


def test_the_same_entry_twice_is_refused(world):
    make_source(world.mentor)
    (row,) = rows_of(export_sources(world.supervisor))
    with pytest.raises(RuleBroken):
        import_sources(world.supervisor, file_with(row, row))


def test_a_mentor_neither_takes_out_nor_in(world):
    with pytest.raises(NotAllowed):
        export_sources(world.mentor)
    with pytest.raises(NotAllowed):
        import_sources(world.mentor, file_with({"service.name": "Chess club"}))


def test_the_page_takes_a_file_and_says_what_became_of_it(world, as_):
    browser = as_(world.supervisor)
    token = browser.see("/sources/table").field("csrf_token")
    content = file_with({"service.name": "Chess club", "colour": "red"})
    sent = {"csrf_token": token, "file": (BytesIO(content), "clubs.csv")}
    answer = browser.post("/sources/table", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 303
    words = browser.see("/sources").words
    assert "Added: 1. Changed: 0. As before: 0." in words
    assert "colour" in words
    assert "Chess club" in words


def test_the_file_is_fetched_and_told_to_the_trail(world, as_):
    make_source(world.mentor)
    answer = as_(world.supervisor).get("/sources/table.csv")
    assert answer.mimetype == "text/csv"
    assert rows_of(answer.data)[0]["service.name"] == "Open studio"
    assert db.session.scalars(sa.select(Entry).where(Entry.act == Act.SOURCES_EXPORTED)).one().detail
