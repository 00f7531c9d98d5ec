"""One file for the printer keeps what each of its files tells a screen reader."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from caseapp.documents.blocks import paragraph
from caseapp.documents.merging import merged
from caseapp.documents.pdf.drawing import draw
from tests.documents.pdf.test_tags import elements, opened, said
from tests.documents.samples import english_report, hebrew_report

PAGES = [1, 4, 1, 2]


@pytest.fixture(scope="module")
def files():
    return [draw(hebrew_report()), draw(english_report())]


def blank(number):
    file, target = pikepdf.new(), BytesIO()
    for _ in range(number):
        file.add_blank_page(page_size=(300, 400))
    file.save(target)
    return target.getvalue()


def test_every_mark_of_every_page_is_found_from_both_sides(files):
    whole = opened(merged(files))
    tree = whole.Root.StructTreeRoot
    owners = dict(zip(*[iter(tree.ParentTree.Nums)] * 2, strict=True))
    assert len(owners) == len(whole.pages) == int(tree.ParentTreeNextKey)
    known = {element.objgen for element in elements(tree)}
    for page in whole.pages:
        roles = [
            str(operands[0])
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and "/MCID" in operands[1]
        ]
        own = list(owners[int(page.obj.StructParents)])
        assert roles == [str(element.S) for element in own]
        assert {element.objgen for element in own} <= known


def test_each_file_is_a_document_in_its_language(files):
    whole = opened(merged(files))
    assert whole.Root.MarkInfo.Marked
    assert [(str(part.S), str(part.Lang)) for part in whole.Root.StructTreeRoot.K] == [
        ("/Document", "he"),
        ("/Document", "en"),
    ]
    pages = [page.obj.objgen for page in whole.pages]
    shown = [pages.index(element.Pg.objgen) for element in elements(whole.Root.StructTreeRoot) if "/Pg" in element]
    assert min(shown) == 0
    assert max(shown) == len(pages) - 1


@pytest.mark.parametrize("on_front_sides", [False, True])
def test_each_report_begins_on_a_front_side_where_that_is_wanted(on_front_sides):
    whole = opened(merged(map(blank, PAGES), on_front_sides=on_front_sides))
    assert len(whole.pages) == (2 + 4 + 2 + 2 if on_front_sides else sum(PAGES))


def test_a_blank_page_between_is_as_large_and_says_nothing(files):
    one = draw(replace(hebrew_report(), blocks=(paragraph("א"),)))
    whole = opened(merged([one, *files], on_front_sides=True))
    front, back = ([float(length) for length in page.mediabox] for page in whole.pages[:2])
    assert front == back
    assert "/StructParents" not in whole.pages[1].obj
    assert said(one)
