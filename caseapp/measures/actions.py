"""Actions of measures: keep what was answered, strike it out."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.corrections.actions import strike_out
from caseapp.clients.queries import ensure_visible
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.measures.instrument_rules import Instrument
from caseapp.measures.models import MeasureTaken
from caseapp.measures.queries import TakenRow, find_taken, list_taken, scores_before
from caseapp.measures.rules import MeasureDraft, write_given
from caseapp.measures.scoring_rules import check_given, is_falling, main_score
from caseapp.organisation.actions import switch_instrument


@transaction
def keep_measure(
    viewer: Viewer, client_id: UUID, instrument: Instrument, draft: MeasureDraft, key: IdempotencyKey
) -> MeasureTaken:
    """Keep the answers of today, in which mode they were given, and whether they fell against those before in the same
    mode."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return find_taken(viewer, key.id)
    taken = add_measure(viewer, client_id, instrument, draft, key.id)
    record(Act.MEASURE_TAKEN, viewer, about=taken, clients=[client_id])
    return taken


def choose_instrument(viewer: Viewer, instrument: Instrument, to_be_on: bool, has_terms: bool) -> None:
    """Switch an instrument on or off. `RuleBroken` where its terms were not confirmed, or nobody could be asked."""
    if to_be_on and not instrument.translations:
        raise RuleBroken(_("This instrument has no text yet, so it cannot be asked."))
    if to_be_on and instrument.scale_info.confirm_terms and not has_terms:
        raise RuleBroken(_("Please confirm first that the terms are kept."))
    switch_instrument(viewer, instrument.code, to_be_on, has_terms)


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
    before = scores_before(list_taken(viewer, client_id, instrument.code), draft.mode)
    taken.has_fallen = is_falling(instrument, before, main_score(instrument, draft.answers))
    db.session.add(taken)
    db.session.flush()
    return taken


@transaction
def mark_measure_in_error(viewer: Viewer, instrument: Instrument, taken: MeasureTaken, reason: str) -> None:
    """Strike a measure out. Those after it are compared anew, as if it had not been."""
    if not strike_out(viewer, taken, taken.by_id, reason):
        return
    db.session.flush()
    rows = list_taken(viewer, taken.client_id, instrument.code)
    for place, row in enumerate(rows):
        if row.mode == taken.mode and not row.is_in_error and row.held_on >= taken.held_on:
            _compare(viewer, instrument, row, rows[place + 1 :])


def _compare(viewer: Viewer, instrument: Instrument, row: TakenRow, before: list[TakenRow]) -> None:
    falls = is_falling(instrument, scores_before(before, row.mode), row.score)
    find_taken(viewer, row.id).has_fallen = falls
