"""The page on which a report is started."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.errors import RuleBroken
from caseapp.i18n import language
from caseapp.reports.blueprint import bp
from caseapp.reports.new_report.actions import NewReportDraft, write_report
from caseapp.reports.new_report.forms import ReportForm
from caseapp.reports.new_report.missing_data_queries import find_missing_data
from caseapp.reports.new_report.missing_data_words import missing_data_rows
from caseapp.reports.rules import usual_period


@bp.route("/clients/<uuid:client_id>/reports/new", methods=["GET", "POST"])
@requires(Capability.WRITE_REPORTS)
def new_report(client_id):
    client = find_client(current_user, client_id)
    form = ReportForm.asked(request.args, usual_period(today()), language())
    if form.validate_on_submit():
        try:
            gaps = _gaps(client_id, form)
            if form.saw_gaps() or not gaps:
                report = write_report(current_user, client_id, _asked(form), form.idempotency_key())
                return redirect(url_for(".show_report", report_id=report.id), 303)
        except RuleBroken as fault:
            form.refuse(fault)
    return _new_page(client, form)


def _asked(form):
    return NewReportDraft(form.period(), form.language.data, form.chosen_kind())


def _gaps(client_id, form):
    return find_missing_data(current_user, client_id, form.period(), form.chosen_kind())


def _new_page(client, form):
    """The form with what is missing for what it says; nothing is looked up for days that cannot be."""
    gaps = missing_data_rows(client.id, _gaps(client.id, form), _here(client, form)) if form.is_whole() else []
    if form.is_whole():
        form.saw_gaps()
    record_reading(current_user, "new_report", [client.id])
    return render_template("reports/new_report/new.html", form=form, client=client, gaps=gaps)


def _here(client, form):
    kind, tongue, days = form.kind.data, form.language.data, form.period()
    return url_for(
        ".new_report",
        client_id=client.id,
        kind=str(kind),
        language=tongue,
        starts_on=str(days.starts_on),
        ends_on=str(days.ends_on),
    )
