"""Who is let in where: every endpoint and method, every role, every relation to the record."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import update
from uuid_utils.compat import uuid7

from caseapp.access import Role
from caseapp.accounts.models import SignIn, User
from caseapp.activities.rules import Outcome
from caseapp.basket.models import Approval
from caseapp.basket.rules import Per, Unit
from caseapp.batches.models import Batch
from caseapp.batches.rules import Shape
from caseapp.clients.models import Client, Transfer
from caseapp.clock import now, today
from caseapp.db import Submission, db, writing
from caseapp.goals.models import GoalStep
from caseapp.goals.rules import Owner
from caseapp.organisation.actions import set_logo
from caseapp.reports.kind_rules import SectionKind
from caseapp.reports.models import ReportName
from caseapp.reports.name_rules import Instead
from caseapp.reports.review_actions import comment_on
from caseapp.supervision.models import SupervisionPoint
from tests import world as made
from tests.reports.reviewing import submitted
from tests.world import World


class Actor(StrEnum):
    """Somebody by role and by relation to the client that the records are about."""

    VISITOR = "not signed in"
    DISABLED = "a disabled mentor of the client"
    UNKNOWN_ROLE = "an unknown role in the client's team"
    MENTOR = "the client's mentor"
    FORMER_MENTOR = "a former mentor of the client"
    FUTURE_MENTOR = "a mentor of the client from tomorrow on"
    TEAM_MATE = "a mentor of the same team"
    OTHER_MENTOR = "a mentor of another team"
    FACILITATOR = "a mentor of another team who leads the client's group"
    SUPERVISOR = "the supervisor of the client's team"
    OTHER_SUPERVISOR = "the supervisor of another team"
    DEPUTY = "a mentor of another team who deputises for the supervisor"
    SUPERVISING_DEPUTY = "the supervisor of another team who deputises too"
    FORMER_DEPUTY = "a mentor of another team who deputised until yesterday"
    FUTURE_DEPUTY = "the supervisor of another team who deputises from tomorrow on"
    DEPUTY_ELSEWHERE = "a mentor of the client who deputises in another team"
    ADMINISTRATOR = "an administrator"


class Answer(StrEnum):
    """What somebody meets."""

    IN = "let in"
    SIGN_IN = "sent to the sign-in page"
    TOKEN = "400 for the token of a session that has ended"
    ROLE = "403"
    HIDDEN = "404"


MENTORS = {
    Actor.MENTOR,
    Actor.FORMER_MENTOR,
    Actor.FUTURE_MENTOR,
    Actor.TEAM_MATE,
    Actor.OTHER_MENTOR,
    Actor.FACILITATOR,
    Actor.FORMER_DEPUTY,
}
IN_CHARGE = {Actor.SUPERVISOR, Actor.DEPUTY, Actor.SUPERVISING_DEPUTY}
NOT_IN_CHARGE = {Actor.OTHER_SUPERVISOR, Actor.FUTURE_DEPUTY, Actor.DEPUTY_ELSEWHERE}
SUPERVISORS = IN_CHARGE | NOT_IN_CHARGE
ADMINISTRATORS = {Actor.ADMINISTRATOR}
KNOWN = MENTORS | SUPERVISORS | ADMINISTRATORS
EVERYBODY = set(Actor)
OUTSIDE = {Actor.VISITOR, Actor.DISABLED}
OWN_MENTORS = {Actor.MENTOR, Actor.DEPUTY_ELSEWHERE}
CARERS = {*OWN_MENTORS, *IN_CHARGE}
OTHER_CARERS = (MENTORS | SUPERVISORS) - CARERS
MEET_IN_GROUP = {*CARERS, Actor.FACILITATOR}
LEAD_GROUP = {*IN_CHARGE, Actor.FACILITATOR}
NOT_IN_GROUP = (MENTORS | SUPERVISORS) - MEET_IN_GROUP


@dataclass
class Company:
    """The people of the matrix, the client, and the group in which the client is."""

    world: World
    people: dict[Actor, User]
    group: Any

    @property
    def client(self) -> Client:
        return self.world.client


def make_company(world: World) -> Company:
    """Somebody of every kind."""
    disabled = made.make_user(Role.MENTOR, world.team, disabled_at=now())
    future = made.make_user(Role.MENTOR, world.team)
    facilitator = made.make_user(Role.MENTOR, world.other_team)
    unknown = made.make_user(Role.MENTOR, world.team)
    with writing():
        db.session.execute(update(User).where(User.id == unknown.id).values(role="auditor"))
    made.assign(world.client, disabled)
    made.assign(world.client, unknown)
    made.assign(world.client, future, date(2026, 11, 23))
    deputy, supervising = (
        made.make_user(Role.MENTOR, world.other_team),
        made.make_user(Role.SUPERVISOR, world.other_team),
    )
    former, coming = made.make_user(Role.MENTOR, world.other_team), made.make_user(Role.SUPERVISOR, world.other_team)
    made.deputise(deputy, world.team)
    made.deputise(supervising, world.team, today(), today())
    made.deputise(former, world.team, until=today() - timedelta(days=1))
    made.deputise(coming, world.team, today() + timedelta(days=1))
    elsewhere = made.make_user(Role.MENTOR, world.team)
    made.assign(world.client, elsewhere)
    made.deputise(elsewhere, world.other_team)
    group = made.make_group(world.team, facilitator)
    made.join(group, world.client)
    people = {
        Actor.DISABLED: disabled,
        Actor.UNKNOWN_ROLE: unknown,
        Actor.MENTOR: world.mentor,
        Actor.FORMER_MENTOR: world.former_mentor,
        Actor.FUTURE_MENTOR: future,
        Actor.TEAM_MATE: world.team_mate,
        Actor.OTHER_MENTOR: world.other_mentor,
        Actor.FACILITATOR: facilitator,
        Actor.SUPERVISOR: world.supervisor,
        Actor.OTHER_SUPERVISOR: world.other_supervisor,
        Actor.DEPUTY: deputy,
        Actor.SUPERVISING_DEPUTY: supervising,
        Actor.FORMER_DEPUTY: former,
        Actor.FUTURE_DEPUTY: coming,
        Actor.DEPUTY_ELSEWHERE: elsewhere,
        Actor.ADMINISTRATOR: world.administrator,
    }
    return Company(world, people, group)


# What addresses name: each function makes a fresh record about the client and returns the address's values.

Values = dict[str, UUID | str]
Subject = Callable[[Company], Values]


def nothing(company: Company) -> Values:
    return {}


def the_client(company: Company) -> Values:
    return {"client_id": company.client.id}


def a_client_to_hand_over(company: Company) -> Values:
    return {"client_id": made.make_client(company.world.team, company.world.mentor).id}


def the_mentors_client(company: Company) -> Values:
    made.assign(company.client, company.world.mentor)
    return the_client(company)


def a_goal(company: Company) -> Values:
    return {"goal_id": made.make_goal(company.client).id}


def the_mentors_goal(company: Company) -> Values:
    return {"goal_id": made.make_goal(company.client, created_by_id=company.world.mentor.id).id}


def a_step(company: Company) -> Values:
    goal = made.make_goal(company.client)
    step = GoalStep(goal_id=goal.id, client_id=company.client.id, owner=Owner.CLIENT, created_at=now())
    step.words = "Ask at the library"
    return {"step_id": made.keep(step).id}


def a_rating(company: Company) -> Values:
    goal = made.make_goal(company.client)
    return {"rating_id": made.rate(goal, company.world.mentor, today(), 0).id}


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
        unit=Unit.HOUR,
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
        instead=Instead.FRIEND,
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
    form = Submission(uuid7(), b"")
    return {"comment_id": comment_on(company.world.supervisor, report.id, SectionKind.HOW_IT_WENT, "More", form).id}


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
    set_logo(b"png", by=company.world.administrator)
    return {}


def a_list(company: Company) -> Values:
    return {"kind": "places"}


def a_language(company: Company) -> Values:
    return {"code": "he"}


def a_kind_of_contact(company: Company) -> Values:
    return {**the_client(company), "kind": "emergency"}


def a_contact(company: Company) -> Values:
    return {**the_client(company), "contact_id": made.make_contact(company.client, company.world.mentor).id}


def a_consent(company: Company) -> Values:
    return {"consent_id": made.make_consent(company.client, company.world.mentor).id}


def a_batch(company: Company) -> Values:
    values = {"shape": Shape.ZIP, "total": 1, "created_at": now()}
    return {"batch_id": made.keep(Batch(by_id=company.world.mentor.id, **values)).id}


LEAD_TO_SIGN_IN = {"accounts.sign_out", "accounts.choose_language"}  # whoever is let in lands there too


@dataclass(frozen=True)
class Row:
    """Who is let in at an endpoint; `hidden` meet 404; other known people 403, the rest the sign-in page."""

    endpoint: str
    methods: str
    subject: Subject
    let_in: frozenset[Actor]
    hidden: frozenset[Actor] = frozenset()

    def expected(self, actor: Actor, method: str) -> Answer:
        if actor is Actor.DISABLED and method == "POST":
            return Answer.TOKEN
        if actor in self.let_in:
            return Answer.IN
        if actor in OUTSIDE:
            return Answer.SIGN_IN
        return Answer.HIDDEN if actor in self.hidden else Answer.ROLE


def row(endpoint: str, methods: str, subject: Subject, let_in: set[Actor], hidden: set[Actor] | None = None) -> Row:
    return Row(endpoint, methods, subject, frozenset(let_in), frozenset(hidden or ()))


BOTH = "GET POST"
ONE_SUPERVISOR: dict[str, Any] = {"let_in": IN_CHARGE, "hidden": NOT_IN_CHARGE}
REGISTER: dict[str, Any] = {"let_in": IN_CHARGE | ADMINISTRATORS, "hidden": NOT_IN_CHARGE}
CARE: dict[str, Any] = {"let_in": CARERS, "hidden": OTHER_CARERS}
WRITING: dict[str, Any] = {"let_in": OWN_MENTORS, "hidden": OTHER_CARERS}
MENDING: dict[str, Any] = {"let_in": CARERS - {Actor.DEPUTY_ELSEWHERE}, "hidden": OTHER_CARERS}  # the own notes only
OTHERS_GROUP = NOT_IN_CHARGE - {Actor.DEPUTY_ELSEWHERE}
OWN_BATCH: dict[str, Any] = {"let_in": {Actor.MENTOR}, "hidden": (MENTORS | SUPERVISORS) - {Actor.MENTOR}}

MATRIX = [
    row("health.health", "GET", nothing, EVERYBODY),
    row("health.ready", "GET", nothing, EVERYBODY),
    row("accounts.welcome", BOTH, nothing, EVERYBODY),
    row("accounts.sign_in", BOTH, nothing, EVERYBODY),
    row("accounts.show_lost_password", "GET", nothing, EVERYBODY),
    row("accounts.choose_language", "GET", a_language, EVERYBODY),
    row("accounts.show_account", BOTH, nothing, KNOWN),
    row("accounts.change_own_password", BOTH, nothing, KNOWN),
    row("accounts.end_own_session", "POST", the_mentors_session, {Actor.MENTOR}, KNOWN - {Actor.MENTOR}),
    row("accounts.sign_out", "POST", nothing, KNOWN),
    row("accounts.list_all_teams", BOTH, nothing, ADMINISTRATORS),
    row("accounts.show_team", BOTH, a_team, ADMINISTRATORS),
    row("accounts.new_deputy", BOTH, a_team, ADMINISTRATORS),
    row("accounts.edit_deputy", BOTH, a_deputyship, ADMINISTRATORS),
    row("accounts.list_users", "GET", nothing, ADMINISTRATORS),
    row("accounts.invite_user", BOTH, nothing, ADMINISTRATORS),
    row("accounts.show_user", BOTH, a_person, ADMINISTRATORS),
    row("accounts.issue_user_link", "POST", a_person, ADMINISTRATORS),
    row("accounts.disable_user", "POST", a_person, ADMINISTRATORS),
    row("accounts.enable_user", "POST", a_person, ADMINISTRATORS),
    row("accounts.end_user_sessions", "POST", a_person, ADMINISTRATORS),
    row("organisation.show_details", BOTH, nothing, ADMINISTRATORS),
    row("organisation.upload_logo", "POST", nothing, ADMINISTRATORS),
    row("organisation.remove_logo", "POST", nothing, ADMINISTRATORS),
    row("organisation.show_logo", "GET", a_logo, KNOWN),
    row("organisation.show_settings", BOTH, nothing, ADMINISTRATORS),
    row("organisation.show_lists", "GET", nothing, ADMINISTRATORS),
    row("organisation.edit_list", BOTH, a_list, ADMINISTRATORS),
    row("organisation.show_accessibility", "GET", nothing, EVERYBODY),
    row("clients.open_file", BOTH, nothing, SUPERVISORS),
    row("clients.edit_client", BOTH, the_client, **ONE_SUPERVISOR),
    row("files.show_file", "GET", the_client, **CARE),
    row("files.edit_reach", BOTH, the_client, **CARE),
    row("files.new_contact", BOTH, a_kind_of_contact, **CARE),
    row("files.edit_contact", BOTH, a_contact, **CARE),
    row("files.take_off_contact", "POST", a_contact, **CARE),
    row("consents.list_consents", "GET", the_client, **CARE),
    row("consents.new_consent", BOTH, the_client, **CARE),
    row("consents.withdraw", BOTH, a_consent, **CARE),
    row("consents.mark_error", BOTH, a_consent, **CARE),
    row("files.edit_status", BOTH, the_client, **ONE_SUPERVISOR),
    row("clients.search_clients", BOTH, nothing, MENTORS | SUPERVISORS),
    row("register.list_register", "GET", nothing, SUPERVISORS | ADMINISTRATORS),
    row("register.search_register", BOTH, nothing, SUPERVISORS | ADMINISTRATORS),
    row("register.show_assignments", BOTH, the_client, **REGISTER),
    row("register.close_assignment", BOTH, an_assignment, **REGISTER),
    row("basket.list_approvals", "GET", the_client, **CARE),
    row("basket.new_approval", BOTH, the_client, **ONE_SUPERVISOR),
    row("basket.edit_approval", BOTH, an_approval, **ONE_SUPERVISOR),
    row("basket.renew_approval", BOTH, an_approval, **ONE_SUPERVISOR),
    row("goals.new_goal", BOTH, the_client, **CARE),
    row("goals.show_goal", "GET", a_goal, **CARE),
    row("goals.edit_goal", BOTH, a_goal, **CARE),
    row("goals.agree", BOTH, a_goal, **CARE),
    row("goals.move", BOTH, a_goal, **CARE),
    row("goals.change_ladder", BOTH, a_goal, **CARE),
    row("goals.new_step", BOTH, a_goal, **CARE),
    row("goals.tick_off", "POST", a_step, **CARE),
    row("goals.move_step", "POST", a_step, **CARE),
    row("goals.let_go", BOTH, a_step, **CARE),
    row("goals.mark_error", BOTH, the_mentors_goal, **CARE),
    row("ratings.new_rating", BOTH, a_goal, **CARE),
    row("ratings.mark_error", BOTH, a_rating, **CARE),
    row("activities.choose_client", "GET", nothing, MENTORS | SUPERVISORS),
    row("activities.new_activity", BOTH, the_client, **CARE),
    row("activities.show_activity", "GET", an_activity, **CARE),
    row("activities.edit_activity", "GET", an_activity, **MENDING),
    row("activities.edit_activity", "POST", an_activity, **CARE),  # another's note: 409 with what was typed
    row("activities.take_back_activity", BOTH, an_activity, **MENDING),
    row("activities.list_plans", "GET", the_client, **CARE),
    row("activities.new_plan", BOTH, the_client, **CARE),
    row("activities.edit_plan", BOTH, a_plan, **CARE),
    row("activities.cancel", BOTH, a_plan, **CARE),
    row("activities.new_amendment", BOTH, a_final_note, **MENDING),
    row("followups.list_follow_ups", "GET", nothing, MENTORS | SUPERVISORS),
    row("followups.list_clients_follow_ups", BOTH, the_client, **CARE),
    row("followups.tick_off", "POST", a_follow_up, **CARE),
    row("followups.reopen", "POST", a_follow_up, **CARE),
    row("followups.drop", BOTH, a_follow_up, **CARE),
    row("followups.list_concerns", "GET", nothing, MENTORS | SUPERVISORS),
    row("followups.list_clients_concerns", "GET", the_client, **CARE),
    row("followups.acknowledge", "POST", a_concern, **ONE_SUPERVISOR),
    row("followups.close", BOTH, a_concern, **ONE_SUPERVISOR),
    row("groups.list_groups", "GET", nothing, MENTORS | SUPERVISORS),
    row("groups.new_group", BOTH, nothing, SUPERVISORS),
    row("groups.edit_group", BOTH, the_group, IN_CHARGE, OTHERS_GROUP),
    row("groups.show_group", "GET", the_group, MEET_IN_GROUP, NOT_IN_GROUP),
    row("groups.list_members", BOTH, the_group, IN_CHARGE | {Actor.DEPUTY_ELSEWHERE}, OTHERS_GROUP),
    row("groups.end_member", "POST", a_membership, **ONE_SUPERVISOR),
    row("groups.take_in_waiting", "POST", a_wait, **ONE_SUPERVISOR),
    row("groups.end_waiting", "POST", a_wait, **ONE_SUPERVISOR),
    row("groups.show_day", BOTH, a_day, LEAD_GROUP, NOT_IN_GROUP),
    row("groups.note_meeting", BOTH, a_meeting, LEAD_GROUP, NOT_IN_GROUP),
    row("groups.tell_worry", BOTH, a_meeting, LEAD_GROUP, NOT_IN_GROUP),
    row("groups.new_meeting", BOTH, the_group, LEAD_GROUP, NOT_IN_GROUP),
    row("groups.call_the_roll", BOTH, a_meeting, MEET_IN_GROUP, NOT_IN_GROUP),  # a member's mentor may only look
    row("progress.list_people", "GET", nothing, MENTORS | SUPERVISORS),
    row("progress.show_client", "GET", the_client, **CARE),
    row("reports.new_report", BOTH, the_client, **CARE),
    row("reports.list_waiting", "GET", nothing, MENTORS | SUPERVISORS),
    row("reports.list_clients_reports", "GET", the_client, **CARE),
    row("reports.show_report", "GET", a_report, **CARE),
    row("reports.edit_section", "GET", a_section, **CARE),
    row("reports.edit_section", "POST", a_section, **WRITING),
    row("reports.search_notes", "POST", a_section, **WRITING),
    row("reports.keep_draft", "POST", a_section, **WRITING),
    row("reports.submit", "POST", a_report, **WRITING),
    row("handovers.new_handover", BOTH, a_report, **CARE),
    row("handovers.show_seen", "GET", the_client, **CARE),
    row("batches.list_batches", "GET", nothing, MENTORS | SUPERVISORS),
    row("batches.new_batch", BOTH, nothing, MENTORS | SUPERVISORS),
    row("batches.show_batch", "GET", a_batch, **OWN_BATCH),
    row("batches.cancel", "POST", a_batch, **OWN_BATCH),
    row("batches.fetch", "GET", a_batch, **OWN_BATCH),
    row("reports.print_report", "GET", a_report, **CARE),
    row("reports.edit_names", "GET", a_report, **CARE),
    row("reports.edit_names", "POST", a_report, **WRITING),
    row("reports.take_off_name", "POST", a_report_name, **WRITING),
    row("reports.review", "GET", a_submitted_report, **CARE),
    row("reports.comment", "POST", a_submitted_report, **ONE_SUPERVISOR),
    row("reports.answer", BOTH, a_comment, **CARE),
    row("reports.settle", "POST", a_comment, **CARE),
    row("reports.give_back", "POST", a_submitted_report, **ONE_SUPERVISOR),
    row("reports.take_client_part", BOTH, a_submitted_report, **CARE),
    row("reports.sign", "POST", a_submitted_report, **ONE_SUPERVISOR),
    row("reports.correct", BOTH, a_report, **CARE),
    row("supervision.show_board", "GET", nothing, MENTORS | SUPERVISORS),
    row("supervision.show_acts", "GET", the_client, **CARE),
    row("supervision.show_readers", "GET", the_client, **ONE_SUPERVISOR),
    row("supervision.show_team_log", "GET", nothing, SUPERVISORS),
    row("supervision.remind", "POST", the_client, **ONE_SUPERVISOR),
    row("supervision.see_reminder", "POST", the_client, **CARE),
    row("supervision.put_aside", BOTH, the_client, **ONE_SUPERVISOR),
    row("supervision.list_points", BOTH, the_client, **ONE_SUPERVISOR),
    row("supervision.close", BOTH, a_point, **ONE_SUPERVISOR),
    row("supervision.show_trail", "GET", nothing, ADMINISTRATORS),
    row("home.start", "GET", nothing, KNOWN),
    row("transfers.list_transfers", "GET", the_client, **CARE),
    row("transfers.edit_handover", BOTH, the_mentors_client, OWN_MENTORS, (MENTORS | SUPERVISORS) - OWN_MENTORS),
    row("transfers.acknowledge", "POST", a_transfer, {Actor.MENTOR}, (MENTORS | SUPERVISORS) - {Actor.MENTOR}),
    row("transfers.new_transfer", BOTH, a_client_to_hand_over, **REGISTER),
    row("transfers.new_team", BOTH, a_client_to_hand_over, **REGISTER),
]
