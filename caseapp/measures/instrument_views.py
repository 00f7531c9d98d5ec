"""The administrator's page of instruments: which are offered, and that their terms are kept."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.errors import NotVisible
from caseapp.i18n import _
from caseapp.measures.actions import choose_instrument, load_author_text
from caseapp.measures.definitions.definition_rules import instruments
from caseapp.measures.definitions.instrument_rules import OWN_WORDS, Instrument
from caseapp.measures.definitions.queries import known_instruments
from caseapp.measures.example_words import example_of
from caseapp.measures.forms import InstrumentForm, InstrumentTextForm
from caseapp.measures.page import all_instruments
from caseapp.web.answers import refused, saved

bp = Blueprint("instruments", __name__)


@bp.route("/instruments")
@requires(Capability.MANAGE_ORGANISATION)
def list_instruments() -> ResponseReturnValue:
    rows, form = all_instruments(current_user), InstrumentForm(formdata=None)
    return render_template("measures/instruments.html", rows=rows, form=form, own=OWN_WORDS)


@bp.route("/instruments/<code>", methods=["POST"])
@requires(Capability.MANAGE_ORGANISATION)
def switch(code: str) -> ResponseReturnValue:
    instrument = known_instruments().get(code)
    if instrument is None:
        raise NotVisible
    form, there = InstrumentForm(), url_for(".list_instruments")
    choice = form.choice()
    if form.carry_out(lambda: choose_instrument(current_user, instrument, choice)):
        return saved(
            _("The instrument is offered.") if choice.to_be_on else _("The instrument is offered no longer."), there
        )
    return refused(form, there)


@bp.route("/instruments/<code>/text", methods=["GET", "POST"])
@requires(Capability.MANAGE_ORGANISATION)
def load_text(code: str) -> ResponseReturnValue:
    shipped, form = _without_text(code), InstrumentTextForm()
    if form.carry_out(lambda: load_author_text(current_user, shipped, form.content(), form.idempotency_key())):
        there = url_for(".list_instruments", _anchor=code)
        return saved(_("The text is here. It is offered once it is switched on."), there)
    return render_template("measures/load_text.html", form=form, shipped=shipped, example=example_of(shipped))


def _without_text(code: str) -> Instrument:
    found = instruments().get(code)
    if found is None or found.translations:
        raise NotVisible
    return found
