"""Rows that follow come by themselves under those of the page; the script alone, on pages of its own."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

import caseapp

pytestmark = pytest.mark.browser
SCRIPT = (Path(caseapp.__file__).parent / "static" / "more.js").read_text()
SITE, ROWS, ALL, TODAY = "http://board.test", 20, 50, 30


def part_of(number: int) -> str:
    return "today" if number < TODAY else "week"


def board(start: int, words: str = "") -> str:
    """A page of the board: thirty rows for today and twenty for the week, twenty a page."""
    shown = range(start, min(start + ROWS, ALL))
    parts = ""
    for part in ("today", "week"):
        rows = "".join(
            f'<tr class="board-row" height="60"><td><a href="/clients/{n}">N{n}</a></td></tr>'
            for n in shown
            if part_of(n) == part
        )
        if rows:
            parts += f'<tbody data-part="{part}"><tr class="board-head"><th>{part}</th></tr>{rows}</tbody>'
    after, more = start + ROWS, ""
    if after < ALL:
        way = f"/board?from={after}"
        more = (
            f'<button form="find" formaction="{way}" data-more>more</button>'
            if words
            else f'<a href="{way}" data-more>more</a>'
        )
    find = f'<form id="find" method="post" action="/board"><input name="words" value="{words}"></form>'
    return f'<main>{find}<table class="board">{parts}</table>{more}</main><script>{SCRIPT}</script>'


@pytest.fixture
def asked(context: BrowserContext) -> list[tuple[str, str, str]]:
    """Method, address and body of everything that was asked for."""
    seen: list[tuple[str, str, str]] = []

    def answer(route: Route) -> None:
        sent = route.request
        start = int(parse_qs(urlsplit(sent.url).query).get("from", ["0"])[0])
        words = parse_qs(sent.post_data or "").get("words", [""])[0]
        seen.append((sent.method, urlsplit(sent.url).query, words))
        route.fulfill(body=board(start, words), content_type="text/html")

    context.route(f"{SITE}/**", answer)
    return seen


def go_to_the_end(page: Page) -> None:
    while page.locator("[data-more]").count():
        before = page.locator("tr.board-row").count()
        page.locator("tr.board-row").last.scroll_into_view_if_needed()
        expect(page.locator("tr.board-row")).not_to_have_count(before)


def rows(page: Page) -> list[str]:
    return page.locator("tr.board-row").evaluate_all(
        "rows => rows.map(row => row.querySelector('a').textContent.slice(1))"
    )


@pytest.mark.usefixtures("asked")
def test_whoever_scrolls_sees_everybody_once_and_in_order(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{SITE}/board")
    go_to_the_end(page)
    expect(page.locator("[data-more]")).to_have_count(0)
    assert rows(page) == [str(number) for number in range(ALL)]
    assert page.locator("tbody").evaluate_all("parts => parts.map(part => part.dataset.part)") == ["today", "week"]
    assert page.locator(".board-head").count() == 2


def test_what_was_searched_goes_along_in_the_body(context: BrowserContext, asked: list[tuple[str, str, str]]) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 600, "height": 300})
    page.goto(f"{SITE}/board")
    page.fill("[name=words]", "noa")
    page.evaluate("document.forms.find.submit()")
    expect(page.locator("button[data-more]")).to_have_count(1)
    asked.clear()
    go_to_the_end(page)
    assert asked == [("POST", "from=20", "noa"), ("POST", "from=40", "noa")]
    assert rows(page) == [str(number) for number in range(ALL)]


def test_by_hand_the_first_new_row_gets_the_focus_and_a_failure_takes_the_plain_way(context: BrowserContext) -> None:
    fails = False

    def answer(route: Route) -> None:
        start = int(parse_qs(urlsplit(route.request.url).query).get("from", ["0"])[0])
        is_fetched = not route.request.is_navigation_request()
        route.fulfill(status=503 if fails and is_fetched else 200, body=board(start), content_type="text/html")

    context.route(f"{SITE}/**", answer)
    # Nothing comes into view by itself.
    context.add_init_script("IntersectionObserver = class { observe() {} unobserve() {} }")
    page = context.new_page()
    page.goto(f"{SITE}/board")
    page.locator("[data-more]").press("Enter")
    expect(page.locator("tr.board-row")).to_have_count(40)
    expect(page.locator('a[href="/clients/20"]')).to_be_focused()
    fails = True
    page.locator("[data-more]").click()
    expect(page).to_have_url(f"{SITE}/board?from=40")
    assert rows(page) == [str(number) for number in range(40, 50)]


@pytest.mark.usefixtures("asked")
def test_a_row_that_moved_meanwhile_is_not_shown_twice(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 600, "height": 300})
    page.goto(f"{SITE}/board")
    page.locator('a[href="/clients/3"]').evaluate("link => { link.href = '/clients/21'; link.textContent = 'N21'; }")
    go_to_the_end(page)
    shown = rows(page)
    assert len(set(shown)) == len(shown)
