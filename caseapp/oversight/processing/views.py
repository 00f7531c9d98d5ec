"""The pages of the record of processing and of processors."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.i18n import _
from caseapp.organisation.queries import organisation_settings
from caseapp.oversight.blueprint import bp
from caseapp.oversight.processing.actions import add_processor, change_processor
from caseapp.oversight.processing.forms import NewProcessorForm, ProcessorForm, stored_processor
from caseapp.oversight.processing.queries import find_processor, list_processors, record_of_processing
from caseapp.web.answers import saved
from caseapp.web.two_texts import show_two_texts


@bp.route("/processing")
@requires(Capability.OVERSEE)
def show_processing() -> ResponseReturnValue:
    rows, categories = list_processors(current_user), record_of_processing(current_user)
    record_reading(current_user, "processing", [])
    contact = organisation_settings().details.privacy_contact
    return render_template("oversight/processing/show.html", rows=rows, categories=categories, contact=contact)


@bp.route("/processing/processors/new", methods=["GET", "POST"])
@requires(Capability.OVERSEE)
def new_processor() -> ResponseReturnValue:
    form = NewProcessorForm()
    if form.carry_out(lambda: add_processor(current_user, form.draft(), form.idempotency_key())):
        return saved(_("Saved."), url_for(".show_processing"))
    return render_template("oversight/processing/edit.html", form=form, row=None)


@bp.route("/processing/processors/<uuid:processor_id>", methods=["GET", "POST"])
@requires(Capability.OVERSEE)
def edit_processor(processor_id: UUID) -> ResponseReturnValue:
    row = find_processor(current_user, processor_id)
    form = ProcessorForm.of(row)
    if form.carry_out(
        lambda: change_processor(current_user, processor_id, form.draft(), form.edited_version()),
        conflict=lambda: _both(processor_id, form),
    ):
        return saved(_("Saved."), url_for(".show_processing"))
    record_reading(current_user, "processing", [])
    return render_template("oversight/processing/edit.html", form=form, row=row)


def _both(processor_id: UUID, form: ProcessorForm) -> ResponseReturnValue:
    newest = find_processor(current_user, processor_id)
    record_reading(current_user, "processing", [])
    return show_two_texts(form, stored_processor(newest), newest.version, _("Two versions of a processor"))
