"""Each language counts with the forms that it has."""

import re

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import force_locale

from caseapp.i18n import CATALOGUES, LANGUAGES, ngettext
from caseapp.i18n.check import SOURCE_LANGUAGE

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
    with app.test_request_context(), force_locale("ar"):
        assert ngettext("%(num)d person", "%(num)d people", number) == words


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
