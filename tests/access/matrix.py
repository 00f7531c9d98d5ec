"""Who is let in where: every endpoint and method, every role, every relation to the record."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tests.access.actors import (
    ADMINISTRATORS,
    CARERS,
    EVERYBODY,
    IN_CHARGE,
    KNOWN,
    LEAD_GROUP,
    MEET_IN_GROUP,
    MENTORS,
    NOT_IN_CHARGE,
    NOT_IN_GROUP,
    OTHER_CARERS,
    OUTSIDE,
    OWN_MENTORS,
    SUPERVISORS,
    Actor,
)
from tests.access.subjects import (
    Subject,
    a_batch,
    a_circle,
    a_client_to_hand_over,
    a_comment,
    a_concern,
    a_consent,
    a_contact,
    a_day,
    a_deputyship,
    a_device,
    a_draft,
    a_final_note,
    a_follow_up,
    a_goal,
    a_joining,
    a_kind_of_contact,
    a_language,
    a_list,
    a_list_of_the_day,
    a_logo,
    a_meeting,
    a_membership,
    a_person,
    a_plan,
    a_point,
    a_rating,
    a_report,
    a_report_name,
    a_section,
    a_source,
    a_step,
    a_submitted_report,
    a_team,
    a_tie,
    a_tie_step,
    a_transfer,
    a_wait,
    a_win,
    an_activity,
    an_approval,
    an_assignment,
    an_ended_tie,
    an_upload,
    nothing,
    the_client,
    the_group,
    the_mentors_client,
    the_mentors_goal,
    the_mentors_session,
    the_mentors_tie,
)
from tests.areas.records import an_area
from tests.stuck.records import a_stuck_step


class Answer(StrEnum):
    """What somebody meets."""

    IN = "let in"
    SIGN_IN = "sent to the sign-in page"
    TOKEN = "400 for the token of a session that has ended"
    ROLE = "403"
    HIDDEN = "404"


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
HOLDER = {Actor.BESIDE}
IMPORTERS = SUPERVISORS | ADMINISTRATORS
OWN_UPLOAD: dict[str, Any] = {"let_in": {Actor.SUPERVISOR}, "hidden": IMPORTERS - {Actor.SUPERVISOR}}

MATRIX = [
    row("health.health", "GET", nothing, EVERYBODY | HOLDER),  # answered before any session is read
    row("health.ready", "GET", nothing, EVERYBODY),
    row("accounts.welcome", BOTH, nothing, EVERYBODY),
    row("accounts.sign_in", BOTH, nothing, EVERYBODY),
    row("accounts.enter_code", BOTH, nothing, EVERYBODY),
    row("accounts.enter_recovery_code", BOTH, nothing, EVERYBODY),
    row("accounts.enrol", BOTH, nothing, EVERYBODY),
    row("accounts.show_second_step", "GET", nothing, KNOWN),
    row("accounts.change_authenticator", BOTH, nothing, KNOWN),
    row("accounts.show_recovery_codes", BOTH, nothing, KNOWN),
    row("accounts.remove_authenticator", "POST", nothing, KNOWN),
    row("accounts.show_lost_password", "GET", nothing, EVERYBODY),
    row("accounts.tell_session", "GET", nothing, EVERYBODY),
    row("accounts.choose_language", "GET", a_language, EVERYBODY),
    row("accounts.show_account", BOTH, nothing, KNOWN),
    row("accounts.switch_language", "POST", nothing, KNOWN),
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
    row("accounts.let_in_anew", "POST", a_person, ADMINISTRATORS),
    row("accounts.enable_user", "POST", a_person, ADMINISTRATORS),
    row("accounts.end_user_sessions", "POST", a_person, ADMINISTRATORS),
    row("accounts.confirm_joining", "POST", a_joining, IN_CHARGE | ADMINISTRATORS, MENTORS | NOT_IN_CHARGE),
    row("accounts.refuse_joining", "POST", a_joining, IN_CHARGE | ADMINISTRATORS, MENTORS | NOT_IN_CHARGE),
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
    row("ties.list_clients_ties", "GET", the_client, **CARE),
    row("ties.show_figure", "GET", nothing, KNOWN - ADMINISTRATORS),
    row("ties.new_tie", BOTH, the_client, **CARE),
    row("ties.edit_tie", BOTH, a_tie, **CARE),
    row("ties.plan_visit", BOTH, a_tie, **CARE),
    row("ties.record_visit", BOTH, a_tie, **CARE),
    row("ties.end_tie", BOTH, a_tie, **CARE),
    row("ties.return_tie", BOTH, an_ended_tie, **CARE),
    row("ties.answer", "POST", a_tie, **CARE),
    row("ties.undo_step", "POST", a_tie_step, **CARE),
    row("ties.mark_error", BOTH, the_mentors_tie, **CARE),
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
    row("goals.list_wins", BOTH, the_client, CARERS | HOLDER, OTHER_CARERS),
    row("goals.list_answers", BOTH, the_client, CARERS | HOLDER, OTHER_CARERS),
    row("goals.undo_win", "POST", a_win, CARERS | HOLDER, OTHER_CARERS),
    row("ratings.new_rating", BOTH, a_goal, **CARE),
    row("circles.show_circle", "GET", the_client, **CARE),
    row("circles.new_circle", BOTH, the_client, **CARE),
    row("circles.list_ties", "GET", a_circle, **CARE),
    row("circles.mark_error", BOTH, a_circle, **CARE),
    row("ratings.mark_error", BOTH, a_rating, **CARE),
    row("activities.choose_client", BOTH, nothing, MENTORS | SUPERVISORS),
    row("activities.new_outing", BOTH, nothing, MENTORS | SUPERVISORS),
    row("activities.show_messages", BOTH, the_client, **CARE),
    row("activities.new_activity", BOTH, the_client, **CARE),
    row("activities.show_activity", "GET", an_activity, **CARE),
    row("activities.edit_activity", "GET", an_activity, **MENDING),
    row("activities.edit_activity", "POST", an_activity, **CARE),  # another's note: 409 with what was typed
    row("activities.undo", "POST", an_activity, {Actor.MENTOR}, OTHER_CARERS),
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
    row("areas.show_areas", "GET", the_client, **CARE),
    row("areas.new_talk", BOTH, the_client, CARERS | HOLDER, OTHER_CARERS),
    row("areas.end", "POST", an_area, **CARE),
    row("stuck.choose", BOTH, the_client, **CARE),
    row("stuck.answer", "POST", a_stuck_step, **CARE),
    row("groups.list_groups", "GET", nothing, MENTORS | SUPERVISORS),
    row("groups.new_group", BOTH, nothing, SUPERVISORS),
    row("groups.edit_group", BOTH, the_group, IN_CHARGE, OTHERS_GROUP),
    row("groups.show_group", "GET", the_group, MEET_IN_GROUP, NOT_IN_GROUP),
    row("groups.list_members", BOTH, the_group, IN_CHARGE | {Actor.DEPUTY_ELSEWHERE}, OTHERS_GROUP),
    row("groups.end_member", BOTH, a_membership, **ONE_SUPERVISOR),
    row("groups.take_in_waiting", BOTH, a_wait, **ONE_SUPERVISOR),
    row("groups.end_waiting", "POST", a_wait, **ONE_SUPERVISOR),
    row("groups.show_day", BOTH, a_day, LEAD_GROUP, NOT_IN_GROUP),
    row("groups.note_meeting", BOTH, a_meeting, LEAD_GROUP, NOT_IN_GROUP),
    row("groups.new_concern", BOTH, a_meeting, LEAD_GROUP, NOT_IN_GROUP),
    row("groups.new_meeting", BOTH, the_group, LEAD_GROUP, NOT_IN_GROUP),
    row("groups.list_people_at", "GET", a_meeting, MEET_IN_GROUP, NOT_IN_GROUP),
    row("groups.record_attendance", BOTH, a_meeting, MEET_IN_GROUP, NOT_IN_GROUP),  # a member's mentor may only look
    row("directory.list_all_sources", "GET", nothing, MENTORS | SUPERVISORS),
    row("directory.new_source", BOTH, nothing, MENTORS | SUPERVISORS),
    row("directory.show_source", "GET", a_source, MENTORS | SUPERVISORS),
    row("directory.edit_source", BOTH, a_source, MENTORS | SUPERVISORS),
    row("directory.confirm", "POST", a_source, MENTORS | SUPERVISORS),
    row("sources.show_table", BOTH, nothing, SUPERVISORS),
    row("sources.fetch_table", "GET", nothing, SUPERVISORS),
    row("directory.list_clients_sources", "GET", the_client, **CARE),
    row("directory.edit_interests", BOTH, the_client, **CARE),
    row("directory.show_shortlist", "GET", the_client, **CARE),
    row("directory.change_shortlist", "POST", the_client, **CARE),
    row("directory.print_shortlist", "GET", the_client, **CARE),
    row("progress.list_people", "GET", nothing, MENTORS | SUPERVISORS),
    row("progress.show_client", "GET", the_client, **CARE),
    row("progress.list_records", "GET", the_client, **CARE),
    row("search.search_all_notes", BOTH, nothing, MENTORS | SUPERVISORS),
    row("search.search_clients_notes", BOTH, the_client, **CARE),
    row("reports.new_report", BOTH, the_client, **CARE),
    row("reports.list_waiting", "GET", nothing, MENTORS | SUPERVISORS),
    row("reports.list_clients_reports", "GET", the_client, **CARE),
    row("reports.show_report", "GET", a_report, **CARE),
    row("reports.list_records", "GET", a_report, **CARE),
    row("reports.edit_section", "GET", a_section, **CARE),
    row("reports.edit_section", "POST", a_section, **WRITING),
    row("reports.search_notes", "POST", a_section, **CARE),
    row("reports.keep_draft", "POST", a_section, **WRITING),
    row("reports.submit", "POST", a_report, **WRITING),
    row("handovers.new_handover", BOTH, a_report, **CARE),
    row("handovers.show_seen", "GET", the_client, **CARE),
    row("batches.list_batches", "GET", nothing, MENTORS | SUPERVISORS),
    row("batches.new_batch", BOTH, nothing, MENTORS | SUPERVISORS),
    row("batches.show_batch", "GET", a_batch, **OWN_BATCH),
    row("batches.list_reports_of", "GET", a_batch, **OWN_BATCH),
    row("batches.cancel", "POST", a_batch, **OWN_BATCH),
    row("batches.fetch", "GET", a_batch, **OWN_BATCH),
    row("batches.print_report", "GET", a_report, **CARE),
    row("reports.edit_names", "GET", a_report, **CARE),
    row("reports.edit_names", "POST", a_report, **WRITING),
    row("reports.take_off_name", "POST", a_report_name, **WRITING),
    row("reports.review", "GET", a_submitted_report, **CARE),
    row("reports.comment", "POST", a_submitted_report, **ONE_SUPERVISOR),
    row("reports.answer", BOTH, a_comment, **CARE),
    row("reports.settle", "POST", a_comment, **CARE),
    row("reports.give_back", "POST", a_submitted_report, **ONE_SUPERVISOR),
    row("reports.take_client_part", BOTH, a_submitted_report, CARERS | HOLDER, OTHER_CARERS),
    row("reports.sign", "POST", a_submitted_report, **ONE_SUPERVISOR),
    row("reports.correct", BOTH, a_report, **CARE),
    row("beside.show_mine", "GET", nothing, HOLDER),
    row("beside.list_my_goals", "GET", nothing, HOLDER),
    row("beside.take_back", BOTH, nothing, HOLDER),
    row(
        "beside.show_together", BOTH, the_client, **CARE
    ),  # the last of its room: the sessions are with the client then
    row("exports.new_export", BOTH, nothing, SUPERVISORS),
    row("uploads.new_upload", BOTH, nothing, IMPORTERS),
    row("uploads.show_upload", BOTH, an_upload, **OWN_UPLOAD),
    row("uploads.add", "POST", an_upload, **OWN_UPLOAD),
    row("uploads.start", "POST", an_upload, **OWN_UPLOAD),
    row("uploads.remove", "POST", an_upload, **OWN_UPLOAD),
    row("uploads.fetch_rejected", "GET", an_upload, **OWN_UPLOAD),
    row("uploads.show_differences", BOTH, an_upload, **OWN_UPLOAD),
    row("drafts.list_drafts", "GET", nothing, KNOWN),
    row("drafts.keep", "POST", nothing, KNOWN),
    row("drafts.drop", "POST", a_draft, {Actor.MENTOR}, KNOWN - {Actor.MENTOR}),
    row("supervision.show_board", BOTH, nothing, MENTORS | SUPERVISORS),
    row("supervision.disable_user", BOTH, a_person, ADMINISTRATORS),
    row("supervision.hand_over", BOTH, a_person, **ONE_SUPERVISOR),
    row("supervision.show_acts", "GET", the_client, **CARE),
    row("supervision.list_goals", "GET", the_client, **CARE),
    row("supervision.show_readers", "GET", the_client, **ONE_SUPERVISOR),
    row("supervision.show_team_log", "GET", nothing, SUPERVISORS),
    row("supervision.remind", "POST", the_client, **ONE_SUPERVISOR),
    row("supervision.see_reminder", "POST", the_client, **CARE),
    row("supervision.snooze", BOTH, the_client, **ONE_SUPERVISOR),
    row("supervision.list_points", BOTH, the_client, **ONE_SUPERVISOR),
    row("supervision.close", BOTH, a_point, **ONE_SUPERVISOR),
    row("supervision.show_trail", "GET", nothing, ADMINISTRATORS),
    row("home.start", "GET", nothing, KNOWN),
    row("help.show_help", "GET", a_language, EVERYBODY),
    row("help.show_first_steps", "GET", nothing, MENTORS | SUPERVISORS),
    row("offline.manifest", "GET", a_language, EVERYBODY),
    row("offline.shell", "GET", a_language, EVERYBODY),
    row("offline.worker", "GET", a_language, EVERYBODY),
    row("home.show_part", "GET", a_list_of_the_day, MENTORS | SUPERVISORS),
    row("offline.show_settings", "GET", nothing, MENTORS | SUPERVISORS),
    row("offline.list_unsent", "GET", nothing, MENTORS | SUPERVISORS),
    row("offline.show_device", "GET", a_device, MENTORS | SUPERVISORS),
    row("offline.show_day", "GET", a_device, MENTORS | SUPERVISORS),
    row("offline.contact", "GET", nothing, EVERYBODY),
    row("transfers.list_transfers", "GET", the_client, **CARE),
    row("transfers.edit_handover", BOTH, the_mentors_client, OWN_MENTORS, (MENTORS | SUPERVISORS) - OWN_MENTORS),
    row("transfers.acknowledge", "POST", a_transfer, {Actor.MENTOR}, (MENTORS | SUPERVISORS) - {Actor.MENTOR}),
    row("transfers.new_transfer", BOTH, a_client_to_hand_over, **REGISTER),
    row("transfers.new_team", BOTH, a_client_to_hand_over, **REGISTER),
]
