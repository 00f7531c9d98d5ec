"""Heading, filters, parts and list of the board count the same, and everybody comes into view."""

from datetime import date, timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from caseapp.basket.rules import SOCIAL_MENTORING
from caseapp.clients.rules import ClientStatus
from caseapp.clock import now
from caseapp.supervision.board.page import ROWS
from tests.supervision.board.test_page import mentioned
from tests.supervision.board.test_rows import approve
from tests.world import assign, make_activity, make_client, make_concern, make_user

TODAY = date(2026, 11, 22)


def ago(days):
    return TODAY - timedelta(days=days)


class Shown:
    """What a page of the board shows."""

    def __init__(self, html):
        tree = LexborHTMLParser(html)
        self.total = int(tree.css_first("[data-found=total]").text().split()[0])
        chips = tree.css("nav.filters .chip-face")
        self.chips = {chip.css_first("span").text(): int(chip.css_first("strong").text()) for chip in chips}
        [current] = [chip for chip in chips if chip.attributes.get("aria-current")]
        self.chosen = self.chips[current.css_first("span").text()]
        self.ways = {chip.css_first("span").text(): _way(chip) for chip in chips}
        self.parts = [int(head.css_first(".count").text()) for head in tree.css(".board-head")]
        self.rows = [row.css_first("a").attributes["href"].split("/")[-1] for row in tree.css("tr.board-row")]
        more = tree.css_first("[data-more]")
        self.more = _way(more) if more else None
        self.more_words = more.text() if more else ""


def _way(node):
    return node.attributes.get("href") or node.attributes["formaction"]


def all_pages(first, follow):
    """The page and all that follow it."""
    pages = [first]
    while pages[-1].more:
        assert (
            str(min(ROWS, first.total - len(pages) * ROWS)) in pages[-1].more_words
            or "one more" in pages[-1].more_words
        )
        pages.append(Shown(follow(pages[-1].more)))
    return pages


@pytest.fixture
def caseload(world):
    """Some clients for each part of the board and most of its reasons, more than three pages."""
    closed = make_user("mentor", world.team, disabled_at=now())
    for number in range(65):
        kind = number % 6
        client = make_client(
            world.team,
            world.mentor if kind not in (4, 5) else None,
            given_name=f"Noa{number:02}",
            status=ClientStatus.REFERRED if kind == 5 else ClientStatus.ACTIVE,
            status_on=ago(300),
        )
        make_activity(client, world.mentor, ago((1, 10, 39, 2, 3, 4)[kind]))
        if kind == 1:
            approve(client, ago(300), ago(-25))
        if kind == 3:
            make_concern(client, world.mentor)
        if kind == 4 and number % 4:
            assign(client, closed)


@pytest.mark.usefixtures("caseload")
def test_heading_filters_parts_and_list_count_the_same_under_every_filter(world, as_):
    browser = as_(world.supervisor)
    ways = Shown(browser.see("/board").html).ways
    assert len(ways) > 5
    for label, way in ways.items():
        pages = all_pages(Shown(browser.see(way).html), lambda more: browser.see(more).html)
        rows = [row for page in pages for row in page.rows]
        assert len(set(rows)) == len(rows) == pages[0].total == pages[0].chosen == pages[0].chips[label]
        assert all(page.total == pages[0].total and page.chips == pages[0].chips for page in pages)
        shown = {part for page in pages for part in zip(page.parts, [page.total] * len(page.parts), strict=True)}
        assert sum(part for part, _total in shown) <= pages[0].total
    everybody = Shown(browser.see("/board").html)
    assert everybody.total == 67


@pytest.mark.usefixtures("caseload")
def test_each_part_says_how_many_stand_in_it_on_whatever_page(world, as_):
    browser = as_(world.supervisor)
    pages, heads = [browser.see("/board")], {}
    while more := Shown(pages[-1].html).more:
        pages.append(browser.see(more))
    rows = {}
    for page in pages:
        for part in LexborHTMLParser(page.html).css("tbody[data-part]"):
            key = part.attributes["data-part"]
            heads.setdefault(key, set()).add(int(part.css_first(".count").text()))
            rows[key] = rows.get(key, 0) + len(part.css("tr.board-row"))
    assert heads == {key: {number} for key, number in rows.items()}
    assert list(rows) == ["today", "week", "calm"]


@pytest.mark.usefixtures("caseload")
def test_a_search_shows_all_who_are_named_so_and_keeps_names_out_of_addresses(world, as_):
    browser = as_(world.supervisor)
    other = make_client(world.other_team, world.other_mentor, given_name="Noa99")
    answer = browser.send("/board", {"words": "noa"})
    first = Shown(answer.text)
    assert first.total == 65
    assert first.chosen == 65
    pages = all_pages(first, lambda more: browser.send(more, {"words": "noa"}, fresh=False).text)
    rows = [row for page in pages for row in page.rows]
    assert len(set(rows)) == len(rows) == 65
    assert str(other.id) not in rows
    assert not [way for page in pages for way in page.ways.values() if "noa" in way.lower()]
    unmet = Shown(browser.send(first.ways["Overdue for a meeting"], {"words": "noa"}, fresh=False).text)
    assert 0 < unmet.total == unmet.chosen == first.chips["Overdue for a meeting"] < 65


def test_a_search_is_literal_and_reads_whom_it_shows_alone(world, as_):
    browser = as_(world.supervisor)
    client = make_client(world.team, world.mentor, given_name="Zehava")
    found = Shown(browser.send("/board", {"words": "zehav"}).text)
    assert found.rows == [str(client.id)]
    assert mentioned('"page": "board"') == {client.id}
    for nobody in ("%", "_", "' OR 1=1 --", world.other_client.given_name + "x"):
        answer = browser.send("/board", {"words": nobody})
        assert "None of your clients has a name like this" in answer.text
    assert Shown(browser.send("/board", {"words": " "}).text).total == 3


def test_who_is_left_alone_is_told_in_words_that_lead_to_the_mentors(world, as_):
    browser = as_(world.supervisor)
    alone = make_client(world.team, given_name="Alone")
    closed = make_user("mentor", world.team, disabled_at=now())
    assign(make_client(world.team, given_name="Left"), closed)
    begun = make_client(world.team, world.mentor, status_on=ago(40))
    approve(begun, ago(40), ago(-300), SOCIAL_MENTORING)
    fading = make_client(world.team, world.mentor)
    for days in (5, 30, 37, 44, 51, 58):
        make_activity(fading, world.mentor, ago(days))
    page = browser.see("/board")
    for words in (
        "Nobody accompanies this client",
        "The mentor's account is closed",
        "Approved for 40 days and not begun",
        "Fading: 1 contact in the last four weeks",
    ):
        assert words in page.words
    for link in (f"/register/{alone.id}/assignments", f"/people/{closed.id}/handover"):
        assert link in page.links
        browser.see(link)


def test_two_clients_share_a_mentor_whose_account_is_closed_and_one_keeps_another(world, as_):
    closed = make_user("mentor", world.team, disabled_at=now())
    assign(world.client, closed)
    make_activity(world.client, world.mentor, TODAY)
    make_activity(world.team_mates_client, world.team_mate, TODAY)
    page = as_(world.supervisor).see("/board")
    assert "The mentor's account is closed" in page.words
    [part] = [
        part.attributes["data-part"]
        for part in LexborHTMLParser(page.html).css("tbody[data-part]")
        if str(world.client.id) in part.html
    ]
    assert part == "week"
    mentors_page = as_(world.mentor).see("/board")
    assert f"/register/{world.client.id}/assignments" not in mentors_page.links
