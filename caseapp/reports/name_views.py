"""The page of the names that a report does not print."""

from collections.abc import Iterable
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.file.queries import ContactRow
from caseapp.i18n import _
from caseapp.reports.blueprint import bp
from caseapp.reports.names.actions import add_name, remove_name
from caseapp.reports.names.forms import NameForm, RemoveNameForm
from caseapp.reports.names.queries import NameRow, find_name, list_names, offered_names, usual_substitute
from caseapp.reports.names.rules import Substitute
from caseapp.reports.page import require_writer
from caseapp.reports.paper.page import preview_of
from caseapp.reports.queries import ReportDetails, find_report_details
from caseapp.reports.sections.queries import sections_of
from caseapp.web.answers import refused, saved


@bp.route("/reports/<uuid:report_id>/names", methods=["GET", "POST"])
@requires(Capability.WRITE_REPORTS)
def edit_names(report_id: UUID) -> ResponseReturnValue:
    report = find_report_details(current_user, report_id)
    require_writer(report)
    known = list_names(current_user, report_id, report.language)
    offered = offered_names(current_user, report.client_id, known)
    form = NameForm(data=_proposed(offered))
    if form.carry_out(lambda: add_name(current_user, report_id, form.draft(), form.idempotency_key())):
        return redirect(url_for(".edit_names", report_id=report_id), 303)
    return _page(report, form, known, offered)


@bp.route("/reports/names/<uuid:name_id>/remove", methods=["POST"])
@requires(Capability.WRITE_REPORTS)
def take_off_name(name_id: UUID) -> ResponseReturnValue:
    back = url_for(".edit_names", report_id=find_name(current_user, name_id).report_id)
    form = RemoveNameForm()
    if form.carry_out(lambda: remove_name(current_user, name_id)):
        return saved(_("The name will be printed as written again."), back)
    return refused(form, back)


def _proposed(offered: Iterable[ContactRow]) -> dict[str, str]:
    """What is filled in for the contact whose id the address has; names never stand in an address."""
    contact = next((each for each in offered if str(each.id) == request.args.get("contact")), None)
    if contact is None:
        return {"instead": Substitute.INITIAL}
    return {"name": contact.name, "instead": usual_substitute(contact)}


def _page(
    report: ReportDetails, form: NameForm, known: list[NameRow], offered: list[ContactRow]
) -> ResponseReturnValue:
    preview = preview_of(current_user, report, sections_of(current_user, report.id))
    record_reading(current_user, "report_names", [report.client_id])
    return render_template(
        "reports/names.html",
        report=report,
        form=form,
        known=known,
        offered=offered,
        preview=preview,
        remove_form=RemoveNameForm(),
    )
