from dataclasses import replace

from hypothesis import given

from caseapp.circles.difference_rules import TieChangeKind, compare
from caseapp.circles.rules import CircleKind, Ring, present
from tests.circles.drawing import NOW, RUTI, THEN
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
    return [change.kind for change in compare(then, now)]


@given(MAPS)
def test_a_map_does_not_differ_from_itself(ties):
    assert compare(ties, ties) == []


@given(MAPS, MAPS)
def test_what_is_new_less_what_is_gone_is_how_many_more_there_are(then, now):
    found = kinds(then, now)
    assert found.count(NEW) - found.count(GONE) == len(present(now)) - len(present(then))


@given(MAPS, MAPS)
def test_every_tie_is_in_at_most_one_change_and_what_is_in_none_is_the_same(then, now):
    changes = compare(then, now)
    assert len({id(each.now) for each in changes if each.now}) == sum(each.now is not None for each in changes)
    changed = {each.now.key for each in changes if each.now}
    before = {(tie.nickname.casefold(), tie.kind): tie for tie in present(then)} | {
        tie.key: tie for tie in present(then)
    }
    for tie in present(now):
        if tie.key not in changed:
            old = before.get(tie.key) or before[tie.nickname.casefold(), tie.kind]
            assert old.ring is tie.ring


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
    assert compare([RUTI], [back]) == []
    assert kinds([RUTI], [replace(back, kind=CircleKind.PET)]) == [NEW, GONE]


def test_what_is_said_otherwise_is_named():
    [change] = compare([RUTI], [replace(RUTI, tension=2, role_words="")])
    assert (change.kind, change.fields) == (TieChangeKind.CHANGED, ("role_words", "tension"))
