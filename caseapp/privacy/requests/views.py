"""The pages of requests: the list of whoever decides, those of one client, and the answer to print."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import answered_for, find_client
from caseapp.clock import today
from caseapp.errors import RuleBroken
from caseapp.i18n import _, in_language, language_for, speaking_of
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.privacy.blueprint import bp
from caseapp.privacy.requests.actions import decide_request, print_answer, record_request
from caseapp.privacy.requests.forms import DecisionForm, RequestForm
from caseapp.privacy.requests.page import answer_to
from caseapp.privacy.requests.queries import (
    decided_requests,
    find_request,
    may_decide,
    open_requests,
    requests_of,
    row_of,
)
from caseapp.web.answers import pdf_file, saved


@bp.route("/requests")
@requires(Capability.DECIDE_REQUESTS)
def list_requests() -> ResponseReturnValue:
    waiting, decided = open_requests(current_user), decided_requests(current_user)
    record_reading(current_user, "requests", {row.client_id for row in (*waiting, *decided)})
    return render_template("privacy/requests/list.html", waiting=waiting, decided=decided)


@bp.route("/clients/<uuid:client_id>/requests", methods=["GET", "POST"])
@requires(Capability.DECIDE_REQUESTS)
def list_clients_requests(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id, answered_for)
    form, key = RequestForm(), RequestForm.idempotency_key
    if done := form.carry_out(lambda: record_request(current_user, client_id, form.draft(), key(form))):
        return saved(_("Request recorded."), url_for(".show_request", request_id=done.result.id))
    rows = requests_of(current_user, client_id)
    record_reading(current_user, "requests", [client_id])
    days = threshold(Threshold.REQUEST_DAYS)
    return render_template("privacy/requests/client.html", client=client, rows=rows, form=form, days=days)


@bp.route("/requests/<uuid:request_id>", methods=["GET", "POST"])
@requires(Capability.DECIDE_REQUESTS)
def show_request(request_id: UUID) -> ResponseReturnValue:
    asked = find_request(current_user, request_id)
    client = find_client(current_user, asked.client_id, answered_for)
    form = DecisionForm(data={"version": asked.version})
    if form.carry_out(lambda: decide_request(current_user, request_id, form.draft(), form.edited_version())):
        return saved(
            _("Decision saved. Print the answer and hand it over."), url_for(".show_request", request_id=request_id)
        )
    record_reading(current_user, "request", [client.id])
    parts = {"client": client, "asked": asked, "row": row_of(current_user, request_id), "form": form}
    return render_template("privacy/requests/show.html", **parts, may_decide=may_decide(current_user))


@bp.route("/requests/<uuid:request_id>/answer")
@requires(Capability.DECIDE_REQUESTS)
def print_request_answer(request_id: UUID) -> ResponseReturnValue:
    asked = find_request(current_user, request_id)
    client = find_client(current_user, asked.client_id, answered_for)
    try:
        with in_language(language_for(client.language)), speaking_of(client.gender_form.value):
            answer = answer_to(current_user, client, request_id)
            return pdf_file(print_answer(current_user, client, answer), f"answer-{today()}.pdf")
    except RuleBroken as fault:
        flash(str(fault), "info")
        record_reading(current_user, "request", [client.id])
        return redirect(url_for(".show_request", request_id=request_id), 303)
