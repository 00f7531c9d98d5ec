"""The figure for a client, a mentor, a team and everybody: it equals its lists and a second reading."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from caseapp.clock import now, today
from caseapp.errors import NotVisible
from caseapp.supervision.board.order_rules import Reason
from caseapp.supervision.board.queries import board_of
from caseapp.ties.actions import add_tie_step
from caseapp.ties.figure.queries import PAGE, Whose, counted_ties, mentors_in_charge_of, tie_figure
from caseapp.ties.models import Tie
from caseapp.ties.page import ties_page
from caseapp.ties.queries import steps_of
from caseapp.ties.rules import WEEKS, StillThere, TieStanding, TieStepDraft, TieStepKind, state_of
from tests.statements import statements
from tests.ties.histories import is_in_denominator, lasts
from tests.ties.test_actions import sent
from tests.world import amend, assign, keep, make_client, make_tie, make_tie_step, make_user

DAY = timedelta(days=1)
DAYS = ("alone_on", "since_on", "lasting_on", "known_on", "faded_on", "ended_on", "ask_on")
ALONE, LASTING = TieStepKind.ALONE, TieStanding.LASTING


def with_history(client, mentor, steps, **more):
    """A tie with these steps, and the days that follow from them."""
    tie = make_tie(client, thought_on=today() - 500 * DAY, **more)
    for kind, days_ago, extra in steps:
        make_tie_step(tie, mentor, kind, today() - days_ago * DAY, **extra)
    state = state_of(steps_of(mentor, tie.id))
    return amend(tie, **{day: getattr(state, day) for day in DAYS})


def lasting(client, mentor, days_ago=100):
    said = {"week": 12, "answer": StillThere.ALONE}
    return with_history(client, mentor, [(ALONE, days_ago, {}), (TieStepKind.ANSWER, days_ago - 84, said)])


def random_history(draw):
    steps = []
    for _step in range(draw.randrange(8)):
        kind = draw.choice(list(TieStepKind))
        said = {"week": draw.choice(WEEKS), "answer": draw.choice(list(StillThere))}
        steps.append((kind, draw.randrange(400), said if kind is TieStepKind.ANSWER else {}))
    return sorted(steps, key=lambda step: -step[1])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_figure_of_random_histories_equals_its_lists_and_a_second_reading(world, seed):
    draw = random.Random(seed)
    clients = [world.client, make_client(world.team, world.mentor), make_client(world.team, world.team_mate)]
    ties = []
    for number in range(24):
        client = clients[number % 3]
        by = world.team_mate if number % 3 == 2 else world.mentor
        ties.append((with_history(client, by, random_history(draw)), by))
    counted = {tie.id: steps_of(by, tie.id) for tie, by in ties}
    counted = {id_: steps for id_, steps in counted.items() if is_in_denominator(steps, today())}
    last = {id_ for id_, steps in counted.items() if lasts(steps)}
    figure = tie_figure(world.supervisor, Whose())
    assert (figure.lasting, figure.counted) == (len(last), len(counted))
    assert {row.id for row in counted_ties(world.supervisor, Whose(), LASTING)} == last
    assert {row.id for row in counted_ties(world.supervisor, Whose())} == set(counted)
    by_standing = Counter(row.standing for row in counted_ties(world.supervisor, Whose()))
    assert {each: by_standing[each] for each in TieStanding} == dict(figure.standings)
    of_clients = [ties_page(world.supervisor, client.id) for client in clients]
    assert sum(len(page.counted) for page in of_clients) == figure.counted
    for standing in TieStanding:
        assert sum(len(page.standing(standing)) for page in of_clients) == figure.standings[standing]


def test_a_mentor_and_the_supervisor_see_the_same_figure_of_the_mentor(world):
    lasting(world.client, world.mentor)
    lasting(world.team_mates_client, world.team_mate)
    own = tie_figure(world.mentor, Whose())
    assert (own.lasting, own.counted) == (1, 1)
    assert tie_figure(world.supervisor, Whose(mentor_id=world.mentor.id)) == own
    assert tie_figure(world.supervisor, Whose(team_id=world.team.id)).counted == 2
    assert tie_figure(world.other_supervisor, Whose()).counted == 0


def test_nobody_sees_the_figure_of_another_mentor_without_being_in_charge(world):
    assign(world.client, world.team_mate)
    lasting(world.client, world.mentor)
    for whose in (Whose(mentor_id=world.mentor.id), Whose(team_id=world.team.id)):
        with pytest.raises(NotVisible):
            tie_figure(world.team_mate, whose)
        with pytest.raises(NotVisible):
            counted_ties(world.team_mate, whose)
    assert tie_figure(world.other_supervisor, Whose(mentor_id=world.mentor.id)).counted == 0
    assert mentors_in_charge_of(world.mentor) == []


def test_mentors_stand_by_name_and_without_figures(world, as_):
    assign(world.client, make_user(team=world.team, name="Aaron"))
    names = [mentor.name for mentor in mentors_in_charge_of(world.supervisor)]
    assert names == sorted(names)
    lasting(world.client, world.mentor)
    page = as_(world.supervisor).see(f"/ties?mentor={world.mentor.id}")
    assert "Aaron" in page.words


def test_a_tie_in_error_is_not_counted(world):
    tie = lasting(world.client, world.mentor)
    amend(tie, error_at=tie.created_at)
    assert tie_figure(world.mentor, Whose()).counted == 0
    assert counted_ties(world.mentor, Whose()) == []


def test_each_number_of_the_page_opens_the_list_that_it_counts(world, as_):
    lasting(world.client, world.mentor)
    with_history(world.client, world.mentor, [(ALONE, 90, {})])
    browser = as_(world.mentor)
    page = browser.see("/ties")
    for of, number in (("counted", 2), ("lasting", 1), ("not_known", 1)):
        assert f"/ties?list={of}" in page.links
        assert browser.get(f"/ties?list={of}").text.count("#tie-") == number
    assert "/ties?list=fading" not in page.links
    assert browser.get("/ties?list=magic").status_code == 404
    assert browser.get("/ties?team=magic").status_code == 404


def test_a_long_list_goes_on_where_the_page_ends(world, as_):
    tie = {"kind": "place", "thought_on": today() - 200 * DAY, "alone_on": today() - 99 * DAY, "created_at": now()}
    rows = [Tie(client_id=world.client.id, **tie) for _number in range(PAGE + 7)]
    keep(*rows)
    first = counted_ties(world.mentor, Whose())
    assert len(first) == PAGE + 1
    rest = counted_ties(world.mentor, Whose(), after=first[PAGE - 1].id)
    assert {row.id for row in first[:PAGE]} | {row.id for row in rest} == {row.id for row in rows}
    assert len(rest) == 7
    browser = as_(world.mentor)
    assert f"/ties?list=counted&after={first[PAGE - 1].id}" in browser.see("/ties?list=counted").links


def test_the_figure_takes_as_many_statements_for_many_ties_as_for_few(world):
    lasting(world.client, world.mentor)
    with statements() as few:
        tie_figure(world.supervisor, Whose())
        counted_ties(world.supervisor, Whose())
    for _number in range(8):
        lasting(make_client(world.team, world.mentor), world.mentor)
    with statements() as many:
        tie_figure(world.supervisor, Whose())
        counted_ties(world.supervisor, Whose())
    assert len(many) == len(few) == 2


def test_a_tie_that_fades_is_a_reason_on_the_board_until_a_visit_is_planned(world, as_):
    less = [(ALONE, 40, {}), (TieStepKind.ANSWER, 9, {"week": 4, "answer": StillThere.LESS})]
    tie = with_history(world.client, world.mentor, less)
    assert board_reasons(world) == {Reason.TIE: 9}
    page = as_(world.supervisor).see("/board?reason=tie")
    assert "A tie fades for 9 days" in page.words
    assert f"/clients/{world.client.id}/ties" in page.links
    add_tie_step(world.mentor, tie, TieStepDraft(TieStepKind.PLANNED, today()), sent())
    assert board_reasons(world) == {}


@pytest.mark.parametrize(
    ("days_ago", "told"), [(0, Reason.TIE), (13, Reason.TIE), (14, Reason.LOST), (84, Reason.LOST), (85, None)]
)
def test_a_tie_that_fades_is_lost_by_and_by_and_an_old_sign_is_no_reason(world, days_ago, told):
    less = [(ALONE, 200, {}), (TieStepKind.ANSWER, days_ago, {"week": 4, "answer": StillThere.LESS})]
    with_history(world.client, world.mentor, less)
    assert board_reasons(world).keys() == ({told} if told else set())


def board_reasons(world):
    rows = {row.id: row for row in board_of(world.supervisor).rows}
    return {
        each.reason: each.number
        for each in rows[world.client.id].attention.reasons
        if each.reason in (Reason.TIE, Reason.LOST)
    }
