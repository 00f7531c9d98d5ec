"""What an entry may say, how long it counts as confirmed, and what a search finds."""

from dataclasses import replace
from datetime import date, time

import pytest
from werkzeug.datastructures import MultiDict

from caseapp.directory.filter_rules import SourceFilter
from caseapp.directory.interest_rules import INTEREST_NAMES, INTERESTS
from caseapp.directory.rules import STORED, PartOfDay, check_source, day_part, is_old, read_source
from caseapp.errors import RuleBroken
from tests.directory.records import CHOIR, STUDIO

TODAY = date(2026, 11, 29)


def asked(*pairs):
    return SourceFilter.read(MultiDict(pairs))


def test_there_are_thirty_cards_and_no_code_is_in_two_groups():
    assert len(INTEREST_NAMES) == 30 == sum(len(group) for group in INTERESTS.values())


@pytest.mark.parametrize(("day", "old"), [(date(2026, 6, 2), False), (date(2026, 6, 1), True)])
def test_an_entry_is_asked_for_again_after_180_days(day, old):
    assert is_old(day, TODAY) is old


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "  "}, "name"),
        ({"ends_at": time(9)}, "ends_at"),
        ({"starts_at": None}, "ends_at"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"interests": ("painting", "shouting")}, "interests"),
        ({"languages": ("xx",)}, "languages"),
        ({"weekdays": (7,)}, "weekdays"),
    ],
)
def test_an_entry_that_contradicts_itself_is_refused_at_its_field(changed, field):
    check_source(STUDIO)
    with pytest.raises(RuleBroken) as refused:
        check_source(replace(STUDIO, **changed))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (time(11, 59), PartOfDay.MORNING),
        (time(12), PartOfDay.AFTERNOON),
        (time(16, 59), PartOfDay.AFTERNOON),
        (time(17), PartOfDay.EVENING),
    ],
)
def test_the_part_of_the_day_is_that_of_the_start(hour, part):
    assert day_part(hour) is part


@pytest.mark.parametrize(
    ("pairs", "studio", "choir"),
    [
        ([], True, True),
        ([("q", "STUDIO tea")], True, False),
        ([("what", "painting")], True, False),
        ([("what", "painting"), ("what", "singing")], True, True),
        ([("what", "painting"), ("day", "1")], False, False),
        ([("day", "0")], True, False),
        ([("part", "evening")], False, True),
        ([("area", "Carmel")], False, True),
        ([("lang", "ar"), ("what", "talking")], True, False),
        ([("what", "unknown")], False, False),
    ],
)
def test_one_answer_of_a_question_is_enough_and_every_question_has_to_be_met(pairs, studio, choir):
    found = asked(*pairs)
    assert (found.finds(STUDIO), found.finds(CHOIR)) == (studio, choir)


def test_an_entry_without_an_hour_is_at_any_time():
    assert asked(("part", "morning")).finds(replace(CHOIR, starts_at=None))


def test_a_second_tap_takes_an_answer_back():
    once = asked(("q", "tea")).toggled("what", "painting")
    assert once.query() == {"q": "tea", "what": ["painting"]}
    assert once.toggled("what", "painting") == asked(("q", "tea"))


def test_what_is_stored_is_read_as_it_was():
    stored = {name: getattr(STUDIO, name) for name in STORED}
    stored |= {"interests": "painting talking", "languages": "he ar", "weekdays": "0 3"}
    assert read_source(stored) == STUDIO
