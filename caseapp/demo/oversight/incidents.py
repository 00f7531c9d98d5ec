"""What went wrong in the demo's organisation: one incident that was told and closed, and one that is open."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from caseapp.accounts.models import User
from caseapp.clock import now
from caseapp.db import Base, db
from caseapp.oversight.incidents.models import Incident, IncidentTelling
from caseapp.oversight.incidents.rules import IncidentDraft, IncidentKind, Severity, Told

LOST = {
    "words": "טלפון של חונך נשכח באוטובוס כשהמערכת פתוחה בו.",
    "data": "רשימת המפגשים של היום",
    "measures": "הכניסה נותקה מהשרת באותה שעה, והסיסמה הוחלפה. הטלפון נמצא נעול.",
}
SENT = {"words": "דוח נשלח בדואר לכתובת ישנה וחזר סגור.", "data": "דוח התקדמות אחד", "measures": ""}


def incidents_of(people: dict[str, User]) -> Iterator[Base]:
    """Both, with who was told."""
    lost = _incident(IncidentKind.LOST_DEVICE, Severity.SEVERE, 90, 3, people["officer"], LOST)
    lost.closed_at, lost.closed_by_id = lost.found_at + timedelta(days=4), people["officer"].id
    yield lost
    yield _incident(IncidentKind.DISCLOSED, Severity.NOT_SEVERE, 2, 1, people["officer"], SENT)
    db.session.flush()
    for whom, hours, words in ((Told.MANAGEMENT, 1, "בטלפון"), (Told.REGULATOR, 20, "בטופס באתר הרשות, פנייה 4417")):
        told = IncidentTelling(incident_id=lost.id, whom=whom, told_at=lost.found_at + timedelta(hours=hours))
        told.words, told.by_id, told.recorded_at = words, people["officer"].id, told.told_at
        yield told


def _incident(
    kind: IncidentKind, severity: Severity, days: int, about: int, by: User, words: dict[str, Any]
) -> Incident:
    found_at = (now() - timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    incident = Incident(created_by_id=by.id, created_at=found_at)
    incident.keep(IncidentDraft(kind, severity, found_at, found_at - timedelta(hours=2), about, **words))
    return incident
