"""The files of the demo clients: how to contact them, emergency contacts, status changes."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from caseapp.clients.file.models import Contact, StatusChange
from caseapp.clients.file.representation_rules import Representation
from caseapp.clients.file.rules import ContactKind, GuardianScope
from caseapp.clients.models import Client
from caseapp.clients.rules import ClientStatus, ContactWay
from caseapp.clock import zone
from caseapp.db import Base
from caseapp.demo.client_year import ClientYear
from caseapp.demo.clients import Story

ALIASES = {"יעל": "כוכב", "אבנר": "א׳ מהספרייה"}
INTRODUCTIONS = (
    "מכרים מהחוג לציור. בלי שם הארגון.",
    "חברה של המשפחה. לא להזכיר שיקום ליד השכנים.",
)
RELATIVES = (("רחל", "אחות"), ("יוסף", "אבא"), ("מרינה", "חברה"), ("סמיר", "אח"))
ADJUSTMENTS = {0: "large_print short", 2: "calm company", 4: "hearing", 5: "lift"}
EVENING = time(18)


def fill_file(client: Client, year: ClientYear, supervisor_id: UUID) -> list[Base]:
    """Fill in the details of a file; an emergency contact, for some a guardian, and the latest change of status."""
    place = (client.birth_on.year if client.birth_on else 0) % 7
    client.spoken = "he" if year.client.language == "he" else f"{year.client.language} he"
    client.interpreter = "am" if year.client.language == "am" else ""
    client.contact_way = (ContactWay.CALL, ContactWay.MESSAGE, None)[place % 3]
    client.no_voicemail, client.no_messages = place in (1, 4), place == 4
    client.alias = ALIASES.get(year.client.given_name, "")
    client.introduction = INTRODUCTIONS[place] if place < len(INTRODUCTIONS) else ""
    client.meeting_every_days = 14 if place == 5 else None
    client.adjustments = ADJUSTMENTS.get(place, "")
    written_at = datetime.combine(year.begins_on, EVENING, tzinfo=zone()).astimezone(UTC)
    rows: list[Base] = [_relative(client, place, supervisor_id, written_at)]
    if place == 3:
        rows.append(_guardian(client, year, supervisor_id, written_at))
    if client.status is not ClientStatus.ACTIVE:
        client.status_on = year.last_day
        rows.append(_status_change(client, year, supervisor_id))
    return rows


def _relative(client: Client, place: int, by: UUID, at: datetime) -> Contact:
    name, relation = RELATIVES[place % len(RELATIVES)]
    contact = Contact(client_id=client.id, kind=ContactKind.EMERGENCY, created_by_id=by, created_at=at)
    contact.name, contact.relation, contact.phone = f"{name} {client.family_name}", relation, f"+97250234567{place}"
    contact.is_agreed = place != 2
    return contact


def _guardian(client: Client, year: ClientYear, by: UUID, at: datetime) -> Contact:
    contact = Contact(client_id=client.id, kind=ContactKind.GUARDIAN, created_by_id=by, created_at=at)
    contact.name, contact.phone = "עו״ד תמר שגב", "+972502345679"
    contact.representation = Representation.GUARDIAN
    contact.scope, contact.until_on = GuardianScope.PROPERTY, year.today + timedelta(days=300)
    return contact


def _status_change(client: Client, year: ClientYear, by: UUID) -> StatusChange:
    is_closed = year.client.story is Story.CLOSED
    change = StatusChange(
        client_id=client.id,
        status=client.status,
        starts_on=client.status_on,
        reason="goals_reached" if is_closed else "",
        returns_on=None if is_closed else year.today + timedelta(days=21),
        created_by_id=by,
        created_at=datetime.combine(client.status_on, EVENING, tzinfo=zone()).astimezone(UTC),
    )
    change.words = "סיכום משותף, בארוחת צהריים." if is_closed else "אשפוז קצר. מתקשרים פעם בשבוע."
    return change
