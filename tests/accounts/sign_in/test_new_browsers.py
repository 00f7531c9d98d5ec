"""A sign-in from a browser that was never used before is told in the others, once."""

from datetime import timedelta

import pytest

from tests.accounts.conftest import sign_in

FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
TOLD = "You signed in with a new browser on"


@pytest.fixture
def own(owner, visitor):
    """The browser that its owner always uses."""
    told_after_signing_in(visitor, owner)
    return visitor


def told_after_signing_in(browser, person, **more):
    browser.get("/session")
    browser.delete_cookie("session")
    sign_in(browser, person.username, **more)
    return TOLD in browser.see("/").words


def test_the_first_browser_is_no_news(owner, visitor):
    assert not told_after_signing_in(visitor, owner)
    assert not told_after_signing_in(visitor, owner)


def test_another_browser_is_told_once_with_its_family_and_time(owner, own, new_browser, clock):
    stranger = new_browser("198.51.100.7")
    assert not told_after_signing_in(stranger, owner, headers=FIREFOX), "whoever uses it knows"
    clock.shift(timedelta(hours=3))
    assert told_after_signing_in(own, owner)
    assert "22.11.2026, 10:00" in own.page.words.split(TOLD)[1][:80]
    assert "Firefox, Linux" in own.page.words
    assert not told_after_signing_in(own, owner)


def test_signing_in_again_does_not_hide_it(owner, own, new_browser, clock):
    stranger = new_browser("198.51.100.7")
    for _ in range(3):
        told_after_signing_in(stranger, owner)
        clock.shift(timedelta(minutes=1))
    assert told_after_signing_in(own, owner)


def test_of_two_new_ones_each_is_told(owner, own, new_browser):
    for number in range(2):
        told_after_signing_in(new_browser(f"198.51.100.{number}"), owner)
    assert told_after_signing_in(own, owner)
    assert own.page.words.count(TOLD) == 1, "the second browser was the first to tell of the one before it"


def test_what_a_browser_is_called_is_text(owner, own, new_browser):
    stranger = new_browser("198.51.100.7")
    told_after_signing_in(stranger, owner, headers={"User-Agent": "<img src=x onerror=1>"})
    assert told_after_signing_in(own, owner)
    assert "Unknown browser" in own.page.words
    assert "<img src=x" not in own.page.html
