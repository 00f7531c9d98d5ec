"""How wide a line is said to be, against the typeface itself."""

import unicodedata

import pytest
import uharfbuzz
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from caseapp.charts.letter_widths import ELLIPSIS, shortened, width_of
from caseapp.documents.pdf.text.fonts import FONTS

LETTERS = "abcxyzIWM 019-'אבשםת׳״ابتسشصضكلمنهويلاعبدЖШЩюыеёÉß–…،"
TEXTS = st.text(LETTERS, min_size=1, max_size=40)


@pytest.fixture(scope="module")
def weights():
    files = (FONTS / f"Rubik-{weight}.ttf" for weight in ("Regular", "Bold"))
    return [uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)))) for file in files]


def drawn_width(font, text):
    line = uharfbuzz.Buffer()
    line.add_str(text)
    line.guess_segment_properties()
    uharfbuzz.shape(font, line)
    assert all(glyph.codepoint for glyph in line.glyph_infos)
    return sum(place.x_advance for place in line.glyph_positions) / 1000


@given(TEXTS)
def test_no_line_is_wider_than_it_is_said_to_be(weights, text):
    for font in weights:
        assert drawn_width(font, text) <= width_of(text, 1) + 0.3  # what kerning adds


def test_a_line_is_said_to_be_little_wider_than_it_is(weights):
    for text in ("קבוצת אמנות", "صديقتي من المجموعة", "Мария из соседнего дома", "The neighbour"):
        assert width_of(text, 1) <= 1.35 * max(drawn_width(font, text) for font in weights)


@given(TEXTS, st.floats(30, 200))
def test_a_shortened_name_fits_and_is_a_beginning(text, room):
    short = shortened(text, 13, room)
    assert width_of(short, 13) <= room
    assert text.startswith(short.rstrip("\u200f").removesuffix(ELLIPSIS)) or short == text


def test_a_mark_takes_room_only_where_the_typeface_lacks_it():
    signs = [chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code)) in ("Mn", "Me")]
    held = {chr(code) for code in TTFont(FONTS / "Rubik-Regular.ttf").getBestCmap()}.intersection(signs)
    without_room = {sign for sign in signs if width_of(f"a{sign}", 13) == width_of("a", 13)}
    assert without_room == held | set("\ufe0e\ufe0f\u20e3")  # they choose a form; a key is not drawn


def test_a_picture_of_several_signs_is_one_letter_and_not_torn():
    one = width_of("👩", 13)
    for picture in (
        "👨\u200d👩\u200d👧\u200d👦",
        "❤\ufe0f\u200d🔥",
        "👍🏽",
        "🇮🇱",
        "👩🏾\u200d🦰",
        "🏴\U000e0067\U000e007f",
        "1\ufe0f\u20e3",
    ):
        assert width_of(picture, 13) == width_of(picture[0], 13)
        assert shortened(f"{picture * 3}", 13, one + width_of("…", 13)).startswith(picture)
        assert shortened(picture * 3, 13, 5) == f"{picture}…"
        assert shortened(f"aaaa{picture}", 13, width_of("aaaa…", 13)).startswith(
            "aaaa…" if picture[0] != "1" else "aaaa"
        )
        assert shortened(picture, 13, 24) == picture
    assert width_of("🇮🇱🇷🇺", 13) == 2 * one
    assert width_of("ه\u200dه", 13) == width_of("هه", 13)  # the sign joins letters too, and takes none away
    assert shortened("שלום לכולם", 13, 50).endswith("…\u200f")
