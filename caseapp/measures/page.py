"""What the pages of a client's measures show."""

from collections.abc import Sequence
from typing import NamedTuple

from caseapp.access import Viewer
from caseapp.charts.shapes import PictureTable
from caseapp.charts.svg import svg
from caseapp.i18n import LANGUAGES, language
from caseapp.measures.definitions.definition_rules import instruments
from caseapp.measures.definitions.instrument_rules import NOTE_NAMES, STATE_NAMES, Instrument
from caseapp.measures.definitions.queries import LoadedText, known_instruments, list_texts
from caseapp.measures.definitions.scoring_rules import score_of, written
from caseapp.measures.queries import (
    TakenRow,
    is_offered,
    is_on,
    needs_scoring,
    needs_terms,
    valid_taken,
    waits_for_comparison,
)
from caseapp.measures.words import (
    change_words,
    course_of,
    course_picture,
    direction_words,
    formula_words,
    name_in,
    score_words,
    scoring_words,
    state_words,
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


def measure_cards(rows: Sequence[TakenRow], is_newest: bool) -> list[MeasureCard]:
    """The instruments that were answered; where the newest answers are shown, those too that are offered in this
    language."""
    known, answered = known_instruments(), {row.instrument for row in rows}
    offered = {code for code, each in known.items() if is_newest and is_offered(each, language())}
    return [
        _card(each, [row for row in rows if row.instrument == code], is_newest, code in offered)
        for code, each in known.items()
        if code in offered | answered
    ]


class LanguageOffered(NamedTuple):
    """A language in which an instrument has a text, the state of the text, and who published it."""

    name: str
    state: str
    source: str


class OfferedInstrument(NamedTuple):
    """An instrument as the administrator sees it: whether it is on, in which languages it has a text, whether its terms
    or its scoring are to be confirmed first, how it is scored, and the texts that were loaded for it. `waits` where it
    was switched on before its scoring had to be compared: it is off until that is done."""

    of: Instrument
    name: str
    is_on: bool
    languages: list[LanguageOffered]
    needs_terms: bool
    needs_scoring: bool
    waits: bool
    scoring: list[str]
    may_load: bool
    loaded: list[LoadedText]


def all_instruments(viewer: Viewer) -> list[OfferedInstrument]:
    """Every instrument as it is asked now, our own pulse first."""
    texts = list_texts(viewer)
    return [
        OfferedInstrument(
            of=each,
            name=name_in(each),
            is_on=is_on(each),
            languages=[
                LanguageOffered(LANGUAGES[code], str(STATE_NAMES[text.state]), text.source)
                for code, text in each.translations.items()
            ],
            needs_terms=needs_terms(each) and not is_on(each),
            needs_scoring=needs_scoring(each) and not is_on(each),
            waits=waits_for_comparison(each),
            scoring=[scoring_words(each, scoring) for scoring in each.scoring] if needs_scoring(each) else [],
            may_load=not instruments()[each.code].translations,
            loaded=[text for text in texts if text.code == each.code],
        )
        for each in known_instruments().values()
    ]


def notes_of(instrument: Instrument, spoken: str) -> list[str]:
    """What has to be said beside each score: the state of the text, and what the instrument is not."""
    states = {code: text.state for code, text in instrument.translations.items()}
    note = instrument.scale_info.note
    return [words for words in (state_words(states, spoken), str(NOTE_NAMES[note]) if note else "") if words]


def scores_told(instrument: Instrument, row: TakenRow) -> list[ScoreTold]:
    """All scores of what was answered, and how each is made."""
    found = []
    for scoring in instrument.scoring:
        score = score_of(instrument, scoring, row.answers)
        formula = formula_words([item.id for item in instrument.items], scoring, instrument.higher_is_better)
        found.append(ScoreTold(scoring.id, "" if score is None else written(score), formula))
    return found


def _card(instrument: Instrument, rows: list[TakenRow], is_newest: bool, is_offered: bool) -> MeasureCard:
    valid = valid_taken(rows)
    last = valid[0] if valid else None
    instrument = last.definition if last else instrument
    course = course_of(valid) if valid else None
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
        leads_on=is_newest and next((row.needs_step for row in valid if row.tells), False),
        picture=svg(picture) if picture else "",
        table=picture.table if picture else None,
        rows=rows,
    )
