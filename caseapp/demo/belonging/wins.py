"""Small wins of some demo clients, in their own words, and a question that is still to be asked."""

from datetime import timedelta
from uuid import UUID

from caseapp.clients.models import Client
from caseapp.clock import now, today
from caseapp.goals.answers.models import ClientAnswer
from caseapp.goals.answers.rules import Agreement, AnswerSubject
from caseapp.goals.wins.models import SmallWin

WORDS = (
    (3, "אני זאת ששלחה הודעה למיכל"),
    (11, "נשארתי בקבוצה עד הסוף"),
    (24, "התקשרתי לרותי"),
    (40, "נסעתי באוטובוס לבד"),
)


def wins_told(client: Client, mentor_id: UUID) -> list[SmallWin | ClientAnswer]:
    """What went well in the last weeks; about the plan the client could not be asked yet."""
    rows: list[SmallWin | ClientAnswer] = []
    for days, words in WORDS:
        day, at = today() - timedelta(days=days), now() - timedelta(days=days)
        win = SmallWin(client_id=client.id, won_on=day, by_client=days < 20, created_by_id=mentor_id, created_at=at)
        win.words = words
        rows.append(win)
    answer = ClientAnswer(
        client_id=client.id,
        subject=AnswerSubject.PLAN,
        agreement=Agreement.NOT_ASKED,
        is_waiting=True,
        by_client=False,
        answered_on=today() - timedelta(days=9),
        taken_by_id=mentor_id,
        created_at=now() - timedelta(days=9),
    )
    answer.own_words = "הפגישה נקטעה באמצע"
    return [*rows, answer]
