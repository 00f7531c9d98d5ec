"""Whole documents: what the file says about itself, what is on its pages, and that nothing breaks it."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import (
    BulletList,
    CheckBox,
    CheckBoxes,
    Column,
    Disagreement,
    Document,
    Facts,
    Figure,
    Heading,
    KeepTogether,
    Note,
    RunningFooter,
    RunningHeader,
    Signature,
    SignatureLines,
    Table,
    Voice,
    paragraph,
)
from caseapp.documents.pdf.drawing import draw
from caseapp.isolates import visible_text
from tests.documents.reading import PdfReading, without_controls
from tests.documents.samples import english_report, hebrew_ladder, hebrew_report

HEADER = RunningHeader("עמותה")
HOSTILE = [
    "<b>bold</b> <i>", "<img src='file:///etc/passwd'/>", "<img src='http://example.org/a.png'/>",
    "<ondraw name='x'/>", "<a href='javascript:alert(1)'>x</a>", "<para><font color='[x for x in ()]'>",
    "{page} of {pages} {0} %s %(x)s", "\\) Tj ET (", "<5C> Tj", "endstream endobj",
    "&amp; &#65; ]]> <!--", "=1+1", "'; DROP TABLE goals;--",
    "((((((((((", ")" * 300, "." * 3000, "🙂" * 500,
    "\u0e01\u0e33 漢字 हिन्दी", "א\u0591\u0592" * 50, "x" + "\u0301" * 400,
]  # fmt: skip


def document(*blocks, **changes):
    return replace(
        Document("כותרת", "he", Direction.RTL, HEADER, blocks=blocks, footer=RunningFooter("{page}/{pages}")),
        **changes,
    )


def count_pages(file):
    return len(re.findall(rb"/Type /Page\b", file))


@pytest.fixture(scope="module")
def report():
    return draw(hebrew_report())


def test_the_same_document_gives_the_same_bytes(report):
    assert draw(hebrew_report()) == report


def test_only_embedded_rubik_is_in_the_file(report):
    """Each font has its program, its map to letters and a name of its own; no standard font is named."""
    for file in (report, draw(english_report())):
        reading = PdfReading(file)
        assert b"Helvetica" not in file
        assert b"/Type1" not in file
        descriptors = [body for body in reading.objects.values() if b"/Type /FontDescriptor" in body]
        assert len(descriptors) == 2
        assert all(b"/FontFile2" in body for body in descriptors)
        assert all(re.search(rb"/FontName /[A-Z]{6}\+Rubik-(Regular|Bold)", body) for body in descriptors)
        type0 = [body for body in reading.objects.values() if b"/Subtype /Type0" in body]
        assert len(type0) == 2
        assert all(b"/ToUnicode" in body and b"/Identity-H" in body for body in type0)


def test_the_font_programs_hold_only_what_is_used(report):
    programs = [body for body in PdfReading(report).objects.values() if b"/Length1" in body]
    assert sum(int(re.search(rb"/Length1 (\d+)", body)[1]) for body in programs) < 80_000


def test_the_file_says_title_language_and_direction(report):
    assert b"/Lang (he)" in report
    assert b"/DisplayDocTitle true" in report
    assert b"/Direction /R2L" in report
    assert b"/Direction /L2R" in draw(english_report())
    assert "דוח התקדמות".encode("utf-16-be").hex() in _info(report)["Title"].hex()
    assert b"D:20260512064000Z" in report
    assert b"anonymous" not in report


def _info(file):
    title = re.search(rb"/Title \((.*?)\) /Trapped", file, re.DOTALL)[1]
    octal = re.sub(rb"\\(\d{3})", lambda match: bytes([int(match[1], 8)]), title)
    return {"Title": re.sub(rb"\\(.)", rb"\1", octal)}


def test_every_page_has_its_number_and_the_number_of_pages(report, pdftotext):
    pages = count_pages(report)
    assert pages == 4
    text = pdftotext(report)
    for page in range(1, pages + 1):
        assert f"עמוד {page} מתוך {pages}" in text
    assert text.count("עמותת מעגלים") == pages


def test_poppler_reads_the_report_in_logical_order(report, pdftotext):
    text = pdftotext(report)
    for words in (
        "דוח התקדמות: י׳ מ׳",
        "חונכות חברתית • 12.11.2025 עד 12.5.2026",
        "71 מתוך 78 (91%)",
        "נועה ברק, מ־2.10.2025",
        "בדרך כלל בימי שלישי בין 17:00–18:30, בבית הקפה ליד הגן.",
        "הקבוצה Social Club",
        "היא ביוזמה: מ-2 פניות בחודש ל-7.",
    ):
        assert words in text


def test_headings_of_a_table_are_repeated_on_each_page(report, pdftotext):
    assert pdftotext(report).count("מה קרה") == 3


def places_of(drawn):
    return {without_controls(item.letters): item.x for item in PdfReading(draw(drawn)).shown()}


def test_columns_of_a_hebrew_table_begin_at_the_right():
    table = Table((Column("א"), Column("ב")), (("ג", "ד"),))
    shown = places_of(document(table))
    assert shown["א"] > shown["ב"]
    assert shown["ג"] > shown["ד"]
    shown = places_of(document(table, direction=Direction.LTR))
    assert shown["א"] < shown["ב"]


def test_a_cell_longer_than_a_page_goes_on_on_the_next():
    long = " ".join(f"מילה{number}" for number in range(2500))
    file = draw(document(Table((Column("א"), Column("ב")), (("קצר", long), ("עוד", "אחד")))))
    assert count_pages(file) > 2
    found = {number for item in PdfReading(file).shown() for number in re.findall(r"\d+", item.letters)}
    assert {str(number) for number in range(2500)} <= found


def test_the_place_for_signatures_is_never_parted():
    """Four labels make two rows; wherever the page ends, all four stand on one page."""
    labels = {"ראשונה", "שנייה", "שלישית", "רביעית"}
    pages_used = set()
    for lines in range(20, 44):
        blocks = [paragraph(f"שורה {number}") for number in range(lines)]
        file = draw(document(*blocks, SignatureLines(tuple(sorted(labels)))))
        holding = [labels & {item.letters[::-1] for item in page} for page in PdfReading(file).pages()]
        assert labels in holding
        pages_used.add(len(holding))
    assert len(pages_used) > 1


@pytest.mark.parametrize("lines", range(20, 45))
def test_a_heading_stands_on_the_page_of_its_picture(lines):
    """Whatever stands before it: in some of these cases there is room for the heading alone."""
    before = [paragraph(str(number)) for number in range(lines)]
    figure = Figure(hebrew_ladder(), "כיתוב")
    pages = PdfReading(draw(document(*before, Heading(2, "מטרה"), figure))).pages()
    (place,) = [number for number, page in enumerate(pages) if "הרטמ" in shown_on(page)]
    assert "בותיכ" in shown_on(pages[place])


def shown_on(page):
    return "".join(shown.letters for shown in page)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text):
    """It is drawn letter by letter in every block, and nothing in it becomes markup."""
    blocks = (
        Heading(1, text),
        paragraph(text),
        Facts(((text, text),)),
        Voice(text, text),
        Table((Column(text), Column("2")), ((text, (Voice(text),)),)),
        BulletList((text,)),
        CheckBoxes((CheckBox(text, is_chosen=True, detail=text),)),
        Disagreement(text, text, text),
        Signature((((0.0, 0.0), (1.0, 1.0)),), text, text),
        Note(text),
        Figure(hebrew_ladder(), caption=text),
        KeepTogether((SignatureLines((text,)),)),
    )
    header = RunningHeader(text, text, text, text)
    words = {"title": text, "subtitle": text, "author_line": text, "author": text, "watermark": text}
    file = draw(document(*blocks, header=header, **words))
    letters = without_controls(PdfReading(file).all_letters())
    for char in set(visible_text(text)) - {" ", "\n"}:
        assert letters.count(char) >= visible_text(text).count(char)
    assert b"/URI" not in file
    assert b"/JavaScript" not in file


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400), st.sampled_from(Direction))
@example(" \u03002", Direction.LTR)
@example("\u05d0\u05d1  \u05b0\u05d2\u05d3", Direction.RTL)
def test_any_text_is_drawn_with_all_its_letters(text, direction):
    file = draw(document(paragraph(text), direction=direction, title="0"))
    found = sorted(without_controls(PdfReading(file).all_letters()))
    for char in {letter for letter in visible_text(text) if letter.isalnum()}:
        assert found.count(char) >= visible_text(text).count(char)


def test_nothing_in_a_document_is_a_document_too():
    empty = document(paragraph(""), Facts(()), BulletList(()), SignatureLines(()), Note(""), title="")
    assert count_pages(draw(empty)) == 1
    table = Table((Column(""),), ())
    assert count_pages(draw(document(table, Voice(""), KeepTogether(()), title=""))) == 1


def test_missing_glyphs_are_seen_as_a_box_and_read_as_themselves(pdftotext):
    file = draw(document(paragraph("שמחה 🙂 גדולה")))
    assert "🙂" in pdftotext(file)


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="one cell"):
        Table((Column("א"), Column("ב")), (("ג",),))
