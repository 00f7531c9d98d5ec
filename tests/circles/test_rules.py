from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.circles.figure_rules import CircleFigure, counted_by, natural_share
from caseapp.circles.nickname_rules import says_too_much
from caseapp.circles.rules import (
    TIES_MAX,
    CircleDraft,
    CircleKind,
    CircleTie,
    DrawnBy,
    Giving,
    Knowing,
    Ring,
    SupportKind,
    TieFrequency,
    TiePay,
    TieRole,
    TieWay,
    TieWish,
    check_circle,
    gone,
    present,
    read_ties,
    write_ties,
)
from caseapp.clock import today
from caseapp.errors import RuleBroken
from caseapp.percentage_rules import percentage
from tests.circles.drawing import GROCERY, MUM, NEIGHBOUR, NOW, RUTI

WORDS = st.text(max_size=12)
KEYS = st.integers(0, 15).map(lambda number: f"{number:08x}")
SEVERAL = {"max_size": 2, "unique": True}
TIES = st.builds(
    CircleTie,
    key=KEYS,
    nickname=st.text(min_size=1, max_size=10),
    ring=st.sampled_from(Ring),
    kind=st.sampled_from(CircleKind),
    angle=st.none() | st.integers(0, 359),
    role=st.none() | st.sampled_from(TieRole),
    role_words=WORDS,
    pay=st.none() | st.sampled_from(TiePay),
    often=st.none() | st.sampled_from(TieFrequency),
    ways=st.lists(st.sampled_from(TieWay), **SEVERAL).map(tuple),
    giving=st.none() | st.sampled_from(Giving),
    supports=st.lists(st.sampled_from(SupportKind), **SEVERAL).map(tuple),
    tension=st.none() | st.integers(0, 3),
    knows=st.none() | st.sampled_from(Knowing),
    wish=st.none() | st.sampled_from(TieWish),
    note=WORDS,
)
MAPS = st.lists(TIES, max_size=5, unique_by=lambda tie: tie.key).map(tuple)


def refusal(*ties, on=None):
    with pytest.raises(RuleBroken) as refused:
        check_circle(CircleDraft(on or today(), DrawnBy.CLIENT, ties), today())
    return str(refused.value)


@given(MAPS)
def test_a_map_is_read_as_it_was_written(ties):
    assert read_ties(write_ties(ties)) == ties


def test_a_tension_of_nought_is_not_one_that_was_not_said():
    assert [tie.tension for tie in read_ties(write_ties([replace(MUM, tension=0), MUM]))] == [0, None]


@given(MAPS)
def test_every_figure_counts_ties_that_are_on_the_map_and_the_rings_add_up(ties):
    shown = present(ties)
    counts = {figure: counted_by(figure, ties) for figure in CircleFigure}
    assert counts[CircleFigure.ALL] == shown
    assert all(set(counted) <= set(shown) for counted in counts.values())
    rings = (CircleFigure.CLOSE, CircleFigure.IMPORTANT, CircleFigure.FURTHER)
    assert sum(len(counts[ring]) for ring in rings) == len(shown)
    assert len(shown) + len(gone(ties)) == len(ties)


@given(MAPS)
def test_the_natural_share_is_of_those_of_which_it_was_said(ties):
    share, said = natural_share(ties), [tie for tie in present(ties) if tie.pay]
    assert (share is None) == (not said)
    if said:
        natural = len(counted_by(CircleFigure.NATURAL, ties))
        assert share == percentage(natural, len(said))


def test_the_figures_of_a_map_are_counted_from_what_was_said():
    counts = {figure.value: len(counted_by(figure, NOW)) for figure in CircleFigure}
    assert counts == {
        "all": 10,
        "close": 3,
        "important": 3,
        "further": 4,
        "natural": 8,
        "peers": 1,
        "reciprocal": 1,
        "weekly": 4,
        "confidants": 1,
        "places": 2,
        "groups": 1,
    }
    assert natural_share(NOW) == 80


def test_a_map_is_refused_that_is_empty_of_tomorrow_too_full_or_names_two_alike():
    assert refusal() == "Put at least one tie on the map."
    assert "future" in refusal(MUM, on=today() + timedelta(days=1))
    crowd = [replace(MUM, nickname=f"a{number}") for number in range(TIES_MAX + 1)]
    assert "at most 40" in refusal(*crowd)
    assert "אמא" in refusal(MUM, replace(GROCERY, nickname="אמא"))
    check_circle(CircleDraft(today(), DrawnBy.CLIENT, (RUTI, replace(NEIGHBOUR, ring=Ring.GONE))), today())


@pytest.mark.parametrize(
    ("name", "is_person", "expected"),
    [
        ("רותי", True, False),
        ("ד״ר ל׳", True, False),
        ("Dr. L.", True, False),
        ("רותי כהן", True, True),
        ("קבוצת אמנות", False, False),
        ("052-123 4567", False, True),
        ("אמא 123456782", True, True),
        ("דודה 3", True, False),
    ],
)
def test_a_full_name_a_phone_and_an_id_look_like_more_than_a_nickname(name, is_person, expected):
    assert says_too_much(name, is_person) is expected
