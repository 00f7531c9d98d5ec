"""The pages of progress: the list of people, and one client's page."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask_login import current_user

from caseapp.access import Capability, may, requires
from caseapp.audit import record_reading
from caseapp.clients.forms import ClientSearchForm
from caseapp.clients.queries import client_details
from caseapp.clients.transfers.forms import AcknowledgeForm
from caseapp.clients.transfers.queries import list_unread_handovers
from caseapp.errors import NotVisible
from caseapp.goals.queries import list_goals, ratings_of
from caseapp.goals.status.queries import attainment_of
from caseapp.progress.file_queries import open_file
from caseapp.progress.goal_page import goal_cards
from caseapp.progress.page import rhythm_pictures, timeline_filters
from caseapp.progress.people_queries import list_people as people_page
from caseapp.progress.people_queries import rhythm_of
from caseapp.progress.timeline_queries import Only, read_key, timeline_page

bp = Blueprint("progress", __name__)


@bp.route("/clients")
@requires(Capability.SEE_CLIENTS)
def list_people():
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
def show_client(client_id):
    file = open_file(current_user, client_id)
    written = list_goals(current_user, client_id, also_in_error=True)
    goals, ratings = [goal for goal in written if not goal.is_in_error], ratings_of(current_user, client_id)
    facts = client_details(current_user, file.client, file.mentors)
    before = read_key(request.args["before"]) if "before" in request.args else None
    only = _only()
    is_list = before is not None or only is not None
    timeline = timeline_page(current_user, client_id, ratings, before, only=only)
    pictures = None if is_list else rhythm_pictures(current_user, client_id)
    record_reading(current_user, "client", [client_id])
    cards = [] if is_list else goal_cards(goals, ratings, file.client.called, _id_named("goal"))
    told = _told(file, written, timeline, before, only) | {"score": attainment_of(goals)}
    return render_template("progress/client.html", facts=facts, cards=cards, pictures=pictures, **told)


def _only():
    try:
        return Only(request.args["kind"]) if "kind" in request.args else None
    except ValueError:
        raise NotVisible from None


def _told(file, goals, timeline, before, only):
    return {
        "only": only,
        "kinds": timeline_filters(only),
        "may_supervise": file.client.team_id in current_user.team_ids_in_charge,
        "client": file.client,
        "approved_until": file.approved_until,
        "step": file.step,
        "waiting": list_unread_handovers(current_user, file.client.id) if file.has_unread_handover else [],
        "read_form": AcknowledgeForm(formdata=None),
        "planned_on": file.planned_on,
        "valid_consents": file.valid_consents,
        "consent_ends_on": file.consent_ends_on,
        "struck": [goal for goal in goals if goal.is_in_error],
        "goal_titles": {goal.id: goal.title for goal in goals},
        "timeline": timeline,
        "is_older": before is not None,
        "is_list": before is not None or only is not None,
        "met": rhythm_of(file.client.status, file.client.meeting_every_days, timeline.last_on),
        "may_edit": file.client.team_id in current_user.team_ids_in_charge,
    }


def _id_named(name):
    text = request.args.get(name)
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotVisible from None
