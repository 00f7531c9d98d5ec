"""A client's page."""

from datetime import date, time, timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from caseapp.activities.rules import Movement, Outcome
from caseapp.audit import record
from caseapp.audit.rules import Act
from caseapp.clock import now
from caseapp.db import transaction
from caseapp.followups.rules import Safety
from caseapp.goals.rules import GoalStatus
from caseapp.groups.models import AttendanceMark
from caseapp.groups.rules import Mark
from tests.progress.records import TODAY, about_work, approve, page_of, records_of
from tests.statements import statements
from tests.world import (
    join,
    keep,
    make_activity,
    make_client,
    make_goal,
    make_group,
    make_meeting,
    make_touch,
    rate,
)


def mark(meeting, client, given):
    return keep(
        AttendanceMark(meeting_id=meeting.id, client_id=client.id, held_on=meeting.held_on, mark=given, marked_at=now())
    )


@transaction
def change(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    record(Act.CLIENT_CHANGED, None, about=row)


def test_the_page_tells_who_this_is_and_what_is_wanted(world, as_):
    client = make_client(
        world.team, world.mentor, preferred_name="Yali", birth_on=date(1992, 3, 1), language="he", phone="0502345678"
    )
    goal = make_goal(client, baseline=-1)
    rate(goal, world.mentor, date(2026, 6, 1), 0, 1)
    rate(goal, world.mentor, date(2026, 10, 1), 1, 1)
    approve(client, date(2027, 1, 15))
    page = as_(world.mentor).see(page_of(client))
    for words in (
        "Preferred name: Yali",
        "Age 34",
        "Approved until 15.1.2027",
        "In Yali's words",
        "Drink coffee with a friend",
        "Meet a friend once a week",
        "Up 2 levels",
        "twice now",
        "weekly expected",
        "Last rated on 1.10.2026",
    ):
        assert words in page.words
    assert f"/goals/{goal.id}/ratings/new" in page.links
    assert f"/clients/{client.id}/activities/new" in page.links
    assert f"/clients/{client.id}/reports" in page.links
    assert f"/clients/{client.id}/edit" not in page.links


def test_one_goal_is_open_and_each_that_goes_on_has_its_way_drawn(world, as_):
    for number, status in enumerate((GoalStatus.ACTIVE, GoalStatus.ACTIVE, GoalStatus.COMPLETED)):
        goal = make_goal(world.client, wording=f"Goal {number}", status=status)
        rate(goal, world.mentor, date(2026, 10, 1), 0)
    html = as_(world.mentor).see(page_of(world.client)).html
    assert html.count('<details class="card goal"') == 3
    assert html.count('name="goal" open>') == 1
    assert html.count('Last rated on <bdi dir="ltr">1.10.2026</bdi>; all ratings') == 2
    assert html.count("chart-polyline chart-mentor") == 2


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        ({date(2026, 10, 1): 1}, "Up 2 levels"),
        ({date(2026, 6, 1): 1, date(2026, 10, 1): 1}, "Up 2 levels; unchanged since 1.6.2026"),
        ({date(2026, 6, 1): -2}, "1 level below the start since 1.6.2026"),
        ({date(2026, 10, 1): -1}, "No change since 1.1.2026"),
    ],
)
def test_one_sentence_says_how_far_a_goal_moved_and_since_when(world, as_, levels, sentence):
    goal = make_goal(world.client, baseline=-1, starts_on=date(2026, 1, 1))
    for day, level in levels.items():
        rate(goal, world.mentor, day, level)
    tree = LexborHTMLParser(as_(world.mentor).see(page_of(world.client)).html)
    _domain, *said = (" ".join(badge.text().split()) for badge in tree.css(".goal > summary .badge"))
    assert said == [sentence]


def test_the_first_page_shows_how_a_long_note_begins_and_the_list_the_whole(world, as_):
    make_activity(world.client, world.mentor, TODAY, note="walked " * 60 + "home")
    browser = as_(world.mentor)
    assert "walked…" in browser.see(page_of(world.client)).words
    assert "walked home" not in browser.page.words
    assert "walked home" in browser.see(f"{records_of(world.client)}?kind=meetings").words


def test_a_supervisor_may_correct_the_file(world, as_):
    assert f"/clients/{world.client.id}/edit" in as_(world.supervisor).see(f"{page_of(world.client)}/file").links


def test_ratings_that_differ_invite_to_talk(world, as_):
    goal = make_goal(world.client)
    rate(goal, world.mentor, date(2026, 10, 1), -1, 1)
    page = as_(world.mentor).see(page_of(world.client))
    assert "own rating and the mentor's are 2 levels apart" in page.words


def test_a_rating_in_error_counts_nowhere_and_stays_struck_through(world, as_):
    goal = make_goal(world.client, baseline=-1)
    rate(goal, world.mentor, date(2026, 6, 1), 0)
    wrong = rate(goal, world.mentor, date(2026, 10, 1), 2)
    change(wrong, error_at=now(), error_reason="another client was meant")
    page = as_(world.mentor).see(page_of(world.client))
    assert "Up 1 level; unchanged since 1.6.2026" in page.words
    assert "Entered in error another client was meant" in page.words
    assert 'entry-in-error"' in page.html


@pytest.mark.parametrize("in_error", [False, True])
def test_a_concern_of_a_note_in_error_raises_no_badge(world, as_, in_error):
    make_activity(
        world.client, world.mentor, TODAY, safety=Safety.WATCH, minutes=1, error_at=now() if in_error else None
    )
    page = as_(world.mentor).see(page_of(world.client))
    assert "In person, 1 minute" in page.words
    assert "1 minutes" not in page.words
    assert ("Keep an eye on it" in page.words) is not in_error


