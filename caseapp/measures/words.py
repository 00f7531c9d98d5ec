"""Instruments, scores and their course in words and pictures."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from caseapp.charts.course import CourseLabels, CoursePoint, CourseSeries
from caseapp.charts.course import course as drawn
from caseapp.charts.shapes import Direction, Picture, ShapeRole
from caseapp.i18n import LANGUAGES, _, direction, language
from caseapp.measures.course_rules import CourseScore, MeasureCourse, in_modes
from caseapp.measures.definitions.instrument_rules import (
    STATE_NAMES,
    Instrument,
    ScoreMethod,
    Scoring,
    TranslationState,
)
from caseapp.measures.definitions.scoring_rules import better_by, range_of, written
from caseapp.measures.queries import TakenRow, scores_before
from caseapp.measures.rules import TakenBy
from caseapp.web.filters import day

ROLES = {
    TakenBy.ALONE: ShapeRole.CLIENT,
    TakenBy.LINK: ShapeRole.CLIENT,
    TakenBy.TOGETHER: ShapeRole.MENTOR,
    TakenBy.PAPER: ShapeRole.START,
}

NARROW = 340.0


class AnswerTold(NamedTuple):
    """One question with its answer; nothing where it was skipped."""

    question: str
    answer: str | None


def name_in(instrument: Instrument) -> str:
    """The name of an instrument in the language being spoken, or its own."""
    text = instrument.translations.get(language())
    return text.name if text and text.name else instrument.scale_info.name


def score_words(course: MeasureCourse, score: str) -> str:
    """A score with the range in which it lies."""
    if not score:
        return str(_("no score, because answers are missing"))
    return str(_("%(score)s, of %(least)s to %(most)s", score=score, least=course.least, most=course.most))


def change_words(better: str) -> str:
    """What became of the score since the time before in the same mode: up is always better. Nothing where there was
    none."""
    if not better:
        return ""
    if better == "0":
        return str(_("As the time before"))
    if better.startswith("-"):
        return str(_("↓ Less good than the time before, by %(points)s", points=better.removeprefix("-")))
    return str(_("↑ Better than the time before, by %(points)s", points=better))


def direction_words(higher_is_better: bool) -> str:
    """Which scores are the better ones."""
    return str(_("More is better.") if higher_is_better else _("Less is better."))


def state_words(states: Mapping[str, TranslationState], spoken: str) -> str:
    """The state of the text in this language; where there is none in it, of each that there is."""
    if state := states.get(spoken):
        return str(STATE_NAMES[state])
    return "; ".join(f"{LANGUAGES[code]}: {STATE_NAMES[state]}" for code, state in states.items())


def formula_words(known: Sequence[str], scoring: Scoring, higher_is_better: bool) -> list[str]:
    """How a score is made of these questions, in sentences."""
    numbers = {item: str(place) for place, item in enumerate(known, 1)}
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
    return [*map(str, said), direction_words(higher_is_better)]


def scoring_words(instrument: Instrument, scoring: Scoring) -> str:
    """One score with its range, how it is made, and which is the better one."""
    least, most = range_of(instrument, scoring)
    said = _("%(name)s: from %(least)s to %(most)s.", name=scoring.id, least=least, most=most)
    formula = formula_words([item.id for item in instrument.items], scoring, instrument.higher_is_better)
    return " ".join([str(said), *formula])


def courses_of(rows: Sequence[TakenRow]) -> list[MeasureCourse]:
    """The courses of these measures, the newest of which comes first: one for each instrument, and one more for a
    version that was scored in another way."""
    found: list[list[TakenRow]] = []
    for row in rows:
        alike = next((each for each in found if each[0].definition.is_scored_as(row.definition)), None)
        if alike is None:
            found.append([row])
        else:
            alike.append(row)
    return [course_of(each) for each in found]


def course_of(rows: Sequence[TakenRow]) -> MeasureCourse:
    """The course of these measures of one instrument, the newest of which comes first and says by which version; those
    that were scored in another way are left out."""
    instrument = rows[0].definition
    least, most = range_of(instrument, instrument.scoring[0])
    info, texts = instrument.scale_info, instrument.translations
    valid = [row for row in rows if not row.is_in_error and row.definition.is_scored_as(instrument)]
    return MeasureCourse(
        name=info.name,
        names={code: text.name for code, text in texts.items() if text.name},
        version=info.version,
        citation=info.citation,
        license=info.license,
        url=info.url,
        note=info.note,
        states={code: text.state for code, text in texts.items()},
        least=least,
        most=most,
        higher_is_better=instrument.higher_is_better,
        items=tuple(item.id for item in instrument.items),
        scoring=instrument.scoring[0],
        scores=tuple(reversed([_score(instrument, row, valid[place + 1 :]) for place, row in enumerate(valid)])),
    )


def _score(instrument: Instrument, row: TakenRow, before: Sequence[TakenRow]) -> CourseScore:
    if row.score is None:
        return CourseScore(row.held_on, *row.mode)
    least, most = range_of(instrument, instrument.scoring[0])
    worst = least if instrument.higher_is_better else most
    share = float(better_by(instrument, Fraction(worst), row.score) / (most - least))
    earlier = scores_before(before, row.mode, instrument)
    better = written(better_by(instrument, earlier[0], row.score)) if earlier else ""
    return CourseScore(row.held_on, *row.mode, written(row.score), share, better)


def name_of_course(course: MeasureCourse) -> str:
    """The name of the instrument in the language being spoken, or its own."""
    return course.names.get(language(), course.name)


def course_picture(course: MeasureCourse, width: float = NARROW) -> Picture | None:
    """The course as a picture; nothing where there is no score."""
    modes = in_modes(course.scores)
    if not modes:
        return None
    best, worst = (course.most, course.least) if course.higher_is_better else (course.least, course.most)
    labels = CourseLabels(
        title=name_of_course(course),
        description=str(_("Better is up. A line joins only what was answered in the same way.")),
        day=str(_("Date")),
        score=str(_("Score")),
        mode=str(_("How it was answered")),
        best=str(best),
        worst=str(worst),
    )
    series = [CourseSeries(mode.words, ROLES[mode.taken_by], _points(scores)) for mode, scores in modes.items()]
    return drawn(labels=labels, series=series, direction=Direction(direction()), width=width)


def _points(scores: Sequence[CourseScore]) -> tuple[CoursePoint, ...]:
    return tuple(CoursePoint(each.on, each.share, each.score, day(each.on)) for each in scores)


def answers_told(instrument: Instrument, spoken: str, given: Mapping[str, int]) -> list[AnswerTold]:
    """The questions, in the language in which they were asked, with the answers."""
    text = instrument.translations[spoken]
    told = []
    for item in instrument.items:
        words, options = text.options.get(item.options, ()), instrument.likert_options[item.options]
        value = given.get(item.id)
        answer = None if value is None else f"{words[value - options.min]} ({value})" if words else str(value)
        told.append(AnswerTold(text.items[item.id], answer))
    return told
