"""The trail's page: for the administrator, without names of clients, page by page."""

import pytest

from caseapp.audit import Act, record_alone
from caseapp.errors import NotAllowed
from caseapp.supervision.trail.filter_rules import TrailFilter
from caseapp.supervision.trail.queries import list_actors, list_entries
from caseapp.supervision.trail.rules import ACT_NAMES
from tests.statements import statements
from tests.world import World

PRINTED = TrailFilter(act=Act.PRINTED)


def test_every_act_has_a_name() -> None:
    assert set(ACT_NAMES) == {str(act) for act in Act}


@pytest.mark.parametrize("who", ["mentor", "supervisor", "team_mate"])
def test_only_the_administrator_reads_the_trail(world: World, as_, who: str) -> None:
    assert as_(getattr(world, who)).get("/trail").status_code == 403


def test_the_page_names_acts_and_staff_and_no_client(world: World, as_) -> None:
    record_alone(Act.READ, world.mentor, clients=[world.client.id, world.other_client.id], page="client")
    page = as_(world.administrator).see("/trail")
    assert "Maya Mentor" in page.words
    assert "Read" in page.words
    for hidden in ("יעל", "מזרחי", world.client.id.hex, str(world.client.id)):
        assert hidden not in page.html


def test_older_entries_follow_by_key_and_the_page_does_not_grow(world: World, as_) -> None:
    browser = as_(world.administrator)
    with statements() as few:
        browser.see("/trail")
    for number in range(120):
        record_alone(Act.READ, world.mentor, page=f"page {number}")
    with statements() as many:
        first = browser.see("/trail")
    assert len(many) == len(few) <= 4
    assert first.html.count("<tr>") == 51
    older = next(link for link in first.links if "before=" in link)
    assert browser.see(older).html.count("<tr>") == 51


def test_each_entry_counts_its_own_clients(world: World) -> None:
    for clients in ([], [world.client.id], [world.client.id, world.other_client.id, world.team_mates_client.id]):
        record_alone(Act.PRINTED, world.mentor, clients=clients)
    rows = list_entries(world.administrator, wanted=PRINTED).rows
    assert [row.clients for row in rows] == [3, 1, 0]


def test_older_entries_are_offered_only_where_there_are_some(world: World) -> None:
    for _number in range(3):
        record_alone(Act.PRINTED, world.mentor)
    first = list_entries(world.administrator, wanted=PRINTED, limit=2)
    assert first.before == first.rows[-1].id
    assert list_entries(world.administrator, wanted=PRINTED, limit=3).before is None


@pytest.mark.parametrize("who", ["mentor", "supervisor"])
def test_nobody_else_asks_the_trail_for_its_entries_or_its_people(world: World, who: str) -> None:
    for asked in (list_entries, list_actors):
        with pytest.raises(NotAllowed):
            asked(getattr(world, who))


@pytest.mark.parametrize("before", ["x", "0", "' OR 1=1", "%00"])
def test_a_strange_place_to_go_on_from_is_not_found(world: World, as_, before: str) -> None:
    assert as_(world.administrator).get(f"/trail?before={before}").status_code in (400, 404)


class TestFilters:
    def rows(self, browser, query: str) -> list[str]:
        html = browser.see(f"/trail?{query}").html
        return html.split("<tbody>")[1].split("</tr>")[:-1] if "<tbody>" in html else []

    def test_who_and_what_and_which_client(self, world: World, as_) -> None:
        record_alone(Act.READ, world.mentor, clients=[world.client.id], page="client")
        record_alone(Act.PRINTED, world.mentor, clients=[world.other_client.id])
        record_alone(Act.READ, world.other_mentor, clients=[world.other_client.id], page="client")
        browser = as_(world.administrator)
        assert len(self.rows(browser, f"who={world.mentor.id}")) == 2
        assert len(self.rows(browser, f"who={world.mentor.id}&act=read")) == 1
        assert len(self.rows(browser, f"act=printed&client={world.client.id}")) == 0
        assert len(self.rows(browser, f"act=printed&client={world.other_client.id}")) == 1
        assert "No matching entries" in browser.see(f"/trail?who={world.team_mate.id}").words

    def test_days_begin_and_end_where_the_organisation_is(self, world: World, as_, clock) -> None:
        clock.move_to("2026-12-01T21:59:00+00:00")
        record_alone(Act.PRINTED, world.mentor)
        clock.move_to("2026-12-01T22:01:00+00:00")
        record_alone(Act.PRINTED, world.mentor)
        browser = as_(world.administrator)
        assert len(self.rows(browser, "act=printed&first_on=2026-12-02")) == 1
        assert len(self.rows(browser, "act=printed&last_on=2026-12-01")) == 1
        assert len(self.rows(browser, "act=printed&first_on=2026-12-01&last_on=2026-12-02")) == 2

    def test_older_pages_keep_what_is_looked_for(self, world: World, as_) -> None:
        for _number in range(60):
            record_alone(Act.PRINTED, world.mentor)
        browser = as_(world.administrator)
        page = browser.see("/trail?act=printed")
        older = next(link for link in page.links if "before=" in link)
        assert "act=printed" in older
        assert browser.see(older).html.count("<tr>") == 11

    @pytest.mark.parametrize("query", ["first_on=2026-02-31", "who=x", "act=%3Cimg%3E", f"who={'x' * 5000}"])
    def test_what_cannot_be_looked_for_is_said_and_the_trail_is_shown(self, world: World, as_, query: str) -> None:
        assert as_(world.administrator).see(f"/trail?{query}").html.count("<tr>") > 1

    def test_a_client_is_named_by_id_only(self, world: World, as_) -> None:
        assert as_(world.administrator).get("/trail?client=Yael").status_code == 404