def test_a_draft_is_not_offered_for_rating(world, as_):
    goal = make_goal(world.client, status=GoalStatus.DRAFT)
    page = as_(world.mentor).see(page_of(world.client))
    assert "Not yet agreed" in page.words
    assert f"/goals/{goal.id}/ratings/new" not in page.links


def test_the_timeline_holds_notes_marks_and_ratings_newest_first(world, as_):
    goal = make_goal(world.client)
    activity = make_activity(world.client, world.mentor, date(2026, 11, 10), note="First the note")
    make_touch(activity, goal, Movement.STEP)
    group = make_group(world.team, name="Art")
    join(group, world.client)
    mark(make_meeting(group, date(2026, 11, 12)), world.client, Mark.LATE)
    rating = rate(goal, world.mentor, date(2026, 11, 11), 0)
    change(rating, evidence="Then the rating")
    make_activity(world.client, world.mentor, date(2026, 11, 9), outcome=Outcome.NO_SHOW, minutes=0, note="Nobody came")
    words = as_(world.mentor).see(page_of(world.client)).words
    places = [words.index(part) for part in ("Group Art : Late", "Then the rating", "First the note", "Nobody came")]
    assert places == sorted(places)
    assert "A step forward" in words
    assert "Not counted as a meeting" in words


def test_other_peoples_records_are_not_in_the_timeline(world, as_):
    sibling = make_client(world.team, world.mentor)
    make_activity(sibling, world.mentor, TODAY, note="about somebody else")
    rating = rate(make_goal(sibling, wording="another goal"), world.mentor, TODAY, 0)
    change(rating, evidence="somebody else's evidence")
    words = as_(world.mentor).see(page_of(world.client)).words
    assert "somebody else" not in words
    assert "another goal" not in words


def test_the_timeline_goes_on_by_key_and_misses_nothing(world, as_):
    goal, group = make_goal(world.client), make_group(world.team, name="Art", starts_at=time(17))
    join(group, world.client)
    for number in range(45):
        day = TODAY - timedelta(days=number)
        make_activity(world.client, world.mentor, day, note=f"note-{number:02}.")
        if number % 3 == 0:
            mark(make_meeting(group, day), world.client, Mark.PRESENT)
            rating = rate(goal, world.mentor, day, 0)
            change(rating, evidence=f"evidence-{number:02}.")
    browser, path, told, pages = as_(world.mentor), records_of(world.client), [], 0
    while path:
        page = browser.see(path)
        timeline = page.html[page.html.index('<ol class="timeline"') :]
        told += list(timeline.split('<li class="entry')[1:])
        path = next((link for link in page.links if "before=" in link), None)
        pages += 1
    assert pages == 2
    assert len(told) == 75
    text = " ".join(told)
    assert all(text.count(f"note-{number:02}.") == 1 for number in range(45))
    assert all(text.count(f"evidence-{number:02}.") == 1 for number in range(0, 45, 3))
    assert text.count('Group <span dir="auto">Art</span>: Present') == 15


def test_last_met_is_right_even_behind_many_failed_attempts(world, as_):
    make_activity(world.client, world.mentor, TODAY - timedelta(days=100))
    for number in range(55):
        day = TODAY - timedelta(days=number)
        make_activity(world.client, world.mentor, day, outcome=Outcome.NO_SHOW, minutes=0)
    assert "Last met 100 days ago" in as_(world.mentor).see(page_of(world.client)).words


@pytest.mark.parametrize("who", ["team_mate", "former_mentor", "other_mentor", "other_supervisor"])
def test_whoever_does_not_accompany_finds_nothing(world, as_, who):
    make_goal(world.client, client_words="secret words")
    page = as_(getattr(world, who)).see(page_of(world.client), 404)
    assert "secret words" not in page.html
    assert "מזרחי" not in page.html


def test_text_of_people_is_text(world, as_):
    hostile = "<b>bold</b><script>alert(this)</script>"
    goal = make_goal(world.client, client_words=hostile, wording=hostile, ladder={0: hostile})
    rating = rate(goal, world.mentor, TODAY, 0)
    change(rating, evidence=hostile)
    make_activity(world.client, world.mentor, TODAY, note=hostile, next_step=None)
    page = as_(world.mentor).see(page_of(world.client))
    assert "<b>bold" not in page.html
    assert page.words.count("<script>alert(this)</script>") >= 4


def test_the_clients_page_costs_the_same_for_ten_and_for_five_hundred_records(world, as_):
    goal = make_goal(world.client)
    for number in range(5):
        make_activity(world.client, world.mentor, TODAY - timedelta(days=number))
        rate(goal, world.mentor, TODAY - timedelta(days=number), 0)
    browser = as_(world.mentor)
    browser.see(page_of(world.client))
    with statements() as few:
        browser.see(page_of(world.client))
    from caseapp.activities.models import Activity
    from caseapp.activities.rules import Mode
    from caseapp.goals.models import Rating

    rows = [
        Activity(
            client_id=world.client.id,
            mentor_id=world.mentor.id,
            held_on=TODAY - timedelta(days=number),
            starts_at=time(9),
            minutes=60,
            mode=Mode.IN_PERSON,
            outcome=Outcome.HELD,
            created_at=now(),
        )
        for number in range(300)
    ]
    rows += [
        Rating(
            goal_id=goal.id,
            client_id=world.client.id,
            rated_on=TODAY - timedelta(days=number),
            mentor_level=0,
            rated_by_id=world.mentor.id,
            created_at=now(),
        )
        for number in range(200)
    ]
    keep(*rows)
    with statements() as many:
        browser.see(page_of(world.client))
    assert len(about_work(few)) == len(about_work(many))
    assert len(about_work(many)) <= 12, about_work(many)
