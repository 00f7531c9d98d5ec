"""Where the shapes and names of a map stand: nothing touches anything else, however many ties there are.

Each tie has a wished angle and its ring. It stands at the nearest free place of the ring; where a name has no room it
is shortened, and where a shape has none the ring grows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, hypot, radians, sin
from typing import NamedTuple

from caseapp.charts.letter_widths import shortened, width_of

SIZE = 340.0
TEXT = 13.0
RADIUS = 12.0  # of a shape
CENTRE_RADIUS = 22.0
CENTRE_MOST = 34.0
_EDGE = 68.0  # of the first ring
_RING = 46.0  # how wide each other ring is
_MARGIN = 10.0
_TOP = 6.0  # more room above, for the name of the outer ring
_GROWTH = 12.0
_PLAIN, _MARKED = 14.5, 19.0  # from the middle of a shape to the farthest of it, without and with its mark
_NAME_HEIGHT = 16.0
_NAME_SIDES = 8.0
_BASELINE = 12.0
_STEP = 6  # degrees between two places that are tried
_TRIES = (
    (150.0, 30),
    (104.0, 48),
    (72.0, 48),
    (104.0, 180),
    (72.0, 180),
    (46.0, 180),
)  # room for a name, degrees from the wish
_ARROW, _HEAD = 20.0, 5.5  # how long a short arrow is, and half of how wide
_DENSE = 2.1  # how much larger than its shapes and names a ring is, so that all find a place
_REMEMBERED = 64  # layouts: two maps that stand together have one, and a map is looked at again and again


class Box(NamedTuple):
    """A rectangle that nothing else may touch."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def is_inside(self, other: "Box") -> bool:
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


class WishedPlace(NamedTuple):
    """A tie on a ring, and where it would like to stand."""

    key: str
    ring: int
    angle: int
    words: str


@dataclass(frozen=True)
class Stand:
    """Where a tie stands: the middle of its shape, its boxes, and the room for its name."""

    x: float
    y: float
    angle: float
    shape: Box
    name: Box
    room: float

    @property
    def name_x(self) -> float:
        return (self.name.left + self.name.right) / 2

    @property
    def baseline(self) -> float:
        return self.name.top + _BASELINE

    def outside(self, angle: float) -> float:
        """How far from the middle of the shape one is clear of it and of its name."""
        away = _MARKED + 1.0
        while any(box.meets(self.name) for box in self._along(angle, away)):
            away += 1
        return away

    def beyond(self, angle: float, away: float) -> tuple[float, float]:
        return self.x + away * cos(radians(angle)), self.y + away * sin(radians(angle))

    def arrow(self) -> tuple[float, float]:
        """How far from the middle a short arrow begins and ends that points to the shape from outside."""
        near = self.outside(self.angle)
        return near, near + _ARROW

    def arrow_boxes(self) -> list[Box]:
        """What the short arrow takes."""
        return self._along(self.angle, self.outside(self.angle))

    def _along(self, angle: float, near: float) -> list[Box]:
        return [_around(*self.beyond(angle, near + away), _HEAD) for away in (3, _ARROW / 2, _ARROW - 3)]


@dataclass(frozen=True)
class Layout:
    """A map with a place for everything on it."""

    middle: float
    centre_y: float
    height: float
    edges: Mapping[int, float]
    centre: float
    ring_names: Mapping[int, Box]
    stands: Mapping[tuple[str, int], Stand]

    @property
    def size(self) -> float:
        return 2 * self.middle


def name_of(words: str, room: float = CENTRE_MOST * 2 - 10) -> str:
    """A name as it is written where it has so much room."""
    return shortened(words, TEXT, room)


def lay_out(wishes: Iterable[WishedPlace], rings: Mapping[int, str], centre: str, *, is_marked: bool) -> Layout:
    """The places of all ties; each ring is as wide as what stands on it needs, and never narrower than usual."""
    names = tuple((ring, width_of(words, TEXT)) for ring, words in rings.items())
    return _laid_out(tuple(_slots(wishes)), names, width_of(name_of(centre), TEXT), is_marked)


class _Slot(NamedTuple):
    """A tie on a ring: a place depends on nothing else, and no word of a client is remembered."""

    key: str
    ring: int
    angle: int
    wide: float


@lru_cache(_REMEMBERED)
def _laid_out(slots: tuple[_Slot, ...], names: tuple[tuple[int, float], ...], centre: float, is_marked: bool) -> Layout:
    widths = _widths(slots, is_marked)
    while True:
        around = _Map(widths, names, centre, is_marked)
        full = around.place(slots)
        if full is None:
            return around.layout()
        widths[full] += _GROWTH


def _slots(wishes: Iterable[WishedPlace]) -> list[_Slot]:
    """One for each tie on each ring, in an order that does not depend on which of two maps is drawn."""
    slots: dict[tuple[str, int], _Slot] = {}
    for wish in sorted(wishes):
        known, wide = slots.get((wish.key, wish.ring)), width_of(wish.words, TEXT)
        if known is None or known.wide < wide:
            slots[wish.key, wish.ring] = _Slot(wish.key, wish.ring, wish.angle, wide)
    return sorted(slots.values(), key=lambda slot: (slot.ring, slot.key))


