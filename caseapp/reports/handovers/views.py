"""The pages of sharing reports, and the sheet that tells a client who received them."""

from uuid import UUID

from flask import Blueprint, get_template_attribute, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client, is_in_charge
from caseapp.i18n import LANGUAGES, _, direction, in_language
from caseapp.reports.handovers.actions import hand_over
from caseapp.reports.handovers.forms import ReportHandoverForm
from caseapp.reports.handovers.queries import covering_consents, handovers_of, printings_of, signed_reports
from caseapp.reports.kind_rules import REPORT_KIND_NAMES
from caseapp.reports.queries import find_report
from caseapp.web.answers import saved

bp = Blueprint("handovers", __name__)


@bp.route("/reports/<uuid:report_id>/handovers", methods=["GET", "POST"])
@requires(Capability.WRITE_REPORTS)
def new_handover(report_id: UUID) -> ResponseReturnValue:
    report = find_report(current_user, report_id)
    consents = [
        (each.id, each.who or each.recipient_name)
        for each in covering_consents(current_user, report.client_id, report.kind)
    ]
    form = ReportHandoverForm.offering(consents, is_in_charge(current_user, report.client_id))
    if form.carry_out(lambda: hand_over(current_user, report, form.draft(), form.idempotency_key())):
        sentence = _("Recorded. The client can see who received the report.")
        return saved(sentence, url_for(".new_handover", report_id=report_id))
    return _page(report_id, form)


@bp.route("/clients/<uuid:client_id>/seen")
@requires(Capability.SEE_CLIENTS)
def show_seen(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    lists = {"handovers": handovers_of(current_user, client_id), "printings": printings_of(current_user, client_id)}
    signed = signed_reports(current_user, client_id)
    record_reading(current_user, "seen", [client_id])
    code = client.language if client.language in LANGUAGES else "he"
    with in_language(code):
        sheet = get_template_attribute("reports/handovers/_seen.html", "sheet")(client, **lists)
    of_sheet = {"code": code, "sheet": sheet, "sheet_direction": direction(code)}
    return render_template("reports/handovers/seen.html", client=client, signed=signed, **of_sheet)


def _page(report_id: UUID, form: ReportHandoverForm) -> ResponseReturnValue:
    report = find_report(current_user, report_id)
    client = find_client(current_user, report.client_id)
    handovers = handovers_of(current_user, client.id, report_id)
    record_reading(current_user, "handovers", [client.id])
    kind = REPORT_KIND_NAMES[report.kind]
    return render_template(
        "reports/handovers/new.html", report=report, client=client, form=form, handovers=handovers, kind=kind
    )
