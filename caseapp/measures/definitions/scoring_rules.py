"""Exact scores of answers, and whether one is low or falls. What is missing is never zero."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.measures.definitions.instrument_rules import Instrument, ScoreMethod, Scoring

HUNDREDTH = Decimal("0.01")


def check_given(instrument: Instrument, answers: Mapping[str, int]) -> None:
    """`RuleBroken` where nothing was answered, or an answer is impossible."""
    if not answers:
        raise RuleBroken(_("Nothing has been answered yet. Each question can be skipped."))
    known = {item.id for item in instrument.items}
    for item_id, value in answers.items():
        if item_id not in known or value not in instrument.options_of(item_id).values:
            raise RuleBroken(_("This answer does not exist. Choose one of those that are shown."))


def score_of(instrument: Instrument, scoring: Scoring, answers: Mapping[str, int]) -> Fraction | None:
    """One score; nothing where too many answers are missing for it."""
    given = [_coded(instrument, scoring, item, answers[item]) for item in scoring.items if item in answers]
    if not given or len(scoring.items) - len(given) > scoring.may_miss:
        return None
    total = Fraction(sum(given) * scoring.factor)
    return total / len(given) if scoring.method is ScoreMethod.MEAN else total


def main_score(instrument: Instrument, answers: Mapping[str, int]) -> Fraction | None:
    """The first score of an instrument, by which its course is drawn."""
    return score_of(instrument, instrument.scoring[0], answers)


def range_of(instrument: Instrument, scoring: Scoring) -> tuple[int, int]:
    """The lowest and the highest score that there can be."""
    options = instrument.options_of(scoring.items[0])
    times = (1 if scoring.method is ScoreMethod.MEAN else len(scoring.items)) * scoring.factor
    return options.min * times, options.max * times


def written(score: Fraction) -> str:
    """A score as it is shown: with two digits where it is not whole."""
    if score.denominator == 1:
        return str(score.numerator)
    return str((Decimal(score.numerator) / Decimal(score.denominator)).quantize(HUNDREDTH, ROUND_HALF_UP))


def better_by(instrument: Instrument, before: Fraction, now: Fraction) -> Fraction:
    """By how much it got better; less than nothing where it got worse."""
    return now - before if instrument.higher_is_better else before - now


def is_low(instrument: Instrument, answers: Mapping[str, int], at: int | None) -> bool:
    """Whether the score is `at` or worse, or a single answer as low as the source of the instrument says."""
    rule, score = instrument.low, main_score(instrument, answers)
    if rule is None or at is None:
        return False
    items = instrument.scoring[0].items
    if rule.any_item_at_most is not None and any(
        answers[item] <= rule.any_item_at_most for item in items if item in answers
    ):
        return True
    return score is not None and better_by(instrument, Fraction(at), score) <= 0


def is_falling(instrument: Instrument, before: Sequence[Fraction], now: Fraction | None) -> bool:
    """Whether it got worse than it was in the scores before, the newest first, which were given in the same way; where
    no source says by how much, by anything."""
    rule = instrument.change
    compared = before[: rule.over if rule else 1]
    if now is None or not compared:
        return False
    worse = -better_by(instrument, Fraction(sum(compared)) / len(compared), now)
    return worse >= rule.points if rule else worse > 0


def _coded(instrument: Instrument, scoring: Scoring, item: str, value: int) -> int:
    options = instrument.options_of(item)
    return options.min + options.max - value if item in scoring.reverse else value
