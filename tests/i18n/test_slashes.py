"""Nobody is shown two genders at once: no translation has a slash or a bracket between the forms of a word."""

import re

import pytest
from babel.messages.pofile import read_po

from caseapp.i18n import CATALOGUES

LETTERS = {"he": "א-ת", "ar": "\u0621-\u0652", "ru": "а-яёА-ЯЁ"}
EXCUSED: dict[str, str] = {}
"""Source text: why its translation has to show both forms."""


@pytest.fixture(params=["sqlite"])
def engine(request) -> str:
    """No store is asked."""
    return str(request.param)


def both_forms(language: str, text: str) -> bool:
    letter = f"[{LETTERS[language]}]"
    return bool(re.search(rf"{letter}\s?/\s?-?{letter}|{letter}\({letter}+\)", text))


@pytest.mark.parametrize("language", LETTERS)
def test_no_translation_shows_two_genders_at_once(language) -> None:
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        texts = [(str(message.id), message.string) for message in read_po(file) if message.id]
    assert len(texts) > 1000
    faults = [
        f"{source}: {text}"
        for source, forms in texts
        for text in (forms if isinstance(forms, (list, tuple)) else [forms])
        if source not in EXCUSED and both_forms(language, text)
    ]
    assert not faults, "\n".join(faults)


def test_the_guard_sees_a_slash_and_a_bracket() -> None:
    planted = [
        ("he", "חונך/ת"),
        ("he", "בן / בת זוג"),
        ("ar", "المرافق/ة"),
        ("ar", "الوصيّ/ة"),
        ("ru", "попросил(а)"),
        ("ru", "друг/подруга"),
    ]
    assert all(both_forms(*each) for each in planted)
    assert not any(both_forms(*each) for each in [("he", "מתוך 3/4"), ("ru", "Место (адрес)")])
