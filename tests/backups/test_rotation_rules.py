"""Which backups are kept, over years of nights with gaps, leap days, and clocks that jumped."""

from datetime import date, datetime, timedelta
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from caseapp.backups.rotation_rules import DAYS, MONTHS, WEEKS, superseded

MOST = DAYS + WEEKS + MONTHS
instants = st.datetimes(datetime(1990, 1, 1), datetime(2140, 1, 1))  # noqa: DTZ001 - on the organisation's clock


def kept_after(nights: list[datetime]) -> set[datetime]:
    """What is left when each night's backup was made and the old ones were removed."""
    kept: set[datetime] = set()
    for night in nights:
        kept.add(night)
        kept -= superseded(kept, night)
    return kept


def nights_from(first: date, gaps: list[int]) -> list[datetime]:
    """One night after the other, each so many days after the one before."""
    at = datetime(first.year, first.month, first.day, 2, 5)  # noqa: DTZ001
    return [at + timedelta(days=days) for days in accumulate([0, *gaps])]


def test_three_years_of_nights_leave_seven_days_four_weeks_and_twelve_months() -> None:
    """Over the leap day of 2028: the last night of each month and of each week, and each of the last seven."""
    kept = sorted(kept_after(nights_from(date(2025, 4, 1), [1] * 1065)))  # the last is Wednesday, 1 March 2028
    days = [at.date() for at in kept]
    assert days[-8:] == [date(2028, 2, 19), *(date(2028, 2, 24) + timedelta(days=n) for n in range(7))]
    assert date(2028, 2, 29) in days
    assert [day for day in days if day < date(2028, 2, 1)] == [
        date(2027, 4, 30), date(2027, 5, 31), date(2027, 6, 30), date(2027, 7, 31), date(2027, 8, 31),
        date(2027, 9, 30), date(2027, 10, 31), date(2027, 11, 30), date(2027, 12, 31), date(2028, 1, 31),
    ]  # fmt: skip
    assert date(2028, 2, 12) in days
    assert len(days) <= MOST


@given(st.dates(date(1999, 1, 1), date(2090, 1, 1)), st.lists(st.integers(0, 400), max_size=60))
def test_whatever_the_gaps_the_newest_of_each_day_week_and_month_stays(first: date, gaps: list[int]) -> None:
    nights = nights_from(first, gaps)
    kept = kept_after(nights)
    assert max(nights) in kept
    assert len(kept) <= MOST
    for period, most in ((datetime.date, DAYS), (lambda at: (at.year, at.month), MONTHS)):
        newest = {period(night): night for night in nights}
        assert set(sorted(newest.values())[-most:]) <= kept
    assert not superseded(kept, max(nights))


@given(st.sets(instants), instants)
def test_neither_the_one_just_made_nor_the_newest_of_all_is_ever_removed(made: set, last: datetime) -> None:
    """Even where a clock jumped: what seems to lie in the future neither goes nor pushes out what is newer."""
    gone = superseded(made, last)
    assert gone <= made - {last, *([max(made)] if made else [])}
    past = {at for at in made if at <= last}
    assert not past or max(past) not in gone
    assert len((made | {last}) - gone) <= 2 * MOST
    assert not superseded((made | {last}) - gone, last)


@given(st.sets(instants, min_size=1, max_size=40), st.timedeltas(timedelta(1), timedelta(9000)))
def test_nights_on_a_clock_that_ran_ahead_push_out_nothing(made: set, ahead: timedelta) -> None:
    true = max(made)
    wrong = {true + ahead + timedelta(days=n) for n in range(400)}
    assert superseded(made | wrong, true) & made == superseded(made, true)


@given(st.dates(date(1, 1, 1), date(1, 1, 20)))
def test_the_first_days_of_all_are_in_some_week(first: date) -> None:
    assert kept_after(nights_from(first, [1] * 10))
