"""The words of a column, in Hebrew and English."""

import pytest

from caseapp.activities.rules import NOTED, Mode
from caseapp.clients.rules import LANGUAGE_NAMES, GenderForm
from caseapp.exchange.spreadsheets import cells
from caseapp.exchange.spreadsheets.vocabulary import (
    DOMAINS,
    GENDER_FORMS,
    LANGUAGES,
    MARKS,
    MEETING_STATES,
    MODES,
    OUTCOMES,
    SERVICES,
    fold,
)
from caseapp.goals.rules import Domain
from caseapp.groups.rules import Mark, MeetingStatus
from caseapp.organisation.list_rules import BUILT_IN
from caseapp.organisation.rules import ListKind


def test_words_are_known_in_hebrew_and_english():
    outcomes = ('בוטל ע"י הלקוח', "בוטל ע״י הלקוח", "Cancelled by client", "client_cancelled")
    assert {cells.parse_choice(word, OUTCOMES) for word in outcomes} == {"client_cancelled"}
    assert cells.parse_choice("ליווי בקהילה", MODES) == cells.parse_choice("Outing", MODES) == "outing"
    assert [cells.parse_choice(word, MARKS) for word in ("V", "x", "מוצדק", "איחור", "✓")] == [
        *("present", "absent", "excused", "late", "present"),
    ]


WORDS = [
    (DOMAINS, Domain),
    (SERVICES, BUILT_IN[ListKind.SERVICES]),
    (MODES, Mode),
    (OUTCOMES, NOTED),
    (MARKS, Mark),
    (MEETING_STATES, MeetingStatus),
    (GENDER_FORMS, GenderForm),
    (LANGUAGES, LANGUAGE_NAMES),
]


@pytest.mark.parametrize(("words", "kept"), WORDS)
def test_the_words_of_a_column_mean_just_what_the_records_can_hold(words, kept):
    assert set(words.meaning.values()) == {str(value) for value in kept}


@pytest.mark.parametrize("words", [words for words, _kept in WORDS])
def test_no_word_stands_for_two_meanings(words):
    """A later meaning would silently take the word of an earlier one."""
    meanings = [english.replace(" ", "_") for english in words.english]
    assert [words.meaning[fold(name)] for name in words.hebrew] == meanings
    assert [words.meaning[fold(name)] for name in words.english] == meanings
