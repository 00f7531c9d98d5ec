"""The sentence of what is still to come today, in each language."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.home.rules import DayPart
from caseapp.home.words import sentence_of, soon
from caseapp.i18n import LANGUAGES, in_language

COUNTED = (DayPart.MEETINGS, DayPart.CALLS, DayPart.MESSAGES, DayPart.GROUPS)
LINK = re.compile(r'<a href="/today/(\w+)" data-counts="(\d+)">([^<]+)</a>')


def sentence(counts, language):
    with in_language(language):
        return str(sentence_of(counts, lambda part: f"/today/{part}"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_names_each_kind_once_with_its_number_and_its_list(app, language):
    @given(numbers=st.lists(st.integers(0, 130), min_size=4, max_size=4))
    def holds(numbers):
        with app.app_context():
            written = sentence(dict(zip(COUNTED, numbers, strict=True)), language)
        links = LINK.findall(written)
        expected = [(part, str(number)) for part, number in zip(COUNTED, numbers, strict=True) if number]
        assert [(part, number) for part, number, _ in links] == expected
        for _part, number, words in links:
            assert number in re.findall(r"\d+", words) or int(number) <= 2, words
        assert "%" not in written
        assert "None" not in unescape(written)

    holds()


def test_the_sentence_reads_as_one_would_say_it(app):
    counts = {DayPart.MEETINGS: 2, DayPart.CALLS: 1, DayPart.GROUPS: 1}
    with app.app_context():
        said = {code: re.sub("<[^>]+>", "", sentence(counts, code)) for code in LANGUAGES}
    assert said["en"] == "2 meetings, a call and a group today"
    assert said["he"] == "2 מפגשים, שיחה וקבוצה היום"
    assert said["ru"] == "Сегодня 2 встречи, 1 звонок и 1 группа"
    assert said["ar"].startswith("اليوم لقاءان")


def test_a_day_without_plans_says_so(app):
    with app.app_context():
        assert sentence({}, "en") == "Nothing more is planned for today"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-5, "under way"),
        (0, "under way"),
        (1, "in 1 minute"),
        (90, "in 90 minutes"),
        (91, "in about 2 hours"),
        (400, "in about 7 hours"),
    ],
)
def test_how_soon_something_begins(app, minutes, words):
    with app.app_context(), in_language("en"):
        assert soon(minutes) == words
