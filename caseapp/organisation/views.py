"""The administrator's pages about the organisation, and the accessibility statement for everybody."""

import hashlib
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, public, requires
from caseapp.accounts.sign_in.proof_views import needs_fresh_proof
from caseapp.errors import NotVisible
from caseapp.i18n import _
from caseapp.organisation.actions import change_details, set_list, set_logo, set_thresholds
from caseapp.organisation.forms import DetailsForm, ListForm, LogoForm, ThresholdsForm
from caseapp.organisation.list_rules import LIST_NAMES
from caseapp.organisation.logo_rules import clean_logo
from caseapp.organisation.page import organisation_name
from caseapp.organisation.queries import (
    find_logo,
    find_version,
    forget_organisation_settings,
    list_options,
    organisation_settings,
    threshold,
)
from caseapp.organisation.rules import ListKind, OrganisationDetails, Threshold
from caseapp.organisation.threshold_rules import THRESHOLD_RULES
from caseapp.organisation.threshold_unit_rules import UNIT_NAMES
from caseapp.web.answers import saved
from caseapp.web.forms import EditForm
from caseapp.web.two_texts import show_two_texts

bp = Blueprint("organisation", __name__)


@bp.route("/organisation", methods=["GET", "POST"])
@requires(Capability.MANAGE_ORGANISATION)
@needs_fresh_proof
def show_details() -> ResponseReturnValue:
    settings = organisation_settings()
    form = DetailsForm(data={**_stored(settings.details), "version": find_version(current_user)})
    if form.carry_out(
        lambda: change_details(current_user, form.draft(), form.edited_version()),
        conflict=lambda: _show_both(form, _stored_details(), _("Two versions of the organisation's details")),
    ):
        return saved(_("Saved."), url_for(".show_details"))
    has_logo = settings.has_logo
    return render_template("organisation/details.html", form=form, logo_form=LogoForm(), has_logo=has_logo)


@bp.route("/organisation/logo", methods=["POST"])
@requires(Capability.MANAGE_ORGANISATION)
def upload_logo() -> ResponseReturnValue:
    form = LogoForm()
    if form.carry_out(lambda: set_logo(current_user, clean_logo(form.logo.data.read()))):
        return saved(_("Logo saved."), url_for(".show_details"))
    flash(str(form.logo.errors[0]), "error")
    return redirect(url_for(".show_details"), 303)


@bp.route("/organisation/logo/removal", methods=["POST"])
@requires(Capability.MANAGE_ORGANISATION)
def remove_logo() -> ResponseReturnValue:
    set_logo(current_user, None)
    return saved(_("Logo removed."), url_for(".show_details"))


@bp.route("/organisation/logo.png")
@requires(Capability.USE_OWN_ACCOUNT)
def show_logo() -> ResponseReturnValue:
    png = find_logo(current_user)
    if png is None:
        raise NotVisible
    answer = Response(png, mimetype="image/png")
    answer.set_etag(hashlib.sha256(png).hexdigest()[:16])
    return answer


@bp.route("/settings", methods=["GET", "POST"])
@requires(Capability.MANAGE_ORGANISATION)
def show_settings() -> ResponseReturnValue:
    form = ThresholdsForm.of({of: threshold(of) for of in Threshold}, find_version(current_user))
    if form.carry_out(
        lambda: set_thresholds(current_user, form.draft(), form.edited_version()),
        conflict=lambda: _show_both(form, _stored_numbers(), _("Two versions of the settings")),
    ):
        return saved(_("Saved. The new numbers apply from now on."), url_for(".show_settings"))
    return render_template("organisation/settings.html", form=form, limits=THRESHOLD_RULES, unit_names=UNIT_NAMES)


@bp.route("/lists")
@requires(Capability.MANAGE_ORGANISATION)
def show_lists() -> ResponseReturnValue:
    lists = [
        (kind, name, [option for option in list_options(kind) if option.is_offered])
        for kind, name in LIST_NAMES.items()
    ]
    return render_template("organisation/lists.html", lists=lists)


@bp.route("/lists/<kind>", methods=["GET", "POST"])
@requires(Capability.MANAGE_ORGANISATION)
def edit_list(kind: str) -> ResponseReturnValue:
    of = _kind(kind)
    form = ListForm.of(list_options(of), find_version(current_user))
    if form.carry_out(
        lambda: set_list(current_user, of, form.draft(), form.edited_version()),
        conflict=lambda: _list_changed_meanwhile(kind),
    ):
        return saved(_("Saved."), url_for(".edit_list", kind=kind))
    return render_template("organisation/list.html", form=form, name=LIST_NAMES[of], kind=kind)


@bp.route("/accessibility")
@public
def show_accessibility() -> ResponseReturnValue:
    details = organisation_settings().details
    return render_template("organisation/accessibility.html", details=details, name=organisation_name())


def _list_changed_meanwhile(kind: str) -> ResponseReturnValue:
    forget_organisation_settings()
    flash(_("The list was changed in the meantime. Check it again."), "warning")
    return redirect(url_for(".edit_list", kind=kind), 303)


def _kind(text: str) -> ListKind:
    try:
        return ListKind(text)
    except ValueError:
        raise NotVisible from None


def _stored_details() -> dict[str, Any]:
    forget_organisation_settings()
    return _stored(organisation_settings().details)


def _stored(details: OrganisationDetails) -> dict[str, Any]:
    return {**vars(details), "messengers": details.messengers.split()}


def _stored_numbers() -> dict[str, int]:
    forget_organisation_settings()
    return {of.value: threshold(of) for of in Threshold}


def _show_both(form: EditForm, stored: Mapping[str, Any], heading: str) -> ResponseReturnValue:
    return show_two_texts(form, stored, find_version(current_user) or 1, heading)
