"""Ties of some demo clients: two that last, one that fades, one that ended, one of which nobody has said."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from caseapp.clients.models import Client
from caseapp.clock import now, today
from caseapp.db import Base
from caseapp.ties.models import Tie, TieStep
from caseapp.ties.rules import GoesAlong, StillThere, TieKind, TieStepKind, state_of

PLANNED, TOGETHER, ALONE, ENDED = TieStepKind.PLANNED, TieStepKind.TOGETHER, TieStepKind.ALONE, TieStepKind.ENDED
YES, LESS = StillThere.ALONE, StillThere.LESS
WAY = "קו 5 מהתחנה שליד הבית, נפגשות ליד הדלת"
SAY = "שם פרטי, ושאוהבים לצייר. יותר לא צריך"


@dataclass(frozen=True)
class DemoTie:
    """A tie, how many days ago it was thought of, and what happened how many days ago: a step, or the answer of a
    week."""

    name: str
    kind: TieKind
    detail: str
    days_ago: int
    steps: tuple[tuple[TieStepKind, int] | tuple[int, StillThere, int], ...]
    learnt: str = ""


ART = DemoTie(
    *("קבוצת אמנות", TieKind.GROUP, "כל יום שלישי, 17:00", 175),
    ((PLANNED, 168), (TOGETHER, 161), (TOGETHER, 154), (ALONE, 133), (4, YES, 105), (12, YES, 49)),
)
FORUM = DemoTie(
    *("פורום ציור", TieKind.GROUP, "ברשת, בערבים", 160),
    ((PLANNED, 155), (TOGETHER, 150), (ALONE, 128), (4, YES, 99), (12, YES, 43)),
)
CAFE = DemoTie(
    *("קפה הגן", TieKind.PLACE, "קודם כל שבוע", 154),
    ((PLANNED, 147), (TOGETHER, 133), (ALONE, 119), (4, YES, 91), (12, LESS, 35), (TOGETHER, 5)),
)
DANCE = DemoTie(
    *("חוג ריקודי עם", TieKind.GROUP, "", 175),
    ((PLANNED, 161), (TOGETHER, 154), (ALONE, 147), (ENDED, 126)),
    learnt="היה רועש מדי. קבוצה קטנה, בשעות היום, מתאימה לי יותר.",
)
LIBRARY = DemoTie(
    *("ספריית השכונה", TieKind.PLACE, "", 120), ((PLANNED, 112), (TOGETHER, 105), (ALONE, 91), (4, YES, 63))
)
NEIGHBOUR = DemoTie("מיכל, מהקבוצה", TieKind.PERSON, "קפה אחרי הקבוצה", 12, ((PLANNED, 5),))
WALK = DemoTie(
    *("קבוצת הליכה בפארק", TieKind.GROUP, "ימי ראשון, 8:00", 150),
    ((PLANNED, 145), (TOGETHER, 138), (ALONE, 120), (4, YES, 92), (12, YES, 36)),
)
CHOIR = DemoTie("מקהלה במתנ״ס", TieKind.GROUP, "", 60, ((PLANNED, 53), (TOGETHER, 46), (ALONE, 28)))
TIES = {"יעל": (ART, FORUM, CAFE, DANCE, LIBRARY, NEIGHBOUR), "סרגיי": (WALK,), "רחל": (CHOIR,)}


def ties_grown(client: Client, mentor_id: UUID, goal_id: UUID) -> list[Base]:
    """The ties of a demo client with their steps, as the mentor recorded them; the first came out of a goal."""
    rows: list[Base] = []
    for number, told in enumerate(TIES.get(client.given_name, ())):
        tie = Tie(client_id=client.id, kind=told.kind, goal_id=None if number else goal_id)
        tie.thought_on = today() - timedelta(days=told.days_ago)
        tie.created_by_id, tie.created_at = mentor_id, now() - timedelta(days=told.days_ago)
        tie.name, tie.detail = told.name, told.detail
        steps = [_step(tie, mentor_id, told, step) for step in told.steps]
        tie.follow(state_of(_Event(step) for step in steps))
        rows += [tie, *steps]
    return rows


class _Event:
    """A step as the state of its tie is reckoned from it."""

    def __init__(self, step: TieStep) -> None:
        self.kind, self.on, self.week, self.answer = step.kind, step.happened_on, step.week, step.answer


def _step(tie: Tie, mentor_id: UUID, told: DemoTie, step: tuple[Any, ...]) -> TieStep:
    is_answer = len(step) == 3
    kind, days_ago = (TieStepKind.ANSWER, step[2]) if is_answer else (step[0], step[1])
    row = TieStep(tie_id=tie.id, client_id=tie.client_id, kind=kind, created_by_id=mentor_id)
    row.happened_on, row.created_at = today() - timedelta(days=days_ago), now() - timedelta(days=days_ago)
    if is_answer:
        row.week, row.answer = step[0], step[1]
    if kind is PLANNED:
        row.along, row.way, row.say = GoesAlong.MENTOR, WAY, SAY
    if kind is ENDED:
        row.words = told.learnt
    return row
