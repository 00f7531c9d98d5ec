"""A deputy sees and does for a team what its supervisor may, from the first day to the last."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from caseapp.access import Capability, Role, may
from caseapp.accounts.deputies.actions import end_deputyship, set_deputy
from caseapp.accounts.deputies.forms import DeputyForm
from caseapp.accounts.deputies.queries import deputies_of
from caseapp.accounts.deputies.rules import DeputyDraft, check_days, chosen_team, earliest_end, is_over
from caseapp.accounts.models import Deputyship
from caseapp.accounts.users.actions import change_person, disable_person
from caseapp.accounts.users.rules import PersonDraft
from caseapp.activities.queries import find_activity_to_edit
from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clients.consents.actions import mark_consent_in_error
from caseapp.clients.in_charge_queries import list_in_charge
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.db import IdempotencyKey, db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from caseapp.goals.actions import mark_rating_in_error
from caseapp.goals.status.actions import mark_goal_in_error
from caseapp.reports.queries import team_of
from tests.form_ids import form_id
from tests.refusals import refused
from tests.statements import statements
from tests.world import deputise, make_activity, make_consent, make_goal, make_user, rate

pytestmark = pytest.mark.usefixtures("before_the_first_client")

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def fresh_key() -> IdempotencyKey:
    return IdempotencyKey(uuid7(), b"words")


def set_by(world, person, starts_on, ends_on=None, team=None):
    return set_deputy(
        world.administrator, (team or world.team).id, DeputyDraft(person.id, starts_on, ends_on), fresh_key()
    )


def may_see(viewer, client) -> bool:
    try:
        return find_client(viewer, client.id) is not None
    except NotVisible:
        return False


@given(DAYS, st.none() | DAYS, DAYS)
def test_what_has_passed_cannot_be_given_nor_changed(starts_on, ends_on, day) -> None:
    try:
        check_days(starts_on, ends_on, day)
    except RuleBroken:
        assert starts_on < day or (ends_on is not None and ends_on < starts_on)
    else:
        assert starts_on >= day
        assert not is_over(starts_on, ends_on, day)
        assert is_over(starts_on, earliest_end(starts_on, day), day)


class TestDays:
    def test_the_first_and_the_last_day_belong_to_it(self, world, clock) -> None:
        """A deputy sees the team's clients from the first day to the last, and on no other day."""
        set_by(world, world.other_supervisor, today() + timedelta(1), today() + timedelta(2))
        seen = []
        for _day in range(4):
            seen.append(may_see(world.other_supervisor, world.client))
            clock.shift(timedelta(days=1))
        assert seen == [False, True, True, False]

    def test_a_page_closes_at_once_when_the_last_day_is_set_to_yesterday(self, world, as_) -> None:
        """Ending a deputyship takes effect on the next request."""
        row = set_by(world, world.other_mentor, today())
        browser = as_(world.other_mentor)
        assert browser.get(f"/clients/{world.client.id}").status_code == 200
        end_deputyship(world.administrator, row, today() - timedelta(1), row.version)
        assert browser.get(f"/clients/{world.client.id}").status_code == 404
        assert not may(world.other_mentor, Capability.SUPERVISE)

    def test_the_last_day_is_yesterday_at_the_earliest_and_past_days_stay(self, world, clock) -> None:
        row = set_by(world, world.other_mentor, today())
        clock.shift(timedelta(days=3))
        with refused("ends_on"):
            end_deputyship(world.administrator, row, today() - timedelta(2), row.version)
        end_deputyship(world.administrator, row, today() - timedelta(1), row.version)
        with refused():
            end_deputyship(world.administrator, row, today(), row.version)

    def test_midnight_of_the_house_ends_it_inside_one_session(self, world, as_, clock) -> None:
        set_by(world, world.other_mentor, today(), today())
        clock.move_to("2026-11-22T21:59:00+00:00")
        browser = as_(world.other_mentor)
        assert browser.get(f"/clients/{world.client.id}").status_code == 200
        clock.move_to("2026-11-22T22:01:00+00:00")
        assert browser.get(f"/clients/{world.client.id}").status_code == 404


