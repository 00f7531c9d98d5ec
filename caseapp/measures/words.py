"""Instruments, scores and their course in words and pictures."""

from collections.abc import Sequence
from fractions import Fraction

from caseapp.charts.course import CourseLabels, CoursePoint, CourseSeries, course
from caseapp.charts.shapes import Direction, Picture, ShapeRole
from caseapp.i18n import _, direction, language
from caseapp.measures.definition_rules import instruments
from caseapp.measures.instrument_rules import Instrument, ScoreMethod, Scoring
from caseapp.measures.queries import TakenRow
from caseapp.measures.rules import MeasureMode, TakenBy
from caseapp.measures.scoring_rules import better_by, range_of, written
from caseapp.web.filters import day

ROLES = {
    TakenBy.ALONE: ShapeRole.CLIENT,
    TakenBy.LINK: ShapeRole.CLIENT,
    TakenBy.TOGETHER: ShapeRole.MENTOR,
    TakenBy.PAPER: ShapeRole.START,
}

NARROW = 340.0


def offered(code: str) -> list[Instrument]:
    """The instruments that are asked in this language: those with a text in it whose terms need no confirmation."""
    return [each for each in instruments().values() if code in each.translations and not each.scale_info.confirm_terms]


def name_in(instrument: Instrument) -> str:
    """The name of an instrument in the language being spoken, or its own."""
    text = instrument.translations.get(language())
    return text.name if text and text.name else instrument.scale_info.name


def score_words(instrument: Instrument, score: Fraction | None) -> str:
    """A score with the range in which it lies."""
    if score is None:
        return str(_("no score, because answers are missing"))
    least, most = range_of(instrument, instrument.scoring[0])
    return str(_("%(score)s, of %(least)s to %(most)s", score=written(score), least=least, most=most))


def change_words(instrument: Instrument, before: Fraction, now: Fraction) -> str:
    """What became of the score since the time before in the same mode: up is always better."""
    better = better_by(instrument, before, now)
    if better == 0:
        return str(_("As the time before"))
    if better > 0:
        return str(_("↑ Better than the time before, by %(points)s", points=written(better)))
    return str(_("↓ Less good than the time before, by %(points)s", points=written(-better)))


def direction_words(instrument: Instrument) -> str:
    """Which scores are the better ones."""
    return str(_("More is better.") if instrument.higher_is_better else _("Less is better."))


def formula_words(instrument: Instrument, scoring: Scoring) -> list[str]:
    """How a score is made, in sentences."""
    numbers = {item.id: str(place) for place, item in enumerate(instrument.items, 1)}
    items = ", ".join(numbers[item] for item in scoring.items)
    is_mean = scoring.method is ScoreMethod.MEAN
    said = [
        _("The mean of questions %(items)s.", items=items)
        if is_mean
        else _("The sum of questions %(items)s.", items=items)
    ]
    if scoring.reverse:
        turned = ", ".join(numbers[item] for item in scoring.reverse)
        said.append(_("Turned round before: questions %(items)s.", items=turned))
    if scoring.factor != 1:
        said.append(_("It is multiplied by %(factor)s.", factor=scoring.factor))
    if scoring.may_miss:
        said.append(
            _(
                "Answers that may be missing: %(number)s. They are left out and never counted as zero.",
                number=scoring.may_miss,
            )
        )
    else:
        said.append(_("If an answer is missing there is no score."))
    return [*map(str, said), direction_words(instrument)]


def course_picture(instrument: Instrument, rows: Sequence[TakenRow]) -> Picture | None:
    """The course of an instrument; nothing where there is no score."""
    least, most = range_of(instrument, instrument.scoring[0])
    best, worst = (most, least) if instrument.higher_is_better else (least, most)
    of_mode: dict[MeasureMode, list[CoursePoint]] = {}
    for row in rows:
        if row.score is not None:
            share = float(better_by(instrument, Fraction(worst), row.score) / (most - least))
            point = CoursePoint(row.held_on, share, written(row.score), day(row.held_on))
            of_mode.setdefault(row.mode, []).append(point)
    if not of_mode:
        return None
    labels = CourseLabels(
        title=name_in(instrument),
        description=str(_("Better is up. A line joins only what was answered in the same way.")),
        day=str(_("Date")),
        score=str(_("Score")),
        mode=str(_("How it was answered")),
        best=str(best),
        worst=str(worst),
    )
    series = [CourseSeries(mode.words, ROLES[mode.taken_by], tuple(points)) for mode, points in of_mode.items()]
    return course(labels=labels, series=series, direction=Direction(direction()), width=NARROW)
