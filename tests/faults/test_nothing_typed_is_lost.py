"""Nothing that somebody types is lost: not by a network that is cut, a server or a browser that is killed, a session
that has ended, a tab that is closed, or a second tab; and nothing is there twice."""

import re
import time
from itertools import count

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.accounts.second_step.conftest import code_now
from tests.faults import writing
from tests.faults.real_service import Installation
from tests.faults.writing import Store, choose_minutes, cut, expect_kept, open_note, save, sign_in, write, written

pytestmark = pytest.mark.browser
CLIENT_PAGE = re.compile(r"/clients/[\w-]+$")
LENGTHS = count(11)
PROVED = pytest.mark.prove
WAYS = ["on the way there", "on the way back"]
ORDERS = [
    "first then second",
    pytest.param("second then first", marks=PROVED),
    pytest.param("both, then the older again", marks=PROVED),
]
SAVED_WITHIN = 2.0  # seconds: what was typed longer ago is on the server


@pytest.fixture(autouse=True)
def clock():
    """The server lives in its own time: so does this test."""
    return


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with Installation(tmp_path_factory.mktemp("typed")) as made:
        made.start(1)
        yield made


@pytest.fixture
def store(service):
    return Store(service)


@pytest.fixture
def note(page: Page, service, store) -> Page:
    """An empty form, for a meeting of its own."""
    sign_in(page, service)
    open_note(page, service, "?draft=new")
    choose_minutes(page, next(LENGTHS))
    return page


def expect_saved(page: Page, store: Store, words: str) -> None:
    """Saved once, and nothing is left over."""
    expect(page).to_have_url(CLIENT_PAGE, timeout=20_000)
    assert store.notes().count(words) == 1
    assert words not in store.drafts()


def test_a_closed_tab_leaves_the_text_and_the_form_goes_on_with_it(note, context: BrowserContext, service, store):
    write(note, "Closed")
    note.close(run_before_unload=False)
    again = context.new_page()
    for _try in range(50):
        if "Closed" in store.drafts():
            break
        again.wait_for_timeout(100)
    open_note(again, service)
    assert written(again) == "Closed"
    write(again, " and opened")
    save(again)
    expect_saved(again, store, "Closed and opened")


@pytest.mark.prove
def test_what_was_typed_is_kept_within_two_seconds_of_typing_without_a_pause(note, store):
    began = time.monotonic()
    sent = ""
    while time.monotonic() < began + 2 * SAVED_WITHIN:
        write(note, "word ")
        sent += "word "
    assert store.drafts() != []
    expect_kept(note)


@pytest.mark.parametrize("after", [pytest.param(False, marks=PROVED), True], ids=WAYS)
def test_a_network_that_is_cut_while_saving_keeps_the_form_and_doubles_nothing(note, context, store, after):
    words = f"Cut {'back' if after else 'there'}"
    write(note, words)
    expect_kept(note)
    cut(context, "**/activities/new*", after=after)
    save(note)
    expect(note.locator("[data-save-status] .amber")).to_contain_text("no network")
    assert written(note) == words
    assert store.notes().count(words) == int(after)
    context.unroute_all()
    save(note)
    expect_saved(note, store, words)


@pytest.mark.prove
@pytest.mark.parametrize("after", [False, True], ids=WAYS)
def test_a_network_that_is_cut_while_typing_is_said_and_made_up_for(note, context, store, after):
    words = f"Typed while the network was cut {'back' if after else 'there'}"
    cut(context, "**/drafts", after=after)
    write(note, words)
    expect(note.locator("[data-save-status] .amber")).to_have_text("Waiting for network, kept on this device")
    context.unroute_all()
    expect_kept(note)
    assert store.drafts().count(words) == 1
    save(note)
    expect_saved(note, store, words)


def test_after_a_save_that_failed_keeping_the_text_is_not_called_saved(note, context, store):
    write(note, "Not on the way")
    expect_kept(note)
    cut(context, "**/activities/new*")
    save(note)
    expect(note.locator("[data-save-status] .amber")).to_contain_text("no network")
    write(note, " yet")
    expect(note.locator("[data-save-status] .brick")).to_have_text("Not saved yet. Your text is kept.")
    context.unroute_all()
    save(note)
    expect_saved(note, store, "Not on the way yet")


