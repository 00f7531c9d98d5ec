"""What a group's lists call people, and the reasons that they offer."""

from datetime import date

from caseapp.db import db, writing
from caseapp.groups.queries import list_visible_groups
from caseapp.organisation.models import ListEntry
from caseapp.organisation.queries import forget_organisation_settings
from caseapp.organisation.rules import ListKind
from tests.world import join, make_client, make_group, make_meeting

TODAY = date(2026, 11, 22)


def test_an_alias_stands_on_group_lists_instead_of_the_name_and_at_its_own_place(world, as_):
    group = make_group(world.team, world.mentor)
    for name, alias in (("Ada", "Zebra"), ("Bea", ""), ("Cleo", "")):
        join(group, make_client(world.team, world.mentor, given_name=name, family_name="Levi", alias=alias))
    meeting = make_meeting(group, TODAY)
    browser = as_(world.mentor)
    for path in (f"/groups/{group.id}", f"/meetings/{meeting.id}/attendance"):
        words = browser.see(path).words
        assert "Ada" not in words
        assert words.index("Bea Levi") < words.index("Cleo Levi") < words.index("Zebra")


def test_the_roll_offers_the_organisations_own_reasons(world, as_):
    with writing():
        db.session.add(ListEntry(list_kind=ListKind.ABSENCE_REASONS, code="army", label="Reserve duty", position=9))
        db.session.add(ListEntry(list_kind=ListKind.ABSENCE_REASONS, code="transport", position=1, is_hidden=True))
    forget_organisation_settings()
    group = make_group(world.team, world.mentor)
    join(group, world.client)
    words = as_(world.mentor).see(f"/meetings/{make_meeting(group, TODAY).id}/attendance").words
    assert "Reserve duty" in words
    assert "Transport" not in words


def test_a_group_without_a_weekday_stands_after_those_of_the_week(world):
    for name, weekday in (("Art", None), ("Choir", 5), ("Walks", 0)):
        make_group(world.team, world.mentor, name=name, weekday=weekday)
    assert [group.name for group in list_visible_groups(world.mentor)] == ["Walks", "Choir", "Art"]
