"""What the weeks of the strip hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from caseapp.activities.rules import CALLS, CONTACT, WEEKS_BEHIND, Outcome
from caseapp.groups.rules import WAS_THERE
from caseapp.supervision.board.rules import Limits, Marked, Met


@dataclass(frozen=True)
class Week:
    """What one week held."""

    starts_on: date
    meetings: int = 0
    calls: int = 0
    groups: int = 0
    attempts: int = 0


@dataclass
class _Tally:
    meetings: int = 0
    calls: int = 0
    groups: int = 0
    attempts: int = 0


def weeks_of(met: Iterable[Met], marks: Iterable[Marked], limits: Limits) -> tuple[Week, ...]:
    """The twelve weeks of the strip, the oldest first; planned meetings and days ahead are in none."""
    first = limits.window_starts_on
    tallies = [_Tally() for _number in range(WEEKS_BEHIND)]
    for each in met:
        if first <= each.on <= limits.today and each.outcome is not Outcome.PLANNED:
            tally = tallies[(each.on - first).days // 7]
            if each.outcome not in CONTACT:
                tally.attempts += 1
            elif each.mode in CALLS:
                tally.calls += 1
            else:
                tally.meetings += 1
    for mark in marks:
        if first <= mark.on <= limits.today and mark.mark in WAS_THERE:
            tallies[(mark.on - first).days // 7].groups += 1
    return tuple(Week(first + timedelta(weeks=place), **vars(tally)) for place, tally in enumerate(tallies))
