"""A server and a browser are killed while somebody types. The page's clock is moved by hand, so that a loaded machine
makes no difference to what must have been kept by then."""

import contextlib
import re
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import psutil
import pytest
from playwright.sync_api import Page, Route, expect

from tests.faults.real_service import Installation
from tests.faults.writing import SAVED, Store, choose_minutes, open_note, save, sign_in, write, written

pytestmark = pytest.mark.browser
CLIENT_PAGE = re.compile(r"/clients/[\w-]+$")
WAIT = 1500  # milliseconds after a key, until it is sent
LENGTHS = count(11)


@dataclass
class Figures:
    """What was lost and what is there twice, in all cycles."""

    lost: int = 0  # letters typed more than two seconds before
    acknowledged_lost: int = 0  # letters that the page called saved
    doubles: int = 0

    def add(self, typed: str, acknowledged: str, found: str) -> None:
        kept = len(shared_start(typed, found))
        self.lost += max(0, len(typed) - kept)
        self.acknowledged_lost += max(0, len(acknowledged) - kept)


def shared_start(one: str, other: str) -> str:
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:same]


@pytest.fixture(autouse=True)
def clock():
    """The server lives in its own time: so does this test."""
    return


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with Installation(tmp_path_factory.mktemp("killed")) as made:
        made.start(1)
        yield made


@pytest.fixture
def store(service):
    return Store(service)


def begin(page: Page, service: Installation) -> None:
    open_note(page, service, "?draft=new")
    choose_minutes(page, next(LENGTHS))


def let_time_pass(page: Page, milliseconds: int = WAIT) -> None:
    """Until the page has sent what was typed and has its answer; a page without an answer goes on."""
    page.clock.run_for(milliseconds)
    page.wait_for_timeout(100)


def wait_until_kept(page: Page) -> str:
    """What the page calls saved."""
    for _try in range(30):
        let_time_pass(page)
        if page.locator(SAVED).count():
            return written(page)
    return ""


def kill_server(page: Page, service: Installation, store: Store, name: str, figures: Figures, *, is_sent: bool) -> None:
    """Somebody types, is told that it is saved, types on; the server dies, with a save on its way or not, and is
    there again. Then the note is saved, twice."""
    begin(page, service)
    write(page, f"{name} walked")
    acknowledged = wait_until_kept(page)
    write(page, " to the li")
    if is_sent:
        page.clock.run_for(WAIT)
    service.kill()
    texts = [text for text in store.drafts() if text.startswith(name)]
    figures.add(f"{name} walked", acknowledged, max(texts, key=len, default=""))
    service.start(1, port=service.port)
    write(page, "brary")
    wait_until_kept(page)
    end(page, store, name, figures)


def end(page: Page, store: Store, name: str, figures: Figures) -> None:
    """Save: the note is there once, with all of it, and no draft."""
    text = written(page)
    page.route("**/activities/new*", lambda route: (route.fetch(max_redirects=0), route.abort()), times=1)
    save(page)
    expect(page.locator("[data-save-status] .amber")).to_be_visible()
    save(page)
    expect(page).to_have_url(CLIENT_PAGE, timeout=30_000)
    notes = [note for note in store.notes() if note.startswith(name)]
    drafts = [draft for draft in store.drafts() if draft.startswith(name)]
    figures.add(text, text, max(notes, key=len, default=""))
    figures.doubles += len(notes) + len(drafts) - 1


def kill_browser(profile: Path) -> None:
    """All processes of the browser with that profile."""
    for process in psutil.process_iter(["cmdline"]):
        if any(str(profile) in word for word in process.info["cmdline"] or ()):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()


CYCLES = [2, pytest.param(100, marks=pytest.mark.prove)]


@pytest.mark.parametrize("cycles", CYCLES)
def test_a_server_that_is_killed_mid_word_loses_and_doubles_nothing(page: Page, service, store, cycles, capsys):
    figures = Figures()
    sign_in(page, service)
    page.clock.install()
    for number in range(cycles):
        kill_server(page, service, store, f"s{cycles}-{number}", figures, is_sent=number % 2 == 1)
    with capsys.disabled():
        print(f"\n{cycles} kills of the server: {figures}")
    assert figures == Figures()


@pytest.mark.parametrize("cycles", [1, pytest.param(100, marks=pytest.mark.prove)])
def test_a_browser_that_is_killed_mid_word_loses_nothing(
    browser_type, browser_type_launch_args, tmp_path, service, store, cycles, capsys
):
    figures = Figures()
    for number in range(cycles):
        name, profile = f"b{cycles}-{number}", tmp_path / f"profile-{number}-"
        page = browser_type.launch_persistent_context(profile, **browser_type_launch_args).pages[0]
        sign_in(page, service)
        begin(page, service)
        write(page, f"{name} walked")
        acknowledged = wait_until_kept(page)
        write(page, " to the li")
        kill_browser(profile)
        again = browser_type.launch_persistent_context(profile, **browser_type_launch_args)
        page = again.pages[0]
        sign_in(page, service)
        open_note(page, service)
        figures.add(f"{name} walked", acknowledged, written(page))
        end(page, store, name, figures)
        again.close()
    with capsys.disabled():
        print(f"\n{cycles} kills of the browser: {figures}")
    assert figures == Figures()


def never_sends(page: Page, service: Installation) -> None:
    def slowed(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("const WAIT = 1500;", "const WAIT = 1e9;"))

    page.route("**/static/drafts.*", slowed)


def keeps_nothing(page: Page, service: Installation) -> None:
    page.route("**/drafts", lambda route: route.fulfill(json={"status": "Saved", "is_ended": False}))


def takes_another_id(page: Page, service: Installation) -> None:
    def changed(route: Route) -> None:
        fields = dict(parse_qsl(route.request.post_data or "", keep_blank_values=True))
        body = urlencode(fields | {"record_id": service.form_id(), "anyway": "1"}) if fields else None
        route.continue_(post_data=body)

    page.route("**/activities/new*", changed)


HOLES = {never_sends: "lost", keeps_nothing: "acknowledged_lost", takes_another_id: "doubles"}
SHOWN = [pytest.param(never_sends, marks=pytest.mark.prove), pytest.param(keeps_nothing, marks=pytest.mark.prove)]


@pytest.mark.parametrize("hole", [*SHOWN, takes_another_id], ids=lambda hole: hole.__name__)
def test_a_hole_is_seen_in_the_figures(page: Page, service, store, hole):
    figures = Figures()
    sign_in(page, service)
    hole(page, service)
    page.clock.install()
    kill_server(page, service, store, hole.__name__, figures, is_sent=False)
    assert getattr(figures, HOLES[hole]) > 0
