"""Measures and colours of paper. Every colour has a shape, a dash or a word beside it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

TEXT = HexColor(0x2B2031)
TEXT_2 = HexColor(0x5E5266)
FIG = HexColor(0x642D70)
FIG_DEEP = HexColor(0x4A1F55)
FIG_LIGHT = HexColor(0xA877B6)
FIG_SOFT = HexColor(0xF3E8F5)
VOICE = HexColor(0xA84A12)
VOICE_SOFT = HexColor(0xFDEEDF)
SAGE = HexColor(0x2E6842)
SAGE_SOFT = HexColor(0xE3F0E5)
SUNKEN = HexColor(0xEFE9EE)
PANEL = HexColor(0xF5F2F4)
LINE = HexColor(0xDFD6DE)
LINE_STRONG = HexColor(0x877A8E)
SURFACE = white
WATERMARK = HexColor(0xECE6EB)

PAGE_WIDTH, PAGE_HEIGHT = A4
PUNCHED_MARGIN = 23 * mm
OUTER_MARGIN = 16 * mm
TEXT_WIDTH = PAGE_WIDTH - OUTER_MARGIN - PUNCHED_MARGIN
HEADER_TOP = 12 * mm
FIRST_ACCENT = 26 * mm
FIRST_TOP_MARGIN = 33 * mm
ACCENT = 20 * mm
TOP_MARGIN = 26 * mm
BOTTOM_MARGIN = 24 * mm


class Align(StrEnum):
    START = "start"
    CENTRE = "centre"
    END = "end"


@dataclass(frozen=True)
class TextStyle:
    """How a text is set; lengths in points."""

    size: float
    leading: float
    colour: object = TEXT
    align: Align = Align.START
    is_bold: bool = False
    before: float = 0
    after: float = 0

    def scaled(self, by: float) -> "TextStyle":
        return replace(self, size=self.size * by, leading=self.leading * by) if by != 1 else self

    def aligned(self, align: Align) -> "TextStyle":
        return replace(self, align=align)


TITLE = TextStyle(19, 24, TEXT, is_bold=True, after=1)
SUBTITLE = TextStyle(11, 16, TEXT_2, after=1)
HEADINGS = {
    1: TextStyle(13, 17, FIG_DEEP, is_bold=True, before=13, after=5),
    2: TextStyle(11.5, 16, TEXT, is_bold=True, before=9, after=3),
    3: TextStyle(10.5, 15, TEXT_2, is_bold=True, before=7, after=2),
}
BODY = TextStyle(10.5, 15.5, after=5)
STRONG = replace(BODY, is_bold=True)
SMALL = TextStyle(9, 13, TEXT_2, after=4)
VOICE_LINE = TextStyle(9, 13, VOICE)
CELL = TextStyle(10, 14)
COLUMN_HEADING = TextStyle(9, 12.5, TEXT_2, is_bold=True)
FACT_NAME = TextStyle(8.5, 12, TEXT_2)
FACT = TextStyle(10, 14, TEXT, is_bold=True)
HEADER_STRONG = TextStyle(10.5, 14, TEXT, is_bold=True)
HEADER = TextStyle(8.5, 12, TEXT_2)
FOOTER = TextStyle(8, 11, TEXT_2)
LARGE = 1.3
CHART_TEXT_SIZE = 13  # in pixels of the picture
