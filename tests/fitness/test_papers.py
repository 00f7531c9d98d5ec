"""Papers of mentors: who sees and records them, the list with its numbers, and the rule on assignments."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from caseapp.audit import Act
from caseapp.clients.assignments.actions import assign_mentor, end_assignment, give_mentor
from caseapp.clients.assignments.rules import AssignmentDraft
from caseapp.clients.models import Assignment
from caseapp.clients.queries import for_maintenance
from caseapp.clients.transfers.actions import pass_on_assignment, transfer_client
from caseapp.clients.transfers.rules import TransferDraft
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from caseapp.fitness.actions import change_kind, record_paper, withdraw_paper
from caseapp.fitness.models import FitnessPaper
from caseapp.fitness.queries import count_lacking, find_standing, list_standings, papers_of
from caseapp.fitness.rules import KINDS, KindDraft, PaperDraft, PaperState
from caseapp.organisation.actions import turn_fit_rule
from caseapp.organisation.queries import find_version
from tests.batches.printing import entries
from tests.fitness.records import a_key, make_fit, make_paper
from tests.world import assign, deputise, make_client


def turn(world, is_on=True):
    turn_fit_rule(world.administrator, is_on, find_version(world.administrator))


def seen(days=None, is_exempt=False, reason=""):
    return PaperDraft(is_exempt, today(), days and today() + timedelta(days=days), reason)


def states(viewer, person):
    return {each.kind.code: each.state for each in find_standing(viewer, person.id).papers}


def test_who_looks_after_whose_papers(world):
    everybody = {row.id for row in list_standings(world.administrator)}
    assert {world.mentor.id, world.other_mentor.id} <= everybody
    assert world.supervisor.id not in everybody
    own = {row.id for row in list_standings(world.supervisor)}
    assert own == {world.mentor.id, world.team_mate.id, world.former_mentor.id}
    with pytest.raises(NotAllowed):
        list_standings(world.mentor)
    deputise(world.mentor, world.team)
    assert {row.id for row in list_standings(world.mentor)} == own - {world.mentor.id}
    with pytest.raises(NotVisible):
        record_paper(world.mentor, world.mentor.id, "secrecy", seen(), a_key())
    with pytest.raises(NotVisible):
        papers_of(world.mentor, world.other_mentor.id)


def test_an_exemption_is_given_and_taken_by_an_administrator_only(world):
    reason = "Not asked of her, said the legal adviser"
    with pytest.raises(NotAllowed):
        record_paper(world.supervisor, world.mentor.id, "contract", seen(is_exempt=True, reason=reason), a_key())
    boss, key = world.administrator, a_key()
    draft = seen(is_exempt=True, reason=reason)
    paper = record_paper(boss, world.mentor.id, "certificate_2001", draft, key)
    assert record_paper(boss, world.mentor.id, "certificate_2001", draft, key).id == paper.id
    assert states(boss, world.mentor)["certificate_2001"] is PaperState.HELD
    stored = db.session.execute(sa.text("select reason_sealed from fitness_papers")).scalar_one()
    assert reason.encode() not in bytes(stored)
    with pytest.raises(NotAllowed):
        withdraw_paper(world.supervisor, paper.id, "I need him")
    withdraw_paper(boss, paper.id, "The adviser changed his mind")
    assert states(boss, world.mentor)["certificate_2001"] is PaperState.MISSING
    (row,) = papers_of(world.mentor, world.mentor.id)
    assert (row.reason, row.seen_by, row.error_reason) == (reason, boss.name, "The adviser changed his mind")
    with pytest.raises(RuleBroken):
        withdraw_paper(boss, paper.id, "Again")
    assert [len(entries(act)) for act in (Act.PAPER_RECORDED, Act.PAPER_WITHDRAWN)] == [1, 1]


def test_a_kind_gives_a_last_day_where_a_paper_has_none(world, clock):
    clock.move_to("2026-03-10T12:00:00+02:00")
    boss = world.administrator
    change_kind(boss, "training", KindDraft(str(KINDS["training"].label), "Our contract", 24, True), None)
    for draft, last in (
        (seen(), date(2028, 3, 9)),
        (seen(10), date(2026, 3, 20)),
        (seen(is_exempt=True, reason="?"), None),
    ):
        paper = record_paper(boss, world.mentor.id, "training", draft, a_key())
        assert paper.expires_on == last
    change_kind(boss, "contract", KindDraft("Contract", "", None, False), None)
    assert "contract" not in states(boss, world.mentor)
    with pytest.raises(Conflict):  # somebody else changed it meanwhile
        change_kind(boss, "contract", KindDraft("Agreement", "", None, True), None)
    assert len(entries(Act.PAPER_KIND_CHANGED)) == 2


def test_each_number_of_the_list_opens_whom_it_counts(world, as_):
    make_fit(world.team_mate, world.administrator)
    make_fit(world.former_mentor, world.administrator, days=60)
    browser = as_(world.supervisor)
    shown = {"all": 3, "lacking": 1, "ending": 1, "held": 1}
    for name, number in shown.items():
        page = browser.see(f"/mentor-papers?show={name}")
        people = [link for link in page.links if link.startswith("/mentor-papers/0")]
        assert len(people) == number
        assert all(f"?show={each}" in page.html for each in shown)
    assert browser.get("/mentor-papers?show=x").status_code == 404
    assert world.mentor.name in browser.see("/mentor-papers?show=lacking").words
    assert world.former_mentor.name in browser.see("/mentor-papers?show=ending").words
    assert world.other_mentor.name not in browser.see("/mentor-papers").words


def test_papers_are_recorded_and_taken_back_on_pages_and_the_mentor_sees_them(world, as_):
    boss, path = as_(world.supervisor), f"/mentor-papers/{world.mentor.id}"
    form = boss.see(f"{path}/secrecy/new")
    assert 'value="exempt"' not in form.html
    assert boss.send(f"{path}/secrecy/new", {"given_on": "2026-01-01", "manner": "seen"}).status_code == 303
    assert (
        boss.send(f"{path}/secrecy/new", {"given_on": "2026-01-01", "manner": "exempt", "reason": "x"}).status_code
        == 200
    )
    paper = db.session.scalars(sa.select(FitnessPaper)).one()
    assert (paper.given_on, paper.seen_by_id) == (date(2026, 1, 1), world.supervisor.id)
    own = as_(world.mentor).see("/my-papers")
    assert world.supervisor.name in own.words
    assert "Undertaking of secrecy" in own.words
    assert "Record a paper" not in own.words
    assert as_(world.team_mate).see("/my-papers").words.count(world.supervisor.name) == 0
    assert boss.send(f"/mentor-papers/records/{paper.id}/end", {"reason": "It was another's"}).status_code == 303
    assert "It was another's" in boss.see(path).words
    assert "/my-papers" in as_(world.mentor).see("/account").links


def test_the_rule_is_off_then_warns_then_binds(world, clock, as_):
    clock.move_to("2026-01-01T12:00:00+02:00")
    boss, client = world.administrator, make_client(world.team)
    draft = AssignmentDraft(world.team_mate.id, today())
    assert count_lacking(boss) == 0
    give_mentor(world.supervisor, client.id, draft)
    desk = as_(boss)
    assert "Look through the list first" in desk.send("/mentor-papers/rule").text
    assert desk.send("/mentor-papers/rule", {"has_seen": "y"}).status_code == 303
    assert len(entries(Act.FIT_RULE_CHANGED)) == 1
    assert count_lacking(world.supervisor) == 3
    clock.move_to("2026-03-01T23:59:00+02:00")
    second = make_client(world.team)
    give_mentor(world.supervisor, second.id, AssignmentDraft(world.team_mate.id, today()))
    page = as_(world.supervisor).see(f"/register/{second.id}/assignments").words
    assert "Papers missing or expired: Police certificate" in page
    assert "3 mentors lack papers" in as_(world.supervisor).see("/board").words
    clock.move_to("2026-03-02T00:01:00+02:00")
    third = make_client(world.team)
    with pytest.raises(RuleBroken, match=world.team_mate.name):
        give_mentor(world.supervisor, third.id, AssignmentDraft(world.team_mate.id, today()))
    make_fit(world.team_mate, boss, days=10)
    with pytest.raises(RuleBroken):
        give_mentor(world.supervisor, third.id, AssignmentDraft(world.team_mate.id, today() + timedelta(days=11)))
    give_mentor(world.supervisor, third.id, AssignmentDraft(world.team_mate.id, today() + timedelta(days=10)))
    turn(world, False)
    give_mentor(world.supervisor, make_client(world.team).id, AssignmentDraft(world.former_mentor.id, today()))


def test_no_way_to_a_new_assignment_goes_round_the_rule(world, clock):
    boss, viewer = world.administrator, world.supervisor
    turn(world)
    clock.move_to(f"{today() + timedelta(days=60)}T12:00:00+02:00")
    held = db.session.scalars(
        sa.select(Assignment).where(for_maintenance(), Assignment.mentor_id == world.mentor.id)
    ).first()
    client, mate = make_client(world.team), world.team_mate
    over = assign(client, mate, until=today() - timedelta(days=1))
    for way in (
        lambda: assign_mentor(viewer, client.id, AssignmentDraft(mate.id, today()), a_key()),
        lambda: end_assignment(viewer, over, today(), over.version),
        lambda: transfer_client(viewer, held.client_id, TransferDraft(held.id, mate.id, today(), ""), a_key()),
        lambda: pass_on_assignment(viewer, held.client_id, held.id, mate.id),
    ):
        with pytest.raises(RuleBroken, match=world.team_mate.name):
            way()
    end_assignment(viewer, held, today() + timedelta(days=5), held.version)
    make_fit(mate, boss)
    end_assignment(viewer, over, today(), over.version)
    pass_on_assignment(viewer, held.client_id, held.id, mate.id)


def test_a_paper_of_another_team_is_not_taken_back(world):
    paper = make_paper(world.other_mentor, world.administrator)
    with pytest.raises(NotVisible):
        withdraw_paper(world.supervisor, paper.id, "Not mine")
