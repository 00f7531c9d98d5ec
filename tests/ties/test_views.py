import re
from datetime import timedelta

from caseapp.beside.keep_page import kept_of
from caseapp.clock import today
from caseapp.documents.blocks import Facts
from caseapp.i18n import in_language
from caseapp.reports.kind_rules import Detail
from caseapp.reports.paper.group_blocks import tie_blocks
from caseapp.reports.paper.page import records_behind
from caseapp.reports.paper.queries import gather
from caseapp.reports.paper.record_blocks import RecordFilter, RecordList
from caseapp.reports.rules import Period
from caseapp.reports.sections.queries import NO_TEXTS
from caseapp.ties.actions import add_tie_step
from caseapp.ties.queries import list_ties
from caseapp.ties.rules import TieStepDraft, TieStepKind
from tests.ties.test_actions import DAY, sent
from tests.ties.test_figure import lasting
from tests.world import amend, join, make_goal, make_group, make_tie

HOSTILE = "<img src=x onerror=alert(1)> \u202e{{ 7*7 }}"
START = {"kind": "group", "name": "Art group", "detail": "", "thought_on": "2026-11-01"}


def ties_of(world):
    return f"/clients/{world.client.id}/ties"


def press(browser, shown_on, path, form):
    """Send the form that the page at `shown_on` has for `path`, with these values."""
    posts = [each for each in browser.see(shown_on).forms if each["method"] == "post"]
    fields = next(each["fields"] for each in posts if each["action"] in (path, "", None))
    return browser.post(path, data={**fields, **form})


def alone(world, days_ago, **more):
    tie = make_tie(world.client, thought_on=today() - 300 * DAY, **more)
    step = add_tie_step(world.mentor, tie, TieStepDraft(TieStepKind.ALONE, today() - days_ago * DAY), sent())
    amend(step, created_at=step.created_at - days_ago * DAY)
    return tie


def test_a_tie_is_begun_from_a_goal_and_followed_on_its_page(world, as_):
    browser, goal = as_(world.mentor), make_goal(world.client)
    new = f"{ties_of(world)}/new?goal={goal.id}"
    assert new in browser.see(f"/goals/{goal.id}").links
    assert press(browser, new, new, START).headers["Location"] == ties_of(world)
    (tie,) = list_ties(world.mentor, world.client.id)
    assert tie.goal_id == goal.id
    page = browser.see(ties_of(world))
    assert "Art group" in page.words
    assert f"/goals/{goal.id}" in page.links
    plan = {"on": "2026-11-05", "visit_on": "2026-11-10", "along": "mentor", "way": "Bus 5", "say": "That she paints"}
    assert browser.send(f"/ties/{tie.id}/plan", plan).status_code == 303
    words = browser.see(ties_of(world)).words
    assert "Bus 5" in words
    assert "That she paints" in words
    for how, on in (("together", "2026-11-10"), ("alone", "2026-11-17")):
        assert browser.send(f"/ties/{tie.id}/visit", {"how": how, "on": on, "words": ""}).status_code == 303
    assert browser.send(f"/ties/{tie.id}/end", {"on": "2026-11-20", "words": "Too loud"}).status_code == 303
    words = browser.see(ties_of(world)).words
    assert "Ended on 20.11.2026" in words
    assert "Too loud" in words
    assert browser.send(f"/ties/{tie.id}/return", {"on": "2026-11-21"}).status_code == 303
    assert "Came back" in browser.see(ties_of(world)).words


def test_the_name_of_a_joined_group_is_filled_in(world, as_):
    group = make_group(world.team, name="Singing")
    join(group, world.client)
    browser = as_(world.mentor)
    new = f"{ties_of(world)}/new?group={group.id}"
    assert new in browser.see(ties_of(world)).links
    assert 'value="Singing"' in browser.get(new).text


def test_a_question_is_answered_in_one_tap_and_taken_back(world, as_):
    tie, browser = alone(world, 84), as_(world.mentor)
    page = browser.see(ties_of(world))
    assert "after 12 weeks" in page.words
    assert "Not known: 1" in page.words
    assert page.words.count("Not known") == 3  # the number, its row in the list, and the badge of the card
    assert "On the way" not in page.words
    for label, value in (
        ("Yes, alone", "alone"),
        ("Yes, together", "together"),
        ("Less often", "less"),
        ("No longer", "gone"),
    ):
        assert re.search(rf'name="answer" value="{value}"[^>]*>\s*<span>{label}</span>', page.html)
    answer = press(browser, ties_of(world), f"/ties/{tie.id}/answer", {"answer": "alone"})
    assert answer.headers["Location"] == ties_of(world)
    (step,) = [each for each in list_ties(world.mentor, world.client.id)[0].steps if each.answer]
    text = browser.get(ties_of(world)).text
    assert f'action="/tie-steps/{step.id}/undoing"' in text
    assert "Lasting: 1" in " ".join(browser.see(ties_of(world)).words.split())
    assert press(browser, ties_of(world), f"/tie-steps/{step.id}/undoing", {}).status_code == 303
    words = browser.see(ties_of(world)).words
    assert "after 12 weeks" in words


