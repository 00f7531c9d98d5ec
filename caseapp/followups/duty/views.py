"""The pages of the duty to report: beside a concern, as a drill, and the organisation's words."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.followups.blueprint import bp
from caseapp.followups.duty.actions import answer_duty, change_guide, record_drill
from caseapp.followups.duty.forms import DrillForm, DutyForm, GuideForm, stored_answers
from caseapp.followups.duty.queries import duties_about, duty_guide, find_guide_version, find_own_duty, require_own_duty
from caseapp.followups.duty.rules import AUTHORITY_NAMES, GROUND_NAMES, DutyGround
from caseapp.followups.queries import find_concern
from caseapp.i18n import _
from caseapp.web.answers import saved
from caseapp.web.two_texts import show_two_texts

NAMES = {"ground_names": GROUND_NAMES, "authority_names": AUTHORITY_NAMES}


@bp.route("/concerns/<uuid:concern_id>/duty", methods=["GET", "POST"])
@requires(Capability.REPORT_OFFENCES)
def show_duty(concern_id: UUID) -> ResponseReturnValue:
    concern = find_concern(current_user, concern_id)
    client, own = find_client(current_user, concern.client_id), find_own_duty(current_user, concern_id)
    form = DutyForm.of(own)
    if form.carry_out(
        lambda: answer_duty(current_user, concern_id, form.draft(), form.edited_version()),
        conflict=lambda: _both_answers(concern_id, form),
    ):
        sentence = _("Saved. Only you and whoever is in charge of the team see it.")
        return saved(sentence, url_for(".show_duty", concern_id=concern_id))
    record_reading(current_user, "concern", [client.id])
    shown = {"guide": duty_guide(current_user), "duties": duties_about(current_user, [concern_id])[concern_id]}
    return render_template("followups/duty/show.html", concern=concern, client=client, form=form, **shown, **NAMES)


@bp.route("/duty-to-report/drill", methods=["GET", "POST"])
@requires(Capability.REPORT_OFFENCES)
def walk_drill() -> ResponseReturnValue:
    """Nothing of a drill is kept: what was chosen is said once, and what would come next."""
    form, guide = DrillForm(), duty_guide(current_user)
    is_done = bool(form.carry_out(lambda: record_drill(current_user)))
    must_tell = form.ground.data in (DutyGround.YES, DutyGround.UNSURE)
    shown = {"is_done": is_done, "must_tell": must_tell, **NAMES}
    return render_template("followups/duty/drill.html", form=form, guide=guide, **shown)


@bp.route("/duty-to-report", methods=["GET", "POST"])
@requires(Capability.MANAGE_ORGANISATION)
def edit_guide() -> ResponseReturnValue:
    form = GuideForm(data=vars(duty_guide(current_user)) | {"version": find_guide_version(current_user)})
    if form.carry_out(
        lambda: change_guide(current_user, form.draft(), form.edited_version()), conflict=lambda: _both_guides(form)
    ):
        return saved(_("Saved."), url_for(".edit_guide"))
    return render_template("followups/duty/guide.html", form=form)


def _both_answers(concern_id: UUID, form: DutyForm) -> ResponseReturnValue:
    newest = require_own_duty(current_user, concern_id)
    record_reading(current_user, "both_texts", [newest.client_id])
    return show_two_texts(form, stored_answers(newest), newest.version, _("Two versions of a report"))


def _both_guides(form: GuideForm) -> ResponseReturnValue:
    return show_two_texts(
        form, vars(duty_guide(current_user)), find_guide_version(current_user) or 1, _("Two versions of the words")
    )
