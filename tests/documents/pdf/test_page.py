"""What stands around the text, and what the page never does to it: lone lines, lone headings, lone signatures."""

import re
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from PIL import Image, ImageChops

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import (
    CheckBox,
    CheckBoxes,
    Column,
    ColumnKind,
    Disagreement,
    Document,
    Facts,
    Heading,
    KeepTogether,
    Logo,
    RunningFooter,
    RunningHeader,
    Signature,
    SignatureLines,
    Span,
    Table,
    Voice,
    paragraph,
)
from caseapp.documents.pdf.drawing import draw
from caseapp.documents.pdf.style import OUTER_MARGIN, PAGE_WIDTH, PUNCHED_MARGIN
from tests.documents.reading import PdfReading, without_controls
from tests.documents.samples import LOGO

HEADER = RunningHeader("עמותת מעגלים", "רחוב הגפן 12, חיפה", "דוח", "לוועדה")
FOOTER = RunningFooter("עמוד {page} מתוך {pages}", ("סודי",), "גרסה 2", "a91f04c7ddee", "חתמה דליה, 12.5.2026, 09:40")
LONG = " ".join(f"מילה{number}" for number in range(900))
DRAFT = "טיוטה"


def document(*content, direction=Direction.RTL, language="he", **changes):
    return replace(Document("כותרת", language, direction, HEADER, FOOTER, blocks=content), **changes)


def pages_of(file, pdftotext):
    return [page for page in pdftotext(file).split("\f") if page.strip()]


@pytest.fixture(scope="session")
def picture(tmp_path_factory):
    """A page as it is seen, in grey."""
    folder = tmp_path_factory.mktemp("seen")

    def see(file, page=1):
        (folder / "drawn.pdf").write_bytes(file)
        chosen = ["-f", str(page), "-l", str(page), "-singlefile", "-r", "50", "-gray", "-png"]
        subprocess.run([shutil.which("pdftoppm"), *chosen, folder / "drawn.pdf", folder / "seen"], check=True)
        return Image.open(folder / "seen.png").convert("L")

    return see


def ink(image):
    """The box of all that is not paper."""
    return ImageChops.invert(image).getbbox()


@pytest.mark.parametrize(("direction", "language"), [(Direction.RTL, "he"), (Direction.LTR, "en")])
def test_the_margin_for_the_punch_is_where_reading_begins(direction, language, picture):
    seen = picture(draw(document(paragraph(LONG), direction=direction, language=language)))
    left, _, right, _ = (length * 72 / 50 for length in ink(seen))
    margins = (left, PAGE_WIDTH - right)
    punched, outer = margins[::-1] if direction.is_rtl else margins
    assert punched == pytest.approx(PUNCHED_MARGIN, abs=4)
    assert outer == pytest.approx(OUTER_MARGIN, abs=4)


def test_every_page_says_who_signed_which_version_and_which_page_it_is(pdftotext):
    pages = pages_of(draw(document(paragraph(LONG), paragraph(LONG))), pdftotext)
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        for words in (f"עמוד {number} מתוך {len(pages)}", "גרסה 2 • a91f04c7", "חתמה דליה, 12.5.2026, 09:40", "סודי"):
            assert words in page
        assert "a91f04c7d" not in page


def test_address_and_addressee_stand_on_the_first_page_only(pdftotext):
    first, *others = pages_of(draw(document(paragraph(LONG), paragraph(LONG))), pdftotext)
    assert "רחוב הגפן 12, חיפה" in first
    assert "לוועדה" in first
    assert all("עמותת מעגלים" in page and "הגפן" not in page and "לוועדה" not in page for page in others)


def test_a_footer_too_long_for_a_line_takes_another():
    long = replace(FOOTER, notes=("הערה ארוכה מאוד " * 4, "ועוד אחת " * 6))
    shown = [item for item in PdfReading(draw(document(footer=long))).shown() if item.y < 50]
    assert len({item.y for item in shown}) > 1
    assert min(item.y for item in shown) > 14


def test_the_logo_is_seen_and_a_broken_one_gives_way_to_the_mark(picture):
    shown, broken, without = (
        draw(document(header=replace(HEADER, logo=logo)))
        for logo in (Logo(LOGO, "סמל"), Logo(b"\x89PNG broken", "סמל"), None)
    )
    assert b"/Subtype /Image" in shown
    assert b"/Subtype /Image" not in broken
    assert ImageChops.difference(picture(broken), picture(without)).getbbox() is None


def test_the_watermark_lies_behind_every_page_and_is_not_read_among_the_words(picture, pdftotext):
    plain, marked = (draw(document(paragraph(LONG), watermark=mark)) for mark in ("", DRAFT))
    assert pdftotext(marked) == pdftotext(plain)
    for page in (1, 2):
        difference = ImageChops.difference(picture(plain, page), picture(marked, page))
        assert difference.getbbox() is not None
        assert difference.getextrema()[1] < 60  # pale


