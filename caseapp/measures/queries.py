"""What the viewer's clients answered to the questions of instruments."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.db.prepared import kept_alias
from caseapp.errors import NotVisible
from caseapp.measures.definition_rules import PULSE, instruments
from caseapp.measures.instrument_rules import Instrument
from caseapp.measures.models import MeasureTaken
from caseapp.measures.rules import MeasureMode, read_given
from caseapp.measures.scoring_rules import main_score
from caseapp.organisation.queries import organisation_settings

TAKEN_SHOWN = 200
PULSE_TAKEN = kept_alias(MeasureTaken)


class TakenRow(NamedTuple):
    """One measure that was taken, opened."""

    id: UUID
    client_id: UUID
    instrument: str
    version: str
    language: str
    held_on: date
    mode: MeasureMode
    answers: dict[str, int]
    by: str
    error_reason: str
    is_in_error: bool

    @property
    def score(self) -> Fraction | None:
        """Its first score; nothing where answers are missing."""
        return main_score(instruments()[self.instrument], self.answers)


def offered(code: str) -> list[Instrument]:
    """The instruments that are asked in this language: those with a text in it that are on."""
    return [each for each in instruments().values() if code in each.translations and is_on(each)]


def is_on(instrument: Instrument) -> bool:
    """Whether the organisation offers it; one whose terms have to be confirmed is off until they are."""
    return organisation_settings().instruments.get(instrument.code, not instrument.scale_info.confirm_terms)


def find_taken(viewer: Viewer, taken_id: UUID) -> MeasureTaken:
    """The measure, or `NotVisible`."""
    of = MeasureTaken
    taken: MeasureTaken | None = db.session.scalar(about_visible_clients(viewer, of).where(of.id == taken_id))
    if taken is None:
        raise NotVisible
    return taken


def find_row(viewer: Viewer, taken_id: UUID) -> TakenRow:
    """The measure, opened, or `NotVisible`."""
    of = MeasureTaken
    found = about_visible_clients(viewer, of, of, User.name.label("by")).join(User, User.id == of.by_id)
    row = db.session.execute(found.where(of.id == taken_id)).first()
    if row is None:
        raise NotVisible
    return _row(*row)


def list_taken(viewer: Viewer, client_id: UUID, code: str | None = None) -> list[TakenRow]:
    """What the client answered, the newest first; of one instrument, or of all."""
    of = MeasureTaken
    found = (
        about_visible_clients(viewer, of, of, User.name.label("by"))
        .join(User, User.id == of.by_id)
        .where(of.client_id == client_id, of.instrument.in_([code] if code else list(instruments())))
        .order_by(of.held_on.desc(), of.created_at.desc(), of.id.desc())
        .limit(TAKEN_SHOWN)
    )
    return [_row(*row) for row in db.session.execute(found)]


def valid_taken(rows: Sequence[TakenRow]) -> list[TakenRow]:
    """Those that were not struck out."""
    return [row for row in rows if not row.is_in_error]


def scores_before(rows: Sequence[TakenRow], mode: MeasureMode) -> list[Fraction]:
    """The scores of one instrument in one mode, the newest first."""
    return [row.score for row in valid_taken(rows) if row.mode == mode and row.score is not None]


def pulse_fell_on(first_on: date, day: date) -> sa.ScalarSelect[Any]:
    """The day of the client's last pulse up to `day`, if it had fallen and was not before `first_on`. A column of a
    statement about clients."""
    newest = (
        sa.select(PULSE_TAKEN.id)
        .where(
            PULSE_TAKEN.client_id == Client.id,
            PULSE_TAKEN.instrument == PULSE,
            PULSE_TAKEN.held_on <= day,
            PULSE_TAKEN.error_at.is_(None),
        )
        .order_by(PULSE_TAKEN.held_on.desc(), PULSE_TAKEN.created_at.desc(), PULSE_TAKEN.id.desc())
        .limit(1)
        .correlate(Client)
        .scalar_subquery()
    )
    found = sa.select(MeasureTaken.held_on).where(
        MeasureTaken.id == newest, MeasureTaken.has_fallen, MeasureTaken.held_on >= first_on
    )
    return found.correlate(Client).scalar_subquery()


def _row(taken: MeasureTaken, by: str) -> TakenRow:
    return TakenRow(
        id=taken.id,
        client_id=taken.client_id,
        instrument=taken.instrument,
        version=taken.version,
        language=taken.language,
        held_on=taken.held_on,
        mode=taken.mode,
        answers=read_given(taken.answers),
        by=by,
        error_reason=taken.error_reason,
        is_in_error=taken.is_in_error,
    )
