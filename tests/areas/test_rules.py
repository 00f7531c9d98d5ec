"""What a meeting with a shape may hold, without a database."""

from uuid import uuid4

import pytest

from caseapp.areas.rules import AREA_LEVEL_NAMES, AREA_LEVELS, AreaMark, AreaTalkDraft, check_talk
from caseapp.errors import RuleBroken


def marks(*levels, chosen=()):
    return tuple(AreaMark(uuid4(), level, place in chosen) for place, level in enumerate(levels))


@pytest.mark.parametrize(
    "draft",
    [
        AreaTalkDraft(marks(0)),
        AreaTalkDraft(marks(None, None, chosen=(1,))),
        AreaTalkDraft(understand="It is loud there"),
        AreaTalkDraft(agreed=("Go on Monday",)),
        AreaTalkDraft((AreaMark(None, None, False, "Painting"),)),
        AreaTalkDraft(marks(1, 2, 3, 4, chosen=(0, 1, 2))),
    ],
)
def test_any_part_alone_is_enough(draft):
    check_talk(draft, 5)


@pytest.mark.parametrize(
    ("draft", "number"),
    [
        (AreaTalkDraft(), 0),
        (AreaTalkDraft(marks(None, None)), 2),
        (AreaTalkDraft(marks(1, 2, 3, 4, chosen=(0, 1, 2, 3))), 4),
        (AreaTalkDraft((AreaMark(None, 2, False),)), 0),
        (AreaTalkDraft((AreaMark(None, 2, False, "One more"),)), 8),
        (AreaTalkDraft((AreaMark(None, 2, False, "x" * 61),)), 0),
        (AreaTalkDraft(understand="x" * 1_001), 0),
        (AreaTalkDraft(agreed=("x" * 301,)), 0),
    ],
)
def test_nothing_and_too_much_are_refused(draft, number):
    with pytest.raises(RuleBroken):
        check_talk(draft, number)


def test_each_step_has_a_word():
    assert list(AREA_LEVEL_NAMES) == list(AREA_LEVELS)
