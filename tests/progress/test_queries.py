"""The rule of last met holds in the store as it holds in words."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseapp.activities.rules import Mode, Outcome, counts_as_contact
from caseapp.circles.actions import mark_circle_in_error
from caseapp.clock import now
from caseapp.progress.file_queries import find_file
from caseapp.progress.people_queries import list_open_clients, list_people
from caseapp.progress.timeline_queries import timeline_page
from caseapp.progress.timeline_rules import read_narrowing
from tests.circles.drawing import NOW, THEN, draw
from tests.world import make_activity, make_client, make_team, make_user

TODAY = date(2026, 11, 22)
RECORDS = st.lists(
    st.tuples(st.integers(min_value=-3, max_value=40), st.sampled_from(Outcome), st.booleans()), max_size=6
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=RECORDS)
def test_list_first_page_and_timeline_agree_on_last_met(app, records):
    team = make_team()
    mentor = make_user("mentor", team)
    client = make_client(team, mentor)
    days = []
    for ago, outcome, in_error in records:
        day = TODAY - timedelta(days=ago)
        minutes = 60 if outcome in (Outcome.HELD, Outcome.PARTLY) else 0
        make_activity(client, mentor, day, outcome=outcome, minutes=minutes, error_at=now() if in_error else None)
        if counts_as_contact(outcome, day, TODAY, in_error):
            days.append(day)
    expected = max(days, default=None)
    (row,) = list_people(mentor).rows
    (first,) = list_open_clients(mentor)
    assert row.last_on == first.last_on == find_file(mentor, client.id).last_on == expected


@pytest.mark.parametrize("limit", [1, 2, 7])
def test_pages_of_people_join_without_gap_or_overlap(world, limit):
    for number in range(5):
        make_client(world.team, world.team_mate, given_name=f"N{number % 2}")
    whole = [row.id for row in list_people(world.supervisor).rows]
    after, joined = None, []
    while True:
        page = list_people(world.supervisor, after, limit)
        joined += [row.id for row in page.rows]
        if page.after is None:
            break
        after = page.after
    assert joined == whole
    assert len(whole) == 7


def test_a_list_has_the_days_the_kind_and_the_outcome_that_are_asked_for(world):
    for day in [date(2026, 10, 31), date(2026, 11, 1), TODAY]:
        make_activity(world.client, world.mentor, day)
    make_activity(world.client, world.mentor, TODAY, mode=Mode.TEXT)
    make_activity(world.client, world.mentor, date(2026, 11, 2), outcome=Outcome.PARTLY)

    def days_of(**asked):
        only = read_narrowing(asked)
        page = timeline_page(world.mentor, world.client.id, [], only=only)
        return [entry.activity.held_on.isoformat() for entry in page.entries]

    assert days_of(kind="meetings", since="2026-11-01") == ["2026-11-22", "2026-11-02", "2026-11-01"]
    assert days_of(kind="meetings", since="2026-11-01", outcome="partly") == ["2026-11-02"]
    assert days_of(kind="contacts", until="2026-11-01") == ["2026-11-01", "2026-10-31"]
    assert days_of(kind="messages") == ["2026-11-22"]
    assert days_of(kind="calls-and-messages") == ["2026-11-22"]
    assert days_of(kind="calls") == []
    drawn = draw(world.mentor, world.client, NOW)
    mark_circle_in_error(world.mentor, draw(world.mentor, world.client, THEN), "Another client's")
    page = timeline_page(world.mentor, world.client.id, [], only=read_narrowing({"since": TODAY.isoformat()}))
    assert [entry.map.id for entry in page.entries if entry.map] == [drawn.id]
    assert days_of(kind="contacts", since=TODAY.isoformat()) == ["2026-11-22"] * 2
    for wrong in ({"kind": "all"}, {"since": "yesterday"}, {"outcome": "won"}, {"group": "art"}):
        with pytest.raises(ValueError, match=r".+"):
            read_narrowing(wrong)
