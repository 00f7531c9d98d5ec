"""Actions of measures: keep what was answered, strike it out; load an author's text, offer an instrument."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.corrections.actions import strike_out
from caseapp.clients.queries import ensure_visible
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.measures.definitions.definition_rules import DefinitionFault
from caseapp.measures.definitions.instrument_rules import Instrument
from caseapp.measures.definitions.models import InstrumentText
from caseapp.measures.definitions.queries import known_instruments, known_versions
from caseapp.measures.definitions.scoring_rules import check_given, main_score
from caseapp.measures.definitions.text_rules import decode, read_text
from caseapp.measures.models import MeasureTaken
from caseapp.measures.queries import (
    TakenRow,
    find_taken,
    is_on,
    leads_on,
    list_taken,
    low_at,
    needs_scoring,
    needs_terms,
    scores_before,
    valid_taken,
    waits_for_comparison,
)
from caseapp.measures.rules import InstrumentChoice, MeasureDraft, write_given
from caseapp.organisation.actions import switch_instrument

SAID_MOST = 8


@transaction
def keep_measure(
    viewer: Viewer, client_id: UUID, instrument: Instrument, draft: MeasureDraft, key: IdempotencyKey
) -> MeasureTaken:
    """Keep the answers of today, in which mode they were given, and whether a step should follow."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return find_taken(viewer, key.id)
    taken = add_measure(viewer, client_id, instrument, draft, key.id)
    record(Act.MEASURE_TAKEN, viewer, about=taken, clients=[client_id])
    return taken


def choose_instrument(viewer: Viewer, instrument: Instrument, choice: InstrumentChoice) -> None:
    """Switch an instrument on or off. `RuleBroken` where its terms or its scoring were not confirmed, or those of
    another version, or nobody could be asked."""
    ensure(viewer, Capability.MANAGE_ORGANISATION)
    if choice.to_be_on:
        _check_choice(instrument, choice)
    compared = instrument.version if choice.to_be_on and needs_scoring(instrument) else ""
    switch_instrument(viewer, instrument.code, choice.to_be_on, choice.has_terms, compared)


def _check_choice(instrument: Instrument, choice: InstrumentChoice) -> None:
    if not instrument.translations:
        raise RuleBroken(_("This instrument has no text yet, so it cannot be asked."))
    if choice.version != instrument.version:
        raise RuleBroken(_("The text has changed since this page was opened. Please look at it and choose again."))
    if needs_terms(instrument) and not choice.has_terms:
        raise RuleBroken(_("Please confirm first that the terms are kept."))
    if needs_scoring(instrument) and not choice.has_scoring:
        raise RuleBroken(_("Please compare the scoring and the direction with the author's publication first."))


def add_measure(
    viewer: Viewer, client_id: UUID, instrument: Instrument, draft: MeasureDraft, taken_id: UUID
) -> MeasureTaken:
    """Add the answers of today (inside a transaction that records them)."""
    check_given(instrument, draft.answers)
    taken = MeasureTaken(
        id=taken_id,
        client_id=client_id,
        instrument=instrument.code,
        version=instrument.scale_info.version,
        language=draft.language,
        held_on=today(),
        taken_by=draft.mode.taken_by,
        helper=draft.mode.helper,
        by_id=viewer.id,
        created_at=now(),
    )
    taken.answers = write_given(draft.answers)
    before = scores_before(list_taken(viewer, client_id, instrument.code), draft.mode, instrument)
    taken.low_at = low_at(instrument)
    taken.needs_step = leads_on(instrument, draft.answers, before, taken.low_at)
    taken.is_scored = main_score(instrument, draft.answers) is not None
    db.session.add(taken)
    db.session.flush()
    return taken


@transaction
def mark_measure_in_error(viewer: Viewer, taken: MeasureTaken, reason: str) -> None:
    """Strike a measure out. Those after it are compared anew, as if it had not been; what was low stays low."""
    if not strike_out(viewer, taken, taken.by_id, reason):
        return
    db.session.flush()
    rows = list_taken(viewer, taken.client_id, taken.instrument)
    for place, row in enumerate(rows):
        if row.mode == taken.mode and row in valid_taken(rows) and row.held_on >= taken.held_on:
            _compare(viewer, row, rows[place + 1 :])


def _compare(viewer: Viewer, row: TakenRow, before: list[TakenRow]) -> None:
    scores = scores_before(before, row.mode, row.definition)
    low = low_at(row.definition) if row.low_at is None else row.low_at
    find_taken(viewer, row.id).needs_step = leads_on(row.definition, row.answers, scores, low)


@transaction
def load_author_text(viewer: Viewer, shipped: Instrument, content: bytes, key: IdempotencyKey) -> None:
    """Load the author's text of an instrument that is shipped without one. It stays off until it is switched on.
    `RuleBroken` says what is wrong with it."""
    ensure(viewer, Capability.MANAGE_ORGANISATION)
    if is_repeated(key, viewer.id):
        return
    text = _decoded(content)
    found = _checked(text, shipped)
    former = known_instruments()[shipped.code]
    was_on = is_on(former) or waits_for_comparison(former)
    loaded = InstrumentText(
        id=key.id, code=found.code, version=found.version, definition=text, loaded_by_id=viewer.id, loaded_at=now()
    )
    db.session.add(loaded)
    db.session.flush()
    languages = ", ".join(found.translations)
    record(
        Act.INSTRUMENT_LOADED, viewer, about=loaded, instrument=found.code, version=found.version, languages=languages
    )
    if was_on:
        switch_instrument(viewer, found.code, False, False)


def _decoded(content: bytes) -> str:
    try:
        return decode(content)
    except DefinitionFault as fault:
        raise RuleBroken(str(fault), "text") from fault


def _checked(text: str, shipped: Instrument) -> Instrument:
    try:
        found = read_text(text, shipped)
    except DefinitionFault as fault:
        raise RuleBroken(" ".join(fault.sentences[:SAID_MOST]), "text") from fault
    loaded = known_versions().get((found.code, found.version))
    if loaded is not None and loaded.translations:
        raise RuleBroken(
            _("Version %(version)s is here already. Give the new text another version.", version=found.version), "text"
        )
    return found