@pytest.mark.prove
def test_ten_presses_of_save_make_one_note(note, context, store):
    write(note, "Pressed ten times")
    expect_kept(note)
    cut(context, "**/activities/new*", after=True)
    for _press in range(9):
        save(note)
        expect(note.locator("[data-save-status] .amber")).to_contain_text("no network")
    context.unroute_all()
    save(note)
    expect_saved(note, store, "Pressed ten times")


@pytest.mark.prove
def test_a_busy_server_keeps_the_form_and_says_so(note, context, store):
    write(note, "Busy")
    page = '<html><main><p class="error-sentence">Records cannot be saved at the moment.</p></main></html>'
    context.route("**/activities/new*", lambda route: route.fulfill(status=503, body=page, content_type="text/html"))
    save(note)
    expect(note.locator("[data-save-status] .brick")).to_contain_text("Records cannot be saved at the moment.")
    assert written(note) == "Busy"
    context.unroute_all()
    save(note)
    expect_saved(note, store, "Busy")


@pytest.mark.prove
def test_a_refused_form_comes_back_in_its_place_with_the_text(note, store):
    write(note, "Refused first")
    note.locator("input[name=starts_at]").evaluate("field => { field.value = ''; }")
    save(note)
    expect(note.locator(".banner.brick")).to_be_focused()
    assert written(note) == "Refused first"
    expect(note.locator("[data-save-status]")).to_have_text("Not saved yet. Your text is kept.")
    note.locator("input[name=starts_at]").fill("00:01")
    save(note)
    expect_saved(note, store, "Refused first")


def test_a_session_that_ended_is_renewed_over_the_page_and_saving_goes_on(note, context, store):
    write(note, "Signed out")
    expect_kept(note)
    context.clear_cookies()
    write(note, " and in again")
    save(note)
    dialog = note.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert written(note) == "Signed out and in again"
    writing.enter(note, "mentor")
    expect_saved(note, store, "Signed out and in again")


def test_a_sign_in_that_cannot_be_fetched_is_fetched_again(note, context, store):
    write(note, "Signed out and cut off")
    context.clear_cookies()
    context.route("**/static/sign-in-here.*", lambda route: route.abort(), times=1)
    save(note)
    expect(note.locator("[data-save-status] .brick")).to_contain_text("You have been signed out")
    expect(note.get_by_role("dialog")).to_have_count(0)
    save(note)
    writing.enter(note, "mentor")
    expect_saved(note, store, "Signed out and cut off")


@pytest.fixture
def phone(store):
    store.give_phone("mentor")
    yield
    store.take_phone("mentor")


def test_the_second_step_is_asked_over_the_page_too(note, context, store, phone):
    write(note, "By two steps")
    context.clear_cookies()
    save(note)
    writing.enter(note, "mentor")
    code = note.get_by_role("dialog").locator("input[name=code]")
    expect(code).to_be_focused()
    assert written(note) == "By two steps"
    assert "By two steps" not in store.notes()
    code.fill("123456")
    code.press("Enter")
    expect(note.get_by_role("dialog")).to_contain_text("This code does not fit.")
    code.fill(code_now())
    code.press("Enter")
    expect_saved(note, store, "By two steps")


def test_somebody_else_who_signs_in_sends_nothing_and_sees_nothing(note, context, service, store):
    write(note, "Of the first")
    expect_kept(note)
    context.clear_cookies()
    save(note)
    expect(note.get_by_role("dialog")).to_be_visible()
    writing.enter(note, "other")
    expect(note.get_by_role("dialog")).to_contain_text("Somebody else is signed in")
    expect(note.locator("textarea[name=note]")).to_be_hidden()
    assert "Of the first" not in store.notes()
    context.clear_cookies()
    sign_in(note, service)
    open_note(note, service)
    assert written(note) == "Of the first"


@pytest.mark.parametrize("order", ORDERS)
def test_two_tabs_keep_both_texts(note, context, service, store, order):
    name = order.replace(" ", "-").replace(",", "")
    write(note, f"{name} begun")
    expect_kept(note)
    second = context.new_page()
    open_note(second, service)
    assert written(second) == f"{name} begun"
    tabs = {"first": (note, " here"), "second": (second, " there")}
    turns = {"first then second": ["first", "second"], "second then first": ["second", "first"]}
    for turn in turns.get(order, ["first", "second", "first"]):
        page, words = tabs[turn]
        with page.expect_response("**/drafts") as answer:
            write(page, words)
        assert answer.value.ok
        expect_kept(page)
    kept = [text for text in store.drafts() if text.startswith(name)]
    assert sorted(kept) == sorted(written(page) for page in (note, second))
