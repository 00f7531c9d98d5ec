"""What addresses name: each function makes a fresh record about the client and returns the address's values."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from uuid_utils.compat import uuid7

from caseapp.access import Role
from caseapp.accounts.joining_rules import JoiningKind
from caseapp.accounts.models import Joining, SignIn
from caseapp.activities.rules import Outcome
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.batches.models import Batch
from caseapp.batches.rules import BatchFormat
from caseapp.circles.models import CircleSnapshot
from caseapp.circles.rules import CircleTie, DrawnBy, Ring
from caseapp.clients.models import Transfer
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db
from caseapp.drafts.models import Draft
from caseapp.exchange.uploads.models import Upload
from caseapp.exchange.uploads.rules import UploadState
from caseapp.goals.models import GoalStep
from caseapp.goals.rules import Owner
from caseapp.goals.wins.models import SmallWin
from caseapp.organisation.actions import set_logo
from caseapp.reports.kind_rules import SectionKind
from caseapp.reports.names.models import ReportName
from caseapp.reports.names.rules import Substitute
from caseapp.reports.review.actions import comment_on
from caseapp.reports.review.rules import CommentDraft
from caseapp.supervision.models import SupervisionPoint
from caseapp.ties.rules import TieStepKind
from tests import world as made
from tests.access.actors import Company
from tests.directory.records import make_source
from tests.reports.reviewing import submitted

Values = dict[str, UUID | str]
Subject = Callable[[Company], Values]


def nothing(company: Company) -> Values:
    return {}


def the_client(company: Company) -> Values:
    return {"client_id": company.client.id}


def a_draft(company: Company) -> Values:
    draft = Draft(person_id=company.world.mentor.id, key=uuid7(), path="/", form="", number=1)
    draft.begun_at = draft.saved_at = now()
    return {"key": made.keep(draft).key}


def a_client_to_hand_over(company: Company) -> Values:
    return {"client_id": made.make_client(company.world.team, company.world.mentor).id}


def the_mentors_client(company: Company) -> Values:
    made.assign(company.client, company.world.mentor)
    return the_client(company)


def a_goal(company: Company) -> Values:
    return {"goal_id": made.make_goal(company.client).id}


def the_mentors_goal(company: Company) -> Values:
    return {"goal_id": made.make_goal(company.client, created_by_id=company.world.mentor.id).id}


def a_source(company: Company) -> Values:
    return {"source_id": make_source(company.world.mentor).id}


def a_step(company: Company) -> Values:
    goal = made.make_goal(company.client)
    step = GoalStep(goal_id=goal.id, client_id=company.client.id, owner=Owner.CLIENT, created_at=now())
    step.words = "Ask at the library"
    return {"step_id": made.keep(step).id}


def a_tie(company: Company) -> Values:
    return {"tie_id": made.make_tie(company.client).id}


def the_mentors_tie(company: Company) -> Values:
    return {"tie_id": made.make_tie(company.client, created_by_id=company.world.mentor.id).id}


def an_ended_tie(company: Company) -> Values:
    tie = made.make_tie(company.client, ended_on=today())
    made.make_tie_step(tie, company.world.mentor, TieStepKind.ENDED)
    return {"tie_id": tie.id}


def a_tie_step(company: Company) -> Values:
    return {"step_id": made.make_tie_step(made.make_tie(company.client), company.world.mentor, TieStepKind.TOGETHER).id}


def a_win(company: Company) -> Values:
    row = SmallWin(client_id=company.client.id, won_on=today(), by_client=True)
    row.created_by_id, row.created_at, row.words = company.world.mentor.id, now(), "I called my cousin"
    return {"win_id": made.keep(row).id}


def a_rating(company: Company) -> Values:
    goal = made.make_goal(company.client)
    return {"rating_id": made.rate(goal, company.world.mentor, today(), 0).id}


def a_circle(company: Company) -> Values:
    row = CircleSnapshot(
        client_id=company.client.id,
        drawn_on=today(),
        drawn_by=DrawnBy.TOGETHER,
        recorded_by_id=company.world.mentor.id,
        created_at=now(),
    )
    row.draw([CircleTie("0000000a", "Ruti", Ring.CLOSE)], [])
    return {"snapshot_id": made.keep(row).id}


def an_activity(company: Company) -> Values:
    return {"activity_id": made.make_activity(company.client, company.world.mentor, today()).id}


def a_final_note(company: Company) -> Values:
    written_at = now() - timedelta(days=60)
    return {"activity_id": made.make_activity(company.client, company.world.mentor, today(), noted_at=written_at).id}


def a_plan(company: Company) -> Values:
    planned = {"outcome": Outcome.PLANNED, "note": ""}
    return {"activity_id": made.make_activity(company.client, company.world.mentor, today(), **planned).id}


def an_approval(company: Company) -> Values:
    row = Approval(
        client_id=company.client.id,
        service="social_mentoring",
        amount=Decimal(6),
        unit=ApprovalUnit.HOUR,
        per=Per.MONTH,
        starts_on=date(2025, 1, 1),
        ends_on=date(2027, 1, 1),
    )
    return {"approval_id": made.keep(row).id}


def a_follow_up(company: Company) -> Values:
    return {"follow_up_id": made.make_follow_up(company.client, company.world.mentor).id}


def a_concern(company: Company) -> Values:
    return {"concern_id": made.make_concern(company.client, company.world.mentor).id}


def a_point(company: Company) -> Values:
    row = SupervisionPoint(client_id=company.client.id, created_by_id=company.world.supervisor.id, created_at=now())
    row.words = "How she finds the group"
    return {"point_id": made.keep(row).id}


def a_report(company: Company) -> Values:
    words = {SectionKind.HOW_IT_WENT: "It went well."}
    return {"report_id": made.make_report(company.client, company.world.mentor, words=words).id}


def a_report_name(company: Company) -> Values:
    values = a_report(company)
    row = ReportName(
        client_id=company.client.id,
        instead=Substitute.FRIEND,
        added_by_id=company.world.mentor.id,
        created_at=now(),
        **values,
    )
    row.name = "Dana"
    return {"name_id": made.keep(row).id}


def a_submitted_report(company: Company) -> Values:
    return {"report_id": submitted(company.client, company.world.mentor).id}


def a_comment(company: Company) -> Values:
    report = submitted(company.client, company.world.mentor)
    form = IdempotencyKey(uuid7(), b"")
    return {
        "comment_id": comment_on(
            company.world.supervisor, report.id, CommentDraft(SectionKind.HOW_IT_WENT, "More"), form
        ).id
    }


def a_section(company: Company) -> Values:
    return {**a_report(company), "section": SectionKind.HOW_IT_WENT}


def an_assignment(company: Company) -> Values:
    extra = made.make_user(Role.MENTOR, company.world.team)
    return {"client_id": company.client.id, "assignment_id": made.assign(company.client, extra).id}


def a_transfer(company: Company) -> Values:
    client, since = company.client, date(2025, 1, 1)
    new = made.assign(client, company.world.mentor, since)
    row = Transfer(
        client_id=client.id,
        to_assignment_id=new.id,
        starts_on=since,
        created_by_id=company.world.supervisor.id,
        created_at=now(),
    )
    return {"transfer_id": made.keep(row).id}


def the_group(company: Company) -> Values:
    return {"group_id": company.group.id}


def a_membership(company: Company) -> Values:
    another = made.make_client(company.world.team)
    return {"group_id": company.group.id, "membership_id": made.join(company.group, another).id}


def a_wait(company: Company) -> Values:
    waits = made.make_client(company.world.team)
    return {"group_id": company.group.id, "wait_id": made.let_wait(company.group, waits).id}


def a_day(company: Company) -> Values:
    day = date(2027, 12, 1) + timedelta(days=next(made.numbers) % 300)
    made.make_meeting(company.group, day)
    return {"group_id": company.group.id, "day": day.isoformat()}


def a_meeting(company: Company) -> Values:
    day = date.fromordinal(date(2026, 1, 1).toordinal() + next(made.numbers) % 300)
    return {"meeting_id": made.make_meeting(company.group, day).id}


def a_joining(company: Company) -> Values:
    """Somebody new in the client's team, by an administrator's word."""
    person, team = made.make_user(Role.MENTOR, company.world.team), company.world.team
    asked = {"role": Role.MENTOR, "asked_by_id": company.world.administrator.id, "asked_at": now()}
    joining = Joining(person_id=person.id, kind=JoiningKind.INVITATION, team_id=team.id, **asked)
    return {"joining_id": made.keep(joining).id}


def a_person(company: Company) -> Values:
    return {"person_id": made.make_user(Role.MENTOR, company.world.team).id}


def a_team(company: Company) -> Values:
    return {"team_id": made.make_team().id}


def a_deputyship(company: Company) -> Values:
    team = made.make_team()
    return {"team_id": team.id, "deputyship_id": made.deputise(company.world.other_mentor, team).id}


def the_mentors_session(company: Company) -> Values:
    found = db.session.query(SignIn.id).where(SignIn.user_id == company.world.mentor.id)
    return {"session_id": found.order_by(SignIn.id).limit(1).scalar() or uuid7()}


def a_logo(company: Company) -> Values:
    set_logo(company.world.administrator, b"png")
    return {}


def a_list(company: Company) -> Values:
    return {"kind": "places"}


def a_list_of_the_day(company: Company) -> Values:
    return {"part": "waiting"}


def a_language(company: Company) -> Values:
    return {"code": "he"}


def a_device(company: Company) -> Values:
    return {"device": "0" * 32}


def a_kind_of_contact(company: Company) -> Values:
    return {**the_client(company), "kind": "emergency"}


def a_contact(company: Company) -> Values:
    return {**the_client(company), "contact_id": made.make_contact(company.client, company.world.mentor).id}


def a_consent(company: Company) -> Values:
    return {"consent_id": made.make_consent(company.client, company.world.mentor).id}


def an_upload(company: Company) -> Values:
    upload = made.keep(Upload(by_id=company.world.supervisor.id, role="supervisor", language="en", created_at=now()))
    upload.keep(
        {"files": [], "left_out": [], "unwritten": [], "counts": {}, "groups": [0, 0, 0, 0], "totals": [0, 0]}, b"id"
    )
    upload.state = UploadState.READY
    return {"upload_id": made.keep(upload).id}


def a_batch(company: Company) -> Values:
    values = {"shape": BatchFormat.ZIP, "total": 1, "created_at": now()}
    return {"batch_id": made.keep(Batch(by_id=company.world.mentor.id, **values)).id}
