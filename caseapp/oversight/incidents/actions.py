"""Incidents are recorded, followed until they are closed, and told to those who must know."""

from datetime import UTC
from typing import Any
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import now
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.oversight.incidents.models import Incident, IncidentTelling
from caseapp.oversight.incidents.queries import find_incident, obligations_of, told_at_of
from caseapp.oversight.incidents.rules import (
    IncidentDraft,
    TellingDraft,
    check_closed,
    check_found,
    check_incident,
    check_telling,
)


@transaction
def record_incident(viewer: Viewer, draft: IncidentDraft, key: IdempotencyKey) -> Incident:
    """Keep what is known of an incident. The clock runs from the instant at which it was found."""
    ensure(viewer, Capability.OVERSEE)
    if is_repeated(key, viewer.id):
        return find_incident(viewer, key.id)
    check_incident(draft, now())
    row = Incident(id=key.id, created_by_id=viewer.id, created_at=now())
    row.keep(draft)
    db.session.add(row)
    db.session.flush()
    record(Act.INCIDENT_RECORDED, viewer, about=row, **_timed_by(row))
    return row


@transaction
def change_incident(viewer: Viewer, incident_id: UUID, draft: IncidentDraft, version: int | None) -> None:
    """Keep what is known by now; closed, once everybody who must know was told. A closed one can be opened again."""
    row = find_incident(viewer, incident_id)
    expect_version(row, version)
    check_incident(draft, now())
    check_found(draft.found_at, row.created_at, told_at_of(viewer, incident_id))
    check_closed(draft, obligations_of(viewer, incident_id, draft))
    row.keep(draft)
    if draft.is_closed and row.closed_at is None:
        row.closed_at, row.closed_by_id = now(), viewer.id
    elif not draft.is_closed:
        row.closed_at = row.closed_by_id = None
    record(Act.INCIDENT_CHANGED, viewer, about=row, closed=draft.is_closed, **_timed_by(row))


@transaction
def record_telling(viewer: Viewer, incident_id: UUID, draft: TellingDraft, key: IdempotencyKey) -> None:
    """Keep that somebody was told, when, and by whom."""
    incident = find_incident(viewer, incident_id)
    if is_repeated(key, viewer.id):
        return
    check_telling(draft, incident.found_at, now())
    row = IncidentTelling(id=key.id, incident_id=incident_id, whom=draft.whom, told_at=draft.told_at)
    row.words, row.by_id, row.recorded_at = draft.words, viewer.id, now()
    db.session.add(row)
    db.session.flush()
    record(Act.INCIDENT_TOLD, viewer, about=row, incident=incident_id.hex, whom=str(draft.whom))


def _timed_by(row: Incident) -> dict[str, Any]:
    """What decides whom one must tell until when, for the trail: whoever changes it leaves what it was."""
    found = row.found_at.astimezone(UTC).isoformat(timespec="seconds")
    return {"kind": str(row.kind), "severity": str(row.severity), "tells_people": row.tells_people, "found": found}
