"""What a drawn file says to those who do not see it: the structure tree, read back by pikepdf."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from pdfua import validate

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import (
    BulletList,
    CheckBox,
    CheckBoxes,
    Column,
    Disagreement,
    Document,
    Heading,
    Logo,
    RunningHeader,
    Signature,
    Table,
    Voice,
    paragraph,
)
from caseapp.documents.pdf.drawing import draw
from tests.documents.reading import PdfReading, as_read
from tests.documents.samples import LOGO, english_report, hebrew_report

CLAIM = "UA-28-004"  # asks whether the file claims conformance, which nobody has validated
PAINTING = frozenset(["f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "Tj", "TJ", "'", '"'])
STROKES = (((0.0, 0.0), (30.0, 12.0), (60.0, 2.0)),)


def whole(document):
    """The document with one of each further block."""
    more = (
        Heading(1, "המלצה"),
        CheckBoxes((CheckBox("להמשיך", is_chosen=True, detail="באותו היקף"), CheckBox("לסיים"))),
        Disagreement("לא מסכים", "הייתי חולה", "י׳ מ׳"),
        Signature(STROKES, "י׳ מ׳", "12.5.2026", "חתימה של י׳ מ׳"),
    )
    header = replace(document.header, logo=Logo(LOGO, "הסמל"))
    return replace(document, header=header, watermark="טיוטה", blocks=document.blocks + more)


@pytest.fixture(scope="module", params=[hebrew_report, english_report], ids=["he", "en"])
def file(request):
    return draw(whole(request.param()))


def opened(file):
    return pikepdf.open(BytesIO(file))


def elements(node):
    """Every element below, in the order of the tree."""
    held = node.get("/K")
    for kid in held if isinstance(held, pikepdf.Array) else [held]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def of_role(pdf, role):
    return [element for element in elements(pdf.Root.StructTreeRoot) if role == element.S]


def said(file):
    """What each element says itself, in the order of the tree, where it says something."""
    pdf = opened(file)
    maps = {name: letters for name, (letters, _) in PdfReading(file).maps().items()}
    marks = {(page.obj.objgen, mark): words for page in pdf.pages for mark, words in marked_words(page, maps).items()}
    found = [words_of(element, marks) for element in elements(pdf.Root.StructTreeRoot) if element.S != "/Span"]
    return [words for words in found if words]


def words_of(element, marks):
    """An element's own words, with those of the spans in other languages."""
    words = ""
    for kid in element.K if isinstance(element.K, pikepdf.Array) else [element.K]:
        if not isinstance(kid, pikepdf.Dictionary):
            words += marks.get((element.Pg.objgen, int(kid)), "")
        elif "/MCID" in kid:
            words += marks.get((kid.Pg.objgen, int(kid.MCID)), "")
        elif kid.S == "/Span":
            words += words_of(kid, marks)
    return words


