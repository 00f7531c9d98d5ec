"""Letters without a face are known before a report is signed."""

import pytest
from fontTools.ttLib import TTFont

from caseapp.charts.letter_widths import width_of
from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import Column, Document, Heading, RunningHeader, Table, paragraph, spans
from caseapp.documents.coverage import COVERED, undrawn_letters
from caseapp.documents.pdf.text.fonts import FACES, font_for
from caseapp.documents.pdf.text.shaping import shaped
from tests.documents.pdf.test_paragraph import paper
from tests.documents.reading import PdfReading

LETTERS = ["አበበ", "አማርኛ", "צחקה 😀 ❤️ → ✓", "Đặng", "👨‍👩 משפחה"]


def document(*texts):
    return Document("ט", "he", Direction.RTL, RunningHeader("ע"), blocks=tuple(map(paragraph, texts)))


def test_the_ranges_are_those_of_the_faces():
    faces = {code for path in COVERED.parent.glob("*-Regular.ttf") for code in TTFont(path).getBestCmap()}
    ranges = [line.split("-") for line in COVERED.read_text("ascii").split()]
    assert faces == {code for first, last in ranges for code in range(int(first, 16), int(last, 16) + 1)}


def test_every_face_has_its_licence_beside_it():
    licences = "".join(path.read_text("utf-8") for path in COVERED.parent.glob("OFL*.txt"))
    for path in COVERED.parent.glob("*.ttf"):
        assert path.name in licences or "The Rubik Project Authors" in licences


def is_held(char):
    return font_for(is_bold=False, face=FACES[ord(char)]).holds(char)


@pytest.mark.parametrize("text", LETTERS)
def test_a_letter_is_a_box_on_paper_exactly_if_it_is_told(text):
    told = undrawn_letters(document(text))
    boxes = [
        char
        for char in text
        if not char.isspace()
        and FACES[ord(char)] != "="
        and not font_for(is_bold=False, face=FACES[ord(char)]).holds(char)
    ]
    assert told == "".join(boxes)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1\ufe0f\u20e3 #\ufe0f\u20e3 *\u20e3", ""),
        ("x\u0301 e\u0301 и\u0306 שָׁלוֹם مُحَمَّد ❤\ufe0f", ""),
        ("q\u0323 q ж\u0488 a\u20dd ש\u05b8\u0592", "q\u0323ж\u0488a\u20ddש\u05b8\u0592"),
    ],
)
def test_a_sign_around_a_letter_is_told_where_it_is_a_box_and_takes_the_room_that_is_counted(text, told):
    assert undrawn_letters(document(text)) == told
    (line,) = shaped(spans(text), direction=Direction.LTR, language="en")
    boxes = [glyph.letters for token in line.tokens for glyph in token.word.glyphs if glyph.id == 0]
    assert boxes == [sign for sign in told if sign in "\u0323\u0488\u20dd\u0592"]
    assert line.width <= width_of(text, 1000)


def test_a_keycap_is_its_digit_on_paper():
    keycap, digit = (shaped(spans(text), direction=Direction.LTR, language="en") for text in ("1\ufe0f\u20e3", "1"))
    assert keycap == digit
    assert "1 2" in PdfReading(paper("1\ufe0f\u20e3 2\u20e3", direction=Direction.LTR)).visual_lines()


@pytest.mark.parametrize("text", ["አበበ", "😀→✓", "❤️"])
@pytest.mark.parametrize("is_after_hebrew", [False, True])
def test_letters_of_other_faces_are_read_back(text, is_after_hebrew):
    read = PdfReading(paper(f"כתבה {text}" if is_after_hebrew else text))
    assert all(char in read.all_letters() for char in text)


def test_every_text_of_a_document_is_looked_at():
    table = Table((Column("𝐀"),), (("𝐁",), ((paragraph("𝐂"),),)))
    blocks = (Heading(1, "𝐃"), table, paragraph("א 𝐃"))
    whole = Document("𝐓", "he", Direction.RTL, RunningHeader("𝐇"), author_line="𝐋", blocks=blocks)
    assert undrawn_letters(whole) == "𝐓𝐇𝐋𝐃𝐀𝐁𝐂"
