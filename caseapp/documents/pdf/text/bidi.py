"""The Unicode Bidirectional Algorithm (UAX #9): levels of letters, and the order in which they are seen."""

import sys
import unicodedata
from collections.abc import Iterator, Sequence
from importlib.util import find_spec, module_from_spec

from caseapp.charts.shapes import Direction

if "fpdf" not in sys.modules and (package := find_spec("fpdf")):
    sys.modules["fpdf"] = module_from_spec(package)  # one algorithm of it is used, without all that it would load

from fpdf.bidi import BidiParagraph as UnicodeParagraph
from fpdf.enums import TextDirection

_FIRM = frozenset(("L", "R", "AL", "EN", "AN"))
_INITIATORS = frozenset(("LRI", "RLI", "FSI"))
_LONGEST_PIECE = 20_000
_LONGEST_NEUTRAL = 150  # the library looks past neutrals by recursion; a longer row of dots would end it


def embedding_levels(text: str, direction: Direction) -> list[int | None]:
    """The level of each character (rules X1 to I2); None for those that rule X9 removes."""
    base = TextDirection.RTL if direction.is_rtl else TextDirection.LTR
    levels: list[int | None] = [None] * len(text)
    for start, end in _bounded(text):
        for letter in UnicodeParagraph(text[start:end], base_direction=base).get_characters():
            levels[start + letter.character_index] = letter.embedding_level
    return levels


def visual_order(levels: Sequence[int]) -> list[int]:
    """Rule L2: places in the order in which they are seen from left to right."""
    order = list(range(len(levels)))
    if not levels:
        return order
    lowest_odd = min((level for level in levels if level % 2), default=max(levels) + 1)
    for level in range(max(levels), lowest_odd - 1, -1):
        start = None
        for place in range(len(order) + 1):
            is_inside = place < len(order) and levels[order[place]] >= level
            if is_inside and start is None:
                start = place
            elif not is_inside and start is not None:
                order[start:place] = order[start:place][::-1]
                start = None
    return order


def _bounded(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that the library can take: not too long, and no endless row of neutral characters."""
    start = neutrals = depth = 0
    for place, char in enumerate(text):
        name = unicodedata.bidirectional(char)
        depth = max(0, depth + (name in _INITIATORS) - (name == "PDI"))
        neutrals = 0 if name in _FIRM and not depth else neutrals + 1
        if neutrals > _LONGEST_NEUTRAL or place - start >= _LONGEST_PIECE:
            yield start, place
            start, neutrals, depth = place, 1, 0
    if start < len(text):
        yield start, len(text)
