"""What the viewer's clients answered to the questions of instruments."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
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
from caseapp.errors import NotVisible, Unreadable
from caseapp.measures.definitions.definition_rules import PULSE, instruments, shipped_versions
from caseapp.measures.definitions.instrument_rules import Instrument
from caseapp.measures.definitions.queries import Versions, known_instruments, known_versions
from caseapp.measures.definitions.scoring_rules import is_falling, is_low, main_score
from caseapp.measures.models import MeasureTaken
from caseapp.measures.rules import Asked, MeasureMode, read_given
from caseapp.organisation.queries import organisation_settings, threshold
from caseapp.organisation.rules import Threshold

TAKEN_SHOWN = 200
PULSE_TAKEN = kept_alias(MeasureTaken)


class TakenRow(NamedTuple):
    """One measure that was taken, opened; `unreadable` is the sentence that stands in the place of answers that cannot
    be opened."""

    id: UUID
    client_id: UUID
    instrument: str
    version: str
    language: str
    held_on: date
    mode: MeasureMode
    answers: dict[str, int]
    needs_step: bool
    low_at: int | None
    by: str
    error_reason: str
    is_in_error: bool
    definition: Instrument
    unreadable: str = ""

    @property
    def score(self) -> Fraction | None:
        """Its first score by the version that was answered; nothing where answers are missing."""
        return main_score(self.definition, self.answers)

    @property
    def tells(self) -> bool:
        """Whether it says how somebody is: by a score, or by an answer that is low by itself."""
        return self.score is not None or self.needs_step


def offered(code: str) -> list[Instrument]:
    """The instruments that are asked in this language: those with a text in it that are on."""
    return [each for each in known_instruments().values() if is_offered(each, code)]


def is_offered(instrument: Instrument, code: str) -> bool:
    """Whether it is on, and has a text in this language."""
    return code in instrument.translations and is_on(instrument)


def is_on(instrument: Instrument) -> bool:
    """Whether the organisation offers it; one whose terms or scoring have to be confirmed first is off until they
    are."""
    is_chosen = organisation_settings().instruments.get(instrument.code, not needs_terms(instrument))
    return is_chosen and not waits_for_comparison(instrument)


def waits_for_comparison(instrument: Instrument) -> bool:
    """Whether it was switched on, and nobody has compared the scoring of this version with the author's yet."""
    own = organisation_settings()
    is_compared = own.instruments_compared.get(instrument.code) == instrument.version
    return own.instruments.get(instrument.code, False) and needs_scoring(instrument) and not is_compared


def begun(code: str, stamp: str) -> Asked | None:
    """What somebody began to answer, by the stamp of the page that was open, though it is offered no longer; nothing
    for a stamp that was never shown."""
    spoken, _space, version = stamp.partition(" ")
    found = known_versions().get((code, version))
    was_offered = found and (code in organisation_settings().instruments or not needs_terms(found))
    return Asked(found, spoken) if found and was_offered and spoken in found.translations else None


def low_at(instrument: Instrument) -> int | None:
    """The score that counts as low: by the source of the instrument, or as the organisation has set it."""
    if instrument.low is None:
        return None
    return threshold(Threshold.PULSE_LOW) if instrument.low.is_setting else instrument.low.at


def leads_on(instrument: Instrument, answers: Mapping[str, int], before: Sequence[Fraction], low: int | None) -> bool:
    """Whether a step should follow, because the score is low by what counted as low on its day, or fell under those
    before."""
    is_fallen = is_falling(instrument, before, main_score(instrument, answers))
    return is_fallen or is_low(instrument, answers, low)


def needs_terms(instrument: Instrument) -> bool:
    """Whether it has to be said first that its terms are kept, as of every text that was loaded here."""
    return instrument.scale_info.confirm_terms or not instruments()[instrument.code].translations


def needs_scoring(instrument: Instrument) -> bool:
    """Whether its scoring was typed here, so that somebody has to compare it with the author's."""
    return bool(instrument.scoring) and not instruments()[instrument.code].scoring


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
    return _row(_versions_of([row[0]]), *row)


def list_taken(viewer: Viewer, client_id: UUID, code: str) -> list[TakenRow]:
    """What the client answered lately to one instrument, the newest first."""
    return _opened(_taken(viewer, client_id, [code]).limit(TAKEN_SHOWN))


def list_page(viewer: Viewer, client_id: UUID, until: date | None) -> tuple[list[TakenRow], date | None]:
    """What the client answered up to a day, or up to now, the newest first, in whole days; and the day until which the
    next page goes, if there is one."""
    found = _taken(viewer, client_id, list(instruments()))
    shown = found.where(MeasureTaken.held_on <= until) if until else found
    rows = _opened(shown.limit(TAKEN_SHOWN + 1))
    last = rows[-1].held_on if len(rows) > TAKEN_SHOWN else None
    if last is None:
        return rows, None
    of_later_days = [row for row in rows if row.held_on > last]
    if of_later_days:
        return of_later_days, last
    whole_day = _opened(found.where(MeasureTaken.held_on == last))
    return whole_day, last - timedelta(days=1)


