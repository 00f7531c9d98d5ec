"""Hours used against hours approved."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from caseapp.basket.rules import SOCIAL_MENTORING, Terms, Unit, amount_figure, approved_in, shares_days

MINUTES_OF_AN_HOUR = 60
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Held:
    """What was held, whole or in part: minutes, meetings, and the days on which there was one."""

    minutes: int = 0
    meetings: int = 0
    days: int = 0

    def counted_in(self, unit: Unit) -> Decimal:
        """As a number of that unit."""
        if unit is Unit.HOUR:
            return Decimal(self.minutes) / MINUTES_OF_AN_HOUR
        return Decimal(self.meetings if unit is Unit.MEETING else self.days)


@dataclass(frozen=True)
class HoursUsed:
    """What was used in these days of what is approved for them; nothing is approved where `approved` is None."""

    used: Decimal
    approved: Decimal | None
    unit: Unit
    first_on: date
    last_on: date

    @property
    def share(self) -> float:
        """The used part of what is approved, which may be more than the whole."""
        return float(self.used / self.approved) if self.approved else 0.0

    @property
    def left(self) -> Decimal | None:
        """What may still be used; below zero where more was used than approved."""
        return None if self.approved is None else self.approved - self.used

    @property
    def used_figure(self) -> str:
        """The used amount as it is written, to a tenth."""
        return amount_figure(self.used.quantize(TENTH))

    @property
    def approved_figure(self) -> str:
        """The approved amount as it is written, to a tenth; empty where nothing is approved."""
        return "" if self.approved is None else amount_figure(self.approved.quantize(TENTH))


def hours_used(held: Held, approvals: Iterable[Terms], first_on: date, last_on: date) -> HoursUsed:
    """Set what was held in these days against what is approved for them. It is counted in the unit of the approval
    that began last, in hours where there is none; an approval that counts another unit is left out."""
    terms = counted_approvals(approvals, first_on, last_on)
    if not terms:
        return HoursUsed(held.counted_in(Unit.HOUR), None, Unit.HOUR, first_on, last_on)
    unit = terms[0].unit
    parts = (approved_in(each, first_on, last_on) for each in terms if each.unit is unit)
    return HoursUsed(held.counted_in(unit), sum(parts, Decimal(0)), unit, first_on, last_on)


def counted_approvals(approvals: Iterable[Terms], first_on: date, last_on: date) -> Sequence[Terms]:
    """The approvals of these days that meetings with a mentor use up, the one that began last first: those of
    mentoring, or where there is none, those of whatever else is approved."""
    shared = [each for each in approvals if shares_days(each.starts_on, each.ends_on, first_on, last_on)]
    mentoring = [each for each in shared if each.service == SOCIAL_MENTORING]
    return sorted(mentoring or shared, key=lambda each: (each.starts_on, each.ends_on), reverse=True)


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of that day's month."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
