"""Where ties stand on a map."""

from math import cos, hypot, radians, sin

from hypothesis import given
from hypothesis import strategies as st

from caseapp.charts.circle_places import ANGLES, MIDDLES, Spot, placed
from caseapp.charts.circles import MapLabels, MapMark, MapShape, MapTie, circles_map, maps_together
from caseapp.charts.shapes import Direction, PictureTable, ShapeRole, TextShape

SPOTS = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 12)), min_size=1, max_size=20).map(
    lambda ties: [Spot(f"{number}", ring, None, letters) for number, (ring, letters) in enumerate(ties)]
)
LABELS = MapLabels("Circles", "Who", "Yael", {1: "Very close", 2: "Important", 3: "Further away"})


def at(ring, angle):
    return MIDDLES[ring] * cos(radians(angle)), MIDDLES[ring] * sin(radians(angle))


def angled(spots, angles):
    return [Spot(spot.key, spot.ring, angles[spot.key], spot.letters) for spot in spots]


@given(SPOTS)
def test_a_tie_keeps_its_angle_on_the_next_map(spots):
    first = placed(spots, [])
    assert set(first.values()) <= set(ANGLES)
    again = placed([*spots, Spot("new", 2, None, 4)], angled(spots, first))
    assert {key: again[key] for key in first} == first


def test_ten_ties_stand_apart():
    spots = [Spot(f"{number}", ring, None, 5) for number, ring in enumerate([1, 1, 1, 2, 2, 2, 3, 3, 3, 3])]
    angles = placed(spots, [])
    points = [at(spot.ring, angles[spot.key]) for spot in spots]
    nearest = min(hypot(x - u, y - v) for number, (x, y) in enumerate(points) for u, v in points[:number])
    assert nearest > 40


def test_who_moves_where_somebody_stands_is_put_beside():
    before = [Spot("a", 1, 0, 6), Spot("b", 2, 0, 6)]
    angles = placed([Spot("a", 1, None, 6), Spot("b", 1, None, 6)], before)
    assert angles["a"] == 0
    assert angles["b"] != 0


def test_a_map_is_the_same_picture_in_both_directions():
    ties = [MapTie("Ruti", "Ruti", MapShape.PERSON, 1, 30, False, MapMark.CLOSER)]
    table = PictureTable(("Tie",), (("Ruti",),))
    pictures = [circles_map(LABELS, ties, table, direction) for direction in Direction]
    assert pictures[0].shapes == pictures[1].shapes


def test_natural_paid_unsaid_and_gone_differ_without_colour():
    table = PictureTable(("Tie",), ())
    ties = [
        MapTie("a", "a", MapShape.PERSON, 1, 0, False),
        MapTie("b", "b", MapShape.GROUP, 2, 90, True),
        MapTie("c", "c", MapShape.PLACE, 3, 180, None),
        MapTie("d", "d", MapShape.ONLINE, 3, 220, False, MapMark.GONE),
    ]
    shapes = circles_map(LABELS, ties, table, Direction.RTL).shapes
    roles = [shape.role for shape in shapes]
    for role in (ShapeRole.MAP_NATURAL, ShapeRole.MAP_PAID, ShapeRole.MAP_UNSAID, ShapeRole.MAP_GONE):
        assert roles.count(role) == 1
    assert roles.count(ShapeRole.MAP_GONE_LINE) == 1
    assert {shape.words for shape in shapes if isinstance(shape, TextShape)} >= {"a", "b", "c", "d", "Yael"}


def test_two_maps_stand_in_reading_order_or_one_under_the_other():
    table = PictureTable(("Tie",), ())
    maps = [(name, circles_map(LABELS, [], table, Direction.LTR)) for name in ("Then", "Now")]
    for direction in Direction:
        pair = maps_together("Circles", maps, table, direction)
        across = {shape.words: shape.x for shape in pair.shapes if isinstance(shape, TextShape)}
        assert (across["Then"] < across["Now"]) is (direction is Direction.LTR)
    pile = maps_together("Circles", maps, table, Direction.RTL, is_stacked=True)
    down = {shape.words: shape.y for shape in pile.shapes if isinstance(shape, TextShape)}
    assert down["Then"] < down["Now"]
    assert (pile.width, pile.height) == (maps[0][1].width, 2 * (maps[0][1].height + 24))
