"""Two ratings of a goal stand side by side, of the viewer's own clients, and compare no mentors."""

from datetime import date

from caseapp.clients.rules import ClientStatus
from caseapp.goals.rules import GoalStatus
from caseapp.supervision.mirrors import gap_queries
from tests.figures.reading import rows_of
from tests.world import make_client, make_goal, rate

DAY = date(2026, 11, 10)


def rated(client, by, title, *levels, **more):
    goal = make_goal(client, wording=title, **more)
    for place, (mentor, own) in enumerate(levels):
        rate(goal, by, DAY.replace(day=10 + place), mentor, own)
    return goal


def test_a_long_list_has_pages(world, as_, monkeypatch):
    monkeypatch.setattr(gap_queries, "AT_ONCE", 2)
    for number in range(5):
        rated(world.client, world.mentor, f"Goal {number}", (0, 1))
    browser = as_(world.mentor)
    assert len(rows_of(browser, "/two-ratings")) == 5
    assert len(rows_of(browser, "/two-ratings?page=3")) == 1
    browser.see("/two-ratings?page=many", 404)


def test_goals_are_seen_differently_alike_or_not_rated_by_the_client(world, as_):
    anat = make_client(world.team, world.mentor, given_name="Anat", family_name="Aviv")
    rated(world.client, world.mentor, "Coffee", (-1, -1), (1, None))  # the last own rating is an earlier one
    rated(anat, world.mentor, "Choir", (0, 2))
    rated(anat, world.mentor, "Bus", (0, 1), (1, 1))
    rated(anat, world.mentor, "Football", (0, None))
    rated(anat, world.mentor, "Over", (0, 2), status=GoalStatus.COMPLETED)
    make_goal(anat, wording="Unrated")
    closed = make_client(world.team, world.mentor, given_name="Closed", status=ClientStatus.CLOSED)
    rated(closed, world.mentor, "Closed goal", (0, 2))
    rated(world.other_client, world.other_mentor, "Of another team", (0, 2))
    browser = as_(world.supervisor)
    listed = {part: rows_of(browser, f"/two-ratings?list={part}") for part in ("different", "alike", "unasked")}
    assert [[name for name in ("Coffee", "Choir", "Bus", "Football", "Over", "Unrated", "Closed", "Of another")
             if any(name in row for row in rows)] for rows in listed.values()] == [
        ["Coffee", "Choir"], ["Bus"], ["Football"]]  # fmt: skip
    assert "Mentor: +1" in (first := next(row for row in listed["different"] if "Coffee" in row))
    assert "Own rating: −1" in first
    assert [row.split()[0] for row in listed["different"]] == sorted(row.split()[0] for row in listed["different"])
    page = browser.see("/two-ratings")
    assert world.mentor.name not in page.html.split("<main")[1].split("</main")[0]
    assert "Seen differently 2 Seen alike 1 The client has not rated it yet 1" in page.words
    browser.see("/two-ratings?list=none", 404)
    assert "Choir" not in as_(world.team_mate).see("/two-ratings").words