def taken_between(viewer: Viewer, client_id: UUID, first_on: date, last_on: date) -> list[TakenRow]:
    """All that the client answered in these days, the newest first."""
    in_days = MeasureTaken.held_on.between(first_on, last_on)
    return _opened(_taken(viewer, client_id, list(instruments())).where(in_days))


def _taken(viewer: Viewer, client_id: UUID, codes: Sequence[str]) -> sa.Select[Any]:
    of = MeasureTaken
    return (
        about_visible_clients(viewer, of, of, User.name.label("by"))
        .join(User, User.id == of.by_id)
        .where(of.client_id == client_id, of.instrument.in_(codes))
        .order_by(of.held_on.desc(), of.created_at.desc(), of.id.desc())
    )


def _opened(found: sa.Select[Any]) -> list[TakenRow]:
    rows = db.session.execute(found).all()
    versions = _versions_of([taken for taken, _by in rows])
    return [_row(versions, *row) for row in rows]


def valid_taken(rows: Sequence[TakenRow]) -> list[TakenRow]:
    """Those that were not struck out and can be opened."""
    return [row for row in rows if not row.is_in_error and not row.unreadable]


def scores_before(rows: Sequence[TakenRow], mode: MeasureMode, instrument: Instrument) -> list[Fraction]:
    """The scores of an instrument in one mode, the newest first; what another version scored otherwise is left out."""
    alike = [row for row in valid_taken(rows) if row.mode == mode and row.definition.is_scored_as(instrument)]
    return [row.score for row in alike if row.score is not None]


def pulse_low_on(first_on: date, day: date) -> sa.ScalarSelect[Any]:
    """The day of the client's last pulse up to `day` that says how the client is, if it was low or had fallen and was
    not before `first_on`: a column of a statement about clients."""
    newest = (
        sa.select(PULSE_TAKEN.id)
        .where(
            PULSE_TAKEN.client_id == Client.id,
            PULSE_TAKEN.instrument == PULSE,
            PULSE_TAKEN.held_on <= day,
            _tells(PULSE_TAKEN),
            PULSE_TAKEN.error_at.is_(None),
        )
        .order_by(PULSE_TAKEN.held_on.desc(), PULSE_TAKEN.created_at.desc(), PULSE_TAKEN.id.desc())
        .limit(1)
        .correlate(Client)
        .scalar_subquery()
    )
    found = sa.select(MeasureTaken.held_on).where(
        MeasureTaken.id == newest, MeasureTaken.needs_step, MeasureTaken.held_on >= first_on
    )
    return found.correlate(Client).scalar_subquery()


def pulse_low_at(viewer: Viewer, client_id: UUID) -> int | None:
    """The score that counted as low on the day of the client's last pulse; nothing where that was not kept yet."""
    of = MeasureTaken
    found = (
        about_visible_clients(viewer, of, of.low_at)
        .where(of.client_id == client_id, of.instrument == PULSE, of.error_at.is_(None), _tells(of))
        .order_by(of.held_on.desc(), of.created_at.desc(), of.id.desc())
        .limit(1)
    )
    low: int | None = db.session.scalar(found)
    return low


def _tells(of: type[MeasureTaken]) -> sa.ColumnElement[bool]:
    """The condition that a measure says how somebody is: by a score, or by an answer that is low by itself."""
    return sa.or_(of.is_scored, of.needs_step)


def _versions_of(rows: Sequence[MeasureTaken]) -> Versions:
    """The definitions by which these were answered; most are shipped, and those that were loaded need a look-up. What
    is shipped without a text was never answered: a text that was loaded may bear its version."""
    shipped = shipped_versions()
    asked = [shipped.get((row.instrument, row.version)) for row in rows]
    return shipped if all(each and each.translations for each in asked) else known_versions()


def _row(versions: Versions, taken: MeasureTaken, by: str) -> TakenRow:
    return TakenRow(
        id=taken.id,
        client_id=taken.client_id,
        instrument=taken.instrument,
        version=taken.version,
        language=taken.language,
        held_on=taken.held_on,
        mode=taken.mode,
        answers=read_given(taken.answers),
        needs_step=taken.needs_step,
        low_at=taken.low_at,
        by=by,
        error_reason=taken.error_reason,
        is_in_error=taken.is_in_error,
        definition=versions[taken.instrument, taken.version],
        unreadable=taken.answers if isinstance(taken.answers, Unreadable) else "",
    )
