"""The short name of a goal: proposed from its title, changed by hand, at most 24 letters."""

import pytest

from caseapp.activities.note_form_queries import goals_to_touch
from caseapp.goals.short_name_rules import SHORT_NAME_MAX, propose_short_name
from tests.drawn import drawn
from tests.world import make_goal


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Coffee", "Coffee"),
        ("To have coffee with a friend once a week", "To have coffee"),
        ("השתתפות בקבוצה מתוך עניין אמיתי", "השתתפות בקבוצה"),
        ("Сходить в бассейн вместе без страха", "Сходить в бассейн вместе"),
        ("الذهاب إلى المكتبة من دون مرافق", "الذهاب إلى المكتبة"),
        ("קפה עם חברה, פעם בשבוע", "קפה עם חברה"),
        ("שיחת טלפון שבועית עם האחות", "שיחת טלפון שבועית"),
        ("Meeting one friend a week, then two", "Meeting one friend"),
        ("Donaudampfschifffahrtsgesellschaft", "Donaudampfschifffahrtsg…"),
        ("", ""),
    ],
)
def test_a_name_is_proposed_from_the_first_words(title, name):
    assert propose_short_name(title) == name
    assert len(name) <= SHORT_NAME_MAX


def test_the_name_on_the_chip_follows_the_wording_until_it_is_written_by_hand(world, as_):
    goal = make_goal(world.client)
    browser = as_(world.mentor)
    path = f"/goals/{goal.id}/edit"

    def edit(**said):
        assert browser.post(path, data={**drawn(browser.see(path)), **said}).status_code == 303
        return goals_to_touch(world.mentor, world.client.id)[0].called

    assert edit(wording="Swim with the group on Mondays") == "Swim with the group"
    assert browser.see(path).field("short_name") == "Swim with the group"
    assert edit(wording="Sing in the choir") == "Sing in the choir"
    assert edit(short_name="Choir") == "Choir"
    assert edit(wording="Sing in the other choir") == "Choir"


def test_a_name_of_more_letters_is_refused_and_kept(world, as_):
    goal = make_goal(world.client)
    browser = as_(world.mentor)
    path = f"/goals/{goal.id}/edit"
    long = "x" * (SHORT_NAME_MAX + 1)
    assert browser.post(path, data={**drawn(browser.see(path)), "short_name": long}).status_code == 200
    assert browser.page.field("short_name") == long
    assert "at most 24 characters" in browser.page.words
