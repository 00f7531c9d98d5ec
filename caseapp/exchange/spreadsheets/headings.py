"""Recognise a file and its columns by the headings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from caseapp.exchange.spreadsheets.cells import visible
from caseapp.exchange.spreadsheets.vocabulary import fold
from caseapp.i18n import _

LOOKS_LIKE_A_DAY = re.compile(r"[0-9]{1,4}([./-])[0-9]{1,2}\1[0-9]{1,4}")


class FileKind(Enum):
    """The four files of a caseload, in the order in which they are imported."""

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

# The first two names of a field are used in sentences: the Hebrew one, then the English one.
HEADINGS: Mapping[FileKind, Mapping[str, tuple[str, ...]]] = {
    FileKind.CLIENTS: {
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
    FileKind.GOALS: {
        "national_id": (ID_NUMBER[0], *ID_NUMBER_ENGLISH, *ID_NUMBER[1:]),
        "client_words": (
            *("מטרה במילות הלקוח/ה", "goal in the client's words", "מטרה במילות הלקוח", "מטרה במילות הלקוחה"),
            *("מטרה", "goal", "client's words", "goal in client's own words"),
        ),
        "domain": ("תחום", "domain", "תחום חיים", "area", "life domain"),
        "target_on": ("תאריך יעד", "target day", "target date", "יעד", "due date", "by when"),
        "baseline": ("מצב התחלתי", "baseline", "נקודת התחלה", "רמת בסיס", "baseline level", "starting level"),
    },
    FileKind.MEETINGS: {
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
    FileKind.ATTENDANCE: {
        "national_id": (ID_NUMBER[0], *ID_NUMBER_ENGLISH, *ID_NUMBER[1:]),
        "name": ("שם", "name", "שם מלא", "full name", "משתתף", "משתתפ/ת", "participant"),
    },
}
REQUIRED: Mapping[FileKind, tuple[str, ...]] = {
    FileKind.CLIENTS: ("first_name", "last_name", "national_id", "mentor"),
    FileKind.GOALS: ("national_id", "client_words", "domain"),
    FileKind.MEETINGS: ("national_id", "on", "at", "minutes", "mode", "outcome"),
    FileKind.ATTENDANCE: ("national_id",),
}
CORRECTION_HEADING = "מה לתקן"
CORRECTION_HEADING_ENGLISH = "what to correct"
CORRECTION_HEADINGS = frozenset({fold(CORRECTION_HEADING), fold(CORRECTION_HEADING_ENGLISH)})

FIELD_OF: Mapping[FileKind, Mapping[str, str]] = {
    kind: {fold(variant): field for field, variants in fields.items() for variant in variants}
    for kind, fields in HEADINGS.items()
}


@dataclass(frozen=True)
class Columns:
    """The column of each field, the columns that are dates of a group, and the unknown headings."""

    place: Mapping[str, int]
    days: tuple[int, ...]
    unknown: tuple[str, ...]
    faults: tuple[str, ...]


def is_correction_heading(cell: str) -> bool:
    return fold(cell) in CORRECTION_HEADINGS


def recognise(cells: Sequence[str]) -> tuple[FileKind, int] | None:
    """The kind of file that has these headings and how many of them match; None for any other row."""
    days = len(_day_columns(cells))
    best: tuple[FileKind, int] | None = None
    for kind, fields in FIELD_OF.items():
        found = {fields[fold(cell)] for cell in cells if fold(cell) in fields}
        if kind is FileKind.ATTENDANCE:
            matches = len(found) + days if days and found else 0
        else:
            matches = len(found) if len(found) > (1 if "national_id" in found else 2) else 0
        if matches and (best is None or matches > best[1]):
            best = kind, matches
    return best


def columns_of(kind: FileKind, headings: Sequence[str]) -> Columns:
    """The column of each field; `faults` are sentences about missing and repeated headings."""
    place: dict[str, int] = {}
    unknown: list[str] = []
    faults: list[str] = []
    days = _day_columns(headings) if kind is FileKind.ATTENDANCE else ()
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


def _missing(kind: FileKind, field: str) -> str:
    hebrew, english = HEADINGS[kind][field][:2]
    sentence: str = _(
        "The heading “%(hebrew)s” is missing (in English, “%(english)s”).",
        hebrew=hebrew,
        english=english,
    )
    return sentence
