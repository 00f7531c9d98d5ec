"""Hours used against hours approved in some days, such as a month or a quarter."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from caseapp.activities.contact_rules import CountedContact
from caseapp.activities.rules import CONTACT
from caseapp.basket.rules import ApprovalUnit, ServiceTerms, approved_in, format_amount
from caseapp.hours.allocation_rules import Contact, Share, Terms, allocate, approvals_of_days, is_meeting
from caseapp.web.hour_rules import MINUTES_OF_AN_HOUR, hours_figure

HUNDREDTH = Decimal("0.01")
NOT_APPROVED = "none"


@dataclass(frozen=True)
class HoursUsed:
    """What was used of an approved amount in these days; `approved` is None for contact on days for which nothing is
    approved."""

    used: Decimal
    approved: Decimal | None
    unit: ApprovalUnit
    first_on: date
    last_on: date

    @property
    def share(self) -> float:
        """The share of the approved amount that was used; more than 1 where too much was used."""
        return float(self.used / self.approved) if self.approved else 0.0

    @property
    def left(self) -> Decimal | None:
        """What may still be used; negative where more was used than approved."""
        return None if self.approved is None else self.approved - self.used

    @property
    def used_figure(self) -> str:
        """The used amount in writing."""
        return self._figure(self.used)

    @property
    def approved_figure(self) -> str:
        """The approved amount in writing; empty where nothing was approved."""
        return "" if self.approved is None else self._figure(self.approved)

    @property
    def list_name(self) -> str:
        """Which of the contacts it counts."""
        return NOT_APPROVED if self.approved is None else self.unit.value

    def _figure(self, amount: Decimal) -> str:
        """Hours to the minute, and a part of a month's meetings or days to two decimals."""
        if self.unit is ApprovalUnit.HOUR:
            return hours_figure(amount)
        return format_amount(amount.quantize(HUNDREDTH, ROUND_HALF_UP))


@dataclass(frozen=True)
class CountedHours:
    """The list behind one figure: its days, and which of their contacts it counts."""

    since: date
    until: date
    counted: str


def read_counted(asked: Mapping[str, str], day: date) -> CountedHours:
    """The list that an address names, of the quarter of that day where it names no days; `ValueError` for one that does
    not exist."""
    first_on, last_on = quarter_of(day)
    since = date.fromisoformat(asked.get("since") or first_on.isoformat())
    until = date.fromisoformat(asked.get("until") or last_on.isoformat())
    counted = asked.get("counted") or ApprovalUnit.HOUR.value
    if counted != NOT_APPROVED:
        ApprovalUnit(counted)
    return CountedHours(since, until, counted)


def hours_used(
    contacts: Iterable[CountedContact], approvals: Collection[ServiceTerms], first_on: date, last_on: date
) -> list[HoursUsed]:
    """What was used in these days of what was approved for them: one figure for each unit in which mentoring is
    approved, and one in hours for contact on days for which nothing is approved, or where there is nothing else."""
    shares = shares_of(contacts, approvals, first_on, last_on)
    uses = []
    for unit in ApprovalUnit:
        terms = [each for each in approvals_of_days(approvals, first_on, last_on) if each.unit is unit]
        if terms:
            used = Decimal(sum(share.amount for share in shares_in(shares, unit.value)))
            approved = sum((approved_in(each, first_on, last_on) for each in terms), Decimal(0))
            parts = MINUTES_OF_AN_HOUR if unit is ApprovalUnit.HOUR else 1
            uses.append(HoursUsed(used / parts, approved, unit, first_on, last_on))
    beside = shares_in(shares, NOT_APPROVED)
    if beside or not uses:
        used = Decimal(sum(share.minutes for share in beside)) / MINUTES_OF_AN_HOUR
        uses.append(HoursUsed(used, None, ApprovalUnit.HOUR, first_on, last_on))
    return uses


def shares_of(
    contacts: Iterable[Contact], approvals: Iterable[Terms], first_on: date, last_on: date
) -> list[Share[Contact, Terms]]:
    """What counts against which approval, of what took place in these days."""
    held = (each for each in contacts if each.outcome in CONTACT and first_on <= each.on <= last_on)
    return allocate(held, approvals, first_on, last_on)


def shares_in(shares: Iterable[Share[Contact, Terms]], list_name: str) -> list[Share[Contact, Terms]]:
    """Those that a figure in this unit counts, or those on days for which nothing is approved."""
    if list_name == NOT_APPROVED:
        return [share for share in shares if share.terms is None]
    found = [share for share in shares if share.terms is not None and share.terms.unit.value == list_name]
    return [share for share in found if list_name == ApprovalUnit.HOUR or is_meeting(share.contact)]


def expected_share(hours: HoursUsed, approvals: Iterable[ServiceTerms], day: date) -> float:
    """Which share of the approved amount falls into the days until the end of that day."""
    if not hours.approved:
        return 0.0
    terms = approvals_of_days(approvals, hours.first_on, hours.last_on)
    until = [approved_in(each, hours.first_on, min(day, hours.last_on)) for each in terms if each.unit is hours.unit]
    return float(sum(until, Decimal(0)) / hours.approved)


def month_of(day: date) -> tuple[date, date]:
    """The first and last day of that month."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def quarter_of(day: date) -> tuple[date, date]:
    """The first and last day of that quarter of the year."""
    first = (day.month - 1) // 3 * 3 + 1
    return day.replace(month=first, day=1), month_of(day.replace(month=first + 2, day=1))[1]
