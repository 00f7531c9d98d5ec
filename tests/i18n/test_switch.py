"""Whoever chooses a language reads the page on which it was chosen in that language, whatever page it is."""

from itertools import cycle

import pytest

from caseapp.db import db
from tests.access.actors import KNOWN
from tests.access.conftest import browser_of, company  # noqa: F401
from tests.access.matrix import MATRIX
from tests.access.test_matrix import url_for_path
from tests.drawn import drawn

SWITCH = "/account/language"
NO_PAGES = {
    "health.health",
    "health.ready",
    "accounts.choose_language",
    "home.start",
    "offline.shell",
    "help.show_help",
    "check_ins.answer",  # in the language of the link
}
SHOWN = [row for row in MATRIX if "GET" in row.methods.split() and row.let_in & KNOWN and row.endpoint not in NO_PAGES]


def switch_of(page):
    """What the switch of this page sends, but for the language."""
    (form,) = [form for form in page.forms if form["action"] == SWITCH]
    return form["fields"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("rows", [SHOWN[place::4] for place in range(4)], ids=range(4))
def test_every_page_is_shown_again_in_the_language_chosen_on_it(app, company, browser_of, rows):  # noqa: F811
    browsers, codes, seen, wrong = {}, cycle(("ru", "en", "ar", "he")), 0, []
    for row, code in zip(rows, codes, strict=False):
        actor = min(row.let_in & KNOWN)
        browser = browsers.setdefault(actor, browser_of(actor))
        path = url_for_path(app, row, row.subject(company))
        answer = browser.get(path)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        answer = browser.post(SWITCH, data={**switch_of(browser.page), "code": code})
        seen += 1
        if (answer.status_code, answer.headers["Location"]) != (303, path) or browser.see(path).lang != code:
            wrong.append(f"{row.endpoint}: {answer.headers['Location']}, {browser.page.lang}")
    assert seen > 10
    assert not wrong, "\n".join(wrong)


def test_the_address_with_its_question_is_kept_and_a_foreign_one_is_not_followed(world, as_):
    browser = as_(world.supervisor)
    page = browser.see("/board?sort=name")
    assert switch_of(page)["here"] == "/board?sort=name"
    sent = {**switch_of(page), "code": "ru"}
    for foreign in ("https://evil.example/", "//evil.example", "/\\evil.example", "", "/" + "x" * 600):
        answer = browser.post(SWITCH, data={**sent, "here": foreign})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_a_language_that_nobody_speaks_here_changes_nothing(world, as_):
    browser = as_(world.mentor)
    sent = switch_of(browser.see("/account"))
    before = world.mentor.language
    assert browser.post(SWITCH, data={**sent, "code": "am"}).status_code == 303
    assert browser.post(SWITCH, data={"code": "ru"}).status_code == 400
    db.session.refresh(world.mentor)
    assert world.mentor.language == before


def test_a_form_that_was_refused_leads_back_to_itself(world, as_):
    browser, path = as_(world.supervisor), "/clients/new"
    browser.send(path, {"given_name": ""})
    assert browser.page.words.count("Missing: ")
    answer = browser.post(SWITCH, data={**switch_of(browser.page), "code": "ar"})
    assert answer.headers["Location"] == path
    assert (browser.see(path).lang, browser.page.dir) == ("ar", "rtl")


@pytest.mark.parametrize(("language", "word"), [("he", "נשמר"), ("ar", "حُفظ"), ("ru", "Сохранено"), ("en", "Saved.")])
def test_a_changed_language_is_confirmed_in_the_new_one(world, as_, language, word):
    browser = as_(world.mentor)
    sent = {**drawn(browser.see("/account")), "language": language}
    assert browser.post("/account", data=sent).status_code == 303
    assert word in browser.see("/account").words


def test_a_visitor_stays_on_the_page_with_its_question(visitor):
    answer = visitor.get("/language/ru", headers={"Referer": "http://localhost/sign-in/lost-password?x=1"})
    assert answer.headers["Location"] == "/sign-in/lost-password?x=1"
    assert visitor.see("/sign-in/lost-password").lang == "ru"
