"""The services of the rehabilitation basket, and the units in which they are approved."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l

AMOUNT_MOST = 168
REFERENCE_MAX = 60
AMOUNT = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?")


class Service(StrEnum):
    """What a committee can approve."""

    SOCIAL_MENTORING = "social_mentoring"
    AMITIM = "amitim"
    SOCIAL_CLUB = "social_club"
    SOCIAL_GROUP = "social_group"
    SUPPORTED_HOUSING = "supported_housing"
    SUPPORTED_EMPLOYMENT = "supported_employment"
    EDUCATION = "education"
    CARE_COORDINATION = "care_coordination"


class Unit(StrEnum):
    """What an approval counts."""

    HOUR = "hour"
    MEETING = "meeting"


class Per(StrEnum):
    """The stretch of time in which the amount may be used."""

    WEEK = "week"
    MONTH = "month"


SERVICE_NAMES = {
    Service.SOCIAL_MENTORING: _l("Social mentoring"),
    Service.AMITIM: _l("Amitim (community centre)"),
    Service.SOCIAL_CLUB: _l("Social club"),
    Service.SOCIAL_GROUP: _l("Social group"),
    Service.SUPPORTED_HOUSING: _l("Supported housing"),
    Service.SUPPORTED_EMPLOYMENT: _l("Supported employment"),
    Service.EDUCATION: _l("Completion of education"),
    Service.CARE_COORDINATION: _l("Care coordination"),
}
UNIT_NAMES = {Unit.HOUR: _l("Hours"), Unit.MEETING: _l("Meetings")}
PER_NAMES = {Per.WEEK: _l("A week"), Per.MONTH: _l("A month")}

# Mentoring of the basket is meant for people who live at home.
NOT_TOGETHER = ({Service.SOCIAL_MENTORING}, {Service.SUPPORTED_HOUSING})


@dataclass(frozen=True)
class Terms:
    """What was approved: so many hours or meetings a week or month, from one day to another."""

    service: Service
    amount: Decimal
    unit: Unit
    per: Per
    starts_on: date
    ends_on: date
    reference: str = ""


def check_terms(terms: Terms) -> None:
    """`RuleBroken` where the days are in the wrong order, or the amount cannot be used."""
    if terms.ends_on < terms.starts_on:
        raise RuleBroken(_("The last day is before the first one."), "ends_on")
    if not 0 < terms.amount <= AMOUNT_MOST:
        raise RuleBroken(_("A week holds more than 0 and at most %(most)s.", most=AMOUNT_MOST), "amount")
    if len(terms.reference) > REFERENCE_MAX:
        raise RuleBroken(_("A reference has at most %(most)s letters.", most=REFERENCE_MAX), "reference")


def read_amount(text: str) -> Decimal:
    """`3`, `2.5` or `2,5`; `RuleBroken` for anything else."""
    if not AMOUNT.fullmatch(text.strip()):
        raise RuleBroken(_("Please write a number like 3 or 2.5."), "amount")
    return Decimal(text.strip().replace(",", "."))


def amount_figure(amount: Decimal) -> str:
    """The number without idle zeros: 3, 2.5."""
    return f"{amount.normalize():f}"


def shares_days(starts_on: date, ends_on: date, other_starts_on: date, other_ends_on: date) -> bool:
    """Whether two approvals share a day, both ends included."""
    return starts_on <= other_ends_on and other_starts_on <= ends_on


def is_unusual_beside(service: Service, other: Service) -> bool:
    """Whether committees do not usually approve the two together: a reason to ask, never one to refuse."""
    return any({service} == one and {other} == two for one, two in (NOT_TOGETHER, NOT_TOGETHER[::-1]))


def approved_in(amount: Decimal, per: Per, starts_on: date, ends_on: date, first: date, last: date) -> Decimal:
    """How much of an approval falls into the days from `first` to `last`: a week's amount by sevenths of its days, a
    month's by the part of each calendar month that is covered. Both ends are included."""
    begin, end = max(starts_on, first), min(ends_on, last)
    days = (end - begin).days + 1
    if days <= 0:
        return Decimal(0)
    if per is Per.WEEK:
        return amount * days / 7
    share, day = Decimal(0), begin
    while day <= end:
        length = monthrange(day.year, day.month)[1]
        last_covered = min(day.replace(day=length), end)
        share += Decimal((last_covered - day).days + 1) / length
        day = last_covered + timedelta(days=1)
    return amount * share
