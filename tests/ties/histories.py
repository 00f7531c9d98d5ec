"""Random histories of ties, and a second, independent reading of the figure's definition."""

from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from caseapp.ties.rules import WEEKS, StillThere, TieStepKind

BEGAN = date(2026, 1, 1)
DAYS = 400


class Told(NamedTuple):
    kind: TieStepKind
    on: date
    week: int | None = None
    answer: StillThere | None = None


def told(kind, day, week, answer):
    on = BEGAN + timedelta(days=day)
    return Told(kind, on, week, answer) if kind is TieStepKind.ANSWER else Told(kind, on)


STEPS = st.builds(
    told, st.sampled_from(TieStepKind), st.integers(0, DAYS), st.sampled_from(WEEKS), st.sampled_from(StillThere)
)
HISTORIES = st.lists(STEPS, max_size=9).map(lambda steps: sorted(steps, key=lambda step: step.on))


def is_in_denominator(steps, today):
    return any(step.kind is TieStepKind.ALONE and (today - step.on).days >= 84 for step in steps)


def lasts(steps):
    """Some "still there, alone" came 84 days or more after the first time alone since the tie last came back, and
    nobody has gone along after it."""
    for place, step in enumerate(steps):
        if step.answer is not StillThere.ALONE:
            continue
        before, after = steps[:place], steps[place + 1 :]
        back = max((at for at, each in enumerate(before) if each.kind is TieStepKind.RETURNED), default=-1)
        alone = [each.on for each in before[back + 1 :] if each.kind is TieStepKind.ALONE]
        accompanied = [e for e in after if e.kind is TieStepKind.TOGETHER or e.answer is StillThere.TOGETHER]
        if alone and (step.on - min(alone)).days >= 84 and not accompanied:
            return True
    return False
