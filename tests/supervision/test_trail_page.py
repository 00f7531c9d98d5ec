"""The trail's page: for the administrator, without names of clients, page by page."""

import pytest

from caseapp.audit import Act, record_alone
from caseapp.supervision.rules import ACT_NAMES
from tests.statements import statements
from tests.world import World


def test_every_act_has_a_name() -> None:
    assert set(ACT_NAMES) == {str(act) for act in Act}


@pytest.mark.parametrize("who", ["mentor", "supervisor", "team_mate"])
def test_only_the_administrator_reads_the_trail(world: World, as_, who: str) -> None:
    assert as_(getattr(world, who)).get("/trail").status_code == 403


def test_the_page_names_acts_and_staff_and_no_client(world: World, as_) -> None:
    """P28"""
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
    assert len(many) == len(few) <= 3
    assert first.html.count("<tr>") == 51
    older = next(link for link in first.links if "before=" in link)
    assert browser.see(older).html.count("<tr>") == 51


@pytest.mark.parametrize("before", ["x", "0", "' OR 1=1", "%00"])
def test_a_strange_place_to_go_on_from_is_not_found(world: World, as_, before: str) -> None:
    assert as_(world.administrator).get(f"/trail?before={before}").status_code in (400, 404)
