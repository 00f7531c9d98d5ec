"""Text as it stands on paper: read back from the file without any PDF library, and by poppler."""

import unicodedata
from io import BytesIO

import pytest
from fpdf.bidi import BidiParagraph as UnicodeParagraph
from fpdf.enums import TextDirection

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import Span, spans
from caseapp.documents.pdf.style import BODY
from caseapp.documents.pdf.tags import TaggedCanvas
from caseapp.documents.pdf.text.fonts import font_for, regular
from caseapp.documents.pdf.text.levels import base_direction
from caseapp.documents.pdf.text.paragraph import BidiParagraph
from caseapp.documents.pdf.text.shaping import shaped
from caseapp.isolates import pieces
from tests.documents.reading import PdfReading, without_controls

HEBREW = [
    "נפגשנו ב-12 במאי",
    "בין 17:00–18:30 בבית הקפה",
    "טלפון 050-234-5678 של המרכז",
    "ביום 12.5.2026, בשעה 09:40",
    "טמפרטורה -3 מעלות",
    "קבוצה (20) גדולה",
    "71 מתוך 78 (91%)",
    "הקבוצה Social Club של John נפגשת",
    "סוגריים (עם English בפנים) וסוף.",
    "רמה −1, אחר כך +2.",
    "אפשר לכתוב אלינו לכתובת הדוא״ל club@example.org, בבקשה",
    "050-234-5678 (20) -3",
]
ENGLISH = ["Met דנה כהן at the club", "The office (room 12) was fine.", "Phone 050-234-5678, -3 degrees"]


def paper(text, *, direction=Direction.RTL, width=400):
    target = BytesIO()
    canvas = TaggedCanvas(target, initialFontName=regular().name)
    words = spans(text) if isinstance(text, str) else text
    flowable = BidiParagraph(words, BODY, direction=direction, language="he")
    flowable.wrap(width, 600)
    flowable.draw_on(canvas, 72, 100)
    canvas.save()
    return target.getvalue()


def nfc(text):
    """Marks of one letter in their canonical order."""
    return unicodedata.normalize("NFC", text)


def seen(text, direction=TextDirection.RTL):
    """The visual order that the algorithm asks for, from left to right."""
    isolated = "".join(f"\u2066{piece.text}\u2069" if piece.is_figure else piece.text for piece in pieces(text))
    return without_controls(UnicodeParagraph(isolated, direction).get_reordered_string())


@pytest.mark.parametrize("text", HEBREW)
def test_hebrew_is_seen_in_the_order_of_the_algorithm(text):
    assert PdfReading(paper(text)).visual_lines() == [seen(text)]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_seen_in_the_order_of_the_algorithm(text):
    lines = PdfReading(paper(text, direction=Direction.LTR)).visual_lines()
    assert lines == [seen(text, TextDirection.LTR)]


def test_figures_inside_hebrew_read_from_left_to_right():
    (line,) = PdfReading(paper("נפגשנו ב-12, 17:00–18:30, 050-234-5678, -3, (20)")).visual_lines()
    for figure in ("12-ב", "17:00–18:30", "050-234-5678", "-3", ")20("):
        assert figure in line


@pytest.mark.parametrize("text", HEBREW)
def test_poppler_reads_hebrew_in_logical_order(text, pdftotext):
    assert pdftotext(paper(text)).split() == text.split()


@pytest.mark.parametrize("text", ENGLISH)
def test_poppler_reads_english_in_logical_order(text, pdftotext):
    assert pdftotext(paper(text, direction=Direction.LTR)).split() == text.split()


@pytest.mark.parametrize(
    "text",
    ["שָׁלוֹם לְכֻלָּם, בְּרֵאשִׁית", "السلام عليكم، لا بأس", "السَّلامُ عليكم", "Привет, мир", "office fi ffl"],
)
def test_marks_joined_letters_and_ligatures_are_read_as_their_letters(text, pdftotext):
    assert nfc(pdftotext(paper(text))).split() == nfc(text).split()


def test_arabic_letters_are_joined():
    """The same letter has other glyphs at the beginning, in the middle and at the end of a word."""
    shape = {"is_rtl": True, "script": "Arab", "language": "ar"}
    glyphs = regular().shape("ععع", 0, 3, **shape)
    assert len({glyph.id for glyph in glyphs}) == 3


def test_arabic_letters_stay_joined_where_the_weight_changes():
    whole = regular().shape("عع", 0, 2, is_rtl=True, script="Arab", language="ar")
    first = regular().shape("عع", 0, 1, is_rtl=True, script="Arab", language="ar")
    assert first[0].id == whole[-1].id


def test_marks_stand_on_their_letters_and_take_no_room():
    glyphs = regular().shape("שָׁ", 0, 3, is_rtl=True, script="Hebr", language="he")
    marks = [glyph for glyph in glyphs if glyph.is_mark()]
    assert "".join(glyph.letters for glyph in marks) == "\u05b8\u05c1"
    assert len(marks) == 2
    assert all(0 < mark.across < 712 for mark in marks)


