"""Days of the Hebrew calendar, beside the others in reports in Hebrew."""

from datetime import date

from pyluach.dates import GregorianDate

from caseapp.i18n import language


def in_hebrew(value: date) -> str:
    """The day as the Hebrew calendar names it; nothing in other languages."""
    return str(GregorianDate.from_pydate(value).to_heb().hebrew_date_string()) if language() == "he" else ""
