"""Demo clients who are at an end: one whose file was closed three months ago, and one whose goodbye is planned."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from caseapp.clients.models import Client
from caseapp.clock import zone
from caseapp.db import Base
from caseapp.goodbyes.models import Goodbye
from caseapp.goodbyes.rules import GoodbyeDraft, GoodbyeKind

CLOSED, LEAVING = 11, 3
PLANNED_BEFORE = timedelta(days=42)
AHEAD = timedelta(days=25)
WORDS = {
    CLOSED: (
        "עידו רצה לנסות לבד, והמטרות שקבענו הושגו.",
        "ערב הכדורסל ביום שלישי, והעבודה בחצי משרה.",
        "האחות שלו, והרכזת במרכז הקהילתי.",
        "כשלא ישנים שני לילות: להתקשר לאחות, ואחר כך למרפאה.",
    ),
    LEAVING: (
        "Срок программы заканчивается, и Серёжа уже сам ходит на занятия.",
        "Художественная группа по воскресеньям.",
        "Сосед Миша и руководитель группы.",
        "Если три дня не выходит из дома: позвонить Мише, потом в поликлинику.",
    ),
}


def goodbyes_said(client: Client, number: int, closed_on: date, today: date, by_id: UUID) -> Sequence[Base]:
    """The goodbye of these two; nothing of all others."""
    if number not in WORDS:
        return []
    held_on = closed_on if number == CLOSED else today + AHEAD
    planned_at = datetime.combine(min(held_on, today) - PLANNED_BEFORE, time(12), tzinfo=zone()).astimezone(UTC)
    goodbye = Goodbye(id=uuid7(), client_id=client.id, by_id=by_id, created_at=planned_at)
    goodbye.write(GoodbyeDraft(GoodbyeKind.SERVICE, held_on, *WORDS[number]))
    return [goodbye]
