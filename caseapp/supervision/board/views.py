"""The board, and what is done from its rows."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.queries import list_teams_in_charge
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client, in_charge
from caseapp.clock import today
from caseapp.errors import NotVisible, RuleBroken
from caseapp.i18n import _, ngettext
from caseapp.supervision.blueprint import bp
from caseapp.supervision.board.actions import remind_mentors, snooze, take_note
from caseapp.supervision.board.forms import SnoozeForm, TapForm
from caseapp.supervision.board.page import chips_of, page_of, sections_of, wishes_of
from caseapp.supervision.board.queries import BoardFilter, board_of
from caseapp.supervision.board.rules import Reason


@bp.route("/board")
@requires(Capability.SEE_CLIENTS)
def show_board():
    wish = _wish()
    board = board_of(current_user, wish)
    page = page_of(board, wish, _place())
    record_reading(current_user, "board", [row.id for row in page.rows])
    told = _told(board, page, wish)
    return render_template("supervision/board/board.html", board=board, page=page, wish=wish, **told)


@bp.route("/clients/<uuid:client_id>/acts")
@requires(Capability.SEE_CLIENTS)
def show_acts(client_id):
    client = find_client(current_user, client_id)
    record_reading(current_user, "acts", [client_id])
    is_led = client.team_id in current_user.team_ids_in_charge
    return render_template("supervision/board/acts.html", client=client, is_led=is_led, form=TapForm())


@bp.route("/clients/<uuid:client_id>/reminders", methods=["POST"])
@requires(Capability.SUPERVISE)
def remind(client_id):
    find_client(current_user, client_id, in_charge)
    if TapForm().validate_on_submit():
        try:
            told = remind_mentors(current_user, client_id)
        except RuleBroken as fault:
            flash(str(fault), "warning")
        else:
            flash(ngettext("Reminder sent to %(num)d mentor.", "Reminder sent to %(num)d mentors.", told), "success")
    return redirect(url_for(".show_board"), 303)


@bp.route("/clients/<uuid:client_id>/reminders/seen", methods=["POST"])
@requires(Capability.RECORD_WORK)
def see_reminder(client_id):
    find_client(current_user, client_id)
    if TapForm().validate_on_submit():
        take_note(current_user, client_id)
    return redirect(url_for("progress.show_client", client_id=client_id), 303)


@bp.route("/clients/<uuid:client_id>/snooze", methods=["GET", "POST"])
@requires(Capability.SUPERVISE)
def put_aside(client_id):
    client = find_client(current_user, client_id, in_charge)
    form = SnoozeForm()
    if form.validate_on_submit():
        try:
            said = form.until_on.data, form.reason.data
            snooze(current_user, client_id, *said, key=form.idempotency_key())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Snoozed until then, unless a concern is raised."), "success")
            return redirect(url_for(".show_board"), 303)
    record_reading(current_user, "snooze", [client_id])
    return render_template("supervision/board/snooze.html", client=client, form=form)


def _told(board, page, wish):
    return {
        "sections": sections_of(page.rows),
        "chips": chips_of(board, wish),
        "wishes": wishes_of(board, wish, list_teams_in_charge(current_user)),
        "today": today(),
        "is_team": bool(current_user.team_ids_in_charge),
    }


def _wish():
    try:
        mentor, reason, team = (request.args.get(name) for name in ("mentor", "reason", "team"))
        return BoardFilter(
            UUID(mentor) if mentor else None,
            Reason(reason) if reason else None,
            request.args.get("service", ""),
            UUID(team) if team else None,
        )
    except ValueError:
        raise NotVisible from None


def _place():
    text = request.args.get("from", "0")
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise NotVisible
    return int(text)
