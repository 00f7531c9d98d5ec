"""The services of the rehabilitation basket, and the units in which they are approved."""

import re
from dataclasses import dataclass
from datetime import date
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