def test_no_longer_leads_to_what_was_learnt(world, as_):
    tie, browser = alone(world, 28), as_(world.mentor)
    answer = press(browser, ties_of(world), f"/ties/{tie.id}/answer", {"answer": "gone"})
    assert answer.headers["Location"] == f"/ties/{tie.id}/end"


def test_what_was_learnt_is_what_was_said_at_the_last_end(world, as_):
    tie, browser = make_tie(world.client, thought_on=today() - 30 * DAY), as_(world.mentor)
    day = (today() - DAY).isoformat()
    assert browser.send(f"/ties/{tie.id}/visit", {"how": "alone", "on": day, "words": "She sang"}).status_code == 303
    assert browser.send(f"/ties/{tie.id}/end", {"on": day, "words": ""}).status_code == 303
    assert "What was learnt, in" not in browser.see(ties_of(world)).words
    assert f"/ties/{tie.id}/end" in browser.page.links
    assert browser.send(f"/ties/{tie.id}/end", {"on": day, "words": "Too loud"}).status_code == 303
    assert "What was learnt, in" in browser.see(ties_of(world)).words
    assert browser.page.words.count("Too loud") == 2
    assert browser.send(f"/ties/{tie.id}/return", {"on": day}).status_code == 303
    assert browser.send(f"/ties/{tie.id}/end", {"on": day, "words": ""}).status_code == 303
    assert "What was learnt, in" not in browser.see(ties_of(world)).words


def test_a_tie_that_lasted_and_ended_is_counted_and_nowhere_called_one_that_stays(world, as_):
    tie, browser = lasting(world.client, world.mentor), as_(world.mentor)
    assert kept_of(world.mentor, world.client, has_initials=False).lasting == (tie.name,)
    on = (today() - DAY).isoformat()
    assert browser.send(f"/ties/{tie.id}/end", {"on": on, "words": ""}).status_code == 303
    for path in (ties_of(world), "/ties?list=lasting"):
        assert "1 Ties that last" in browser.see(path).words
        assert re.search(r"still there · Ended on 21\.11\.2026", browser.page.words)
    progress = gather(world.mentor, world.client.id, Period(today() - 200 * DAY, today()), NO_TEXTS)
    with in_language("en"):
        (row,) = records_behind(progress, RecordFilter(RecordList.LASTING_TIES))
    assert row.lines == ("Lasting · Ended on 21.11.2026",)
    assert kept_of(world.mentor, world.client, has_initials=False).lasting == ()
    assert tie.name not in browser.see(f"/clients/{world.client.id}/goodbye/new").words


def test_a_tampered_question_changes_nothing(world, as_):
    tie, browser = alone(world, 84), as_(world.mentor)
    for week, answer in (("4", "alone"), ("99", "alone"), ("12", "magic"), ("", "")):
        press(browser, ties_of(world), f"/ties/{tie.id}/answer", {"week": week, "answer": answer})
    assert len(list_ties(world.mentor, world.client.id)[0].steps) == 1


def test_what_is_typed_stays_text(world, as_):
    browser = as_(world.mentor)
    browser.send(f"{ties_of(world)}/new", {**START, "name": HOSTILE})
    text = browser.get(ties_of(world)).text
    assert "<img" not in text
    assert "&lt;img" in text


def test_a_tie_in_error_is_struck_through_and_not_counted(world, as_):
    tie, browser = alone(world, 100, created_by_id=world.mentor.id), as_(world.mentor)
    assert browser.send(f"/ties/{tie.id}/error", {"reason": "Another Dana"}).status_code == 303
    words = browser.see(ties_of(world)).words
    assert "One tie entered in error" in words
    assert "Another Dana" in words
    assert "All 1 ties" not in words


