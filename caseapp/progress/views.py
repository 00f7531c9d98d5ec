"""The pages of progress: the list of people, and one client's page."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, may, requires
from caseapp.activities.timeline_queries import TimelineKey
from caseapp.audit import record_reading
from caseapp.clients.file.adjustment_rules import minded
from caseapp.clients.file.queries import avoided
from caseapp.clients.file.rules import AVOID_NAMES
from caseapp.clients.forms import ClientSearchForm
from caseapp.clients.rules import ClientStatus, age_on
from caseapp.clients.transfers.forms import AcknowledgeForm
from caseapp.clients.transfers.queries import list_unread_handovers
from caseapp.clock import today
from caseapp.errors import NotVisible
from caseapp.goals.queries import list_goals, ratings_of
from caseapp.goals.status.queries import attainment_of
from caseapp.hours.rules import expected_share, hours_used, quarter_of
from caseapp.progress.file_queries import ClientFile, find_file, find_records
from caseapp.progress.goal_page import goal_cards
from caseapp.progress.page import groups_picture, list_words, month_choices, rhythm_pictures, timeline_filters
from caseapp.progress.people_queries import list_people as people_page
from caseapp.progress.people_queries import rhythm_of
from caseapp.progress.rhythm_queries import rhythms_of
from caseapp.progress.timeline_queries import read_key, timeline_page
from caseapp.progress.timeline_rules import READ, Narrowing, TimelineFilter, read_narrowing
from caseapp.stuck.forms import StuckAnswerForm
from caseapp.stuck.queries import find_state
from caseapp.stuck.rules import OUTCOME_NAMES, WAY_NAMES
from caseapp.stuck.words import reason_of
from caseapp.web.addresses import id_named

NEWEST = 12  # of which a phone shows five
LIST_FILTERS = {*READ, "before"}

bp = Blueprint("progress", __name__)


@bp.route("/clients")
@requires(Capability.SEE_CLIENTS)
def list_people() -> ResponseReturnValue:
    after = id_named("after")
    page = people_page(current_user, after)
    record_reading(current_user, "people", [row.id for row in page.rows])
    return render_template(
        "progress/people.html",
        page=page,
        form=ClientSearchForm(),
        is_later=after is not None,
        is_team=bool(current_user.team_ids_in_charge),
        may_open=may(current_user, Capability.OPEN_FILES),
        may_see_log=may(current_user, Capability.SUPERVISE),
    )


@bp.route("/clients/<uuid:client_id>")
@requires(Capability.SEE_CLIENTS)
def show_client(client_id: UUID) -> ResponseReturnValue:
    if LIST_FILTERS & request.args.keys():
        return _records_page(client_id)
    file = find_file(current_user, client_id)
    parts = _head(file) | _overview(file)
    record_reading(current_user, "client", [client_id])
    return render_template("progress/client.html", **parts)


@bp.route("/clients/<uuid:client_id>/records")
@requires(Capability.SEE_CLIENTS)
def list_records(client_id: UUID) -> ResponseReturnValue:
    return _records_page(client_id)


def _records_page(client_id: UUID) -> ResponseReturnValue:
    """The records, or those that a figure counts."""
    records = find_records(current_user, client_id)
    parts = _timeline(client_id, _before(), _only())
    record_reading(current_user, "client", [client_id])
    return render_template(
        "progress/records.html",
        client=records.client,
        may_supervise=_may_supervise(records.client),
        months=month_choices(records.first_on),
        **parts,
    )


def _head(file: ClientFile) -> dict[str, Any]:
    """Who it is, how to be discreet, and what was last and is next."""
    client = file.client
    return {
        "file": file,
        "client": client,
        "age": age_on(client.birth_on, today()) if client.birth_on else None,
        "avoid": [AVOID_NAMES[code] for code in avoided(client)],
        "minded": minded(client.adjustments),
        "met": rhythm_of(client.status, client.meeting_every_days, file.last_on),
        "waiting": list_unread_handovers(current_user, client.id) if file.has_unread_handover else [],
        "read_form": AcknowledgeForm(formdata=None),
        "may_supervise": _may_supervise(client),
        **_stuck(client),
    }


def _stuck(client: Any) -> dict[str, Any]:
    """Whether nothing moves, or a step is to be asked about."""
    state = find_state(current_user, client.id) if client.status is ClientStatus.ACTIVE else None
    return {
        "stuck": state,
        "stuck_reason": reason_of(state.found, client.called) if state and state.found else "",
        "tap": StuckAnswerForm(formdata=None),
        "outcome_names": OUTCOME_NAMES,
        "way_names": WAY_NAMES,
    }


def _overview(file: ClientFile) -> dict[str, Any]:
    """The figures, the weeks, the goals, and what happened last."""
    client = file.client
    goals = list_goals(current_user, client.id, also_in_error=True)
    ratings = ratings_of(current_user, client.id)
    valid = [goal for goal in goals if not goal.is_in_error]
    rhythms = rhythms_of(current_user, client.id)
    hours = hours_used(rhythms.read, file.approvals, *quarter_of(today()))
    return {
        "pictures": rhythm_pictures(rhythms),
        "hours": [(each, expected_share(each, file.approvals, today())) for each in hours],
        "cards": goal_cards(valid, ratings, client.called),
        "struck": [goal for goal in goals if goal.is_in_error],
        "score": attainment_of(valid),
        "timeline": timeline_page(current_user, client.id, ratings, limit=NEWEST),
        "goal_titles": {goal.id: goal.title for goal in goals},
    }


def _timeline(client_id: UUID, before: TimelineKey | None, only: Narrowing) -> dict[str, Any]:
    goals, ratings = list_goals(current_user, client_id, also_in_error=True), ratings_of(current_user, client_id)
    is_of_groups = only.kind is TimelineFilter.GROUPS and before is None
    return {
        "timeline": timeline_page(current_user, client_id, ratings, before, only=only),
        "only": only,
        "kinds": timeline_filters(only),
        "list_words": list_words(only),
        "is_older": before is not None,
        "groups": groups_picture(current_user, client_id) if is_of_groups else None,
        "goal_titles": {goal.id: goal.title for goal in goals},
    }


def _may_supervise(client: Any) -> bool:
    return client.team_id in current_user.team_ids_in_charge


def _before() -> TimelineKey | None:
    return read_key(request.args["before"]) if "before" in request.args else None


def _only() -> Narrowing:
    """What the list is narrowed to."""
    try:
        return read_narrowing(request.args)
    except ValueError:
        raise NotVisible from None
