"""The pages of progress: the list of people, and one client's page."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, may, requires
from caseapp.activities.timeline_queries import TimelineKey
from caseapp.audit import record_reading
from caseapp.clients.forms import ClientSearchForm
from caseapp.clients.queries import client_details
from caseapp.clients.transfers.forms import AcknowledgeForm
from caseapp.clients.transfers.queries import list_unread_handovers
from caseapp.errors import NotVisible
from caseapp.goals.queries import GoalRow, RatingRow, list_goals, ratings_of
from caseapp.goals.status.queries import attainment_of
from caseapp.progress.file_queries import ClientFile, find_file
from caseapp.progress.goal_page import goal_cards
from caseapp.progress.page import list_words, rhythm_pictures, timeline_filters
from caseapp.progress.people_queries import list_people as people_page
from caseapp.progress.people_queries import rhythm_of
from caseapp.progress.timeline_queries import EVERYTHING, read_key, timeline_page
from caseapp.progress.timeline_rules import Narrowing, read_narrowing

bp = Blueprint("progress", __name__)


@bp.route("/clients")
@requires(Capability.SEE_CLIENTS)
def list_people() -> ResponseReturnValue:
    after = _id_named("after")
    page = people_page(current_user, after)
    record_reading(current_user, "people", [row.id for row in page.rows])
    return render_template(
        "progress/people.html",
        page=page,
        form=ClientSearchForm(),
        is_later=after is not None,
        is_team=bool(current_user.team_ids_in_charge),
        may_open=may(current_user, Capability.OPEN_FILES),
        may_see_log=may(current_user, Capability.SEE_ACCESS_LOG),
    )


@bp.route("/clients/<uuid:client_id>")
@requires(Capability.SEE_CLIENTS)
def show_client(client_id: UUID) -> ResponseReturnValue:
    file = find_file(current_user, client_id)
    goals, ratings = list_goals(current_user, client_id, also_in_error=True), ratings_of(current_user, client_id)
    before, only = _before(), _only()
    is_list = before is not None or only != EVERYTHING
    parts = _head(file) | _timeline(file, goals, ratings, before, only)
    if not is_list:
        parts |= _overview(file, goals, ratings)
    record_reading(current_user, "client", [client_id])
    return render_template("progress/client.html", only=only, is_list=is_list, is_older=before is not None, **parts)


def _head(file: ClientFile) -> dict[str, Any]:
    """The client's details, and what is next."""
    is_in_charge = file.client.team_id in current_user.team_ids_in_charge
    return {
        "client": file.client,
        "facts": client_details(current_user, file.client, file.mentors),
        "approved_until": file.approved_until,
        "planned_on": file.planned_on,
        "step": file.step,
        "waiting": list_unread_handovers(current_user, file.client.id) if file.has_unread_handover else [],
        "read_form": AcknowledgeForm(formdata=None),
        "valid_consents": file.valid_consents,
        "consent_ends_on": file.consent_ends_on,
        "may_supervise": is_in_charge,
        "may_edit": is_in_charge,
    }


def _timeline(
    file: ClientFile,
    goals: list[GoalRow],
    ratings: list[RatingRow],
    before: TimelineKey | None,
    only: Narrowing,
) -> dict[str, Any]:
    timeline = timeline_page(current_user, file.client.id, ratings, before, only=only)
    return {
        "timeline": timeline,
        "kinds": timeline_filters(only),
        "list_words": list_words(only),
        "goal_titles": {goal.id: goal.title for goal in goals},
        "met": rhythm_of(file.client.status, file.client.meeting_every_days, timeline.last_on),
    }


def _overview(file: ClientFile, goals: list[GoalRow], ratings: list[RatingRow]) -> dict[str, Any]:
    """Weeks, months and goals, which the lists leave out."""
    valid = [goal for goal in goals if not goal.is_in_error]
    return {
        "pictures": rhythm_pictures(current_user, file.client.id),
        "cards": goal_cards(valid, ratings, file.client.called, _id_named("goal")),
        "struck": [goal for goal in goals if goal.is_in_error],
        "score": attainment_of(valid),
    }


def _before() -> TimelineKey | None:
    return read_key(request.args["before"]) if "before" in request.args else None


def _only() -> Narrowing:
    """The list that is asked for; a goal alone is no list: the overview shows its ratings."""
    try:
        only = read_narrowing(request.args)
    except ValueError:
        raise NotVisible from None
    return only if only.kind else EVERYTHING


def _id_named(name: str) -> UUID | None:
    text = request.args.get(name)
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotVisible from None
