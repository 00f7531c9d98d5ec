"""On no map does a name touch another name, a shape or the edge of the picture."""

from itertools import combinations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from caseapp.charts import circle_layout
from caseapp.charts.circle_layout import TEXT, WishedPlace, lay_out
from caseapp.charts.circles import MapLabels, MapMark, MapShape, MapTie, circles_map
from caseapp.charts.letter_widths import width_of
from caseapp.charts.shapes import Circle, Direction, LineShape, PictureTable, Polygon, Rect, ShapeRole, TextShape

RINGS = {1: "קרוב מאוד", 2: "Важно для меня", 3: "Further away"}
NAMES = st.one_of(
    st.sampled_from(
        [
            "אמא",
            "השכנה מהקומה השלישית שמאכילה חתולים",
            "صديقتي من مجموعة الرسم في المركز",
            "Мария Петровна из соседнего подъезда",
            "Neighbour from the third floor, 12",
            "🐈 מיצי",
            "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
        ]
    ),
    st.text("אבגabcшюяسمن ", min_size=1, max_size=40),
)
FOUR_NAMES = ["Neighbour from the third floor", "השכנה מהקומה השלישית", "אמא", "Мария Петровна"]
TIES = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 359), NAMES), min_size=1, max_size=40)
NOTHING = PictureTable(("Tie",), ())
SHAPES = {ShapeRole.MAP_NATURAL, ShapeRole.MAP_PAID, ShapeRole.MAP_UNSAID, ShapeRole.MAP_GONE, ShapeRole.MAP_GREW}
MARKS = {ShapeRole.MAP_BADGE, ShapeRole.MAP_CENTRE}


def box_of(shape):
    match shape:
        case Circle():
            return shape.x - shape.radius, shape.y - shape.radius, shape.x + shape.radius, shape.y + shape.radius
        case Rect():
            return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
        case Polygon():
            across, down = zip(*shape.points, strict=True)
            return min(across), min(down), max(across), max(down)
        case LineShape():
            return (
                min(shape.x1, shape.x2),
                min(shape.y1, shape.y2),
                max(shape.x1, shape.x2),
                max(shape.y1, shape.y2),
            )
    half = width_of(shape.words, TEXT) / 2
    return shape.x - half, shape.y - 0.78 * TEXT, shape.x + half, shape.y + 0.24 * TEXT


def meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def check(picture, ties):
    names = [box_of(each) for each in picture.shapes if isinstance(each, TextShape)]
    names, centre = names[:-1], names[-1]
    shapes = [box_of(each) for each in picture.shapes if each.role in SHAPES]
    marks = [box_of(each) for each in picture.shapes if each.role in MARKS]
    assert not [pair for pair in combinations(names, 2) if meet(*pair)]
    assert not [(name, shape) for name in names for shape in shapes + marks if meet(name, shape)]
    assert not [pair for pair in combinations(shapes, 2) if meet(*pair) and not inside(*pair)]
    for left, top, right, bottom in [*names, *shapes, *marks, centre]:
        assert min(left, top) >= 0
        assert right <= picture.width
        assert bottom <= picture.height
    written = {each.whole or each.words for each in picture.shapes if isinstance(each, TextShape)}
    assert written >= {tie.words for tie in ties}


def inside(one, other):
    """The outline of what changed stands around its own shape."""
    return any(
        small[0] >= large[0] and small[1] >= large[1] and small[2] <= large[2] and small[3] <= large[3]
        for small, large in ((one, other), (other, one))
    )


def made(ties):
    shapes = list(MapShape)
    return [
        MapTie(f"{number:03}", words, shapes[number % 5], ring, angle, (None, False, True)[number % 3])
        for number, (ring, angle, words) in enumerate(ties)
    ]


@settings(max_examples=60, deadline=None)
@given(TIES, st.text("אבгд abc", min_size=1, max_size=30))
@example([(1, 0, "השכנה מהקומה השלישית שמאכילה חתולים")] * 40, "יעל")
def test_one_map(ties, centre):
    drawn = made(ties)
    check(circles_map(MapLabels("Circles", "", centre, RINGS), drawn, NOTHING, Direction.RTL), drawn)


@settings(max_examples=40, deadline=None)
@given(TIES, st.randoms(use_true_random=False))
def test_two_maps_beside_each_other(ties, chance):
    """Who stayed stands at the same place, and what moved, came and went has room for its mark."""
    then, now = [], []
    for tie in made(ties):
        ring = chance.choice((1, 2, 3))
        match chance.choice(("same", "moved", "new", "gone")):
            case "same":
                then.append(tie)
                now.append(tie)
            case "moved" if ring != tie.ring:
                then.append(tie)
                moved = MapMark.CLOSER if ring < tie.ring else MapMark.FURTHER
                now.append(MapTie(tie.key, tie.words, tie.shape, ring, tie.angle, tie.is_paid, moved))
            case "new":
                now.append(MapTie(tie.key, tie.words, tie.shape, tie.ring, tie.angle, tie.is_paid, MapMark.NEW))
            case _:
                then.append(tie)
                now.append(MapTie(tie.key, tie.words, tie.shape, tie.ring, tie.angle, tie.is_paid, MapMark.GONE))
    labels = MapLabels("Circles", "", "Yael", RINGS)
    before = circles_map(labels, then, NOTHING, Direction.RTL, now)
    after = circles_map(labels, now, NOTHING, Direction.RTL, then)
    check(before, then)
    check(after, now)
    assert (before.width, before.height) == (after.width, after.height)
    stayed = {tie.key for tie in then if tie in now}
    assert {key: at(before, then, key) for key in stayed} == {key: at(after, now, key) for key in stayed}


def test_a_full_map_finds_its_places_soon_and_once(monkeypatch):
    """Both maps of a pair, and each page that shows them again, have one layout; no word is remembered for it."""
    asked, has_room = [], circle_layout._Map._has_room
    monkeypatch.setattr(circle_layout._Map, "_has_room", lambda *given: asked.append(given) or has_room(*given))
    circle_layout._laid_out.cache_clear()
    wishes = [
        WishedPlace(f"{number:03}", 1 + (number + moved) % 3, number * 47 % 360, FOUR_NAMES[number % 4])
        for number in range(40)
        for moved in range(1 + number % 2)
    ]
    laid = lay_out(wishes, RINGS, "Yael", is_marked=True)
    assert len(laid.stands) == 60
    assert len(asked) < 40_000
    asked.clear()
    others = [wish._replace(words="".join(reversed(wish.words))) for wish in reversed(wishes)]
    assert lay_out(others, RINGS, "leaY", is_marked=True) is laid
    assert asked == []


def at(picture, ties, key):
    names = [each for each in picture.shapes if isinstance(each, TextShape)][len(RINGS) : -1]
    return next((name.x, name.y) for tie, name in zip(ties, names, strict=True) if tie.key == key)
