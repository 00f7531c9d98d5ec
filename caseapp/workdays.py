"""Working days in Israel: Sunday to Thursday, except public holidays.

Holidays by pyluach: Rosh Hashana (two days), Yom Kippur, the first day of Sukkot, Shmini
Atzeret, the first and the seventh day of Pesach, Shavuot; and Independence Day on the day it is observed.
The days between (hol hamoed), eves, Purim and Hanukkah are working days.
"""

from datetime import date, timedelta
from functools import lru_cache

from pyluach.dates import GregorianDate, HebrewDate
from pyluach.hebrewcal import festival

FRIDAY, SATURDAY = 4, 5
IYAR = 2
ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=4096)
def is_holiday(day: date) -> bool:
    """Whether that day is a public holiday."""
    hebrew = GregorianDate(day.year, day.month, day.day).to_heb()
    if festival(hebrew, israel=True, include_working_days=False):
        return True
    return day == _independence_day(hebrew.year)


def is_working_day(day: date) -> bool:
    """Whether that day is a working day."""
    return day.weekday() not in (FRIDAY, SATURDAY) and not is_holiday(day)


def working_days_between(first: date, last: date) -> int:
    """How many working days there are after `first`, up to and including `last`; 0 where `last` is not later."""
    return sum(is_working_day(first + timedelta(days=after)) for after in range(1, (last - first).days + 1))


def last_day_due(today: date, days: int) -> date:
    """The latest day whose work is overdue today, when it is due within that many working days: for such a day
    `working_days_between(day, today) > days`, and for no later one."""
    day = today
    while days >= 0:
        if is_working_day(day):
            days -= 1
        day -= ONE_DAY
    return day


@lru_cache(maxsize=64)
def _independence_day(hebrew_year: int) -> date:
    """5 Iyar, moved away from Friday, Saturday and Sunday."""
    day: date = HebrewDate(hebrew_year, IYAR, 5).to_pydate()
    moved = {FRIDAY: -1, SATURDAY: -2, 0: 1}
    return day + timedelta(days=moved.get(day.weekday(), 0))
