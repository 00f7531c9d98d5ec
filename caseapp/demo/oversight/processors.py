"""Who else handles records for the demo's organisation."""

from collections.abc import Iterator
from datetime import date, timedelta

from caseapp.accounts.models import User
from caseapp.clock import now
from caseapp.oversight.processing.models import Processor

ISRAEL = "ישראל"


def processors_of(day: date, people: dict[str, User]) -> Iterator[Processor]:
    """One with a contract, and one without."""
    by = {"created_by_id": people["officer"].id, "created_at": now()}
    host = {"name": "חברת אחסון", "purpose": "שמירת גיבויים", "records": "כל הרשומות, מוצפנות", "country": ISRAEL}
    yield Processor(**host, contract_on=day - timedelta(days=400), **by)
    print_shop = {"name": "בית דפוס", "purpose": "הדפסת דוחות", "records": "דוחות התקדמות", "country": ISRAEL}
    yield Processor(**print_shop, **by)
