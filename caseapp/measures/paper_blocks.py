"""Measures on paper: each instrument with its scores by mode, who helped, and how the score is explained."""

from collections.abc import Iterator, Sequence

from caseapp.documents.blocks import Block, Figure, Heading, KeepTogether, Note, paragraph
from caseapp.i18n import _, language
from caseapp.measures.course_rules import MeasureCourse
from caseapp.measures.definitions.instrument_rules import NOTE_NAMES, OWN_WORDS
from caseapp.measures.words import change_words, course_picture, formula_words, name_of_course, score_words, state_words
from caseapp.web.filters import day

WIDE, NARROW = 620.0, 310.0


def measure_blocks(courses: Sequence[MeasureCourse], heading: str) -> Iterator[Block]:
    """The measures of a period; nothing where none was taken."""
    if not courses:
        return
    said = _("A score is no name for a person. A line joins only what was answered in the same way. Better is up.")
    over: tuple[Block, ...] = (Heading(1, heading), Note(said))
    for course in courses:
        yield KeepTogether((*over, *_course(course)))
        yield Note(_explained(course))
        over = ()


def _course(course: MeasureCourse) -> Iterator[Block]:
    """The name, the last score, and the picture, which stays with them."""
    yield Heading(2, name_of_course(course))
    yield paragraph(_last_words(course))
    wide, narrow = course_picture(course, WIDE), course_picture(course, NARROW)
    if wide and narrow:
        marks = _("Circle: by the client alone. Diamond: together with the mentor. Square: from paper.")
        yield Figure(wide, caption=marks, with_table=True, narrow=narrow)


def _last_words(course: MeasureCourse) -> str:
    last = course.scores[-1]
    said = [score_words(course, last.score), change_words(last.better), f"{day(last.on)} · {last.mode.words}"]
    return ". ".join(words for words in said if words) + "."


def _explained(course: MeasureCourse) -> str:
    formula = " ".join(formula_words(course.items, course.scoring, course.higher_is_better))
    state = state_words(course.states, language())
    said = [
        _("How this score is made: %(formula)s", formula=formula),
        _("Source: %(source)s. Licence: %(license)s", source=_own(course.citation), license=_own(course.license)),
        *([f"{state}."] if state else []),
        *([str(NOTE_NAMES[course.note])] if course.note else []),
    ]
    return " ".join(said)


def _own(words: str) -> str:
    return str(OWN_WORDS.get(words, words))
