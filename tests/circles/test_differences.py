import re
from dataclasses import replace

import pytest
from hypothesis import given

from caseapp.circles.difference_rules import TieChangeKind, compare, recognised
from caseapp.circles.page import circle_page
from caseapp.circles.rules import CircleKind, Ring, present
from caseapp.circles.words import change_words
from caseapp.i18n import in_language
from tests.circles.drawing import NOW, RUTI, THEN, draw
from tests.circles.test_rules import MAPS

NEW, GONE = TieChangeKind.NEW, TieChangeKind.GONE
BACK = {
    NEW: GONE,
    GONE: NEW,
    TieChangeKind.CLOSER: TieChangeKind.FURTHER,
    TieChangeKind.FURTHER: TieChangeKind.CLOSER,
    TieChangeKind.CHANGED: TieChangeKind.CHANGED,
}


def kinds(then, now):
    return [change.kind for change in compare(then, recognised(then, now))]


@given(MAPS)
def test_a_map_does_not_differ_from_itself(ties):
    assert compare(ties, ties) == []


@given(MAPS, MAPS)
def test_what_is_new_less_what_is_gone_is_how_many_more_there_are(then, now):
    found = kinds(then, now)
    assert found.count(NEW) - found.count(GONE) == len(present(now)) - len(present(then))


@given(MAPS, MAPS)
def test_every_tie_is_in_at_most_one_change_and_what_is_in_none_is_the_same(then, now):
    now = recognised(then, now)
    changes = compare(then, now)
    assert len({id(each.now) for each in changes if each.now}) == sum(each.now is not None for each in changes)
    changed = {each.now.key for each in changes if each.now}
    before = {tie.key: tie for tie in present(then)}
    for tie in present(now):
        if tie.key not in changed:
            assert before[tie.key].ring is tie.ring


@given(MAPS, MAPS)
def test_ties_are_recognised_each_once_and_only_by_whole_name_and_kind(then, now):
    known = recognised(then, now)
    assert [replace(tie, key="") for tie in known] == [replace(tie, key="") for tie in now]
    keys = [tie.key for tie in present(known)]
    assert len(set(keys)) == len(keys)
    before = {tie.key: tie for tie in present(then)}
    for tie, own in zip(known, now, strict=True):
        if tie.key != own.key:
            assert (before[tie.key].nickname.casefold(), before[tie.key].kind) == (own.nickname.casefold(), own.kind)


@given(MAPS, MAPS)
def test_seen_from_the_other_end_every_change_is_the_opposite_one(then, now):
    by_key = [tuple(tie for tie in ties if tie.ring is not Ring.GONE) for ties in (then, now)]
    unnamed = [tuple(replace(tie, nickname=tie.key, kind=CircleKind.PERSON) for tie in ties) for ties in by_key]
    forth, back = compare(*unnamed), compare(*reversed(unnamed))
    assert {(each.tie.key, BACK[each.kind]) for each in forth} == {(each.tie.key, each.kind) for each in back}


def test_the_map_of_today_beside_that_of_half_a_year_ago():
    told = [(change.kind.value, change.tie.nickname) for change in compare(THEN, NOW)]
    assert told == [
        ("new", "מיכל"),
        ("new", "קבוצת אמנות"),
        ("new", "קפה הגן"),
        ("new", "פורום ציור"),
        ("closer", "רותי"),
        ("closer", "נועה"),
        ("gone", "השכנה"),
    ]


def test_a_tie_that_went_and_came_back_is_known_by_its_name_and_kind():
    back = replace(RUTI, key="99999999")
    assert kinds([RUTI], [back]) == []
    assert kinds([RUTI], [replace(back, kind=CircleKind.PET)]) == [NEW, GONE]


def test_what_is_said_otherwise_is_named():
    [change] = compare([RUTI], [replace(RUTI, tension=2, role_words="")])
    assert (change.kind, change.fields) == (TieChangeKind.CHANGED, ("role_words", "tension"))


def test_another_name_of_the_same_tie_is_said(app):
    dani, moved = replace(RUTI, nickname="Dani"), replace(RUTI, nickname="Dani", ring=Ring.CLOSE, tension=1)
    with app.test_request_context(), in_language("en"):
        for then, now in ((RUTI, dani), (RUTI, moved)):
            [change] = compare([then], recognised([then], [now]))
            assert change_words(change)[-2 if now.tension else -1] == "Name: \u2068רותי\u2069, now Dani"
    assert kinds([dani], [replace(dani, nickname="DANI")]) == []
    assert kinds([dani], [replace(dani, key="99999999", nickname="DANI")]) == []


def test_of_several_with_one_name_each_is_recognised_once():
    two = [replace(RUTI, key="00000021"), replace(RUTI, key="00000022", ring=Ring.FURTHER)]
    back = [replace(RUTI, key="99999991"), replace(RUTI, key="99999992"), replace(RUTI, key="99999993")]
    assert [tie.key for tie in recognised(two, back)] == ["00000021", "00000022", "99999993"]
    assert [tie.key for tie in recognised(two, [back[0], two[0]])] == ["00000022", "00000021"]
    assert [tie.key for tie in recognised(two, [replace(back[0], ring=Ring.FURTHER)])] == ["00000022"]


def places(card):
    """Where the names stand that begin with one letter."""
    return set(re.findall(r'<text x="([^"]+)" y="([^"]+)">ר', card.picture))


@pytest.mark.parametrize("asked", [{}, {"initials": "1"}])
def test_who_stayed_stays_by_whole_names_and_by_first_letters(app, world, asked):
    """Two went; one of them came back, and somebody came whose name begins alike."""
    rina = replace(RUTI, key="00000022", nickname="רינה", ring=Ring.FURTHER, angle=80)
    then = [replace(RUTI, key="00000021", angle=10), rina]
    now = [replace(RUTI, key="99999991", nickname="רחל", angle=200), replace(rina, key="99999992", angle=300)]
    draw(world.mentor, world.client, then, 180)
    draw(world.mentor, world.client, now)
    with app.test_request_context():
        page = circle_page(world.mentor, world.client, asked)
    before, after = places(page.map_then), places(page.map_now)
    assert len(before) == 2
    assert len(after) == 3  # with who is no more
    assert len(before & after) == 2
    assert [change.kind for change in page.changes] == [NEW, GONE]
