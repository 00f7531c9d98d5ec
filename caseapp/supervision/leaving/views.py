"""The pages of somebody who leaves: closing the account, and who takes over."""

from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.queries import find_person
from caseapp.accounts.sign_in.proof_views import needs_fresh_proof
from caseapp.accounts.users.actions import disable_person
from caseapp.audit import record_reading
from caseapp.i18n import _
from caseapp.supervision.blueprint import bp
from caseapp.supervision.leaving.actions import hand_over_work
from caseapp.supervision.leaving.forms import TakersForm
from caseapp.supervision.leaving.queries import (
    Belongings,
    belongings_of,
    count_clients_and_groups,
    find_leaver,
    list_takers,
)
from caseapp.web.answers import refused, saved
from caseapp.web.forms import BaseForm


@bp.route("/users/<uuid:person_id>/disabling", methods=["GET", "POST"])
@requires(Capability.MANAGE_USERS)
@needs_fresh_proof
def disable_user(person_id: UUID) -> ResponseReturnValue:
    person = find_person(current_user, person_id)
    form, page = BaseForm(), url_for("accounts.show_user", person_id=person_id)
    if form.carry_out(lambda: disable_person(current_user, person)):
        return saved(_("Account disabled and signed out everywhere."), page)
    if form.form_errors:
        return refused(form, page)
    clients, groups = count_clients_and_groups(current_user, person_id)
    record_reading(current_user, "disabling", [])
    return render_template("supervision/leaving/disable.html", person=person, form=form, clients=clients, groups=groups)


@bp.route("/people/<uuid:person_id>/handover", methods=["GET", "POST"])
@requires(Capability.SUPERVISE)
def hand_over(person_id: UUID) -> ResponseReturnValue:
    person, has = find_leaver(current_user, person_id), belongings_of(current_user, person_id)
    form = TakersForm.offering(list_takers(current_user, person_id), has.version)
    if form.carry_out(
        lambda: hand_over_work(current_user, person_id, form.draft(), form.edited_version(), form.idempotency_key()),
        conflict=lambda: _page(person, belongings_of(current_user, person_id), form, is_old=True),
    ):
        return saved(_("Handed over."), url_for(".hand_over", person_id=person_id))
    return _page(person, has, form)


def _page(person: Any, has: Belongings, form: TakersForm, is_old: bool = False) -> ResponseReturnValue:
    form.version.data = has.version
    record_reading(current_user, "handing_over", has.client_ids)
    return render_template("supervision/leaving/handover.html", person=person, form=form, has=has, is_old=is_old)
