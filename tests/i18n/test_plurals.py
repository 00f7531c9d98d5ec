"""Each language counts with the forms that it has."""

import re
from datetime import date
from decimal import Decimal

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from caseapp.basket.rules import FRACTION_PLURAL, ApprovalUnit, Per
from caseapp.i18n import CATALOGUES, LANGUAGES, in_language, ngettext
from caseapp.i18n.check import SOURCE_LANGUAGE
from caseapp.reports.content_rules import ApprovalSummary
from caseapp.reports.paper.meeting_blocks import approved_words

FORMS = {"he": 3, "ar": 6, "ru": 3}
MARKS = {"!", "！"}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "لا أحد"),
        (1, "شخص واحد"),
        (2, "شخصان"),
        (3, "3 أشخاص"),
        (10, "10 أشخاص"),
        (11, "11 شخصًا"),
        (99, "99 شخصًا"),
        (100, "100 شخص"),
        (102, "102 شخص"),
        (103, "103 أشخاص"),
        (111, "111 شخصًا"),
    ],
)
def test_arabic_has_six_forms(app: Flask, number: int, words: str) -> None:
    with app.test_request_context(), in_language("ar"):
        assert ngettext("%(num)d person", "%(num)d people", number) == words


@pytest.mark.parametrize(
    ("language", "three", "two_and_a_half"),
    [
        ("he", "3 שעות בשבוע", "2:30 שעות בשבוע"),
        ("ar", "3 ساعات في الأسبوع", "2:30 ساعة في الأسبوع"),
        ("ru", "3 часа в неделю", "2:30 часа в неделю"),
        ("en", "3 hours a week", "2:30 hours a week"),
    ],
)
def test_a_broken_number_of_hours_has_the_form_of_its_language(
    app: Flask, language: str, three: str, two_and_a_half: str
) -> None:
    with app.test_request_context(), in_language(language):
        for amount, words in (("3", three), ("2.5", two_and_a_half)):
            days = date(2026, 1, 1), date(2026, 12, 31)
            approval = ApprovalSummary("social_mentoring", Decimal(amount), ApprovalUnit.HOUR, Per.WEEK, *days, "")
            assert approved_words(approval).startswith(words)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 дней назад"),
        (1, "1 день назад"),
        (2, "2 дня назад"),
        (5, "5 дней назад"),
        (11, "11 дней назад"),
        (12, "12 дней назад"),
        (21, "21 день назад"),
        (22, "22 дня назад"),
        (25, "25 дней назад"),
        (111, "111 дней назад"),
    ],
)
def test_russian_has_three_forms(app: Flask, number: int, words: str) -> None:
    with app.test_request_context(), in_language("ru"):
        assert ngettext("%(num)d day ago", "%(num)d days ago", number) == words


@pytest.mark.parametrize(("language", "words"), [("he", "2.5 שעות"), ("ru", "2.5 часа"), ("ar", "2.5 ساعة")])
def test_a_broken_number_has_the_same_form_on_the_page_of_approvals(app: Flask, language: str, words: str) -> None:
    with app.test_request_context(), in_language(language):
        assert words in ngettext("One hour a week", "%(amount)s hours a week", FRACTION_PLURAL, amount="2.5")


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {SOURCE_LANGUAGE}))
def test_a_catalogue_declares_the_forms_of_its_language(language: str) -> None:
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    assert catalogue.num_plurals == FORMS[language]
    assert str(catalogue.locale) == language


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {SOURCE_LANGUAGE}))
def test_no_text_raises_its_voice_or_ends_a_question_in_another_script(language: str) -> None:
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    for message in messages:
        answers = message.string if isinstance(message.string, tuple) else (message.string,)
        for answer in answers:
            assert not MARKS & set(answer), answer
            if language == "ar":
                assert not re.search(r"[,;?]", re.sub(r"\d,\d|%\(\w+\)s", "", answer)), answer