def test_bold_hebrew_keeps_its_letters_and_its_place(pdftotext):
    """ReportLab's own bold tag turns the letters of a word around."""
    file = paper((Span("העלייה "), Span("הברורה ביותר", bold=True), Span(" היא 12")))
    (line,) = PdfReading(file).visual_lines()
    assert line == seen("העלייה הברורה ביותר היא 12")
    assert pdftotext(file).split() == ["העלייה", "הברורה", "ביותר", "היא", "12"]
    fonts = {shown.font: shown.letters for shown in PdfReading(file).shown()}
    assert len(fonts) == 2
    assert font_for(is_bold=True).name in b"".join(PdfReading(file).fonts().values()).decode()


def test_lines_are_broken_in_reading_order():
    text = "ראשון שני שלישי רביעי חמישי שישי שביעי שמיני"
    lines = PdfReading(paper(text, width=80)).visual_lines()
    assert len(lines) > 2
    assert " ".join(line[::-1] for line in lines).split() == text.split()
    assert lines[0][::-1].startswith("ראשון")


@pytest.mark.parametrize(("text", "lines"), [("א שלום/ת", ["א", "שלום/ת"]), ("א שלום/עולם", ["א שלום/", "עולם"])])
def test_a_line_ends_after_a_slash_between_words_but_not_before_a_mere_ending(text, lines):
    until_slash = BidiParagraph(spans("א שלום/"), BODY, direction=Direction.RTL, language="he")
    flowable = BidiParagraph(spans(text), BODY, direction=Direction.RTL, language="he")
    flowable.wrap(until_slash.natural_width() + 1, 600)
    assert [line.text for line in flowable.lines] == lines


def test_a_word_wider_than_the_line_is_parted_and_nothing_is_lost():
    word = "א" * 450
    lines = PdfReading(paper(word, width=200)).visual_lines()
    assert len(lines) > 5
    assert "".join(lines) == word


def test_a_letter_is_never_parted_from_its_marks():
    lines = PdfReading(paper("שָׁ" * 200, width=200)).visual_lines()
    assert all(line.endswith("ש") for line in lines)


def test_line_ends_of_the_writer_are_kept():
    flowable = BidiParagraph(spans("א\n\nב"), BODY, direction=Direction.RTL, language="he")
    flowable.wrap(300, 300)
    assert [line.text for line in flowable.lines] == ["א", "", "ב"]


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("נסענו לים", Direction.RTL),
        ("We went to the sea", Direction.LTR),
        ("CBT הוא טיפול מוכר", Direction.LTR),
        ("“We went” to the sea, ונסענו", Direction.LTR),
        ("12.5: נסענו to the sea and back", Direction.RTL),
        ("club@example.org הוא הדוא״ל", Direction.RTL),
        ("050-234-5678, Dana", Direction.LTR),
    ],
)
def test_a_paragraph_takes_the_direction_of_its_first_letter_in_any_document(text, direction):
    assert base_direction(list(pieces(text)), Direction.RTL) is direction
    assert base_direction(list(pieces(text)), Direction.LTR) is direction


@pytest.mark.parametrize("default", Direction)
def test_a_paragraph_without_letters_takes_the_direction_of_its_document(default):
    assert base_direction(list(pieces("12.5 - (3), a@example.org")), default) is default


def test_an_english_sentence_in_a_hebrew_report_reads_from_left_to_right():
    text = "Met her at the club (20 people), at 17:00."
    assert PdfReading(paper(text)).visual_lines() == [text]


def test_splitting_leaves_no_lone_line():
    flowable = BidiParagraph(spans("מילה " * 100), BODY, direction=Direction.RTL, language="he")
    flowable.wrap(200, 1000)
    total, leading = len(flowable.lines), BODY.leading
    assert flowable.split(200, leading) == []
    first, rest = flowable.split(200, leading * (total - 1))
    assert (first.wrap(200, 999)[1], rest.wrap(200, 999)[1]) == ((total - 2) * leading, 2 * leading)


@pytest.mark.parametrize("direction", Direction)
def test_a_picture_of_several_signs_is_drawn_as_one(direction):
    """A family, a profession, a tone of skin, a flag: as on the screen, and as wide as a map counts it."""
    (alone,) = shaped(spans("👩"), direction=direction, language="he")
    for joined in ("👩\u200d👩\u200d👧", "👩🏽\u200d⚕️", "❤️\u200d🔥", "👍🏽", "🇮🇱", "🏳️\u200d🌈"):
        (whole,) = shaped(spans(joined), direction=direction, language="he")
        assert whole.width == alone.width, joined
        assert sum(glyph.advance > 0 for token in whole.tokens for glyph in token.word.glyphs) == 1
        (beside,) = shaped(spans(f"אמא {joined} 3"), direction=direction, language="he")
        (without,) = shaped(spans("אמא  3"), direction=direction, language="he")
        assert beside.width == without.width + alone.width, joined
        assert set(joined) - set("\u200d\ufe0f") <= set(PdfReading(paper(joined, direction=direction)).all_letters())
    (apart,) = shaped(spans("👩👩👧"), direction=direction, language="he")
    assert apart.width == 3 * alone.width
