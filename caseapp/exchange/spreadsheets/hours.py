"""Read an hour or a length as spreadsheets and people write them."""

import re
from datetime import time

from caseapp.exchange.spreadsheets.days import plain

CLOCK = re.compile(r"([0-9]{1,2})[:.׃]([0-9]{2})(?:[:.][0-9]{2}(?:\.[0-9]+)?)?")
FOUR_DIGITS = re.compile(r"([0-9]{1,2})([0-9]{2})")
HOUR_ALONE = re.compile(r"([0-9]{1,2})")
HALF_OF_DAY = re.compile(
    r"(?<![^\W\d_])"
    r"(?:(a\.?m\.?|לפנה[\"״]?צ|לפני הצהריי?ם|בבוקר|ص|صباحا|قبل الظهر|утра)"
    r"|(p\.?m\.?|אחה[\"״]?צ|אחרי הצהריי?ם|בצהריי?ם|בערב|م|(?:بعد )?الظهر|ظهرا|عصرا|مساء|дня|вечера))"
    r"(?![^\W\d_])",
    re.IGNORECASE,
)
TANWIN = "\N{ARABIC FATHATAN}"  # "in the morning" is written with and without
RANGE = re.compile(r"(.+?)\s*(?:[-\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}]|עד|until|to|إلى|до)\s*([0-9].*)")
LENGTH = re.compile(
    r"([0-9]{1,4})(?:[.,]0+)?\s*(?:דקות|דק['׳]?|min(?:ute)?s?\.?|'|′|د\.?|دقيقة|دقائق|мин(?:ут[аы]?)?\.?)?",
    re.IGNORECASE,
)
HOURS_AND_MINUTES = re.compile(
    r"([0-9]{1,2}):([0-5][0-9])(?::[0-9]{2})?(?:\s*(?:שעות|שעה|ש['׳]|h|hours?|hrs?|ч\.?|ساعة|ساعات))?", re.IGNORECASE
)
HOURS = re.compile(
    r"([0-9]{1,2})(?:[.,]([0-9]{1,2}))?\s*(?:שעות|שעה|ש['׳]|h|hours?|hrs?|ч\.?|час(?:а|ов)?|ساعة|ساعات)", re.IGNORECASE
)
ONE_HOUR = {"שעה": 60, "שעהוחצי": 90, "שעתיים": 120, "חצישעה": 30, "ساعة": 60, "ساعتان": 120, "час": 60}


def read_hour(cell: str) -> time | None:
    """`9:05`, `17.30`, `1730`, `16:30:00` or `4:30 PM`; of a range, its beginning. None for anything else."""
    text = plain(cell).replace(TANWIN, "")
    if found := RANGE.fullmatch(text):
        beginning, end = found[1], found[2]
        half = HALF_OF_DAY.search(end)
        return read_hour(beginning if HALF_OF_DAY.search(beginning) or not half else f"{beginning} {half[0]}")
    half = HALF_OF_DAY.search(text)
    text = HALF_OF_DAY.sub("", text).strip()
    found = CLOCK.fullmatch(text) or (FOUR_DIGITS.fullmatch(text) if len(text) in (3, 4) else None)
    if found:
        hour, minute = int(found[1]), int(found[2])
    elif half and (found := HOUR_ALONE.fullmatch(text)):
        hour, minute = int(found[1]), 0
    else:
        return None
    if half and not 1 <= hour <= 12:
        return time(hour, minute) if half[2] and 12 < hour < 24 and minute < 60 else None
    if half:
        hour = hour % 12 + (12 if half[2] else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_range_minutes(cell: str) -> int | None:
    """The minutes from the beginning to the end of `9:00-10:00`; None for anything else."""
    found = RANGE.fullmatch(plain(cell))
    begins, ends = (read_hour(cell), read_hour(found[2])) if found else (None, None)
    if begins is None or ends is None:
        return None
    return ((ends.hour - begins.hour) * 60 + ends.minute - begins.minute) % (24 * 60)


def read_minutes(cell: str, in_hours: bool = False) -> int | None:
    """Minutes from `60`, `60.0`, `90 min`, `1:30`, `1.5 hours`; a bare number is in hours if the heading says so."""
    text = plain(cell)
    if (minutes := ONE_HOUR.get("".join(text.split()))) is not None:
        return minutes
    if found := HOURS_AND_MINUTES.fullmatch(text):
        return int(found[1]) * 60 + int(found[2])
    if (found := HOURS.fullmatch(text)) or (in_hours and (found := HOURS.fullmatch(f"{text} h"))):
        return round(float(f"{found[1]}.{found[2] or 0}") * 60)
    found = LENGTH.fullmatch(text)
    return int(found[1]) if found else None
