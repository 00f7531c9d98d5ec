"""Whoever is in charge takes records along, says what for, and leaves a trace."""

import json
from datetime import date

import pytest
import sqlalchemy as sa

from caseapp.audit.rules import Act
from caseapp.batches.models import Batch, BatchTable
from caseapp.db import db
from tests.batches.printing import entries
from tests.exchange.exports.reading import REASON, download, files_in, rows_in, sheets_in
from tests.trail import clients_of
from tests.world import deputise, make_activity, make_goal


def only_entry():
    (entry,) = entries(Act.RECORDS_EXPORTED)
    return entry


def test_the_supervisor_takes_the_records_of_the_own_team_and_no_others(world, as_):
    make_goal(world.client, client_words="A café with a friend")
    answer = download(as_(world.supervisor))
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="caseload-2026-11-22.zip"'
    files = files_in(answer.data)
    assert world.client.family_name in str(files)
    assert "A café with a friend" in str(files["goals"])
    assert world.other_client.family_name not in str(files)


def test_it_is_in_the_trail_with_everybody_in_it_and_the_reason_is_kept_sealed(world, as_):
    download(as_(world.supervisor))
    entry = only_entry()
    assert entry.actor_id == world.supervisor.id
    assert clients_of(entry.id) == {world.client.id, world.team_mates_client.id}
    detail = json.loads(entry.detail)
    assert (detail["table"], detail["shape"], detail["via"]) == ("caseload", "csv", "web")
    assert REASON not in entry.detail
    batch = db.session.scalars(sa.select(Batch)).one()
    assert (detail["batch"], batch.reason, batch.by_id) == (batch.id.hex, REASON, world.supervisor.id)
    assert REASON.encode() not in batch.reason_sealed
    table = db.session.scalars(sa.select(BatchTable)).one()
    assert (table.file_sealed, table.clients_sealed) == (None, None)


@pytest.mark.parametrize("query", ["", "?kind=people", "?kind=board", "?kind=hours"])
def test_nothing_leaves_without_a_reason(world, as_, query):
    for reason in ("", "  "):
        answer = download(as_(world.supervisor), query, reason=reason)
        assert (answer.status_code, answer.mimetype) == (200, "text/html")
        assert "Missing: " in answer.text
    assert entries(Act.RECORDS_EXPORTED) == []
    assert db.session.scalars(sa.select(Batch)).all() == []


def test_only_who_is_in_charge_takes_anything_along(world, as_):
    for person in (world.mentor, world.administrator):
        browser = as_(person)
        assert browser.get("/exports").status_code == 403
        form = {"csrf_token": browser.see("/account").field("csrf_token"), "shape": "csv", "reason": REASON}
        assert browser.post("/exports", data=form).status_code == 403
    deputise(world.other_mentor, world.team)
    content = download(as_(world.other_mentor)).data
    assert world.client.family_name in str(files_in(content))
    people = rows_in(download(as_(world.other_mentor), "?kind=people").data)
    assert sorted(row[0] for row in people[1:]) == sorted([world.client.name, world.team_mates_client.name])
    assert world.other_client.family_name not in str(files_in(content))


@pytest.mark.parametrize("kind", ["nothing", "attendance", "attendance&group=x", "board&reason=x", "board&mentor=x"])
def test_what_is_no_table_is_not_found(world, as_, kind):
    assert as_(world.supervisor).get(f"/exports?kind={kind}").status_code == 404


def test_formulas_are_text_in_both_formats(world, as_):
    evil = ["=1+1", "+972", "-5", "@SUM(A1)", "'=1", '=HYPERLINK("http://x")']
    for number, text in enumerate(evil):
        make_activity(world.client, world.mentor, date(2026, 11, 1 + number), note=text)
    browser = as_(world.supervisor)
    notes = [row[-1] for row in files_in(download(browser).data)["meetings"][1:]]
    assert notes == [f"'{text}" for text in evil]
    sheet = sheets_in(download(browser, shape="xlsx").data)["Meetings"]
    assert [row[-1] for row in sheet[1:]] == evil


def test_a_file_is_named_by_what_it_is_and_the_day(world, as_):
    browser = as_(world.supervisor)
    names = {
        ("", "xlsx"): "caseload-2026-11-22.xlsx",
        ("?kind=people", "csv"): "people-2026-11-22.csv",
        ("?kind=board", "xlsx"): "board-2026-11-22.xlsx",
        ("?kind=hours", "csv"): "hours-2026-11-22.csv",
    }
    for (query, shape), name in names.items():
        headers = download(browser, query, shape).headers
        assert headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert headers["Cache-Control"] == browser.get("/exports").headers["Cache-Control"]


def test_the_reason_is_read_with_the_entry_by_who_is_in_charge_and_nobody_else(world, as_):
    download(as_(world.supervisor), "?kind=people")
    assert REASON in as_(world.supervisor).see("/team/access-log").words
    assert REASON not in as_(world.other_supervisor).see("/team/access-log").words
    page = as_(world.administrator).see("/trail")
    assert "Records exported as a table" in page.words
    assert REASON not in page.html
