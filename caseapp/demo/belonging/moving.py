"""Demo clients for whom nothing moved, what was chosen then, areas of life in own words, and a review of the plan."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from caseapp.activities.models import GoalTouch
from caseapp.activities.rules import Movement
from caseapp.areas.models import AreaRating, AreaTalk, LifeArea
from caseapp.clients.models import Client
from caseapp.clock import zone
from caseapp.db import Base
from caseapp.goals.models import Goal, Rating
from caseapp.plan_reviews.models import PlanReview
from caseapp.stuck.models import StuckAnswer, StuckStep
from caseapp.stuck.rules import NextAct

TALKER, ASKED, STILL = 0, 2, 5
STILL_DAYS = timedelta(days=64)
ASKED_AFTER = timedelta(days=42)
AREAS = (("האנשים שלי", 2, 3), ("לצאת מהבית", 1, 2), ("הציור שלי", 3, 4), ("הלילות", 2, 1), ("כסף", 1, None))
ANSWERS = (
    (NextAct.SMALLER_STEP, "fear too_big", 9, 5),
    (NextAct.TOGETHER, "fear", 11, 5),
    (NextAct.OTHER_GOAL, "too_big", 6, 7),
    (NextAct.TALK, "pair fear", 7, 5),
    (NextAct.OTHER_MENTOR, "pair", 2, 1),
    (NextAct.MORE_HELP, "symptoms", 1, 2),
)


def hold_still(touches: Sequence[Base], ratings: list[Rating], day: date) -> list[Rating]:
    """Let nothing move in the last days: the notes say so, and there is no rating."""
    since = day - STILL_DAYS
    for touch in touches:
        if isinstance(touch, GoalTouch) and touch.held_on > since:
            touch.movement = Movement.SAME
    return [rating for rating in ratings if rating.rated_on <= since]


def what_moved(client: Client, number: int, goals: Sequence[Goal], day: date, mentor_id: UUID) -> list[list[Base]]:
    """What these demo clients tell of it, rows on which others stand first; nothing of all others."""
    if number == TALKER:
        for goal in goals:
            goal.review_on = day
        return [*_areas(client, day, mentor_id), [_review(client, day, mentor_id)]]
    return [[_asked_today(client, day, mentor_id)]] if number == ASKED else []


def what_helped() -> list[Base]:
    """Answers of others, about nobody."""
    return [
        StuckAnswer(id=uuid7(), way=way, obstacles=obstacles, has_helped=place < helped)
        for way, obstacles, helped, more in ANSWERS
        for place in range(helped + more)
    ]


def _areas(client: Client, day: date, by_id: UUID) -> list[list[Base]]:
    before, lately = (
        AreaTalk(id=uuid7(), client_id=client.id, held_on=on, by_id=by_id, created_at=_noon(on))
        for on in (day - timedelta(days=35), day - timedelta(days=7))
    )
    lately.understand = "כשיש לאן ללכת, קל יותר לצאת."
    lately.forward = "לצאת פעם אחת בשבוע בלי לחשוב על זה יום קודם."
    lately.options = "לקבוע מראש עם השכנה."
    lately.agreed = "להגיע עד שער הגינה ביום שלישי"
    rows: list[Base] = [before, lately]
    ratings: list[Base] = []
    for place, (words, then, now) in enumerate(AREAS):
        named = _noon(before.held_on) + timedelta(seconds=place)
        area = LifeArea(id=uuid7(), client_id=client.id, created_at=named)
        area.words = words
        rows.append(area)
        for talk, level in ((before, then), (lately, now)):
            if level is not None:
                rating = AreaRating(talk_id=talk.id, area_id=area.id, client_id=client.id, level=level)
                rating.is_chosen = talk is lately and place < 2
                ratings.append(rating)
    return [rows, ratings]


def _review(client: Client, day: date, by_id: UUID) -> PlanReview:
    held_on = day - timedelta(days=180)
    review = PlanReview(client_id=client.id, held_on=held_on, since_on=held_on - timedelta(days=150), next_on=day)
    review.by_id, review.created_at = by_id, _noon(held_on)
    review.words = "ממשיכים עם הקפה ועם הציור. את ההתנדבות משאירים לאחר כך."
    review.client_words = "טוב לי שלא ממהרים."
    return review


def _asked_today(client: Client, day: date, by_id: UUID) -> StuckStep:
    chosen_on = day - ASKED_AFTER
    step = StuckStep(client_id=client.id, way=NextAct.TOGETHER, obstacles="fear way_there", ask_on=day)
    step.still_days, step.chosen_by_id, step.created_at = STILL_DAYS.days, by_id, _noon(chosen_on)
    step.words = "الذهاب معًا إلى المركز الجماهيري يوم الاثنين"
    return step


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=zone()).astimezone(UTC)