class TestScope:
    def test_the_own_clients_and_the_own_team_stay(self, world) -> None:
        set_by(world, world.other_supervisor, today())
        assert may_see(world.other_supervisor, world.other_client)
        assert may_see(world.other_supervisor, world.team_mates_client)
        set_by(world, world.team_mate, today(), team=world.other_team)
        assert may_see(world.team_mate, world.team_mates_client)
        assert may_see(world.team_mate, world.other_client)
        assert not may_see(world.team_mate, world.client)

    def test_a_mentor_who_deputises_elsewhere_stays_a_mentor_of_the_own_clients(self, world, as_) -> None:
        set_by(world, world.mentor, today(), team=world.other_team)
        browser = as_(world.mentor)
        own, theirs = world.client.id, world.other_client.id
        for page in ("edit", "status", "points", "readers", "approvals/new", "snooze"):
            assert browser.get(f"/clients/{own}/{page}").status_code == 404, page
            assert browser.get(f"/clients/{theirs}/{page}").status_code == 200, page
        assert browser.get(f"/register/{own}/assignments").status_code == 404
        assert browser.get(f"/register/{theirs}/assignments").status_code == 200
        assert f"/clients/{own}/points" not in browser.get(f"/clients/{own}").text
        assert f"/clients/{theirs}/points" in browser.get(f"/clients/{theirs}").text

    def test_what_others_wrote_about_an_own_client_is_not_struck_through_by_a_deputy_of_another_team(self, world):
        set_by(world, world.mentor, today(), team=world.other_team)
        client, writer = world.client, world.former_mentor
        goal = make_goal(client, created_by_id=writer.id)
        note = make_activity(client, writer, today())
        acts = (
            lambda: mark_goal_in_error(world.mentor, goal, "Wrong"),
            lambda: mark_rating_in_error(world.mentor, rate(goal, writer, today(), 0), "Wrong"),
            lambda: mark_consent_in_error(world.mentor, make_consent(client, writer), "Wrong"),
            lambda: find_activity_to_edit(world.mentor, note.id),
        )
        for act in acts:
            with pytest.raises(NotAllowed):
                act()
        assert find_activity_to_edit(world.supervisor, note.id)

    def test_a_deputy_gives_a_client_mentors_of_the_clients_team_only(self, world, as_) -> None:
        set_by(world, world.other_supervisor, today())
        page = as_(world.other_supervisor).get(f"/register/{world.client.id}/assignments")
        assert str(world.team_mate.id) in page.text
        assert str(world.other_mentor.id) not in page.text

    def test_a_new_file_of_a_deputising_mentor_belongs_to_the_team_deputised_for(self, world) -> None:
        set_by(world, world.mentor, today(), team=world.other_team)
        assert chosen_team(world.mentor.team_id, world.mentor.team_ids_in_charge, None) == world.other_team.id
        with pytest.raises(RuleBroken):
            chosen_team(world.mentor.team_id, world.mentor.team_ids_in_charge, world.team.id)
        set_by(world, world.other_supervisor, today())
        assert (
            chosen_team(world.other_supervisor.team_id, world.other_supervisor.team_ids_in_charge, None)
            == world.other_team.id
        )
        assert (
            chosen_team(world.other_supervisor.team_id, world.other_supervisor.team_ids_in_charge, world.team.id)
            == world.team.id
        )

    def test_another_role_or_a_disabled_account_ends_it(self, world, as_) -> None:
        set_by(world, world.other_mentor, today())
        browser, person = as_(world.other_mentor), world.other_mentor
        disable_person(world.administrator, person)
        assert browser.get(f"/clients/{world.client.id}").status_code == 303
        assert person.id not in {each.id for each in list_in_charge(world.supervisor, world.client.id)}
        second = make_user(Role.MENTOR, world.other_team)
        deputise(second, world.other_team)
        change_person(world.administrator, second, PersonDraft(second.name, Role.ADMINISTRATOR, None), second.version)
        assert not second.team_ids_in_charge
        assert not may_see(second, world.other_client)

    def test_the_board_shows_both_teams_and_filters_by_team(self, world, as_) -> None:
        set_by(world, world.other_supervisor, today())
        browser = as_(world.other_supervisor)
        page = browser.get("/board")
        assert str(world.client.id) in page.text
        assert str(world.other_client.id) in page.text
        one = browser.get(f"/board?team={world.team.id}")
        assert str(world.client.id) in one.text
        assert str(world.other_client.id) not in one.text


