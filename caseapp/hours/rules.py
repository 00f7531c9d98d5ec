"""Hours used against hours approved."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from caseapp.activities.contact_rules import KIND_OF, MINUTES_OF_AN_HOUR, CountedContact, KindOfContact
from caseapp.activities.rules import CONTACT
from caseapp.basket.rules import SOCIAL_MENTORING, ApprovalTerms, ApprovalUnit, approved_in, format_amount, shares_days

HUNDREDTH = Decimal("0.01")  # of a quarter of an hour nothing is lost


@dataclass(frozen=True)
class HeldMeetings:
    """The minutes of the contacts that took place, at least in part, how many of them were meetings, and on how many
    days there was one. Calls and messages take time, but are no meetings."""

    minutes: int = 0
    meetings: int = 0
    days: int = 0

    def counted_in(self, unit: ApprovalUnit) -> Decimal:
        """The total in that unit."""
        if unit is ApprovalUnit.HOUR:
            return Decimal(self.minutes) / MINUTES_OF_AN_HOUR
        return Decimal(self.meetings if unit is ApprovalUnit.MEETING else self.days)


@dataclass(frozen=True)
class HoursUsed:
    """What was used of an approved amount in these days; `approved` is None where nothing was approved."""

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
        """The used amount in writing, to two decimals."""
        return _figure(self.used)

    @property
    def approved_figure(self) -> str:
        """The approved amount in writing, to two decimals; empty where nothing was approved."""
        return "" if self.approved is None else _figure(self.approved)


def _figure(amount: Decimal) -> str:
    return format_amount(amount.quantize(HUNDREDTH, ROUND_HALF_UP))


def held_among(contacts: Iterable[CountedContact]) -> HeldMeetings:
    """What took place of these contacts."""
    held = [each for each in contacts if each.outcome in CONTACT]
    met_on = [each.on for each in held if KIND_OF[each.mode] is KindOfContact.MEETING]
    return HeldMeetings(sum(each.minutes for each in held), len(met_on), len(set(met_on)))


def hours_used(held: HeldMeetings, approvals: Iterable[ApprovalTerms], first_on: date, last_on: date) -> HoursUsed:
    """What was used in these days of what was approved for them.

    It is counted in the unit of the approval that began last, in hours where there is none; approvals in other units
    are left out.
    """
    terms = counted_approvals(approvals, first_on, last_on)
    if not terms:
        return HoursUsed(held.counted_in(ApprovalUnit.HOUR), None, ApprovalUnit.HOUR, first_on, last_on)
    unit = terms[0].unit
    parts = (approved_in(each, first_on, last_on) for each in terms if each.unit is unit)
    return HoursUsed(held.counted_in(unit), sum(parts, Decimal(0)), unit, first_on, last_on)


def hours_of_quarter(contacts: Iterable[CountedContact], approvals: Iterable[ApprovalTerms], day: date) -> HoursUsed:
    """What was used of what was approved in the quarter of that day."""
    first_on, last_on = quarter_of(day)
    held = held_among(each for each in contacts if first_on <= each.on <= last_on)
    return hours_used(held, approvals, first_on, last_on)


def expected_share(hours: HoursUsed, approvals: Iterable[ApprovalTerms], day: date) -> float:
    """Which share of the approved amount falls into the days until the end of that day."""
    if not hours.approved:
        return 0.0
    terms = counted_approvals(approvals, hours.first_on, hours.last_on)
    until = [approved_in(each, hours.first_on, min(day, hours.last_on)) for each in terms if each.unit is hours.unit]
    return float(sum(until, Decimal(0)) / hours.approved)


def counted_approvals(approvals: Iterable[ApprovalTerms], first_on: date, last_on: date) -> Sequence[ApprovalTerms]:
    """The approvals of these days on which meetings with a mentor count, the one that began last first: those for
    mentoring, or all of them where there is none."""
    shared = [each for each in approvals if shares_days(each.starts_on, each.ends_on, first_on, last_on)]
    mentoring = [each for each in shared if each.service == SOCIAL_MENTORING]
    return sorted(mentoring or shared, key=lambda each: (each.starts_on, each.ends_on), reverse=True)


def month_of(day: date) -> tuple[date, date]:
    """The first and last day of that month."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def quarter_of(day: date) -> tuple[date, date]:
    """The first and last day of that quarter of the year."""
    first = (day.month - 1) // 3 * 3 + 1
    return day.replace(month=first, day=1), month_of(day.replace(month=first + 2, day=1))[1]
