"""The services of the rehabilitation basket, and the units in which they are approved."""

import re
from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.web.hour_rules import hours_figure

AMOUNT_MOST = 168
# A whole number whose plural form is the one that a fraction takes in Hebrew, Arabic and Russian.
FRACTION_PLURAL = 102
REFERENCE_MAX = 60
COMMITTEE_MAX = 80
AMOUNT = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?")

# The services that rules refer to; an organisation names them and adds its own.
SOCIAL_MENTORING = "social_mentoring"
HOUSING = ("hostel", "supportive_community", "supported_housing")


class ApprovalUnit(StrEnum):
    """What an approval counts."""

    HOUR = "hour"
    MEETING = "meeting"
    DAY = "day"


class Per(StrEnum):
    """The period in which the amount may be used."""

    WEEK = "week"
    MONTH = "month"


class ApprovalPhase(StrEnum):
    """Whether an approval applies on a day."""

    CURRENT = "current"
    UPCOMING = "upcoming"
    ENDED = "ended"


UNIT_NAMES = {ApprovalUnit.HOUR: _l("Hours"), ApprovalUnit.MEETING: _l("Meetings"), ApprovalUnit.DAY: _l("Days")}
PERIOD_NAMES = {Per.WEEK: _l("Week"), Per.MONTH: _l("Month")}
DAYS_OF_EVERY_MONTH = 28
DAYS_MOST = {Per.WEEK: 7, Per.MONTH: 31}

# What is given once and not renewed.
DENTAL, INITIAL_EQUIPMENT = "dental", "initial_equipment"
APPROVED_ONCE = frozenset({DENTAL, INITIAL_EQUIPMENT})

# Mentoring of the basket is meant for people who live at home.
NOT_TOGETHER = tuple({SOCIAL_MENTORING, housing} for housing in HOUSING)


class ApprovedAmount(Protocol):
    """An amount per week or month, from one day to another."""

    @property
    def amount(self) -> Decimal: ...
    @property
    def per(self) -> Per: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...


class ServicePeriod(Protocol):
    """A service from one day to another."""

    @property
    def service(self) -> str: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...


class ServiceTerms(ApprovedAmount, ServicePeriod, Protocol):
    """An amount of a service, in its unit."""

    @property
    def unit(self) -> ApprovalUnit: ...


@dataclass(frozen=True)
class ApprovalTerms:
    """What was approved: hours, meetings or days per week or month, from one day to another, and by whom."""

    service: str
    amount: Decimal
    unit: ApprovalUnit
    per: Per
    starts_on: date
    ends_on: date
    reference: str = ""
    committee: str = ""
    decided_on: date | None = None


def check_terms(terms: ApprovalTerms, today: date) -> None:
    """`RuleBroken` if the dates are in the wrong order, the amount is impossible or a text is too long."""
    if terms.ends_on < terms.starts_on:
        raise RuleBroken(_("The end date is before the start date."), "ends_on")
    most = DAYS_MOST[terms.per] if terms.unit is ApprovalUnit.DAY else AMOUNT_MOST
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


def format_amount(amount: Decimal) -> str:
    """The number without trailing zeros: 3, 2.5."""
    return f"{amount.normalize():f}"


def amount_figure(amount: Decimal, unit: ApprovalUnit) -> str:
    """The amount as people read it: 3, or 2:30 for a part of an hour."""
    is_part = unit is ApprovalUnit.HOUR and amount != int(amount)
    return hours_figure(amount) if is_part else format_amount(amount)


def shares_days(starts_on: date, ends_on: date, other_starts_on: date, other_ends_on: date) -> bool:
    """Whether two approvals share a day, both ends included."""
    return starts_on <= other_ends_on and other_starts_on <= ends_on


def is_unusual_beside(service: str, other: str) -> bool:
    """Whether committees rarely approve these two services together: a reason to warn, never to refuse."""
    return {service, other} in NOT_TOGETHER


def phase_of(starts_on: date, ends_on: date, day: date) -> ApprovalPhase:
    """Whether an approval is upcoming, current or ended on that day."""
    if day < starts_on:
        return ApprovalPhase.UPCOMING
    return ApprovalPhase.CURRENT if day <= ends_on else ApprovalPhase.ENDED


def approved_until(periods: Iterable[ServicePeriod], day: date) -> date | None:
    """Of the services approved that day, the end that comes first. What is renewed without a gap has the end of its
    renewal; what is approved once, such as equipment, ends without being renewed and has no say."""
    lasting: dict[str, list[ServicePeriod]] = {}
    for each in periods:
        if each.service not in APPROVED_ONCE:
            lasting.setdefault(each.service, []).append(each)
    ends = (_last_without_gap(of_service, day) for of_service in lasting.values())
    return min((end for end in ends if end is not None), default=None)


def approval_end(periods: Collection[ServicePeriod], day: date) -> date | None:
    """Until when services are approved that day; where none is, the last day for which one was."""
    last = max((each.ends_on for each in periods if each.service not in APPROVED_ONCE), default=None)
    return approved_until(periods, day) or last


def renewal_end(periods: Collection[ServicePeriod], day: date) -> date | None:
    """The end that a report is written for: the one of what is approved that day, or an earlier one of mentoring that
    nobody has renewed."""
    mentoring = max((each.ends_on for each in periods if each.service == SOCIAL_MENTORING), default=None)
    ends = (approval_end(periods, day), mentoring)
    return min((end for end in ends if end is not None), default=None)


def _last_without_gap(periods: Iterable[ServicePeriod], day: date) -> date | None:
    """The last day of approvals that follow each other from that day on; nothing where none covers it."""
    end = None
    for each in sorted(periods, key=lambda each: each.starts_on):
        if each.ends_on >= day and each.starts_on <= (end + timedelta(days=1) if end else day):
            end = max(end or each.ends_on, each.ends_on)
    return end


def renewed_days(starts_on: date, ends_on: date) -> tuple[date, date]:
    """The dates of a renewal: from the day after the last one, for as many whole months, or else as many days."""
    first = ends_on + timedelta(days=1)
    months = (first.year - starts_on.year) * 12 + first.month - starts_on.month
    if first.day != starts_on.day or first.day > DAYS_OF_EVERY_MONTH:
        return first, first + (ends_on - starts_on)
    year, month = divmod(first.month - 1 + months, 12)
    return first, first.replace(year=first.year + year, month=month + 1) - timedelta(days=1)


def approved_in(terms: ApprovedAmount, first_day: date, last_day: date) -> Decimal:
    """How much of an approval falls into these days, both ends included.

    A weekly amount counts a seventh for each day covered, a monthly one the covered part of each calendar month.
    The calculation is exact and rounded once, at the end.
    """
    begin, end = max(terms.starts_on, first_day), min(terms.ends_on, last_day)
    if end < begin:
        return Decimal(0)
    share = Fraction((end - begin).days + 1, 7) if terms.per is Per.WEEK else _months(begin, end)
    exact = Fraction(terms.amount) * share
    return Decimal(exact.numerator) / exact.denominator


@lru_cache(1000)  # many approvals have the same days
def _months(begin: date, end: date) -> Fraction:
    share, day = Fraction(0), begin
    while day <= end:
        length = monthrange(day.year, day.month)[1]
        last_covered = min(day.replace(day=length), end)
        share += Fraction((last_covered - day).days + 1, length)
        day = last_covered + timedelta(days=1)
    return share
