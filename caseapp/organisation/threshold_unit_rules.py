"""What the organisation's thresholds count, how it is called, and what is said of each."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from caseapp.i18n import _l


class ThresholdUnit(StrEnum):
    """What a threshold counts."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    HOURS = "hours"
    TIMES = "times"
    PERCENT = "percent"
    FILES = "files"
    CLIENTS = "clients"
    O_CLOCK = "o_clock"
    YEARS = "years"
    MONTHS = "months"
    OF_TEN = "of_ten"


UNIT_NAMES = {
    ThresholdUnit.DAYS: _l("days"),
    ThresholdUnit.WORKING_DAYS: _l("working days"),
    ThresholdUnit.HOURS: _l("hours"),
    ThresholdUnit.TIMES: _l("times"),
    ThresholdUnit.PERCENT: _l("percent"),
    ThresholdUnit.FILES: _l("files"),
    ThresholdUnit.CLIENTS: _l("clients"),
    ThresholdUnit.O_CLOCK: _l("o'clock"),
    ThresholdUnit.YEARS: _l("years"),
    ThresholdUnit.MONTHS: _l("months"),
    ThresholdUnit.OF_TEN: _l("of 10"),
}


@dataclass(frozen=True)
class ThresholdRule:
    """A threshold's name, the sentence that explains it, its default and its range."""

    name: Any
    rule: Any
    default: int
    lowest: int
    highest: int
    unit: ThresholdUnit = ThresholdUnit.DAYS