def test_two_who_change_a_tie_at_once_see_both_texts(world, as_):
    tie, browser = make_tie(world.client), as_(world.mentor)
    form = {"name": "Art", "kind": "group", "detail": "", "version": str(tie.version + 1)}
    assert browser.send(f"/ties/{tie.id}/edit", form).status_code == 409
    assert browser.send(f"/ties/{tie.id}/edit", {**form, "version": str(tie.version)}).status_code == 303
    assert list_ties(world.mentor, world.client.id)[0].name == "Art"


def test_a_day_in_the_future_is_refused_and_the_text_is_kept(world, as_):
    browser = as_(world.mentor)
    late = (today() + timedelta(days=1)).isoformat()
    answer = browser.send(f"{ties_of(world)}/new", {**START, "thought_on": late})
    assert answer.status_code == 200
    assert "in the future" in answer.text
    assert "Art group" in answer.text


def test_the_first_page_asks_on_its_day_and_takes_the_answer(world, as_, clock):
    tie = alone(world, 27)
    assert "after 4 weeks" not in as_(world.mentor).see("/").words
    clock.shift(DAY)
    browser = as_(world.mentor)
    assert "after 4 weeks" in browser.see("/").words
    assert press(browser, "/", f"/ties/{tie.id}/answer", {"answer": "alone"}).headers["Location"] == "/"
    page = browser.see("/")
    assert "after 4 weeks" not in page.words
    assert "Answer saved" in page.words


def test_a_thought_in_a_goal_becomes_a_lasting_tie_under_a_moved_clock(world, as_, clock):
    """From a goal to "still there after 12 weeks, alone", with the figure beside its lists everywhere."""
    goal = make_goal(world.client)
    browser, new = as_(world.mentor), f"{ties_of(world)}/new?goal={goal.id}"
    press(browser, new, new, {**START, "thought_on": today().isoformat()})
    (tie,) = list_ties(world.mentor, world.client.id)
    act = f"/ties/{tie.id}"
    plan = {"on": today().isoformat(), "visit_on": "", "along": "mentor", "way": "Bus 5", "say": "That she paints"}
    browser.send(f"{act}/plan", plan)
    for how in ("together", "together", "alone"):
        clock.shift(7 * DAY)
        browser = as_(world.mentor)
        browser.send(f"{act}/visit", {"how": how, "on": today().isoformat(), "words": ""})
    for days, week in ((28, 4), (56, 12)):
        assert figures(browser, world) == (0, 0)
        clock.shift(days * DAY)
        browser = as_(world.mentor)
        assert f"after {week} weeks" in browser.see("/").words
        press(browser, "/", f"{act}/answer", {"answer": "alone"})
    led = as_(world.supervisor)
    assert figures(browser, world) == figures(led, world) == (1, 1)
    for whose in (f"team={world.team.id}", f"mentor={world.mentor.id}"):
        page = led.get(f"/ties?{whose}").text
        assert re.findall(r'list=(lasting|counted)" data-counts="(\d+)"', page) == [("counted", "1"), ("lasting", "1")]
        assert led.get(f"/ties?{whose}&list=lasting").text.count("#tie-") == 1
    clock.shift(DAY)
    browser = as_(world.mentor)
    browser.send(f"{act}/visit", {"how": "together", "on": today().isoformat(), "words": ""})
    assert figures(browser, world) == (0, 1)


def in_report(world):
    """The two numbers of the report of these days; nothing is told where none counts."""
    progress = gather(world.mentor, world.client.id, Period(today() - timedelta(days=30), today()), NO_TEXTS)
    told = [block for block in tie_blocks(progress, Detail.FULL) if isinstance(block, Facts)]
    numbers = [int(number) for block in told for _name, number in block.pairs[:2]]
    assert len(numbers) in (0, 2)
    lists = [len(records_behind(progress, RecordFilter(of))) for of in (RecordList.LASTING_TIES, RecordList.TIES)]
    assert lists == (numbers or [0, 0])
    return tuple(lists)


def figures(browser, world):
    """Numerator and denominator, the same on the client's page, on that of all and in the report, and as long as their
    lists."""
    all_of = browser.get("/ties").text
    numbers = tuple(
        int(number.group(1)) if (number := re.search(rf'list={of}" data-counts="(\d+)"', all_of)) else 0
        for of in ("lasting", "counted")
    )
    lists = tuple(browser.get(f"/ties?list={of}").text.count("#tie-") for of in ("lasting", "counted"))
    own = re.findall(r'<summary data-counts="(\d+)">', browser.get(ties_of(world)).text)
    assert lists == numbers
    assert in_report(world) == numbers
    assert [int(number) for number in own] == [number for number in numbers if number]
    return numbers