def marked_words(page, maps):
    """The words of each mark on a page, each text object in reading order."""
    words, mark, letters = {}, None, {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "BDC":
            mark = int(operands[1].MCID) if "/MCID" in operands[1] else None
        elif name == "Tf":
            letters = maps[str(operands[0])[1:]]
        elif name == "TJ" and mark is not None:
            codes = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
            seen = "".join(letters[int.from_bytes(pair)] for pair in zip(codes[::2], codes[1::2], strict=True))
            words[mark] = words.get(mark, "") + as_read(seen)
    return words


def test_pdfua_finds_nothing_but_that_no_conformance_is_claimed(file, tmp_path):
    path = tmp_path / "drawn.pdf"
    path.write_bytes(file)
    report = validate(str(path))
    assert [outcome.rule_id for outcome in report.outcomes if outcome.skipped_reason] == []
    assert [outcome.rule_id for outcome in report.outcomes if outcome.findings] == [CLAIM]


def test_all_that_is_painted_belongs_to_an_element_or_is_an_artifact(file):
    for page in opened(file).pages:
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            depth += (name in ("BDC", "BMC")) - (name == "EMC")
            assert 0 <= depth <= 1
            assert depth or name not in PAINTING, (operands, name)
        assert depth == 0


def test_every_mark_on_a_page_is_found_from_the_page_and_from_the_tree(file):
    pdf = opened(file)
    by_page = dict(zip(*[iter(pdf.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
    for page in pdf.pages:
        marked = [
            (str(operands[0]), int(operands[1].MCID))
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and "/MCID" in operands[1]
        ]
        owners = by_page[int(page.obj.StructParents)]
        assert [number for _, number in marked] == list(range(len(owners)))
        assert [role for role, _ in marked] == [str(owner.S) for owner in owners]
    assert len({element.objgen for element in elements(pdf.Root.StructTreeRoot)}) == len(
        list(elements(pdf.Root.StructTreeRoot))
    )


def test_the_file_is_marked_and_says_its_title_and_language(file):
    pdf = opened(file)
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) in ("he", "en")
    metadata = pdf.Root.Metadata.read_bytes().decode()
    assert str(pdf.docinfo.Title) in metadata
    assert "pdfuaid" not in metadata


def test_headings_go_down_by_one_from_the_title(file):
    pdf = opened(file)
    roles = [str(e.S) for e in elements(pdf.Root.StructTreeRoot) if re.fullmatch(r"/H\d", str(e.S))]
    levels = [int(role[2]) for role in roles]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(level - before <= 1 for before, level in pairwise(levels))


@pytest.mark.parametrize("direction", Direction)
def test_cells_are_read_in_logical_order_and_told_apart_from_headings(direction):
    table = Table((Column("ראשון"), Column("שני")), (("אבג", "דהו"), ("זחט", (Voice("יכל"), paragraph("מנס")))))
    drawn = draw(Document("ט", "he", direction, RunningHeader("ע"), blocks=(table,)))
    assert said(drawn)[2:] == ["ראשון", "שני", "אבג", "דהו", "זחט", "יכל", "מנס"]
    pdf = opened(drawn)
    assert [str(cell.A.Scope) for cell in of_role(pdf, "/TH")] == ["/Column", "/Column", "/Row", "/Row"]
    assert len(of_role(pdf, "/TD")) == 2


def test_headings_that_come_back_on_the_next_page_are_read_once(pdftotext):
    table = Table((Column("כותרת"), Column("שנייה")), tuple((f"שורה {n}", "תא") for n in range(80)))
    drawn = draw(Document("ט", "he", Direction.RTL, RunningHeader("ע"), blocks=(table,)))
    assert pdftotext(drawn).count("שנייה") > 2
    assert said(drawn).count("שנייה") == 1
    assert len(of_role(opened(drawn), "/TR")) == 81


def test_a_paragraph_over_two_pages_is_one():
    words = " ".join(f"מילה{n}" for n in range(2000))
    drawn = draw(Document("ט", "he", Direction.RTL, RunningHeader("ע"), blocks=(paragraph(words),)))
    pdf = opened(drawn)
    assert len(pdf.pages) > 2
    long = of_role(pdf, "/P")[-1]
    assert {kid.Type for kid in long.K if isinstance(kid, pikepdf.Dictionary)} == {pikepdf.Name("/MCR")}
    assert "".join(said(drawn)[2:]).split() == words.split()


def test_text_of_another_language_says_so():
    words = paragraph("We met דנה כהן at the club, and Анна said שלום to all.")
    drawn = draw(Document("T", "en", Direction.LTR, RunningHeader("O"), blocks=(words,)))
    pdf = opened(drawn)
    assert [str(span.Lang) for span in of_role(pdf, "/Span")] == ["he", "ru", "he"]
    assert "".join(said(drawn)[2:]) == "We met דנה כהן at the club, and Анна said שלום to all."


def test_a_paragraph_that_is_all_in_another_language_says_so_itself():
    quote = Voice("״שלום לכולם, 12 אנשים״")
    pdf = opened(draw(Document("T", "en", Direction.LTR, RunningHeader("O"), blocks=(quote,))))
    assert str(of_role(pdf, "/P")[-1].Lang) == "he"
    assert not of_role(pdf, "/Span")


def test_pictures_say_their_title_and_description(file):
    pdf = opened(file)
    for figure in of_role(pdf, "/Figure"):
        assert str(figure.Alt).strip()
        assert len(figure.A.BBox) == 4


def test_lists_hold_items_with_bodies():
    content = (BulletList(("אחת", "שתיים")), CheckBoxes((CheckBox("שלוש", is_chosen=True), CheckBox("ארבע"))))
    drawn = draw(Document("ט", "he", Direction.RTL, RunningHeader("ע"), blocks=content))
    pdf = opened(drawn)
    assert [len(of_role(pdf, role)) for role in ("/L", "/LI", "/LBody", "/Lbl")] == [2, 4, 4, 2]
    assert said(drawn)[2:] == ["אחת", "שתיים", "☑", "שלוש", "☐", "ארבע"]


def test_the_first_page_says_who_writes_and_later_headers_are_only_seen(file):
    words = said(file)
    organisation = [word for word in words if word in ("עמותת מעגלים", "Circles Association")]
    assert len(organisation) == 1
    assert words.index(organisation[0]) < 3
    assert not [word for word in words if "מתוך 5" in word or "Page" in word]
