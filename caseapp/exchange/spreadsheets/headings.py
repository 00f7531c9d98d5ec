"""What a file is, and what each of its columns holds, told from its headings alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from caseapp.exchange.spreadsheets.cells import visible
from caseapp.exchange.spreadsheets.vocabulary import fold
from caseapp.i18n import _

LOOKS_LIKE_A_DAY = re.compile(r"[0-9]{1,4}([./-])[0-9]{1,2}\1[0-9]{1,4}")


class Kind(Enum):
    """The four files of a caseload, in the order in which they build on each other."""

    CLIENTS = "clients"
    GOALS = "goals"
    MEETINGS = "meetings"
    ATTENDANCE = "attendance"


ID_NUMBER = ("ת.ז.", "תעודת זהות", "מספר זהות", "מספר תעודת זהות", "מס' זהות", "מס' ת.ז.", "ז.ה.")
ID_NUMBER_ENGLISH = (
    "id number",
    "id",
    "national id",
    "identity number",
    "id no",
    "client id",
    "teudat zehut",
)

# The first words of a field are the ones a sentence uses for it.
HEADINGS: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    Kind.CLIENTS: {
        "first_name": ("שם פרטי", "first name", "given name", "פרטי"),
        "last_name": ("שם משפחה", "last name", "family name", "surname", "משפחה"),
        "preferred_name": ("שם מועדף", "preferred name", "כינוי", "nickname"),
        "national_id": (ID_NUMBER[0], *ID_NUMBER_ENGLISH, *ID_NUMBER[1:]),
        "born_on": ("תאריך לידה", "birth date", "date of birth", "birthday", "born", "ת. לידה", "dob"),
        "phone": (
            "טלפון",
            "phone",
            "telephone",
            "mobile",
            "phone number",
            "נייד",
            "מספר טלפון",
            "טלפון נייד",
            "cell",
        ),
        "language": ("שפה", "language", "שפת אם", "mother tongue"),
        "gender_form": ("מין", "gender", "מגדר", "לשון פנייה", "sex"),
        "mentor": ("חונך/ת", "mentor", "חונך", "חונכת", "שם החונך", "mentor username", "social mentor"),
        "service": ("שירות", "service", "סוג שירות", "service type"),
        "approved_from": (
            *(
                "תחילת זכאות",
                "approved from",
                "תחילת אישור",
                "זכאות מ",
                "approval start",
                "entitlement start",
            ),
            *("start of approval", "approval from"),
        ),
        "approved_until": (
            *(
                "סוף זכאות",
                "approved until",
                "סוף אישור",
                "זכאות עד",
                "תום זכאות",
                "approval end",
                "entitlement end",
            ),
            *("end of approval", "approval until"),
        ),
        "hours_per_week": ("שעות בשבוע", "hours per week", "שעות שבועיות", "weekly hours", "hours a week"),
    },
    Kind.GOALS: {
        "national_id": (ID_NUMBER[0], *ID_NUMBER_ENGLISH, *ID_NUMBER[1:]),
        "client_words": (
            *("מטרה במילות הלקוח/ה", "goal in the client's words", "מטרה במילות הלקוח", "מטרה במילות הלקוחה"),
            *("מטרה", "goal", "client's words", "goal in client's own words"),
        ),
        "domain": ("תחום", "domain", "תחום חיים", "area", "life domain"),
        "target_on": ("תאריך יעד", "target day", "target date", "יעד", "due date", "by when"),
        "baseline": ("מצב התחלתי", "baseline", "נקודת התחלה", "רמת בסיס", "baseline level", "starting level"),
    },
    Kind.MEETINGS: {
        "national_id": (ID_NUMBER[0], *ID_NUMBER_ENGLISH, *ID_NUMBER[1:]),
        "on": ("תאריך", "date", "day", "תאריך מפגש", "meeting date", "תאריך המפגש", "יום"),
        "at": ("שעה", "time", "hour", "start", "שעת התחלה", "start time"),
        "minutes": (
            "משך (דקות)",
            "length (minutes)",
            "משך",
            "דקות",
            "משך בדקות",
            "minutes",
            "duration",
            "length",
            "duration (minutes)",
            "length in minutes",
        ),
        "mode": ("אופן", "mode", "אופן המפגש", "how", "medium", "way of meeting"),
        "outcome": ("תוצאה", "outcome", "סטטוס", "status", "מצב", "result"),
        "note": ("תיעוד", "note", "הערות", "תיאור", "סיכום", "notes", "summary", "documentation"),
    },
    Kind.ATTENDANCE: {
        "national_id": (ID_NUMBER[0], *ID_NUMBER_ENGLISH, *ID_NUMBER[1:]),
        "name": ("שם", "name", "שם מלא", "full name", "משתתף", "משתתפ/ת", "participant"),
    },
}
REQUIRED: Mapping[Kind, tuple[str, ...]] = {
    Kind.CLIENTS: ("first_name", "last_name", "national_id", "mentor"),
    Kind.GOALS: ("national_id", "client_words", "domain"),
    Kind.MEETINGS: ("national_id", "on", "at", "minutes", "mode", "outcome"),
    Kind.ATTENDANCE: ("national_id",),
}
MEND_HEADING = "מה לתקן"
MEND_HEADING_ENGLISH = "what to mend"
MEND_HEADINGS = frozenset({fold(MEND_HEADING), fold(MEND_HEADING_ENGLISH)})

FIELD_OF: Mapping[Kind, Mapping[str, str]] = {
    kind: {fold(variant): field for field, variants in fields.items() for variant in variants}
    for kind, fields in HEADINGS.items()
}


@dataclass(frozen=True)
class Columns:
    """Where each field stands, which columns are days of a group, and which are of no use here."""

    place: Mapping[str, int]
    days: tuple[int, ...]
    unknown: tuple[str, ...]
    faults: tuple[str, ...]


def is_mend_heading(cell: str) -> bool:
    return fold(cell) in MEND_HEADINGS


def recognised(cells: Sequence[str]) -> tuple[Kind, int] | None:
    """The kind of file these headings belong to and how many of them say so; None for any other row."""
    days = len(_day_columns(cells))
    best: tuple[Kind, int] | None = None
    for kind, fields in FIELD_OF.items():
        found = {fields[fold(cell)] for cell in cells if fold(cell) in fields}
        if kind is Kind.ATTENDANCE:
            says = len(found) + days if days and found else 0
        else:
            says = len(found) if len(found) > (1 if "national_id" in found else 2) else 0
        if says and (best is None or says > best[1]):
            best = kind, says
    return best


def columns_of(kind: Kind, headings: Sequence[str]) -> Columns:
    """Each field's column; `faults` are sentences about headings that are missing or stand twice."""
    place: dict[str, int] = {}
    unknown: list[str] = []
    faults: list[str] = []
    days = _day_columns(headings) if kind is Kind.ATTENDANCE else ()
    for number, heading in enumerate(headings):
        field = FIELD_OF[kind].get(fold(heading))
        if field is None:
            if heading.strip() and number not in days:
                unknown.append(heading.strip())
        elif field in place:
            first = headings[place[field]].strip()
            faults.append(
                _(
                    "The headings “%(first)s” and “%(second)s” mean the same. Keep one of them.",
                    first=first,
                    second=heading.strip(),
                )
            )
        else:
            place[field] = number
    faults += [_missing(kind, field) for field in REQUIRED[kind] if field not in place]
    return Columns(place, days, tuple(unknown), tuple(faults))


def _day_columns(headings: Sequence[str]) -> tuple[int, ...]:
    return tuple(number for number, cell in enumerate(headings) if LOOKS_LIKE_A_DAY.fullmatch(visible(cell)))


def _missing(kind: Kind, field: str) -> str:
    hebrew, english = HEADINGS[kind][field][:2]
    sentence: str = _(
        "The heading “%(hebrew)s” is missing (in English, “%(english)s”).",
        hebrew=hebrew,
        english=english,
    )
    return sentence
