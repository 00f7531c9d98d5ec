"""The administrator's page of instruments: which are offered, and that their terms are kept."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.errors import NotVisible
from caseapp.i18n import _
from caseapp.measures.actions import choose_instrument
from caseapp.measures.definition_rules import instruments
from caseapp.measures.forms import InstrumentForm
from caseapp.measures.page import all_instruments
from caseapp.web.answers import refused, saved

bp = Blueprint("instruments", __name__)


@bp.route("/instruments")
@requires(Capability.MANAGE_ORGANISATION)
def list_instruments() -> ResponseReturnValue:
    return render_template("measures/instruments.html", rows=all_instruments(), form=InstrumentForm(formdata=None))


@bp.route("/instruments/<code>", methods=["POST"])
@requires(Capability.MANAGE_ORGANISATION)
def switch(code: str) -> ResponseReturnValue:
    if code not in instruments():
        raise NotVisible
    form, there = InstrumentForm(), url_for(".list_instruments")
    to_be_on = form.to_be_on.data == "yes"
    if form.carry_out(lambda: choose_instrument(current_user, instruments()[code], to_be_on, form.has_terms.data)):
        return saved(_("The instrument is offered.") if to_be_on else _("The instrument is offered no longer."), there)
    return refused(form, there)
