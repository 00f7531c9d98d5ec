"""Whatever somebody can write at length is kept while it is typed, and saved without leaving the page."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.access.actors import Actor
from tests.access.conftest import browser_of, company  # noqa: F401 - fixtures
from tests.access.filling import GETS, path_of, usual_actor

MARKS = ("data-draft", "data-posted")
NOT_KEPT = {
    "search": "words that one looks for",
    "check_ins": "the code of a link, which is kept nowhere",
    "accounts": "names, passwords and codes of people who work here",
    "organisation": "names and numbers of the organisation",
    "uploads": "files, and what their columns mean",
}


def unkept(html: str) -> list[str]:
    """The fields of a page whose words would be lost."""
    found = []
    for form in LexborHTMLParser(html).css("form"):
        named = form.attributes
        is_kept = any(mark in named for mark in MARKS) or named.get("role") == "search"
        if is_kept or (named.get("method") or "").lower() != "post":
            continue
        fields = form.css("textarea, input[type=text]:not([data-sift])")
        found += [field.attributes.get("name") or "?" for field in fields]
    return found


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_every_form_with_words_keeps_them(app, company, browser_of):  # noqa: F811
    browsers, wrong = {}, []
    for row in GETS:
        actor = usual_actor(row)
        if actor is Actor.VISITOR or row.endpoint.split(".")[0] in NOT_KEPT:
            continue
        browser = browsers.setdefault(actor, browser_of(actor))
        answer = browser.get(path_of(app, row, row.subject(company)))
        if answer.mimetype == "text/html" and answer.status_code == 200:
            wrong += [f"{row.endpoint}: {name}" for name in unkept(answer.text)]
    assert not wrong


def test_a_form_that_loses_words_is_seen():
    form = '<form method="post"><textarea name="note"></textarea></form>'
    assert unkept(form) == ["note"]
    assert unkept(form.replace("<form", '<form data-draft=""')) == []
