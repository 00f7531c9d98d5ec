"""A mentor's first page on a phone: short with few clients and with two hundred."""

import re
from datetime import time, timedelta

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from caseapp.activities.rules import Outcome
from caseapp.clock import today
from tests.journeys.conftest import WIDTHS, Site, barriers, sideways, sign_in
from tests.world import amend, make_activity, make_client, make_follow_up, make_goal

pytestmark = pytest.mark.browser
STATIC = re.compile(r"/static/[\w./-]+")
SITE = "http://today.test"
CLIENTS = 200
BYTES, HIGH = 60_000, 3_000
NAMES = ("מרים", "Amir", "Светлана", "ليلى")
SURNAMES = ("בן-חמו", "Haddad", "Волкова", "حدّاد")

CUT = """() => [...document.querySelectorAll('.nav .place')].filter(place => {
    const words = document.createRange();
    words.selectNodeContents(place.querySelector('.place-label'));
    const [own, text] = [place.getBoundingClientRect(), words.getBoundingClientRect()];
    return !text.width || text.left < own.left - 1 || text.right > own.right + 1 || text.bottom > innerHeight;
}).map(place => place.textContent.trim())"""


def files_of(browser, text):
    """What the page, and what its styles ask for, by address."""
    found = {}
    for address in set(STATIC.findall(text)):
        answer = browser.get(address)
        found[address] = (answer.mimetype, answer.get_data())
        if answer.mimetype == "text/css":
            found |= files_of(browser, answer.get_data(as_text=True))
    return found


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("language", ["ru"])
def test_two_hundred_clients_fit_a_short_page(world, as_, context: BrowserContext, language):
    for number in range(CLIENTS):
        of = number % len(NAMES)
        client = make_client(world.team, world.mentor, given_name=NAMES[of], family_name=f"{SURNAMES[of]} {number}")
        day = today() if number < 12 else today() - timedelta(days=number % 9)
        make_activity(client, world.mentor, day, outcome=Outcome.PLANNED, starts_at=time(23, 30), note="")
        make_activity(client, world.mentor, today() - timedelta(days=9 + number % 40))
        if number % 5:
            continue
        make_follow_up(client, world.mentor, today(), words="להתקשר אל המרכז הקהילתי ולשאול על החוג")
        make_goal(client, client_words="שתהיה לי חברה אחת לשתות איתה קפה")
    amend(world.mentor, language=language)
    browser = as_(world.mentor)
    html = browser.see("/").html
    assert f'lang="{language}"' in html
    assert len(html.encode()) <= BYTES
    files = {"/": ("text/html", html.encode()), **files_of(browser, html)}
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})

    def answer(route: Route) -> None:
        kind, body = files.get(route.request.url.removeprefix(SITE), ("text/plain", b""))
        route.fulfill(content_type=kind, body=body)

    page.route(f"{SITE}/**", answer)
    page.goto(f"{SITE}/")
    assert page.evaluate("document.documentElement.scrollHeight") <= HIGH
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_note_is_written_from_the_first_page_and_taken_back(context: BrowserContext, site: Site) -> None:
    phone = context.new_page()
    phone.set_viewport_size(WIDTHS["phone"])
    sign_in(phone, site, "mentor3", "he")
    phone.goto(site.url)
    taps = 0
    for tapped in (".nav .place-act a", "main .row a.row-name >> nth=0"):
        phone.locator(tapped).click()
        taps += 1
    phone.fill("textarea[name=note]", "הלכנו בפארק ודיברנו.")
    phone.locator(".save-bar button[type=submit]").first.click()
    taps += 1
    expect(phone).to_have_url(f"{site.url}/")
    assert taps == 3
    assert barriers(phone) == []
    phone.locator("form[action$='/undoing'] button").click()
    expect(phone.locator("textarea[name=note]")).to_have_value("הלכנו בפארק ודיברנו.")
    phone.goto(site.url)
    expect(phone.locator("main a[href*='?draft=']")).to_have_count(1)
    expect(phone.locator("form[action$='/undoing']")).to_have_count(0)


def test_nothing_of_the_day_is_lost_at_320_pixels_and_at_twice_the_size_of_text(
    context: BrowserContext, site: Site
) -> None:
    page = context.new_page()
    sign_in(page, site, "mentor1", "ru")
    for width, size in ((320, "100%"), (390, "200%")):
        page.set_viewport_size({"width": width, "height": 844})
        for path in ("/", "/activities/new", "/board", "/today/waiting"):
            page.goto(f"{site.url}{path}")
            page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
            assert sideways(page) == []


@pytest.mark.parametrize("language", ["he", "ar", "ru", "en"])
def test_words_of_the_bar_stay_whole(context: BrowserContext, site: Site, language: str) -> None:
    page = context.new_page()
    sign_in(page, site, "mentor1", language)
    for width, size in ((320, "100%"), (390, "100%"), (320, "200%"), (390, "200%")):
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        assert page.locator(".nav .place-label").count() == 5
        assert page.evaluate(CUT) == [], (width, size)
    page.evaluate("document.querySelectorAll('.nav .place').forEach(place => { place.style.maxInlineSize = '24px'; })")
    assert len(page.evaluate(CUT)) == 5, "a planted fault is seen"
