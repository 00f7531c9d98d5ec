"""The pages of check-ins: a client's links, and the page that a link opens. Its secret follows the #, so that no
server, no log and no messenger that looks at the page beforehand ever sees it."""

from uuid import UUID

from flask import Blueprint, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, public, requires
from caseapp.audit import record_reading
from caseapp.check_ins.actions import answer_check_in, see_check_in, send_check_in
from caseapp.check_ins.forms import CheckInAnswerForm, SendCheckInForm
from caseapp.check_ins.page import check_in_page, sent_link
from caseapp.check_ins.queries import find_check_in
from caseapp.check_ins.rules import STATE_NAMES
from caseapp.check_ins.words import numbers_words
from caseapp.clients.queries import find_client
from caseapp.errors import NotVisible
from caseapp.i18n import LANGUAGES, _, in_language
from caseapp.measures.definitions.definition_rules import PULSE, instruments
from caseapp.measures.queries import begun
from caseapp.measures.rules import Asked
from caseapp.organisation.queries import organisation_settings
from caseapp.web.answers import refused, saved
from caseapp.web.forms import BaseForm

bp = Blueprint("check_ins", __name__)


@bp.route("/clients/<uuid:client_id>/check-ins", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def show_check_ins(client_id: UUID) -> ResponseReturnValue:
    """The client's check-ins; a link that was just made is shown in its message, once."""
    client, form = find_client(current_user, client_id), SendCheckInForm()
    done = form.carry_out(lambda: send_check_in(current_user, client_id, form.chosen(), form.idempotency_key()))
    sent = sent_link(client, current_user.name.split()[0], form.chosen(), done.result) if done else None
    page = check_in_page(current_user, client)
    record_reading(current_user, "check_ins", [client_id])
    words = {"state_names": STATE_NAMES, "tap": BaseForm(formdata=None)}
    return render_template("check_ins/show.html", client=client, form=form, sent=sent, page=page, **words)


@bp.route("/check-ins/<uuid:check_in_id>/seen", methods=["POST"])
@requires(Capability.RECORD_WORK)
def see(check_in_id: UUID) -> ResponseReturnValue:
    check_in, form = find_check_in(current_user, check_in_id), BaseForm()
    on_today = request.form.get("from") == "today"
    there = url_for("home.start") if on_today else url_for(".show_check_ins", client_id=check_in.client_id)
    if form.carry_out(lambda: see_check_in(current_user, check_in)):
        return saved(_("Marked as seen."), there)
    return refused(form, there)


@bp.route("/check-in/<code>", methods=["GET", "POST"])
@public
def answer(code: str) -> ResponseReturnValue:
    """Four taps without an account. To look at the page tells nothing and uses nothing up."""
    if code not in LANGUAGES:
        raise NotVisible
    session["language"] = code
    with in_language(code):
        asked = begun(PULSE, request.form.get("version", "")) or Asked(instruments()[PULSE], code)
        form = CheckInAnswerForm.of(asked)
        told = {"numbers": numbers_words(organisation_settings().details.emergency_numbers), "languages": ()}
        if form.carry_out(lambda: answer_check_in(form.draft(), request.remote_addr)):
            return render_template("check_ins/thanks.html", **told)
        return render_template("check_ins/answer.html", form=form, **told)
