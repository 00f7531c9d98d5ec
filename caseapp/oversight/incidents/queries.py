"""Incidents as they stand, and who was told of each."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.models import User
from caseapp.clock import local, now
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.oversight.incidents.models import Incident, IncidentTelling
from caseapp.oversight.incidents.rules import (
    KIND_NAMES,
    SEVERITY_NAMES,
    TOLD_NAMES,
    IncidentDraft,
    Obligation,
    Periods,
    TellState,
    Told,
    obligations,
)


class Telling(NamedTuple):
    """Who was told, when, with which words, and who did it."""

    incident_id: UUID
    whom: Told
    told_at: datetime
    words: str
    by: str

    @property
    def whom_name(self) -> str:
        """Who was told, in words."""
        return str(TOLD_NAMES[self.whom])


class Duty(NamedTuple):
    """Somebody who is to be told, how that stands, and how many hours are left; fewer than none where it is late."""

    whom_name: str
    due_at: datetime
    told_at: datetime | None
    state: TellState
    was_late: bool
    hours_left: int


class IncidentRow(NamedTuple):
    """An incident, for a list and for its page."""

    id: UUID
    version: int
    known: IncidentDraft
    recorded_by: str
    created_at: datetime
    closed_at: datetime | None
    duties: list[Duty]
    tellings: list[Telling]

    @property
    def kind_name(self) -> str:
        """What happened, in words."""
        return str(KIND_NAMES[self.known.kind])

    @property
    def severity_name(self) -> str:
        """How much weighs on it, in words."""
        return str(SEVERITY_NAMES[self.known.severity])

    @property
    def is_late(self) -> bool:
        """Whether somebody should have been told by now."""
        return any(duty.state is TellState.LATE for duty in self.duties)

    def is_late_on(self, day: date) -> bool:
        """Whether somebody should have been told before that day; the same from its first to its last minute."""
        return any(duty.told_at is None and local(duty.due_at).date() < day for duty in self.duties)


def list_incidents(viewer: Viewer) -> list[IncidentRow]:
    """All of them, the latest first."""
    ensure(viewer, Capability.OVERSEE)
    return _rows(sa.select(Incident, User.name).join(User, User.id == Incident.created_by_id))


def count_late_incidents(viewer: Viewer) -> int:
    """Of how many somebody should have been told by now."""
    return sum(row.is_late for row in list_incidents(viewer))


def show_of(viewer: Viewer, incident_id: UUID) -> IncidentRow:
    """One of them, or `NotVisible`."""
    ensure(viewer, Capability.OVERSEE)
    found = sa.select(Incident, User.name).join(User, User.id == Incident.created_by_id)
    rows = _rows(found.where(Incident.id == incident_id))
    if not rows:
        raise NotVisible
    return rows[0]


def find_incident(viewer: Viewer, incident_id: UUID) -> Incident:
    """The row itself, or `NotVisible`."""
    ensure(viewer, Capability.OVERSEE)
    row = db.session.get(Incident, incident_id)
    if row is None:
        raise NotVisible
    return row


def obligations_of(viewer: Viewer, incident_id: UUID, draft: IncidentDraft) -> list[Obligation]:
    """Whom one must tell, if that is what is known."""
    ensure(viewer, Capability.OVERSEE)
    told = _tellings([incident_id])[incident_id]
    return obligations(draft, [(each.whom, each.told_at) for each in told], _periods())


def told_at_of(viewer: Viewer, incident_id: UUID) -> list[datetime]:
    """The instants at which anybody was told of it."""
    ensure(viewer, Capability.OVERSEE)
    of = IncidentTelling
    return list(db.session.scalars(sa.select(of.told_at).where(of.incident_id == incident_id)))


def _periods() -> Periods:
    return Periods(threshold(Threshold.INCIDENT_TELL_HOURS), threshold(Threshold.INCIDENT_PEOPLE_DAYS))


def _rows(found: sa.Select[*tuple[Any, ...]]) -> list[IncidentRow]:
    rows = db.session.execute(found.order_by(Incident.found_at.desc(), Incident.id.desc())).all()
    told, periods, at = _tellings([row.id for row, _name in rows]), _periods(), now()
    shown = []
    for row, name in rows:
        tellings, known = told[row.id], row.known
        due = obligations(known, [(each.whom, each.told_at) for each in tellings], periods)
        duties = [_duty(each, at) for each in due]
        shown.append(IncidentRow(row.id, row.version, known, name, row.created_at, row.closed_at, duties, tellings))
    return shown


def _duty(due: Obligation, at: datetime) -> Duty:
    left = int((due.due_at - at).total_seconds() // 3600)
    return Duty(str(TOLD_NAMES[due.whom]), due.due_at, due.told_at, due.state(at), due.was_late, left)


def _tellings(incident_ids: list[UUID]) -> dict[UUID, list[Telling]]:
    of, told = IncidentTelling, defaultdict[UUID, list[Telling]](list)
    found = sa.select(of.id, of.incident_id, of.whom, of.told_at, of.words_sealed, User.name.label("by"))
    found = found.join(User, User.id == of.by_id).where(of.incident_id.in_(incident_ids))
    for row in db.session.execute(found.order_by(of.told_at, of.id)):
        words = of.words.open(row.id, row.words_sealed)
        told[row.incident_id].append(Telling(row.incident_id, row.whom, row.told_at, words, row.by))
    return told
