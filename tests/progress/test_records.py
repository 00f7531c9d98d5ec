"""The records of a client: all of them, those of a kind, and those up to a month."""

from datetime import date

from selectolax.lexbor import LexborHTMLParser

from caseapp.clock import now
from caseapp.groups.models import AttendanceMark
from caseapp.groups.rules import Mark
from tests.progress.records import TODAY, page_of, records_of
from tests.world import join, keep, make_activity, make_group, make_meeting


def options(page):
    return {option.text(): option.attributes["value"] for option in LexborHTMLParser(page.html).css("#until option")}


def test_one_goes_to_a_month_from_the_oldest_record_to_today(world, as_):
    for day in (date(2026, 8, 20), date(2026, 9, 30), date(2026, 10, 1), TODAY):
        make_activity(world.client, world.mentor, day, note=f"of {day:%d.%m}.")
    browser = as_(world.mentor)
    months = options(browser.see(records_of(world.client)))
    assert list(months) == ["Nov 2026", "Oct 2026", "Sep 2026", "Aug 2026"]
    page = browser.see(f"{records_of(world.client)}?until={months['Sep 2026']}")
    assert "until 30.9.2026" in page.words
    assert [day in page.words for day in ("of 22.11.", "of 01.10.", "of 30.09.", "of 20.08.")] == [
        False,
        False,
        True,
        True,
    ]


def test_without_a_record_there_is_no_month_to_go_to(world, as_):
    page = as_(world.mentor).see(records_of(world.client))
    assert not options(page)
    assert "The first note will appear here" in page.words


def test_the_list_of_group_meetings_shows_the_months(world, as_):
    group = make_group(world.team, name="Art")
    join(group, world.client)
    meeting = make_meeting(group, TODAY)
    given = {"held_on": TODAY, "mark": Mark.PRESENT, "marked_at": now()}
    keep(AttendanceMark(meeting_id=meeting.id, client_id=world.client.id, **given))
    browser = as_(world.mentor)
    assert "Months as a table" in browser.see(f"{page_of(world.client)}?kind=groups").words
    assert "Months as a table" not in browser.see(f"{page_of(world.client)}?kind=meetings").words


def test_a_figures_address_and_the_records_list_the_same(world, as_):
    make_activity(world.client, world.mentor, TODAY, note="just this")
    browser = as_(world.mentor)
    for path in (page_of, records_of):
        page = browser.see(f"{path(world.client)}?kind=meetings")
        assert "just this" in page.words
        assert 'aria-current="page">Records' in page.html
