"""The pages of a client's measures."""

from datetime import date
from functools import partial
from uuid import UUID

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires, safe_with_client
from caseapp.audit import record_reading
from caseapp.clients.corrections.forms import StrikeOutForm
from caseapp.clients.queries import find_client
from caseapp.drafts.page import drafted_value
from caseapp.errors import NotVisible
from caseapp.i18n import _, language
from caseapp.measures.actions import keep_measure, mark_measure_in_error
from caseapp.measures.definitions.instrument_rules import OWN_WORDS
from caseapp.measures.forms import MeasureForm
from caseapp.measures.page import measure_cards, notes_of, scores_told
from caseapp.measures.queries import begun, find_row, find_taken, list_page, low_at, offered
from caseapp.measures.rules import ALONE, Asked, MeasureDraft
from caseapp.measures.words import answers_told, name_in
from caseapp.web.answers import saved

bp = Blueprint("measures", __name__)


@bp.route("/clients/<uuid:client_id>/measures")
@requires(Capability.RECORD_WORK)
def show_measures(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    until = _until()
    rows, earlier = list_page(current_user, client_id, until)
    record_reading(current_user, "measures", [client_id])
    cards = measure_cards(rows, is_newest=until is None)
    return render_template("measures/show.html", client=client, cards=cards, until=until, earlier=earlier)


@bp.route("/clients/<uuid:client_id>/measures/<code>/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
@safe_with_client
def new_measure(client_id: UUID, code: str) -> ResponseReturnValue:
    client, is_alone = find_client(current_user, client_id), bool(g.get("with_client"))
    asked = _asked(code, is_alone)
    form = MeasureForm.of(asked, with_mode=not is_alone)
    draft = partial(_draft, form, is_alone, asked.language)
    if form.carry_out(lambda: keep_measure(current_user, client_id, asked.instrument, draft(), form.idempotency_key())):
        return saved(_("Kept. Thank you."), url_for(".show_measures", client_id=client_id))
    record_reading(current_user, "measures", [client_id])
    there = url_for("beside.show_mine") if is_alone else url_for(".show_measures", client_id=client_id)
    words = {"name": name_in(asked.instrument), "notes": notes_of(*asked), "skip_url": there}
    return render_template("measures/new.html", client=client, form=form, asked=asked, **words)


@bp.route("/measures/<uuid:taken_id>")
@requires(Capability.RECORD_WORK)
def explain(taken_id: UUID) -> ResponseReturnValue:
    row = find_row(current_user, taken_id)
    client, instrument = find_client(current_user, row.client_id), row.definition
    record_reading(current_user, "measure", [client.id])
    told = {"scores": scores_told(instrument, row), "answers": answers_told(instrument, row.language, row.answers)}
    words = {"name": name_in(instrument), "notes": notes_of(instrument, row.language)}
    rules = {
        "of": instrument,
        "text": instrument.translations.get(row.language),
        "low_at": low_at(instrument),
        "own": OWN_WORDS,
    }
    return render_template("measures/explain.html", client=client, row=row, **rules, **told, **words)


@bp.route("/measures/<uuid:taken_id>/error", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def mark_error(taken_id: UUID) -> ResponseReturnValue:
    taken, form = find_taken(current_user, taken_id), StrikeOutForm()
    if form.carry_out(lambda: mark_measure_in_error(current_user, taken, form.reason.data)):
        sentence = _("Measure marked as entered in error. Nothing is compared with it any more.")
        return saved(sentence, url_for(".show_measures", client_id=taken.client_id))
    taken = find_taken(current_user, taken_id)
    client = find_client(current_user, taken.client_id)
    record_reading(current_user, "measure_error", [client.id])
    return render_template("measures/error.html", client=client, taken=taken, form=form)


def _until() -> date | None:
    """The day up to which answers are shown, by the address."""
    try:
        return date.fromisoformat(request.args["until"]) if "until" in request.args else None
    except ValueError:
        raise NotVisible from None


def _asked(code: str, is_alone: bool) -> Asked:
    """What was begun, on the page that is sent or in the draft that is opened; or else what is offered now."""
    kept = "" if is_alone or request.method == "POST" else drafted_value("version")
    if found := begun(code, request.form.get("version", kept)):
        return found
    for each in offered(language()):
        if each.code == code:
            return Asked(each, language())
    raise NotVisible


def _draft(form: MeasureForm, is_alone: bool, spoken: str) -> MeasureDraft:
    return MeasureDraft(form.answers(), ALONE if is_alone else form.mode(), spoken)
