"""How many bytes a page takes: what every page carries, and what one more row or entry adds."""

import gzip
from datetime import timedelta
from importlib.resources import files

import pytest

from caseapp.clock import today
from caseapp.supervision.board.page import ROWS
from caseapp.web.assets import hashed_name, static_assets
from caseapp.web.compression import LEVEL
from tests.world import join, make_activity, make_client, make_goal, make_group, make_meeting, rate

KILO = 1_000


def size(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200
    return len(answer.data)


@pytest.fixture
def browser(world, as_):
    return as_(world.supervisor)


def live(client, mentor):
    """Weeks of meetings and three goals with ratings, nobody met lately."""
    goals = [make_goal(client, client_words="Coffee with somebody who is no relative") for _number in range(3)]
    for week in range(4, 12):
        make_activity(client, mentor, today() - timedelta(weeks=week), note="We met at the library and read together.")
        rate(goals[week % 3], mentor, today() - timedelta(weeks=week), week % 3 - 1, 0)


def test_styles_scripts_and_icons_stay_small():
    wire = {name: len(asset.compressed) for name, asset in static_assets().items() if asset.compressed}
    assert wire["app.css"] < 21.5 * KILO
    assert wire["further.css"] < 10 * KILO
    assert wire["icons.svg"] < 5 * KILO
    scripts = {name: size for name, size in wire.items() if name.endswith(".js")}
    beside_pages = scripts.pop("offline-shell.js") + scripts.pop("worker.js")
    assert sum(scripts.values()) < 27.5 * KILO  # all of them, on no page
    assert beside_pages < 5 * KILO


def test_a_first_visit_of_a_note_or_a_first_page_weighs_less_than_sixty_kilobytes_beside_the_fonts(as_, world):
    """With 800 bytes of headers for each file; and no font is asked for before there is something to read."""
    live(world.client, world.mentor)
    browser = as_(world.mentor)
    packed = {asset.url: len(asset.compressed or b"") + 800 for asset in static_assets().values()}
    whole = {asset.url: len(asset.content) for asset in static_assets().values()}
    for path in ("/", f"/clients/{world.client.id}/activities/new"):
        page = browser.see(path)
        scripts = [str(each["src"]) for each in page.scripts if each.get("src")]
        pictures = [hashed_name("icons.svg"), hashed_name("mark.svg")]
        wire = sum(packed[url] for url in (*page.styles, *scripts, *pictures))
        assert wire + len(gzip.compress(page.html.encode(), LEVEL)) < 54 * KILO, path
        assert sum(whole[url] for url in scripts) < 29.1 * KILO
        assert page.styles == [hashed_name("app.css")]
        assert 'rel="preload"' not in page.html


def test_no_line_of_a_script_begins_inside_a_text():
    """Scripts are sent without indentation, which a text over several lines would lose."""
    for path in files("caseapp").joinpath("static").iterdir():
        if path.name.endswith(".js"):
            assert not [line for line in path.read_text().splitlines() if line.count("`") % 2], path.name


def test_what_every_page_carries_stays_small(browser):
    assert size(browser, "/account") < 11.3 * KILO


def test_a_row_of_the_board_and_its_page_stay_small(browser, world):
    live(world.client, world.mentor)
    live(world.team_mates_client, world.team_mate)
    few = size(browser, "/board")
    for _number in range(4):
        live(make_client(world.team, world.mentor, given_name="Maximiliana"), world.mentor)
    row = (size(browser, "/board") - few) / 4
    assert row < 1.8 * KILO
    assert few + (ROWS - 2) * row < 48 * KILO


def test_a_clients_page_stays_small_whatever_happened(browser, world):
    path = f"/clients/{world.client.id}"
    bare = size(browser, path)
    live(world.client, world.mentor)
    for day in range(60):
        make_activity(world.client, world.mentor, today() - timedelta(days=day), note="We met at the library.")
    assert bare < 16 * KILO
    page = browser.get(path)
    assert page.text.count('<li class="entry') == 12
    assert len(page.data) < 38 * KILO  # of which 2 are the lists behind the weeks
    assert size(browser, f"{path}?kind=meetings") < 26 * KILO


def test_a_line_of_a_roll_stays_small(browser, world):
    group = make_group(world.team, name="Art")
    meeting = make_meeting(group, today())
    join(group, world.client)
    path = f"/meetings/{meeting.id}/attendance"
    one = size(browser, path)
    for _number in range(13):
        join(group, make_client(world.team, world.mentor, given_name="Maximiliana"))
    assert (size(browser, path) - one) / 13 < 4.1 * KILO


@pytest.mark.parametrize(
    "path", ["/clients", "/follow-ups", "/concerns", "/reports", "/groups", "/register", "/batches"]
)
def test_lists_stay_small_with_a_page_of_people(browser, world, path):
    for _number in range(60):
        make_client(world.team, world.mentor, given_name="Maximiliana")
    assert size(browser, path) < 45 * KILO


def test_what_people_typed_keeps_its_spaces_and_only_templates_lose_theirs(browser, world):
    make_activity(world.client, world.mentor, today(), note="First line\n    second, moved in")
    page = browser.get(f"/clients/{world.client.id}").text
    assert "First line\n    second, moved in" in page
    assert "\n  <" not in page
