"""The whole file of a client: asked for, made by the worker in three forms, fetched, and gone after some days."""

from datetime import date, timedelta

from caseapp.audit.rules import Act
from caseapp.batches.queue import kept_since
from caseapp.clock import now
from caseapp.db import db
from caseapp.documents.server.client import DrawingFailed
from caseapp.goals.wins.models import SmallWin
from caseapp.organisation import queries as organisation_queries
from caseapp.organisation.models import Organisation
from caseapp.privacy.contents.rules import BLACKENED
from caseapp.privacy.whole_file import job_actions as making
from caseapp.privacy.whole_file.actions import remove_old_files
from caseapp.privacy.whole_file.rules import FileState
from tests.batches.printing import entries, work_off
from tests.exchange.exports.reading import download
from tests.privacy.whole import PURPOSE, address, ask, blacken, fetch, forms_in, only_file
from tests.trail import clients_of
from tests.world import amend, deputise, join, keep, make_activity, make_client, make_group

BROTHER = "her brother Avi owes money"


def test_it_is_made_in_three_forms_without_what_is_about_others(world, as_, app, monkeypatch, clock):
    monkeypatch.setattr("caseapp.privacy.whole_file.file_blocks.ROWS_AT_ONCE", 3)
    client, other = world.client, make_client(world.team, world.mentor, given_name="Nebenan", family_name="Canary")
    group = make_group(world.team, name="Baking")
    join(group, client), join(group, other)
    for place in range(5):
        make_activity(
            client, world.mentor, date(2026, 11, place + 1), note=f"Note {place}: Her brother Avi\nowes money."
        )
    make_activity(other, world.mentor, date(2026, 11, 1), note="The other one baked")
    make_activity(client, world.mentor, date(2026, 11, 6), note="Wrong person", error_at=now(), error_reason="mixed up")
    win = SmallWin(client_id=client.id, won_on=date(2026, 11, 2), by_client=True, created_at=now())
    win.words, win.created_by_id = "Rang the bell alone", world.mentor.id
    keep(win)
    browser = as_(world.supervisor)
    blacken(browser, client, BROTHER)
    shown = browser.see(f"{address(client)}/passages").words
    assert "In 5 places" in shown
    assert "Avi owes" not in shown.replace(BROTHER, "")
    assert ask(browser, client).status_code == 303
    assert "is being produced" in browser.see(address(client)).words
    work_off(app)
    assert b"PK" not in only_file().made_sealed[:64]
    answer = fetch(browser, client, only_file())
    assert answer.headers["Content-Disposition"] == 'attachment; filename="file-2026-11-22.zip"'
    pages, page, data = forms_in(answer.data)
    for form in ("\n".join(pages), page, str(data)):
        assert "Rang the bell alone" in form
        assert "Note 4" in form
        assert "Baking" in form
        assert "Avi" not in form
        assert BLACKENED in form
        assert "Nebenan" not in form
        assert "baked" not in form
    for form in ("\n".join(pages), page):
        assert form.count("Entered in error") >= 1
    assert [row["entered_in_error"] for row in data["tables"]["activities"]] == [False] * 5 + [True]
    assert data["blackened_passages"] == 1
    assert data["tables"]["readers"]
    assert "Group" in page
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert_index_is_right(pages)
    for what in (Act.WHOLE_FILE_ASKED, Act.WHOLE_FILE_MADE, Act.WHOLE_FILE_FETCHED, Act.PASSAGE_BLACKENED):
        (entry,) = entries(what)
        assert (clients_of(entry.id), entry.actor_id) == ({client.id}, world.supervisor.id)
    assert "Whole file downloaded" in browser.see(f"/clients/{client.id}/readers").words
    clock.shift(timedelta(days=30))
    assert remove_old_files(kept_since()) == 1
    assert (only_file().made_sealed, len(entries(Act.WHOLE_FILES_REMOVED))) == (None, 1)


def assert_index_is_right(pages):
    """Each part begins on the page that the index says, and each page says its number."""
    for number, words in enumerate(pages, start=1):
        assert f"Page {number}" in words
    first = pages[0].splitlines()
    for line in first:
        name, _space, rest = line.rpartition(" ")
        name = name.rpartition(" ")[0]
        if rest.isdigit() and name and int(rest) > 1:
            assert name in pages[int(rest) - 1], line


def test_a_passage_that_stands_nowhere_is_refused_and_one_can_be_shown_again(world, as_, app):
    make_activity(world.client, world.mentor, date(2026, 11, 1), note="Coffee with Noa")
    browser = as_(world.supervisor)
    assert "stands nowhere" in blacken(browser, world.client, "Coffee with Dan").text
    assert "at least two" in blacken(browser, world.client, "N").text
    blacken(browser, world.client, "with noa")
    page = browser.see(f"{address(world.client)}/passages")
    assert f"Coffee {BLACKENED}" in page.words
    (form,) = [form for form in page.forms if form["action"].endswith("/removal")]
    browser.post(form["action"], data=form["fields"])
    assert "Coffee with Noa" in browser.see(f"{address(world.client)}/passages").words
    assert len(entries(Act.PASSAGE_SHOWN)) == 1


def test_who_is_not_in_charge_any_more_gets_nothing(world, as_, app, monkeypatch):
    browser = as_(world.supervisor)
    ask(browser, world.client)
    amend(db.session.merge(world.client), team_id=world.other_team.id)
    work_off(app)
    assert only_file().state is FileState.FAILED
    assert browser.get(address(world.client)).status_code == 404
    assert len(entries(Act.WHOLE_FILE_FAILED)) == 1


def test_what_cannot_be_drawn_is_said_and_asked_for_again(world, as_, app, monkeypatch):
    def draw(document):
        raise DrawingFailed("no")

    monkeypatch.setattr(making, "draw_bounded", draw)
    browser = as_(world.supervisor)
    assert "Missing: Purpose" in ask(browser, world.client, purpose=" ").text
    ask(browser, world.client)
    work_off(app)
    assert "could not be produced" in browser.see(address(world.client)).words
    assert PURPOSE in browser.see(address(world.client)).words


def test_many_whole_files_are_many_records_of_one_persons_word(world, as_):
    """Whoever makes file after file takes along as much as by one table, and is stopped at the same number."""
    keep(Organisation(name="Circles", thresholds='{"many_leave": 2}'))
    organisation_queries.forget_organisation_settings()
    first, second, third = world.client, world.team_mates_client, make_client(world.team, world.mentor)
    browser = as_(world.supervisor)
    assert [ask(browser, client).status_code for client in (first, second, first)] == [303] * 3
    answer = ask(browser, third)
    assert (answer.status_code, "more than 2 clients within a day" in answer.text) == (200, True)
    assert len(entries(Act.WHOLE_FILE_ASKED)) == 3
    assert download(browser, "?kind=people").location.startswith("/batches/"), "a table waits for a second person"
    deputise(world.other_supervisor, world.team)
    assert ask(as_(world.other_supervisor), third).status_code == 303