class TestSigning:
    def test_supervisors_and_deputies_of_today_answer(self, world) -> None:
        set_by(world, world.mentor, today())
        names = {person.id for person in list_in_charge(world.supervisor, world.client.id)}
        assert names == {world.supervisor.id, world.mentor.id}
        assert team_of(world.supervisor, world.client.id).supervisors == tuple(
            sorted((world.supervisor.name, world.mentor.name))
        )

    def test_who_does_not_see_the_client_learns_of_nobody(self, world) -> None:
        assert list_in_charge(world.other_supervisor, world.client.id) == []
        assert list_in_charge(world.administrator, world.client.id) == []


class TestKeeping:
    def test_only_the_administrator_sets_and_ends(self, world) -> None:
        row = set_by(world, world.other_mentor, today())
        for person in (world.supervisor, world.mentor, world.other_mentor):
            with pytest.raises(NotAllowed):
                set_deputy(person, world.other_team.id, DeputyDraft(world.mentor.id, today(), None), fresh_key())
            with pytest.raises(NotAllowed):
                end_deputyship(person, row, today(), row.version)

    def test_one_after_another_but_not_two_at_once(self, world) -> None:
        first = set_by(world, world.other_mentor, today(), today() + timedelta(9))
        with pytest.raises(RuleBroken):
            set_by(world, world.team_mate, today() + timedelta(9))
        set_by(world, world.team_mate, today() + timedelta(10))
        with pytest.raises(RuleBroken):
            end_deputyship(world.administrator, first, today() + timedelta(10), first.version)
        with pytest.raises(Conflict):
            end_deputyship(world.administrator, first, today(), first.version - 1)
        assert len(deputies_of(world.administrator, world.team.id)) == 2

    def test_neither_the_own_supervisor_nor_an_administrator_nor_a_disabled_person_can_be_one(self, world) -> None:
        disabled = make_user(Role.MENTOR, world.team)
        disable_person(world.administrator, disabled)
        for person in (world.supervisor, world.administrator, disabled):
            with pytest.raises(RuleBroken):
                set_by(world, person, today())

    def test_what_has_passed_stays_as_it_was(self, world, clock) -> None:
        row = set_by(world, world.other_mentor, today(), today() + timedelta(1))
        clock.shift(timedelta(days=5))
        with pytest.raises(RuleBroken):
            end_deputyship(world.administrator, row, today() + timedelta(30), row.version)
        assert not may_see(world.other_mentor, world.client)

    def test_setting_and_ending_are_in_the_trail(self, world) -> None:
        row = set_by(world, world.other_mentor, today())
        end_deputyship(world.administrator, row, today(), row.version)
        acts = (Act.DEPUTY_SET, Act.DEPUTY_CHANGED)
        entries = db.session.scalars(sa.select(Entry).where(Entry.act.in_(acts)).order_by(Entry.id)).all()
        assert [(entry.act, entry.subject_id, entry.actor_id) for entry in entries] == [
            (what, row.id, world.administrator.id) for what in acts
        ]

    def test_the_teams_page_tells_the_history_and_a_double_tap_sets_one(self, world, as_) -> None:
        browser = as_(world.administrator)
        path = f"/teams/{world.team.id}/deputies/new"
        page = browser.see(path)
        form = {name: page.field(name) for name in ("csrf_token", "record_id")}
        form |= {"person_id": str(world.other_mentor.id), "starts_on": "2026-11-22", "ends_on": ""}
        assert [browser.post(path, data=form).status_code for _tap in range(2)] == [303, 303]
        row = db.session.scalars(sa.select(Deputyship)).one()
        page = browser.see(f"/teams/{world.team.id}")
        assert f"{world.other_mentor.name} From 22.11.2026 , no end date Now" in page.words
        for bad in ("2026-02-31", "2026-11-01", "x" * 100_000):
            answer = browser.post(
                path, data={**form, "record_id": form_id(world.administrator, DeputyForm), "starts_on": bad}
            )
            assert answer.status_code == 200
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Deputyship)) == 1
        assert browser.get(f"/teams/{world.other_team.id}/deputies/{row.id}").status_code == 404

    def test_the_page_says_in_which_role_one_works(self, world, as_) -> None:
        set_by(world, world.other_mentor, today())
        assert "Mentor, deputy supervisor" in as_(world.other_mentor).see("/account").words


def test_knowing_for_whom_one_answers_costs_no_statement(world, as_) -> None:
    browser = as_(world.other_supervisor)
    counts = []
    for _time in range(2):
        with statements() as sent:
            assert browser.get("/account").status_code == 200
        counts.append(len(sent))
        if len(counts) == 1:
            set_by(world, world.other_supervisor, today())
    assert counts[0] == counts[1]
