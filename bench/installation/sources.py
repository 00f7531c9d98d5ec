"""What there is around the people of the installation."""

from datetime import date, time, timedelta
from uuid import UUID

from bench.installation.records import Records
from caseapp.audit import Act
from caseapp.clock import now
from caseapp.directory.interest_rules import INTEREST_NAMES
from caseapp.directory.models import SupportSource
from caseapp.directory.rules import SourceKind

AREAS = ("הדר", "נווה שאנן", "הכרמל", "קריית חיים", "העיר התחתית")


def add_sources(records: Records, number: int, by: list[UUID], today: date) -> None:
    """So many entries, each confirmed by one of these people within the last year."""
    rows, codes, at = records.rows, list(INTEREST_NAMES), now()
    for place in range(number):
        source_id, person = rows.new_id(at), by[place % len(by)]
        rows.add(
            SupportSource,
            id=source_id,
            name=f"קבוצה {place + 1} במרכז הקהילתי",
            kind=list(SourceKind)[place % len(SourceKind)],
            about="נפגשים פעם בשבוע, שותים תה ועושים משהו יחד. אפשר לבוא ולהסתכל.",
            interests=f"{codes[place % 30]} {codes[(place * 7 + 3) % 30]}",
            languages="he ar" if place % 3 else "he ru",
            area=AREAS[place % len(AREAS)],
            place="מרכז קהילתי, קומה ראשונה",
            weekdays=str(place % 6),
            starts_at=time(9 + place % 10),
            bus="קו 16, 12 דק׳, ועוד 3 דק׳ הליכה",
            cost="20 ₪ למפגש",
            confirmed_on=today - timedelta(days=place * 11 % 365),
            confirmed_by_id=person,
            created_at=at,
        )
        rows.trail.record(at, Act.SOURCE_ADDED, person, about=("support_sources", source_id))
