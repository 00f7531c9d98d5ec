"""The check of a ladder, and the examples beside it."""

import pytest

from caseapp.errors import RuleBroken
from caseapp.goals.ladders.rules import LadderHint, check_ladder, hints_of
from caseapp.goals.ladders.words import EXAMPLES
from caseapp.goals.rules import LEVEL_MAX, Domain
from caseapp.i18n import LANGUAGES, in_language
from tests.world import make_goal

WHOLE = {-2: "not at all", -1: "once a month", 0: "once a week", 1: "twice a week", 2: "daily"}


@pytest.mark.parametrize(
    ("changed", "hints"),
    [
        ({}, []),
        ({1: " Once  a WEEK "}, [LadderHint.SAME]),
        ({2: "", 1: " "}, [LadderHint.UNFILLED]),
        ({0: "feels better among people"}, [LadderHint.NO_NUMBER]),
        ({0: "רגוע יותר"}, [LadderHint.NO_NUMBER]),
        ({0: "فنجان قهوة مع صديق مرّة في الأسبوع"}, []),
        ({0: "кофе с другом каждую неделю"}, []),
        ({0: "קפה עם חברה פעם בשבוע"}, []),
        ({0: "3 walks"}, []),
    ],
)
def test_what_is_worth_another_look(changed, hints):
    assert hints_of(WHOLE | changed) == hints


def test_two_levels_in_the_same_words_are_not_agreed_on_and_the_rest_is_only_said(world, as_):
    check_ladder({0: "better", -1: "as now"}, -1)
    with in_language("en"), pytest.raises(RuleBroken, match="say the same"):
        check_ladder(WHOLE | {2: "Twice a  week"}, -1)
    browser = as_(world.mentor)
    goal = make_goal(world.client, status="draft", agreed_on=None)
    page = browser.see(f"/goals/{goal.id}")
    assert ("To look at again" in page.words) == bool(hints_of(goal.ladder))


def test_each_area_has_an_example_of_measurable_levels_in_every_language(world, as_):
    assert EXAMPLES.keys() == set(Domain)
    for code in LANGUAGES:
        with in_language(code):
            for levels in EXAMPLES.values():
                words = [str(level) for level in levels]
                assert len(set(words)) == 3
                assert all(0 < len(level) <= LEVEL_MAX for level in words)
                assert LadderHint.NO_NUMBER not in hints_of({0: words[1]}), (code, words[1])
    assert (
        "A meeting with one friend twice a month"
        in as_(world.mentor).see(f"/clients/{world.client.id}/goals/new").words
    )