def _widths(slots: Sequence[_Slot], is_marked: bool) -> dict[int, float]:
    """How wide the rings have to be at least for what stands on them."""
    reach, inner, widths = _MARKED if is_marked else _PLAIN, CENTRE_RADIUS, {}
    keys = [slot.key for slot in slots]
    for ring, usual in ((1, _EDGE), (2, _RING), (3, _RING)):
        names = [min(slot.wide + _NAME_SIDES, _TRIES[2][0]) for slot in slots if slot.ring == ring]
        arrows = sum(keys.count(slot.key) > 1 for slot in slots if slot.ring == ring)
        need = (sum(4 * reach * reach + _NAME_HEIGHT * name for name in names) + arrows * _ARROW * 2 * _HEAD) * _DENSE
        edge = hypot(inner, (need / 3.14) ** 0.5)
        widths[ring] = max(usual, edge if ring == 1 else edge - inner)
        inner = sum(widths.values())
    return widths


class _Map:
    """A map on which ties find their places one after the other."""

    def __init__(
        self, widths: Mapping[int, float], names: Iterable[tuple[int, float]], centre: float, is_marked: bool
    ) -> None:
        self.edges = {1: widths[1], 2: widths[1] + widths[2], 3: widths[1] + widths[2] + widths[3]}
        self.middle = self.edges[3] + _MARGIN
        self.height = 2 * self.middle + 2 * _TOP
        self.centre_y = self.middle + _TOP * 2
        self.page = Box(2, 2, 2 * self.middle - 2, self.height - 2)
        self.centre = max(CENTRE_RADIUS, centre / 2 + 5)
        self.reach = _MARKED if is_marked else _PLAIN
        self.reaches = {ring: self._reaches(ring) for ring in self.edges}
        self.ring_names = {ring: self._ring_name(ring, wide) for ring, wide in names}
        self.taken = [*self.ring_names.values(), _around(self.middle, self.centre_y, self.centre)]
        self.stands: dict[tuple[str, int], Stand] = {}

    def layout(self) -> Layout:
        return Layout(
            self.middle, self.centre_y, self.height, self.edges, self.centre, self.ring_names, dict(self.stands)
        )

    def _ring_name(self, ring: int, wide: float) -> Box:
        half, y = wide / 2 + _NAME_SIDES / 2, self.centre_y - self.edges[ring]
        return Box(self.middle - half, y - 9, self.middle + half, y + 9)

    def place(self, slots: Sequence[_Slot]) -> int | None:
        """Put all at their places, or say which ring has no room."""
        keys = [slot.key for slot in slots]
        for slot in slots:
            stand = self._free(slot, has_arrow=keys.count(slot.key) > 1)
            if stand is None:
                return slot.ring
            self.stands[slot.key, slot.ring] = stand
        return None

    def _free(self, slot: _Slot, *, has_arrow: bool) -> Stand | None:
        free: dict[int, list[_Spot]] = {}  # for each turn; a shape has as much room where its name is shorter
        tried: dict[float, int] = {}  # how far was turned with a name of that width
        for room, spread in _TRIES:
            wide = min(slot.wide, room)
            for turn in range(tried.get(wide, 0), spread + 1, _STEP):
                if turn not in free:
                    free[turn] = self._spots(slot, turn)
                for spot in free[turn]:
                    stand = self._stand(spot, wide)
                    if self._has_room(stand.name) and self._take(stand, has_arrow=has_arrow):
                        return stand
            tried[wide] = spread + _STEP
        return None

    def _spots(self, slot: _Slot, turn: int) -> list["_Spot"]:
        """Where there is room for the shape, so far from the wished angle."""
        spots = []
        for angle in {slot.angle + turn, slot.angle - turn}:
            across, down = cos(radians(angle)), sin(radians(angle))
            for away in self.reaches[slot.ring]:
                x, y = self.middle + away * across, self.centre_y + away * down
                shape = _around(x, y, self.reach)
                if self._has_room(shape):
                    spots.append(_Spot(x, y, angle, shape))
        return spots

    def _reaches(self, ring: int) -> list[float]:
        """How far from the middle of the map shapes of a ring may stand, the middle of the ring first."""
        inner, outer = self.edges.get(ring - 1, self.centre) + _PLAIN, self.edges[ring] - _PLAIN
        count = max(3, int((outer - inner) // 12) + 1)
        reaches = (inner + (outer - inner) * number / (count - 1) for number in range(count))
        return sorted(reaches, key=lambda away: abs(away - (inner + outer) / 2))

    def _stand(self, spot: "_Spot", wide: float) -> Stand:
        half, top = (max(wide, 2 * RADIUS) + _NAME_SIDES) / 2, spot.shape.bottom
        middle = min(max(spot.x, self.page.left + half), self.page.right - half)
        name = Box(middle - half, top, middle + half, top + _NAME_HEIGHT)
        return Stand(spot.x, spot.y, spot.angle, spot.shape, name, wide)

    def _take(self, stand: Stand, *, has_arrow: bool) -> bool:
        """Whether there is room for the arrow too, if it has one; then all is taken."""
        arrow = stand.arrow_boxes() if has_arrow else []
        if not all(map(self._has_room, arrow)):
            return False
        self.taken += [stand.shape, stand.name, *arrow]
        return True

    def _has_room(self, box: Box) -> bool:
        """Whether the box is on the page and touches nothing. What was in the way is asked first the next time."""
        left, top, right, bottom = box
        taken = self.taken
        for number, (left_, top_, right_, bottom_) in enumerate(taken):  # asked very often
            if left < right_ and left_ < right and top < bottom_ and top_ < bottom:
                taken.insert(0, taken.pop(number))
                return False
        return box.is_inside(self.page)


class _Spot(NamedTuple):
    """A place that has room for a shape."""

    x: float
    y: float
    angle: float
    shape: Box


def _around(x: float, y: float, reach: float) -> Box:
    return Box(x - reach, y - reach, x + reach, y + reach)
