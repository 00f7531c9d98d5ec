"""The path of a tie as seven points, with the mentor's part up to each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from caseapp.ties.rules import WEEKS, StillThere, TieEvent, TieState, TieStepKind

WHOLE, HALF, SMALL, NONE = 3, 2, 1, 0


class PointLook(StrEnum):
    """How a point looks: whose it is, or why it is not there."""

    TOGETHER = "together"
    ALONE = "alone"
    FADING = "fading"
    ENDED = "ended"
    UNKNOWN = "unknown"
    AHEAD = "ahead"


@dataclass(frozen=True)
class PathPoint:
    """A point: its name (`thought`, `planned`, `together`, `alone`, or a week), how it looks, its day (of what
    happened, or of the question ahead), and how large the mentor's part was up to it, from 0 to 3."""

    name: str
    look: PointLook
    on: date | None
    part: int


ANSWERED = {
    StillThere.ALONE: PointLook.ALONE,
    StillThere.TOGETHER: PointLook.TOGETHER,
    StillThere.LESS: PointLook.FADING,
    StillThere.GONE: PointLook.ENDED,
}


def path_of(thought_on: date, events: Sequence[TieEvent], state: TieState, today: date) -> list[PathPoint]:
    """The seven points. The mentor's part is whole before the first visit, half when they went together; after that it
    is none where nobody went along since the point before, small where it was once, half where it was more often.
    Weeks are counted from the first time alone since the tie last came back."""
    firsts = {kind: next((e.on for e in events if e.kind is kind), None) for kind in TieStepKind}
    points = [PathPoint("thought", PointLook.TOGETHER, thought_on, WHOLE)]
    for kind, part in ((TieStepKind.PLANNED, WHOLE), (TieStepKind.TOGETHER, HALF)):
        on = firsts[kind]
        points.append(PathPoint(kind.value, PointLook.TOGETHER if on else PointLook.AHEAD, on, part if on else NONE))
    since_on, ended_on = state.since_on, state.ended_on
    if since_on is None:
        look = PointLook.ENDED if ended_on else PointLook.AHEAD
        return [*points, PathPoint("alone", look, ended_on, NONE), *_nothing_yet(WEEKS)]
    points.append(PathPoint("alone", PointLook.ALONE, since_on, NONE))
    before = since_on
    for number, week in enumerate(WEEKS, 1):
        look, on = _week_point(week, since_on, ended_on, events, today)
        until = min(on, today)
        points.append(PathPoint(str(week), look, on, _part(events, before, until)))
        if look is PointLook.ENDED:
            return [*points, *_nothing_yet(WEEKS[number:])]
        before = max(until, before)
    return points


def _nothing_yet(weeks: Sequence[int]) -> list[PathPoint]:
    return [PathPoint(str(week), PointLook.AHEAD, None, NONE) for week in weeks]


def _week_point(
    week: int, since_on: date, ended_on: date | None, events: Sequence[TieEvent], today: date
) -> tuple[PointLook, date]:
    """What was answered in a week, that it had ended before, that nobody answered, or that it is ahead; and the day."""
    due_on = since_on + timedelta(weeks=week)
    for said in events:
        if said.week == week and said.answer is not None and said.on >= since_on:
            return ANSWERED[said.answer], said.on
    if ended_on is not None and ended_on < due_on:
        return PointLook.ENDED, ended_on
    return PointLook.UNKNOWN if due_on <= today else PointLook.AHEAD, due_on


def _part(events: Sequence[TieEvent], after: date | None, until: date) -> int:
    if after is None:
        return NONE
    visits = sum(_is_accompanied(each) and after < each.on <= until for each in events)
    return NONE if not visits else SMALL if visits == 1 else HALF


def _is_accompanied(event: TieEvent) -> bool:
    return event.kind is TieStepKind.TOGETHER or event.answer is StillThere.TOGETHER
