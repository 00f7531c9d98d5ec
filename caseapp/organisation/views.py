"""The administrator's pages about the organisation, and the accessibility statement for everybody."""

import hashlib

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, public, requires
from caseapp.errors import Conflict, NotVisible, RuleBroken
from caseapp.i18n import _
from caseapp.organisation.actions import Details, change_details, set_list, set_logo, set_thresholds
from caseapp.organisation.forms import (
    DetailsForm,
    LogoForm,
    entries_of,
    list_form,
    numbers_of,
    thresholds_form,
)
from caseapp.organisation.list_rules import LIST_NAMES
from caseapp.organisation.logo_rules import clean_logo
from caseapp.organisation.page import organisation_name
from caseapp.organisation.queries import entries, forget_house, house, logo, threshold, version_of
from caseapp.organisation.rules import LIMITS, UNIT_NAMES, ListKind, Threshold
from caseapp.web.two_texts import show_two_texts

bp = Blueprint("organisation", __name__)
DETAILS = ("name", "address", "phone", "accessibility_contact", "accessibility_on", "has_hebrew_dates")


@bp.route("/organisation", methods=["GET", "POST"])
@requires(Capability.KEEP_ORGANISATION)
def show_details():
    form = DetailsForm(data={**_details(), "version": version_of(current_user)})
    if form.validate_on_submit():
        try:
            said = {name: form[name].data for name in DETAILS}
            change_details(current_user, Details(**said), form.edited_version())
        except Conflict:
            return _both(form, _details(), _("Two versions of the organisation's details"))
        flash(_("Saved."), "success")
        return redirect(url_for(".show_details"), 303)
    return render_template("organisation/details.html", form=form, logo_form=LogoForm(), house=house())


@bp.route("/organisation/logo", methods=["POST"])
@requires(Capability.KEEP_ORGANISATION)
def upload_logo():
    form = LogoForm()
    if form.validate_on_submit():
        try:
            set_logo(current_user, clean_logo(form.logo.data.read()))
        except RuleBroken as fault:
            flash(str(fault), "error")
        else:
            flash(_("Logo saved."), "success")
    else:
        flash(_("Choose an image."), "error")
    return redirect(url_for(".show_details"), 303)


@bp.route("/organisation/logo/removal", methods=["POST"])
@requires(Capability.KEEP_ORGANISATION)
def remove_logo():
    set_logo(current_user, None)
    flash(_("Logo removed."), "success")
    return redirect(url_for(".show_details"), 303)


@bp.route("/organisation/logo.png")
@requires(Capability.USE_OWN_ACCOUNT)
def show_logo():
    png = logo(current_user)
    if png is None:
        raise NotVisible
    answer = Response(png, mimetype="image/png")
    answer.set_etag(hashlib.sha256(png).hexdigest()[:16])
    return answer


@bp.route("/settings", methods=["GET", "POST"])
@requires(Capability.KEEP_ORGANISATION)
def show_settings():
    form = thresholds_form({of: threshold(of) for of in Threshold}, version_of(current_user))
    if form.validate_on_submit():
        try:
            set_thresholds(current_user, numbers_of(form), form.edited_version())
        except Conflict:
            return _both(form, _numbers(), _("Two versions of the settings"))
        flash(_("Saved. The new numbers apply from now on."), "success")
        return redirect(url_for(".show_settings"), 303)
    return render_template("organisation/settings.html", form=form, limits=LIMITS, unit_names=UNIT_NAMES)


@bp.route("/lists")
@requires(Capability.KEEP_ORGANISATION)
def show_lists():
    lists = [(kind, name, [entry for entry in entries(kind) if entry.is_offered]) for kind, name in LIST_NAMES.items()]
    return render_template("organisation/lists.html", lists=lists)


@bp.route("/lists/<kind>", methods=["GET", "POST"])
@requires(Capability.KEEP_ORGANISATION)
def edit_list(kind):
    of, known = _kind(kind), entries(_kind(kind))
    form = list_form(known, version_of(current_user))
    if form.validate_on_submit():
        try:
            set_list(current_user, of, entries_of(form, known), form.added.data, form.edited_version())
        except RuleBroken as fault:
            form.refuse(fault)
        except Conflict:
            return _list_changed_meanwhile(kind)
        else:
            return _saved(kind)
    return render_template("organisation/list.html", form=form, known=known, name=LIST_NAMES[of], kind=kind)


@bp.route("/accessibility")
@public
def show_accessibility():
    name = organisation_name()
    return render_template("organisation/accessibility.html", house=house(), name=name)


def _saved(kind):
    flash(_("Saved."), "success")
    return redirect(url_for(".edit_list", kind=kind), 303)


def _list_changed_meanwhile(kind):
    forget_house()
    flash(_("The list was changed in the meantime. Check it again."), "warning")
    return redirect(url_for(".edit_list", kind=kind), 303)


def _kind(text):
    try:
        return ListKind(text)
    except ValueError:
        raise NotVisible from None


def _details():
    return {name: getattr(house(), name) for name in DETAILS}


def _numbers():
    forget_house()
    return {of.value: threshold(of) for of in Threshold}


def _both(form, stored, heading):
    forget_house()
    return show_two_texts(form, stored, version_of(current_user) or 1, heading)
