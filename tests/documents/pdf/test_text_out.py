"""What is written is what is read back: a corpus in four languages, and poppler's reading of the drawn file."""

import unicodedata
from io import BytesIO

import pytest

from caseapp.documents.pdf.style import BODY
from caseapp.documents.pdf.tags import TaggedCanvas
from caseapp.documents.pdf.text.fonts import regular
from caseapp.documents.pdf.text.paragraph import BidiParagraph
from tests.documents.corpus import CORPUS

# Read back otherwise than written, and why. Drawn as they should be: test_paragraph checks what is seen.
VIEWER_FAULTS = {
    "هل https://example.org/a؟ الجواب هو 48-2207/25!": "poppler takes a line for left to right if most letters are",
}


def in_one_file(samples):
    """Each sample on a page of its own."""
    target = BytesIO()
    canvas = TaggedCanvas(target, initialFontName=regular().name)
    for sample in samples:
        flowable = BidiParagraph(sample.spans, BODY, direction=sample.direction, language=sample.language)
        flowable.wrap(400, 600)
        flowable.draw_on(canvas, 72, 100)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def words(text):
    """In canonical order of the marks; where lines end has no meaning."""
    return unicodedata.normalize("NFC", text).split()


@pytest.fixture(scope="module")
def read_back(pdftotext):
    pages = pdftotext(in_one_file(CORPUS)).split("\f")
    return dict(zip([sample.text for sample in CORPUS], pages, strict=False))


def test_the_corpus_is_as_large_as_it_should_be():
    assert len({sample.text for sample in CORPUS}) >= 200
    assert {sample.language for sample in CORPUS} == {"he", "ar", "ru", "en"}


def test_every_paragraph_is_read_back_in_logical_order(read_back):
    wrong = {text for text, found in read_back.items() if words(found) != words(text)}
    assert wrong == set(VIEWER_FAULTS)
    assert len(VIEWER_FAULTS) <= 3
