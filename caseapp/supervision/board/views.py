"""The board, and the actions on its rows."""

from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.joinings.queries import team_joinings
from caseapp.accounts.queries import list_teams_in_charge
from caseapp.audit import record_reading
from caseapp.batches.confirmations.queries import export_news
from caseapp.clients.forms import ClientSearchForm
from caseapp.clients.queries import find_client, in_charge
from caseapp.clock import today
from caseapp.emergencies.queries import waiting_accesses
from caseapp.errors import NotVisible
from caseapp.fitness.queries import count_lacking
from caseapp.goals.queries import list_goals
from caseapp.goodbyes.list_queries import waiting_ends
from caseapp.i18n import _, ngettext
from caseapp.supervision.blueprint import bp
from caseapp.supervision.board.actions import mark_reminders_seen, remind_mentors, snooze_client
from caseapp.supervision.board.filter_rules import BoardFilter
from caseapp.supervision.board.forms import SnoozeForm
from caseapp.supervision.board.goal_queries import active_goal_ids
from caseapp.supervision.board.page import ROWS, address_of, filters_of, page_of, reasons_of, sections_of
from caseapp.supervision.board.queries import Board, board_limits, board_of
from caseapp.supervision.leaving.queries import list_leavers
from caseapp.web.answers import saved
from caseapp.web.forms import BaseForm


@bp.route("/board", methods=["GET", "POST"])
@requires(Capability.SEE_CLIENTS)
def show_board() -> ResponseReturnValue:
    chosen, start, form = BoardFilter.read(request.args), _start(), ClientSearchForm()
    words = form.words.data if form.validate_on_submit() else ""
    board = board_of(current_user, chosen, slice(start, start + ROWS), words)
    emergencies = waiting_accesses(current_user)
    record_reading(current_user, "board", {row.id for row in board.rows} | {row.client_id for row in emergencies})
    parts = _parts(board, chosen, start) | {"emergencies": emergencies}
    return render_template("supervision/board/board.html", board=board, form=form, words=words, **parts)


@bp.route("/clients/<uuid:client_id>/acts")
@requires(Capability.SEE_CLIENTS)
def show_acts(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    record_reading(current_user, "acts", [client_id])
    is_in_charge = client.team_id in current_user.team_ids_in_charge
    return render_template("supervision/board/acts.html", client=client, is_in_charge=is_in_charge, form=BaseForm())


@bp.route("/clients/<uuid:client_id>/board/goals", endpoint="list_goals")
@requires(Capability.SEE_CLIENTS)
def list_active_goals(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    has_moved = "moved" in request.args
    ids = active_goal_ids(current_user, board_limits(), client_id, has_moved)
    goals = [goal for goal in list_goals(current_user, client_id) if goal.id in ids]
    record_reading(current_user, "goals", [client_id])
    return render_template("supervision/board/goals.html", client=client, goals=goals, has_moved=has_moved)


@bp.route("/clients/<uuid:client_id>/reminders", methods=["POST"])
@requires(Capability.SUPERVISE)
def remind(client_id: UUID) -> ResponseReturnValue:
    find_client(current_user, client_id, in_charge)
    form = BaseForm()
    if done := form.carry_out(lambda: remind_mentors(current_user, client_id)):
        sentence = ngettext("Reminder sent to %(num)d mentor.", "Reminder sent to %(num)d mentors.", done.result)
        return saved(sentence, url_for(".show_board"))
    for refusal in form.form_errors:
        flash(refusal, "warning")
    return redirect(url_for(".show_board"), 303)


@bp.route("/clients/<uuid:client_id>/reminders/seen", methods=["POST"])
@requires(Capability.RECORD_WORK)
def see_reminder(client_id: UUID) -> ResponseReturnValue:
    find_client(current_user, client_id)
    BaseForm().carry_out(lambda: mark_reminders_seen(current_user, client_id))
    return redirect(url_for("progress.show_client", client_id=client_id), 303)


@bp.route("/clients/<uuid:client_id>/snooze", methods=["GET", "POST"])
@requires(Capability.SUPERVISE)
def snooze(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id, in_charge)
    form = SnoozeForm()
    if form.carry_out(lambda: snooze_client(current_user, client_id, form.draft(), form.idempotency_key())):
        return saved(_("Snoozed until then, unless a concern is raised."), url_for(".show_board"))
    record_reading(current_user, "snooze", [client_id])
    return render_template("supervision/board/snooze.html", client=client, form=form)


def _parts(board: Board, chosen: BoardFilter, start: int) -> dict[str, Any]:
    return {
        "chosen": chosen,
        "page": page_of(board, chosen, start),
        "address": address_of(chosen),
        "other_names": address_of(chosen._replace(has_initials=not chosen.has_initials)),
        "sections": sections_of(board, current_user.team_ids_in_charge),
        "reasons": reasons_of(board, chosen),
        "others": filters_of(board, chosen, list_teams_in_charge(current_user)),
        "today": today(),
        "is_team": bool(current_user.team_ids_in_charge),
        "joinings": team_joinings(current_user),
        "exports": export_news(current_user),
        "leavers": list_leavers(current_user),
        "unfit": count_lacking(current_user),
        "ends": waiting_ends(current_user, current_app.extensions["number_untold"]),
    }


def _start() -> int:
    text = request.args.get("from", "0")
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise NotVisible
    return int(text)
