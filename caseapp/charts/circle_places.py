"""Where ties stand on a map of support."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin

MIDDLES = {1: 47.0, 2: 92.0, 3: 138.0}
RADIUS = 12.0
LETTER = 7.2  # names have no measured width here
LINE = 46.0  # a shape with its name
TOP = 12.0
STEP = 10
NAMES_OF_RINGS = range(225, 316)  # degrees that the names of the rings take
ANGLES = tuple(angle for angle in range(0, 360, STEP) if angle not in NAMES_OF_RINGS)
FIRST = 200


@dataclass(frozen=True)
class Spot:
    """Where a tie stands: on which ring, at which angle, with how many letters."""

    key: str
    ring: int
    angle: int | None
    letters: int


def placed(spots: Sequence[Spot], before: Sequence[Spot]) -> dict[str, int]:
    """An angle for each tie. It stays from one map to the next; who came to another ring is moved aside only where
    somebody stands already, and who is new stands where there is most room."""
    was = {spot.key: spot for spot in before}
    taken = [spot for spot in before if not any(spot.key == each.key for each in spots)]
    angles: dict[str, int] = {}
    for spot in sorted(spots, key=lambda each: _order(each, was.get(each.key))):
        known = was.get(spot.key)
        angle = known.angle if known else None
        if angle is None or (known and known.ring != spot.ring):
            angle = _free_angle(spot, taken, angle)
        angles[spot.key] = angle
        taken.append(Spot(spot.key, spot.ring, angle, spot.letters))
    return angles


def _order(spot: Spot, known: Spot | None) -> int:
    if known is None:
        return 2
    return 0 if known.ring == spot.ring else 1


def _free_angle(spot: Spot, taken: Sequence[Spot], wanted: int | None) -> int:
    """The nearest angle to the wanted one at which there is room; where there is none, the one with most room."""
    first = FIRST if wanted is None else wanted
    angles = sorted({*ANGLES, first}, key=lambda angle: (_apart(angle, first), angle))
    rooms = {angle: _clearance(spot, angle, taken) for angle in angles}
    if wanted is not None:
        roomy = [angle for angle in angles if rooms[angle] >= 1]
        if roomy:
            return roomy[0]
    return max(angles, key=lambda angle: round(min(rooms[angle], 3), 3))


def _apart(angle: int, other: int) -> int:
    return min((angle - other) % 360, (other - angle) % 360)


def _clearance(spot: Spot, angle: int, taken: Sequence[Spot]) -> float:
    """How far the nearest other tie is, where 1 is just enough for shapes and names."""
    x, y = at(spot.ring, angle, 0, 1)
    nearest = float("inf")
    for other in taken:
        if other.angle is None or not other.ring:
            continue
        beside, over = at(other.ring, other.angle, 0, 1)
        wide = (width_of(spot.letters) + width_of(other.letters)) / 2
        nearest = min(nearest, hypot((x - beside) / wide, (y - over) / LINE))
    return nearest


def width_of(letters: int) -> float:
    """The room that a name of so many letters takes."""
    return max(letters * LETTER, 2 * RADIUS) + 8


def at(ring: int, angle: float, middle: float, scale: float) -> tuple[float, float]:
    """The place on a ring at that angle."""
    reach = MIDDLES.get(ring, MIDDLES[3]) * scale
    return middle + reach * cos(radians(angle)), middle + TOP + reach * sin(radians(angle))
