"""Somebody leaves: what the person has in hand is listed, and others of the team take it, all or nothing."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.access import Role
from caseapp.accounts.users.actions import disable_person
from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clients.models import Assignment, Transfer
from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import IdempotencyKey, db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from caseapp.followups.models import FollowUp
from caseapp.groups.models import Facilitator
from caseapp.reports.kind_rules import ReportKind
from caseapp.reports.models import Report, ReportWriter
from caseapp.reports.status_rules import ReportStatus
from caseapp.supervision.board.order_rules import Reason
from caseapp.supervision.board.queries import board_of
from caseapp.supervision.leaving.actions import hand_over_work
from caseapp.supervision.leaving.queries import belongings_of
from caseapp.supervision.leaving.rules import TakersDraft
from tests.trail import clients_of
from tests.world import assign, keep, make_activity, make_client, make_follow_up, make_group, make_report, make_user

DAY = timedelta(days=1)


def all_of(entity, *conditions):
    return list(db.session.scalars(sa.select(entity).where(for_maintenance(), *conditions)))


@pytest.fixture
def leaver(world):
    """A mentor with two clients, a group, a task, a draft and a submitted report."""
    person = make_user(Role.MENTOR, world.team, name="Lea Leaver")
    for name in ("Ada", "Ben"):
        client = make_client(world.team, given_name=name, family_name="Kept")
        assign(client, person)
        make_activity(client, person, today())
    make_follow_up(client, person)
    make_group(world.team, person, name="Choir")
    make_report(client, person, kind=ReportKind.FAMILY)
    make_report(client, person, kind=ReportKind.COMMITTEE, status=ReportStatus.SUBMITTED)
    return person


def path_of(person):
    return f"/people/{person.id}/handover"


def owners(person):
    """What the person has: assignments, groups, tasks, authorships."""
    ends = Assignment.ends_on
    lasting = sa.or_(ends.is_(None), sa.and_(ends >= today(), ends >= Assignment.starts_on))
    return (
        len(all_of(Assignment, Assignment.mentor_id == person.id, lasting)),
        len(all_of(Facilitator, Facilitator.user_id == person.id)),
        len(all_of(FollowUp, FollowUp.owner_id == person.id)),
        len(all_of(Report, Report.author_id == person.id)),
    )


def key():
    return IdempotencyKey(uuid7(), b"")


def hand_over(viewer, person, *, version=None, **takers):
    draft = TakersDraft(**{kind: taker.id for kind, taker in takers.items()})
    known = belongings_of(viewer, person.id).version if version is None else version
    hand_over_work(viewer, person.id, draft, known, key())


def test_everything_is_listed_by_name_and_goes_to_one_person(world, as_, leaver):
    disable_person(world.administrator, leaver)
    browser = as_(world.supervisor)
    page = browser.see(path_of(leaver))
    for words in ("Clients 2", "Ada Kept", "Ben Kept", "Groups 1", "Choir", "Tasks 1", "Unsigned reports 2"):
        assert words in page.words
    assert browser.send(path_of(leaver), {"everything": world.team_mate.id.hex}).status_code == 200
    assert browser.send(path_of(leaver), {"everything": str(world.team_mate.id)}).status_code == 303
    assert owners(leaver) == (0, 0, 0, 1)
    assert owners(world.team_mate) == (3, 1, 1, 1)
    assert "Nothing to hand over" in browser.see(path_of(leaver)).words
    [entry] = db.session.scalars(sa.select(Entry).where(Entry.act == Act.WORK_HANDED_OVER))
    assert (entry.actor_id, entry.subject_id, len(clients_of(entry.id))) == (world.supervisor.id, leaver.id, 2)
    assert len(all_of(Transfer)) == 2


def test_the_board_says_that_the_account_is_closed_until_somebody_has_taken_the_clients(world, as_, leaver):
    def said():
        return sum(row.attention.number(Reason.ACCOUNT) is not None for row in board_of(world.supervisor).rows)

    assert said() == 0
    disable_person(world.administrator, leaver)
    assert said() == 2
    assert path_of(leaver) in as_(world.supervisor).see("/board").links
    hand_over(world.supervisor, leaver, clients=world.team_mate)
    assert said() == 0


def test_the_board_names_whose_groups_tasks_and_reports_nobody_has_taken(world, as_, leaver):
    notice = f"The account of {leaver.name} is closed"
    hand_over(world.supervisor, leaver, clients=world.team_mate)
    assert notice not in as_(world.supervisor).see("/board").words
    disable_person(world.administrator, leaver)
    supervisor = as_(world.supervisor)
    page = supervisor.see("/board")
    assert notice in page.words
    assert path_of(leaver) in page.links
    assert notice not in as_(world.other_supervisor).see("/board").words
    assert notice not in as_(world.mentor).see("/board").words
    hand_over(world.supervisor, leaver, groups=world.supervisor, tasks=world.team_mate, reports=world.team_mate)
    assert notice not in supervisor.see("/board").words


def test_each_kind_can_go_to_somebody_else_or_stay(world, as_, leaver):
    chosen = {
        "everything": str(world.team_mate.id),
        "groups": str(world.supervisor.id),
        "tasks": str(world.supervisor.id),
        "reports": "leave",
    }
    as_(world.supervisor).send(path_of(leaver), chosen)
    assert owners(leaver) == (0, 0, 0, 2)
    assert owners(world.supervisor) == (0, 1, 1, 0)
    assert owners(world.team_mate)[0] == 3


def test_a_draft_goes_to_a_new_author_and_keeps_whoever_began_it_from_signing(world, leaver):
    hand_over(world.supervisor, leaver, clients=world.team_mate, reports=world.team_mate)
    [draft] = all_of(Report, Report.status == ReportStatus.DRAFT)
    [submitted] = all_of(Report, Report.status == ReportStatus.SUBMITTED)
    assert (draft.author_id, submitted.author_id) == (world.team_mate.id, leaver.id)
    assert leaver.id in {row.writer_id for row in all_of(ReportWriter, ReportWriter.report_id == draft.id)}


def test_what_is_left_of_an_assignment_keeps_its_days_and_a_cover_stays_one(world, leaver):
    def client(**more):
        row = make_client(world.team, given_name="Days")
        keep(Assignment(client_id=row.id, mentor_id=leaver.id, assigned_at=row.opened_at, **more))
        return row

    future = client(starts_on=today() + 3 * DAY, ends_on=None)
    ending = client(starts_on=today() - 9 * DAY, ends_on=today() + 9 * DAY)
    fresh = client(starts_on=today(), ends_on=None)
    shared = client(starts_on=today() - 9 * DAY, ends_on=None)
    assign(shared, world.team_mate)
    covered = make_client(world.team, world.mentor)
    until = today() + 5 * DAY
    cover = {"starts_on": today() - DAY, "ends_on": until, "covered_id": world.mentor.id}
    keep(Assignment(client_id=covered.id, mentor_id=leaver.id, assigned_at=covered.opened_at, **cover))
    hand_over(world.supervisor, leaver, clients=world.team_mate)

    def now_of(row):
        own = all_of(Assignment, Assignment.client_id == row.id, Assignment.mentor_id == world.team_mate.id)
        return [(each.starts_on, each.ends_on, each.covered_id) for each in own]

    assert now_of(future) == [(today() + 3 * DAY, None, None)]
    assert now_of(ending) == [(today(), today() + 9 * DAY, None)]
    assert now_of(fresh) == [(today(), None, None)]
    assert len(now_of(shared)) == 1
    assert now_of(covered) == [(today(), until, world.mentor.id)]
    assert owners(leaver)[0] == 0


@pytest.mark.parametrize("who", ["other_mentor", "other_supervisor", "administrator", "closed", "leaver"])
def test_nobody_else_can_be_made_to_take_it(world, as_, leaver, who):
    closed = make_user(Role.MENTOR, world.team, disabled_at=leaver.created_at)
    taker = {"closed": closed, "leaver": leaver}.get(who) or getattr(world, who)
    before = owners(leaver)
    browser = as_(world.supervisor)
    for kind in ("everything", "clients", "groups", "tasks", "reports"):
        assert browser.send(path_of(leaver), {kind: str(taker.id)}).status_code == 200
        assert owners(leaver) == before
    for kind in ("clients", "groups", "tasks", "reports"):
        with pytest.raises(RuleBroken):
            hand_over(world.supervisor, leaver, **{kind: taker})
        db.session.rollback()
        assert owners(leaver) == before


def test_a_supervisor_takes_no_clients_and_no_reports(world, leaver):
    for kind in ("clients", "reports"):
        with pytest.raises(RuleBroken):
            hand_over(world.supervisor, leaver, **{kind: world.supervisor})


@pytest.mark.parametrize("kind", ["tasks", "reports"])
def test_what_somebody_would_not_see_goes_to_nobody_and_nothing_is_half_done(world, leaver, kind):
    before = owners(leaver)
    with pytest.raises(RuleBroken):
        hand_over(world.supervisor, leaver, clients=world.mentor, groups=world.mentor, **{kind: world.team_mate})
    db.session.rollback()
    assert owners(leaver) == before
    assert not all_of(Transfer)


def test_a_form_that_is_sent_twice_hands_over_once(world, as_, leaver):
    browser = as_(world.supervisor)
    browser.see(path_of(leaver))
    page = browser.page
    form = {name: page.field(name) for name in ("csrf_token", "record_id", "version")}
    form["everything"] = str(world.team_mate.id)
    assert [browser.post(path_of(leaver), data=form).status_code for _time in range(2)] == [303, 303]
    assert len(all_of(Transfer)) == 2
    form["everything"] = str(world.mentor.id)
    assert browser.post(path_of(leaver), data=form).status_code == 200
    assert owners(world.mentor)[0] == 1


def test_a_list_that_has_changed_meanwhile_is_shown_again(world, as_, leaver):
    browser = as_(world.supervisor)
    page = browser.see(path_of(leaver))
    form = {name: page.field(name) for name in ("csrf_token", "record_id", "version")}
    form["everything"] = str(world.team_mate.id)
    assign(make_client(world.team, given_name="Meanwhile"), leaver)
    before = owners(leaver)
    answer = browser.post(path_of(leaver), data=form)
    assert "Something of this has changed meanwhile" in answer.text
    assert "Meanwhile" in answer.text
    assert owners(leaver) == before
    with pytest.raises(Conflict):
        hand_over(world.supervisor, leaver, version=1, clients=world.team_mate)
    db.session.rollback()
    browser.send(path_of(leaver), {"everything": str(world.team_mate.id)})
    assert owners(leaver)[0] == 0


def test_nobody_of_elsewhere_hands_over_and_nothing_of_elsewhere_is_handed_over(world, as_, leaver):
    for who, status in (("other_supervisor", 404), ("mentor", 403), ("administrator", 403)):
        assert as_(getattr(world, who)).get(path_of(leaver)).status_code == status
    with pytest.raises(NotVisible):
        hand_over(world.other_supervisor, leaver, clients=world.other_mentor)
    with pytest.raises(NotAllowed):
        hand_over(world.administrator, leaver, clients=world.team_mate)
    elsewhere = make_client(world.other_team, given_name="Elsewhere")
    assign(elsewhere, leaver)
    assert "Elsewhere" not in as_(world.supervisor).see(path_of(leaver)).words
    page = as_(world.other_supervisor).see(path_of(leaver))
    assert "Elsewhere" in page.words
    assert "Ada" not in page.words
    hand_over(world.supervisor, leaver, clients=world.team_mate)
    assert owners(leaver)[0] == 1


def test_the_administrator_sees_numbers_and_no_names(world, as_, leaver):
    browser = as_(world.administrator)
    assert f"/users/{leaver.id}/disabling" in browser.see(f"/users/{leaver.id}").links
    page = browser.see(f"/users/{leaver.id}/disabling")
    assert "Clients 2" in page.words
    assert "Groups 1" in page.words
    for hidden in ("Ada", "Ben", "Choir"):
        assert hidden not in page.words
    assert leaver.is_active
    assert browser.send(f"/users/{leaver.id}/disabling").status_code == 303
    assert not db.session.get_one(type(leaver), leaver.id, populate_existing=True).is_active
    assert owners(leaver) == (2, 1, 1, 2)


def test_reading_the_list_is_written_down_before_it_is_shown(world, as_, leaver):
    as_(world.supervisor).see(path_of(leaver))
    entry = db.session.scalars(
        sa.select(Entry).where(Entry.act == Act.READ, Entry.detail.contains('"page": "handing_over"'))
    ).one()
    assert len(clients_of(entry.id)) == 2


def test_what_somebody_else_does_already_needs_no_taker(world, leaver):
    shared = make_client(world.team, world.mentor)
    make_follow_up(shared, leaver)
    make_report(shared, leaver, kind=ReportKind.FAMILY)
    has = belongings_of(world.supervisor, leaver.id)
    assert shared.id not in has.client_ids
    assert (len(has.tasks), len(has.reports)) == (1, 2)
    hand_over(world.supervisor, leaver, **dict.fromkeys(("clients", "groups", "tasks", "reports"), world.team_mate))
    assert not belongings_of(world.supervisor, leaver.id)
    assert owners(leaver) == (0, 0, 1, 2)


def test_choosing_nobody_is_refused_in_words(world, as_, leaver):
    answer = as_(world.supervisor).send(path_of(leaver), {"everything": ""})
    assert "Choose who takes over, all or a part." in answer.text
