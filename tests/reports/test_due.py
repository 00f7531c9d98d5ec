"""A report that is due stays so until somebody begins it, however long ago the approval ended, on every page alike."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.basket.models import Approval
from caseapp.basket.rules import SOCIAL_MENTORING, ApprovalUnit, Per
from caseapp.clients.rules import ClientStatus
from caseapp.clock import today
from caseapp.reports.due_rules import due_report
from caseapp.reports.kind_rules import ReportKind
from caseapp.reports.pending_queries import counts_of, find_pending_reports
from caseapp.supervision.board.queries import board_of
from tests.world import assign, keep, make_client, make_report

DAY = timedelta(days=1)
ENDS = (-400, -60, -31, -30, -1, 0, 1, 30, 59, 60, 61, 90)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def approve(client, days, service=SOCIAL_MENTORING):
    values = {"amount": 3, "unit": ApprovalUnit.HOUR, "per": Per.WEEK, "reference": "1"}
    ends_on = today() + days * DAY
    return keep(
        Approval(client_id=client.id, service=service, starts_on=ends_on - 300 * DAY, ends_on=ends_on, **values)
    )


@given(DAYS, st.integers(7, 365), st.integers(0, 180), st.integers(0, 2000), st.integers(0, 2000))
def test_it_is_due_from_the_day_on_which_it_opens_for_ever(ends_on, opens_days, due_days, before, after):
    opens_on = ends_on - max(opens_days, due_days) * DAY
    assert due_report(ends_on, None, opens_on + after * DAY, opens_days, due_days)
    assert due_report(ends_on, None, opens_on - (before + 1) * DAY, opens_days, due_days) is None


@given(DAYS, st.integers(-500, 500), st.integers(-500, 500))
def test_only_a_report_of_these_days_or_later_ends_it(ends_on, reported, later):
    reported_until = ends_on + reported * DAY
    day = ends_on + later * DAY
    is_due = due_report(ends_on, reported_until, day, 60, 30) is not None
    assert is_due is (later >= -60 and reported < -60)


def end_to_renew(periods):
    """The first end of what is approved today, day by day, or else the last one; or that of mentoring, if earlier."""

    def reached(service):
        of_service = [(first, last) for first, last, of in periods if of == service]
        day = 0
        while any(first <= day <= last for first, last in of_service):
            day += 1
        return day - 1 if day else None

    running = [end for end in map(reached, {of for _first, _last, of in periods}) if end is not None]
    ends = [min(running)] if running else [max((last for _first, last, _of in periods), default=None)]
    ends += [max((last for _first, last, of in periods if of == SOCIAL_MENTORING), default=None)]
    return min((end for end in ends if end is not None), default=None)


@pytest.mark.parametrize("seed", range(3))
def test_list_first_page_and_board_count_the_same_reports(world, seed):
    chance = Random(seed)
    wanted = []
    for number in range(25):
        status = chance.choice([ClientStatus.ACTIVE, ClientStatus.PAUSED, ClientStatus.CLOSED])
        client = make_client(world.team, world.mentor, given_name=f"N{number:02}", status=status)
        periods = []
        for service in (SOCIAL_MENTORING, "education"):
            for days in [chance.choice(ENDS) for _approval in range(chance.randint(0, 2))]:
                approve(client, days, service=service)
                periods.append((days - 300, days, service))
        approve(client, chance.choice(ENDS), service="dental")  # given once: there is nothing to renew
        end = end_to_renew(periods)
        reported = chance.choice([None, None, -500, -61, -60, 0])
        if reported is not None:
            until = today() + reported * DAY
            make_report(client, world.mentor, kind=ReportKind.COMMITTEE, starts_on=until - DAY, ends_on=until)
        is_begun = end is not None and reported is not None and reported >= end - 60
        if end is not None and status is not ClientStatus.CLOSED and end <= 60 and not is_begun:
            wanted.append((end, client.name))
    for viewer in (world.mentor, world.supervisor):
        due = find_pending_reports(viewer).due
        assert [((row.ends_on - today()).days, row.name) for row in due] == sorted(wanted)
        assert counts_of(viewer).due == board_of(viewer).reports.due == len(wanted)


def test_the_oldest_stands_first_with_the_full_name_and_the_mentors(world, as_):
    older = make_client(world.team, world.mentor, given_name="Zohar", family_name="Old", preferred_name="Zo")
    newer = make_client(world.team, given_name="Adam", family_name="New")
    for client, days in ((newer, -1), (older, -90)):
        approve(client, days)
    assign(older, world.team_mate)
    page = as_(world.supervisor).see("/reports")
    assert page.words.index("Zohar Old") < page.words.index("Adam New")
    assert f"Mentors: {world.mentor.name} , {world.team_mate.name}" in page.words
    assert "No mentor yet" in page.words
    assert f"The approval ended on {(today() - DAY).strftime('%d.%m.%Y')}" in page.words


def test_namesakes_on_the_list_are_told_apart(world, as_):
    for year in (1980, 1990):
        client = make_client(world.team, world.mentor, given_name="Dana", family_name="Levi", birth_on=date(year, 1, 1))
        approve(client, -1)
    page = as_(world.mentor).see("/reports")
    assert "born in 1980" in page.words
    assert "born in 1990" in page.words
