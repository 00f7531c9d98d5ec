"""The optional details of the demo's notes, and amendments to some of them."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from caseapp.activities.models import Activity, Amendment
from caseapp.activities.rules import CONTACT, Mode
from caseapp.demo.client_year import chance_of

USUAL = {
    Mode.IN_PERSON: ("community", ("coffee", "talk"), "בית הקפה בפינה"),
    Mode.OUTING: ("community", ("community", "practice"), "המרכז הקהילתי"),
    Mode.HOME: ("home", ("talk", "practice"), ""),
    Mode.PHONE: ("online", ("talk",), ""),
    Mode.VIDEO: ("online", ("talk",), ""),
    Mode.TEXT: ("online", ("talk",), ""),
}
WENT_WELL = ("הזמנה בקול רם, בלי עזרה", "הגעה בזמן, לבד", "שאלה אחת לאדם חדש", "הפסקה כשהיה עמוס, ואז המשך")
FEEDBACK = ("היה נעים, אבל קצר", "טוב שיצאנו", "בפעם הבאה מקום שקט יותר")
PRESENT = ("האחות", "שכן מהבניין", "מדריכה מהמועדון")
REMARKS = ("כדאי שנדבר על הקצב בהדרכה.", "נראה לי שהמשפחה זקוקה להסבר על השירות.")
PUT_RIGHT = ("המפגש נמשך 45 דקות ולא 60.", "ספרתי את זמן הנסיעה בטעות.")


def add_note_details(activities: Sequence[Activity], number: int) -> list[Amendment]:
    """Fill in details in some of the notes, and return the amendment to one of them."""
    chance = chance_of(f"more-{number}")
    met = [activity for activity in activities if activity.outcome in CONTACT]
    for activity in met:
        place, kinds, words = USUAL[activity.mode]
        activity.place, activity.kinds = place, " ".join(kinds[: chance.randint(1, len(kinds))])
        activity.place_words = words if chance.random() < 0.5 else ""
        activity.mood = chance.choice((None, 2, 3, 3, 4, 4, 5))
        activity.with_client = chance.random() < 0.2
        activity.went_well = chance.choice(WENT_WELL) if chance.random() < 0.25 else ""
        activity.feedback = chance.choice(FEEDBACK) if chance.random() < 0.1 else ""
        activity.others_present = chance.choice(PRESENT) if chance.random() < 0.05 else ""
        activity.remark = chance.choice(REMARKS) if chance.random() < 0.03 else ""
        if activity.mode is Mode.OUTING and chance.random() < 0.4:
            activity.expenses, activity.kilometres = Decimal(chance.randint(20, 90)) / 2, chance.randint(2, 15)
    return [_amendment(met[-3])] if number % 4 == 0 and len(met) > 3 else []


def _amendment(activity: Activity) -> Amendment:
    amendment = Amendment(
        activity_id=activity.id,
        client_id=activity.client_id,
        created_by_id=activity.mentor_id,
        created_at=activity.created_at + timedelta(days=3),
    )
    amendment.words, amendment.reason = PUT_RIGHT
    return amendment
