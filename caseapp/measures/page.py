"""What the pages of a client's measures show."""

from collections.abc import Sequence
from typing import NamedTuple

from caseapp.charts.shapes import PictureTable
from caseapp.charts.svg import svg
from caseapp.i18n import LANGUAGES, language
from caseapp.measures.definition_rules import instruments
from caseapp.measures.instrument_rules import NOTE_NAMES, STATE_NAMES, Instrument
from caseapp.measures.queries import TakenRow, is_on, offered, scores_before, valid_taken
from caseapp.measures.scoring_rules import is_falling, is_low, score_of, written
from caseapp.measures.words import (
    change_words,
    course_of,
    course_picture,
    direction_words,
    formula_words,
    name_in,
    score_words,
)


class MeasureCard(NamedTuple):
    """One instrument of a client: the last score and what became of it, whether a step should follow, the course."""

    code: str
    name: str
    notes: list[str]
    is_offered: bool
    last: TakenRow | None
    score: str
    change: str
    leads_on: bool
    picture: str
    table: PictureTable | None
    rows: list[TakenRow]


class ScoreTold(NamedTuple):
    """One score of a measure, in words, with how it is made."""

    code: str
    score: str
    formula: list[str]


def measure_cards(rows: Sequence[TakenRow]) -> list[MeasureCard]:
    """The instruments that are offered in this language, and those that were answered before."""
    can = {each.code for each in offered(language())}
    answered = {row.instrument for row in rows}
    return [
        _card(each, [row for row in rows if row.instrument == each.code], each.code in can)
        for each in instruments().values()
        if each.code in can | answered
    ]


class OfferedInstrument(NamedTuple):
    """An instrument as the administrator sees it: whether it is on, and in which languages it has a text."""

    of: Instrument
    name: str
    is_on: bool
    languages: list[str]

    @property
    def needs_terms(self) -> bool:
        """Whether it has to be said first that its terms are kept."""
        return self.of.scale_info.confirm_terms and not self.is_on


def all_instruments() -> list[OfferedInstrument]:
    """Every definition, our own pulse first."""
    return [
        OfferedInstrument(each, name_in(each), is_on(each), [LANGUAGES[code] for code in each.translations])
        for each in instruments().values()
    ]


def notes_of(instrument: Instrument, spoken: str) -> list[str]:
    """What has to be said beside each score: the state of the text, and what the instrument is not."""
    text, note = instrument.translations.get(spoken), instrument.scale_info.note
    said = [STATE_NAMES[text.state]] if text else []
    return [str(words) for words in [*said, *([NOTE_NAMES[note]] if note else [])]]


def scores_told(instrument: Instrument, row: TakenRow) -> list[ScoreTold]:
    """All scores of what was answered, and how each is made."""
    found = []
    for scoring in instrument.scoring:
        score = score_of(instrument, scoring, row.answers)
        formula = formula_words([item.id for item in instrument.items], scoring, instrument.higher_is_better)
        found.append(ScoreTold(scoring.id, "" if score is None else written(score), formula))
    return found


def _card(instrument: Instrument, rows: list[TakenRow], is_offered: bool) -> MeasureCard:
    valid = valid_taken(rows)
    last = valid[0] if valid else None
    before = scores_before(valid[1:], last.mode) if last else []
    course = course_of(instrument, rows) if rows else None
    picture = course_picture(course) if course else None
    newest = course.scores[-1] if course and course.scores else None
    return MeasureCard(
        code=instrument.code,
        name=name_in(instrument),
        notes=[*notes_of(instrument, language()), direction_words(instrument.higher_is_better)],
        is_offered=is_offered,
        last=last,
        score=score_words(course, newest.score) if course and newest else "",
        change=change_words(newest.better) if newest else "",
        leads_on=last is not None and (is_low(instrument, last.answers) or is_falling(instrument, before, last.score)),
        picture=svg(picture) if picture else "",
        table=picture.table if picture else None,
        rows=rows,
    )
