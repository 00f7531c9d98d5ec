"""Read the days of a column: the order of day and month is decided by the whole column, never by one cell."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets.vocabulary import fold
from caseapp.exchange.tables.table import WITHOUT_INVISIBLE
from caseapp.i18n import _
from caseapp.web.day_rules import YEAR_FIRST, figures

EXAMPLES = 3
ADULT, OLDEST = 18, 100

NUMBERS = re.compile(r"([0-9]{1,2})\s*([/.\-\\ ])\s*([0-9]{1,2})\s*\2\s*([0-9]{4}|[0-9]{2})(?:\s*г)?\.?")
DAY_NAMED_MONTH = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?[ .\-/]*((?:(?:كانون|تشرين) )?[^\W\d_]+)\.?[ ,.\-/]*"
    r"([0-9]{4}|[0-9]{2})(?:\s*(?:г|р)\.?)?"
)
NAMED_MONTH_DAY = re.compile(r"([^\W\d_]+)\.?[ \-]*([0-9]{1,2})(?:st|nd|rd|th)?[ ,\-]+([0-9]{4}|[0-9]{2})")
WITHOUT_YEAR = re.compile(r"([0-9]{1,2})\s*[/.\-]\s*([0-9]{1,2})\.?")
MIDNIGHT = re.compile(r"(?:[T ]+|,\s*)(?:0?0:00(?::00(?:\.0+)?)?|12:00(?::00)?\s*AM)Z?$", re.IGNORECASE)
WEEKDAY_BEFORE = re.compile(r"^(?:יום\s+)?[^\W\d_]+['׳\"״]?[.,]?\s+(?=[0-9])")

MONTHS = {
    fold(word): number
    for number, words in enumerate(
        (
            "January Jan ינואר ינו يناير كانونالثاني январь января янв",
            "February Feb פברואר פבר فبراير شباط февраль февраля фев",
            "March Mar מרץ מרס מארס مارس آذار март марта мар",
            "April Apr אפריל אפר أبريل ابريل نيسان апрель апреля апр",
            "May מאי مايو أيار ايار май мая",
            "June Jun יוני يونيو حزيران июнь июня июн",
            "July Jul יולי يوليو تموز июль июля июл",
            "August Aug אוגוסט אוג أغسطس اغسطس آب август августа авг",
            "September Sep Sept ספטמבר ספט سبتمبر أيلول ايلول сентябрь сентября сен сент",
            "October Oct אוקטובר אוק أكتوبر اكتوبر تشرينالأول تشرينالاول октябрь октября окт",
            "November Nov נובמבר נוב نوفمبر تشرينالثاني ноябрь ноября ноя нояб",
            "December Dec דצמבר דצמ ديسمبر كانونالأول كانونالاول декабрь декабря дек",
        ),
        1,
    )
    for word in words.split()
    for word in (word, f"ב{word}")
}


class Order(Enum):
    """What stands first in a day that is written in numbers."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


class YearOf(Enum):
    """Which century two digits of a year mean: that of a grown-up's birth, or the present one."""

    BIRTH = "birth"
    PRESENT = "present"


@dataclass(frozen=True)
class OrderDecision:
    """How days are read: `is_certain` where no other order fits, `is_shown` where some day says so by itself."""

    order: Order
    is_certain: bool
    is_shown: bool = False


def plain(cell: str) -> str:
    """The cell without invisible marks and outer spaces, its digits those of ASCII."""
    text = figures(unicodedata.normalize("NFKC", cell.translate(WITHOUT_INVISIBLE)))
    return text.strip().removeprefix("'").strip()


def readings(cell: str, year_of: YearOf, today: date) -> dict[Order, date]:
    """The day that the cell says in each order; the same in both where only one is possible to write."""
    text = MIDNIGHT.sub("", plain(cell))
    text = WEEKDAY_BEFORE.sub("", text) if not NAMED_MONTH_DAY.fullmatch(text) else text
    if found := YEAR_FIRST.fullmatch(text):
        return _in_both(int(found[1]), int(found[3]), int(found[4]))
    if found := NUMBERS.fullmatch(text):
        year = _year(found[4], year_of, today)
        first, second = int(found[1]), int(found[3])
        return _existing({Order.DAY_FIRST: (year, second, first), Order.MONTH_FIRST: (year, first, second)})
    for pattern, day, month in ((DAY_NAMED_MONTH, 1, 2), (NAMED_MONTH_DAY, 2, 1)):
        if (found := pattern.fullmatch(text)) and (number := MONTHS.get(fold(found[month]))):
            return _in_both(_year(found[3], year_of, today), number, int(found[day]))
    return {}