@pytest.mark.parametrize("direction", Direction)
def test_the_watermark_rises_in_reading_direction(direction, picture):
    plain, marked = (draw(document(direction=direction, watermark=mark)) for mark in ("", "M" * 9))
    difference = ImageChops.difference(picture(plain), picture(marked)).point(lambda x: 255 if x else 0)
    wide, high = difference.size
    upper, lower = (difference.crop((0, top, wide, top + high // 2)).getbbox() for top in (0, high // 2))
    assert (upper[0] < lower[0]) is direction.is_rtl


@pytest.mark.parametrize("lines", range(24, 44))
def test_no_heading_ends_a_page_and_no_line_of_a_paragraph_stands_alone(lines):
    before = [paragraph(str(number)) for number in range(lines)]
    words = " ".join(["מילה"] * 70)
    pages = PdfReading(draw(document(*before, Heading(1, "כותרתפרק"), paragraph(words)))).pages()
    for page in pages:
        seen = [item for item in sorted(page, key=lambda item: -item.y) if item.letters.strip()]
        body = [without_controls(item.letters) for item in seen]
        assert body[-1] != "כותרתפרק"[::-1]
        assert sum("הלימ" in line for line in body) != 1


@pytest.mark.parametrize("lines", range(20, 40))
def test_a_heading_stands_on_the_page_of_the_first_row_of_its_table(lines):
    before = [paragraph(str(number)) for number in range(lines)]
    columns = (Column("מטרה"), Column("לפי דברי החונכת עכשיו", ColumnKind.NUMBER), Column("סולם", weight=5))
    row = ("מפגש חברתי עם חבר, מחוץ לבית, פעם בשבועיים " * 2, "0", "ראשונה")
    pages = PdfReading(draw(document(*before, Heading(1, "כותרתפרק"), Table(columns, (row,))))).pages()
    (page,) = [page for page in pages if "כותרתפרק"[::-1] in {without_controls(item.letters) for item in page}]
    assert "ראשונה"[::-1] in {without_controls(item.letters) for item in page}


@pytest.mark.parametrize("lines", range(26, 42, 2))
def test_signatures_never_stand_alone(lines):
    end = KeepTogether((paragraph("קראתי"), SignatureLines(("חותמת",))))
    pages = PdfReading(draw(document(*[paragraph(str(n)) for n in range(lines)], end))).pages()
    last = "".join(item.letters for item in pages[-1])
    assert "תמתוח" in last
    assert "יתארק" in last


def test_a_table_of_sixty_rows_repeats_its_headings_and_parts_no_row(pdftotext):
    columns = (Column("יום"), Column("דקות", ColumnKind.NUMBER), Column("מה קרה", weight=3))
    rows = tuple((f"שורה{number}", "90", f"ראשון{number} " + "מילה " * 30 + f"אחרון{number}") for number in range(60))
    pages = pages_of(draw(document(Table(columns, rows))), pdftotext)
    assert len(pages) > 3
    assert all("מה קרה" in page for page in pages)
    for number in range(60):
        (page,) = [page for page in pages if re.search(rf"שורה{number}\b", page)]
        assert re.search(rf"ראשון{number}\b", page)
        assert re.search(rf"אחרון{number}\b", page)


STRANGE = {
    "four thousand words": paragraph(" ".join(f"מילה{n}" for n in range(4000))),
    "a long word": paragraph("ש" * 3000),
    "one letter": Facts((("א", "ב"),)),
    "nothing": Table((Column("א"),), (("",), ("",))),
    "marks": paragraph("בְּרֵאשִׁית בָּרָא אֱלֹהִים וְהַנַּעַר יוֹסֵף"),
    "emoji": paragraph("שמחה 🙂👩‍👩‍👧 גדולה"),
    "an endless signature": Signature((tuple((float(n), float(n % 7)) for n in range(5000)),), "א"),
    "a dot": Signature((((3.0, 3.0),),), "א", "12.5.2026"),
    "no strokes": Signature((), "א"),
    "a long disagreement": Disagreement("לא מסכים", LONG, "י׳"),
    "a long choice": CheckBoxes((CheckBox(LONG[:3000], is_chosen=True, detail=LONG[:2000]),)),
    "a long voice": Voice(LONG * 3, "י׳"),
    "weights": paragraph(Span("א", bold=True, italic=True), Span("ב", italic=True), "ג"),
}


@pytest.mark.parametrize("block", STRANGE.values(), ids=STRANGE)
def test_strange_blocks_are_drawn(block, picture):
    seen = picture(draw(document(Heading(1, "כותרת"), block)))
    left, top, right, bottom = ink(seen)
    assert (left, top) > (15, 15)
    assert right < seen.width - 15
    assert bottom < seen.height - 8


def test_a_letter_without_a_glyph_is_seen_as_a_box(picture):
    with_box, without = (picture(draw(document(paragraph(text)))) for text in ("🙂", " "))
    assert ImageChops.difference(with_box, without).getbbox() is not None


def test_italic_leans_to_the_right(picture):
    nothing, upright, slanted = (
        picture(draw(document(paragraph(Span(text, italic=italic)), direction=Direction.LTR)))
        for text, italic in ((" ", False), ("l" * 9, False), ("l" * 9, True))
    )
    straight, leaning = (ImageChops.difference(nothing, seen).getbbox() for seen in (upright, slanted))
    assert straight[0] == leaning[0]
    assert straight[2] < leaning[2]


def test_a_signature_is_not_mirrored():
    strokes = (((0.0, 0.0), (10.0, 0.0), (10.0, 30.0)),)
    path = rb"n ([\d.]+) -?[\d.]+ m ([\d.]+) -?[\d.]+ l ([\d.]+) -?[\d.]+ l\s+S"
    (right,), (left,) = (
        re.findall(path, _content(draw(document(Signature(strokes, "א"), direction=direction))))
        for direction in Direction
    )
    assert right == left


def _content(file):
    with pikepdf.open(BytesIO(file)) as pdf:
        return b"\n".join(page.Contents.read_bytes() for page in pdf.pages)
