"""The services of the rehabilitation basket, and the units in which they are approved."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l

AMOUNT_MOST = 168
BROKEN = 102  # many in Hebrew, the singular in Arabic, the genitive in Russian: as a broken number is told
REFERENCE_MAX = 60
COMMITTEE_MAX = 80
AMOUNT = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?")

# The codes of services of which the rules speak; an organisation words them, and adds its own.
SOCIAL_MENTORING = "social_mentoring"
SUPPORTED_HOUSING = "supported_housing"


class Unit(StrEnum):
    """What an approval counts."""

    HOUR = "hour"
    MEETING = "meeting"
    DAY = "day"


class Per(StrEnum):
    """The stretch of time in which the amount may be used."""

    WEEK = "week"
    MONTH = "month"


class When(StrEnum):
    """Where an approval lies on a day."""

    NOW = "now"
    AHEAD = "ahead"
    OVER = "over"


UNIT_NAMES = {Unit.HOUR: _l("Hours"), Unit.MEETING: _l("Meetings"), Unit.DAY: _l("Days")}
PER_NAMES = {Per.WEEK: _l("Week"), Per.MONTH: _l("Month")}
DAYS_OF_EVERY_MONTH = 28
DAYS_MOST = {Per.WEEK: 7, Per.MONTH: 31}

# Mentoring of the basket is meant for people who live at home.
NOT_TOGETHER = ({SOCIAL_MENTORING, SUPPORTED_HOUSING},)


class Amount(Protocol):
    """So much a week or a month, from one day to another."""

    @property
    def amount(self) -> Decimal: ...
    @property
    def per(self) -> Per: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...


@dataclass(frozen=True)
class Terms:
    """What was approved: so many hours, meetings or days a week or month, from one day to another, and by whom."""

    service: str
    amount: Decimal
    unit: Unit
    per: Per
    starts_on: date
    ends_on: date
    reference: str = ""
    committee: str = ""
    decided_on: date | None = None


def check_terms(terms: Terms, today: date) -> None:
    """`RuleBroken` where the days are in the wrong order, or the amount cannot be used."""
    if terms.ends_on < terms.starts_on:
        raise RuleBroken(_("The end date is before the start date."), "ends_on")
    most = DAYS_MOST[terms.per] if terms.unit is Unit.DAY else AMOUNT_MOST
    if not 0 < terms.amount <= most:
        raise RuleBroken(_("Enter a number above 0 and no higher than %(most)s.", most=most), "amount")
    if terms.decided_on and terms.decided_on > today:
        raise RuleBroken(_("The decision date is in the future. Check the date."), "decided_on")
    if len(terms.reference) > REFERENCE_MAX:
        raise RuleBroken(_("A reference number can have at most %(most)s characters.", most=REFERENCE_MAX), "reference")
    if len(terms.committee) > COMMITTEE_MAX:
        raise RuleBroken(_("A committee's name can have at most %(most)s characters.", most=COMMITTEE_MAX), "committee")


def read_amount(text: str) -> Decimal:
    """`3`, `2.5` or `2,5`; `RuleBroken` for anything else."""
    if not AMOUNT.fullmatch(text.strip()):
        raise RuleBroken(_("Enter a number such as 3 or 2.5."), "amount")
    return Decimal(text.strip().replace(",", "."))


def amount_figure(amount: Decimal) -> str:
    """The number without idle zeros: 3, 2.5."""
    return f"{amount.normalize():f}"


def shares_days(starts_on: date, ends_on: date, other_starts_on: date, other_ends_on: date) -> bool:
    """Whether two approvals share a day, both ends included."""
    return starts_on <= other_ends_on and other_starts_on <= ends_on


def is_unusual_beside(service: str, other: str) -> bool:
    """Whether committees do not usually approve the two together: a reason to ask, never one to refuse."""
    return {service, other} in NOT_TOGETHER


def when_of(starts_on: date, ends_on: date, day: date) -> When:
    """Whether that day lies before, in or after an approval."""
    if day < starts_on:
        return When.AHEAD
    return When.NOW if day <= ends_on else When.OVER


def renewed_days(starts_on: date, ends_on: date) -> tuple[date, date]:
    """The days after an approval's last one: as many whole months as it had, or else as many days."""
    first = ends_on + timedelta(days=1)
    months = (first.year - starts_on.year) * 12 + first.month - starts_on.month
    if first.day != starts_on.day or first.day > DAYS_OF_EVERY_MONTH:
        return first, first + (ends_on - starts_on)
    year, month = divmod(first.month - 1 + months, 12)
    return first, first.replace(year=first.year + year, month=month + 1) - timedelta(days=1)


def approved_in(terms: Amount, first_day: date, last_day: date) -> Decimal:
    """How much of an approval falls into these days, both ends included: a week's amount by sevenths of the days that
    it covers, a month's by the part of each calendar month. Reckoned exactly and rounded once, at the end."""
    begin, end = max(terms.starts_on, first_day), min(terms.ends_on, last_day)
    days = (end - begin).days + 1
    if days <= 0:
        return Decimal(0)
    share = Fraction(days, 7) if terms.per is Per.WEEK else _months(begin, end)
    exact = Fraction(terms.amount) * share
    return Decimal(exact.numerator) / exact.denominator


def _months(begin: date, end: date) -> Fraction:
    share, day = Fraction(0), begin
    while day <= end:
        length = monthrange(day.year, day.month)[1]
        last_covered = min(day.replace(day=length), end)
        share += Fraction((last_covered - day).days + 1, length)
        day = last_covered + timedelta(days=1)
    return share