def decide(columns: Iterable[tuple[Sequence[str], YearOf, bool]], today: date) -> OrderDecision | None:
    """The order of a file's days, of its columns of cells, each with its years and whether its days are past.

    First what the calendar allows, then what lies in the past; where both orders fit, the country's habit. None where
    some days are only possible in one order and some only in the other.
    """
    only: dict[Order, int] = dict.fromkeys(Order, 0)
    future: dict[Order, int] = dict.fromkeys(Order, 0)
    is_ambiguous = False
    for cells, year_of, is_past in columns:
        for cell in cells:
            found = readings(cell, year_of, today)
            if len(found) == 1:
                only[next(iter(found))] += 1
            elif len(set(found.values())) == 2:
                is_ambiguous = True
                for order, day in found.items():
                    future[order] += is_past and day > today
    day_first, month_first = only[Order.DAY_FIRST], only[Order.MONTH_FIRST]
    if day_first and month_first:
        return None
    if day_first or month_first:
        return OrderDecision(Order.DAY_FIRST if day_first else Order.MONTH_FIRST, True, True)
    if future[Order.DAY_FIRST] and not future[Order.MONTH_FIRST]:
        return OrderDecision(Order.MONTH_FIRST, True, True)
    return OrderDecision(Order.DAY_FIRST, not is_ambiguous)


def written(day: date) -> str:
    """The day as a file may have it in any column: `03/04/2026` is in April."""
    return f"{day:%d/%m/}{day.year:04}"


def examples(cells: Iterable[str], today: date) -> tuple[str, str]:
    """Some days that are only possible day first, and some that are only possible month first, to be quoted."""
    found: dict[Order, list[str]] = {order: [] for order in Order}
    for cell in cells:
        read = readings(cell, YearOf.PRESENT, today)
        if len(read) == 1 and len(kept := found[next(iter(read))]) < EXAMPLES:
            kept.append(plain(cell))
    return _(", ").join(found[Order.DAY_FIRST]), _(", ").join(found[Order.MONTH_FIRST])


def without_years(cells: Sequence[str], order: Order, weekday: int | None, today: date) -> list[date] | None:
    """Days without a year, in the last year before today in which they fall on the weekday; None where none fits.

    A sheet may go over the end of a year: a month that goes back begins the next one.
    """
    pairs = []
    for cell in cells:
        found = WITHOUT_YEAR.fullmatch(plain(cell))
        if not found:
            return None
        pairs.append((int(found[1]), int(found[2])) if order is Order.DAY_FIRST else (int(found[2]), int(found[1])))
    for last in range(today.year, today.year - 8, -1):
        days = _counted_back(pairs, last)
        if days and max(days) <= today and (weekday is None or all(day.weekday() == weekday for day in days)):
            return days
    return None


def _counted_back(pairs: Sequence[tuple[int, int]], last: int) -> list[date] | None:
    days: list[date] = []
    year = last
    for day, month in reversed(pairs):
        if days and month > days[-1].month:
            year -= 1
        try:
            days.append(date(year, month, day))
        except ValueError:
            return None
    return days[::-1]


def _year(digits: str, year_of: YearOf, today: date) -> int:
    """Four digits as they are; of two, the only century in which it can be; 0 where there is none."""
    if len(digits) == 4:
        return int(digits)
    if year_of is YearOf.PRESENT:
        return 2000 + int(digits)
    centuries = (1900 + int(digits), 2000 + int(digits))
    return next((year for year in centuries if ADULT <= today.year - year < OLDEST), 0)


def _in_both(year: int, month: int, day: int) -> dict[Order, date]:
    return _existing(dict.fromkeys(Order, (year, month, day)))


def _existing(days: dict[Order, tuple[int, int, int]]) -> dict[Order, date]:
    found = {}
    for order, parts in days.items():
        try:
            found[order] = date(*parts)
        except ValueError:
            continue
    return found


def refuse_mixed_orders(heading: str, cells: Iterable[str], today: date) -> RuleBroken:
    """The sentence about a column in which some days are day first and others month first."""
    day_first, month_first = examples(cells, today)
    return RuleBroken(
        _(
            "Some days of the column “%(heading)s” have the day first (%(day_first)s), others the month"
            " (%(month_first)s). Nothing of it was taken. Write them all alike.",
            heading=heading,
            day_first=day_first,
            month_first=month_first,
        )
    )
