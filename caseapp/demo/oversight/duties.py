"""What the demo's organisation did of its duties: most of it in order, one late, one never recorded."""

from collections.abc import Iterator
from datetime import date, timedelta

from caseapp.accounts.models import User
from caseapp.clock import now
from caseapp.oversight.duties.models import DoneDuty
from caseapp.oversight.duties.rules import HouseDuty

DONE = {
    HouseDuty.DATABASE_DOCUMENT: (120, "תמר ורדי", "מסמך הגדרות מאגר, תיקיית הפרטיות"),
    HouseDuty.RISK_SURVEY: (500, "יועצת אבטחה", "סקר סיכונים, 42 עמודים"),
    HouseDuty.PENETRATION_TEST: (600, "חברת בדיקות", "דוח מבדק חדירה"),
    HouseDuty.TRAINING: (200, "תמר ורדי", "רשימת משתתפים, 8 אנשים"),
    HouseDuty.NOTICE_REVIEW: (90, "תמר ורדי", ""),
    HouseDuty.PROCESSOR_REVIEW: (340, "אורלי שפיר", ""),
}


def duties_done(day: date, people: dict[str, User]) -> Iterator[DoneDuty]:
    """Each with the day, by whom and where it can be read."""
    for duty, (days, by_whom, reference) in DONE.items():
        done = DoneDuty(duty=duty, done_on=day - timedelta(days=days), recorded_by_id=people["officer"].id)
        done.by_whom, done.reference, done.recorded_at = by_whom, reference, now() - timedelta(days=days - 1)
        yield done
