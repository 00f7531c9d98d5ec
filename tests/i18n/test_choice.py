"""Everybody chooses a language by its own name, and the page turns with it."""

import pytest

from caseapp.db import db
from caseapp.i18n import LANGUAGES

SIDES = {"he": "rtl", "ar": "rtl", "ru": "ltr", "en": "ltr"}


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_a_visitor_reads_the_page_of_signing_in_in_each_language(visitor, language):
    assert visitor.get(f"/language/{language}").status_code == 303
    page = visitor.see("/sign-in")
    assert (page.lang, page.dir) == (language, SIDES[language])
    for name in LANGUAGES.values():
        assert name in page.words


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_a_person_keeps_a_language_and_the_pages_speak_it(world, as_, language):
    for person in (world.mentor, world.supervisor, world.administrator):
        browser = as_(person)
        assert browser.send("/account", {"language": language, "address_form": "neutral"}).status_code == 303
        page = browser.see("/account")
        assert (page.lang, page.dir) == (language, SIDES[language])
        db.session.refresh(person)
        assert person.language == language


def test_a_language_that_nobody_speaks_here_is_not_kept(world, as_):
    browser = as_(world.mentor)
    assert browser.send("/account", {"language": "am", "address_form": "neutral"}).status_code == 200
    db.session.refresh(world.mentor)
    assert world.mentor.language != "am"
