"""What a goal gives, the parts of life that are shipped, and when a goal is looked at again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.db import db
from caseapp.goals.chime_rules import CHIME_NAMES, Chime
from caseapp.goals.queries import find_goal
from caseapp.goals.review_rules import review_due_on
from caseapp.goals.rules import Domain
from caseapp.organisation.list_rules import BUILT_IN, ListKind
from tests.world import make_goal

DAY = date(2026, 11, 22)
DAYS = st.integers(-400, 400).map(lambda days: DAY + timedelta(days=days))


def test_the_social_parts_of_life_come_first_and_none_is_missing():
    social = "friends family intimacy community leisure groups communication stigma belonging faith digital"
    other = "employment education home rights health wellbeing mobility"
    assert list(BUILT_IN[ListKind.DOMAINS]) == [*social.split(), *other.split()] == list(Domain)


def test_the_five_processes_spell_chime():
    assert "".join(code.value[0] for code in CHIME_NAMES) == "chime"
    assert list(CHIME_NAMES) == list(Chime)


@pytest.mark.parametrize(
    ("review_on", "rated_on", "due_on"),
    [
        (None, None, None),
        (None, DAY, None),
        (DAY, None, DAY),
        (DAY, DAY - timedelta(days=1), DAY),
        (DAY, DAY, DAY + timedelta(days=180)),
        (DAY, DAY + timedelta(days=3), DAY + timedelta(days=183)),
    ],
)
def test_a_goal_is_looked_at_on_its_day_and_so_long_after_the_rating_of_that_review(review_on, rated_on, due_on):
    assert review_due_on(review_on, rated_on, 180) == due_on


@given(DAYS, DAYS, st.integers(30, 730))
def test_a_rating_never_brings_a_review_nearer(review_on, rated_on, every):
    assert review_due_on(review_on, rated_on, every) >= review_on


def kept(goal, world):
    db.session.expire_all()
    return find_goal(world.mentor, goal.id)


def test_what_a_goal_gives_is_chosen_kept_and_shown(world, as_):
    goal = make_goal(world.client)
    browser, path = as_(world.mentor), f"/goals/{goal.id}"
    browser.see(f"{path}/edit")
    words = {"client_words": "coffee", "wording": "", "domain": "friends", "weight": "1"}
    browser.send(f"{path}/edit", {**words, "chime": ["hope", "meaning"]})
    assert kept(goal, world).chime == "hope meaning"
    assert "Hope, Meaning" in browser.see(path).words
    assert browser.send(f"{path}/edit", {**words, "chime": ["magic"]}).status_code == 200
    assert kept(goal, world).chime == "hope meaning"
