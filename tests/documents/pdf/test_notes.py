"""The note to a table stands under it, on the page of its last rows."""

import pytest

from caseapp.documents.blocks import Column, Facts, Heading, Note, Table, paragraph
from caseapp.documents.pdf.drawing import draw
from tests.documents.pdf.test_page import document, pages_of

NOTE = "הערה אחת לטבלה"


def rows(number):
    return tuple((f"שורה{at}", str(at)) for at in range(number))


@pytest.mark.parametrize("number", range(18, 46))
def test_a_note_is_on_the_page_of_the_last_row(pdftotext, number):
    table = Table((Column("עמודה"), Column("מספר")), rows(number))
    pages = pages_of(draw(document(Heading(1, "כותרת"), table, Note(NOTE), paragraph("סוף"))), pdftotext)
    [page] = [page for page in pages if NOTE in page]
    assert f"שורה{number - 1}" in page
    assert sum(NOTE in page for page in pages) == 1


@pytest.mark.parametrize("lines", range(24, 40))
def test_a_note_to_facts_is_on_their_page(pdftotext, lines):
    content = [paragraph("שורה") for _ in range(lines)]
    pages = pages_of(draw(document(*content, Facts((("שם", "ערך"),)), Note(NOTE))), pdftotext)
    [page] = [page for page in pages if NOTE in page]
    assert "ערך" in page
