"""What is written is what is read: a corpus in four languages, in the readers that people have.

The words and numbers must be found by every reader's own search. Whole paragraphs are read back as far as a reader can:
what PDFium cannot do is listed with its reason, and so it reads Chromium's own files.
"""

import re
from html import escape
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest

from caseapp.documents.blocks import Span
from caseapp.documents.pdf.drawing import draw
from caseapp.documents.pdf.style import BODY
from caseapp.documents.pdf.tags import Element, TaggedCanvas
from caseapp.documents.pdf.text.fonts import regular
from caseapp.documents.pdf.text.paragraph import BidiParagraph
from caseapp.isolates import isolated
from tests.documents.corpus import CORPUS, FIGURES, Sample
from tests.documents.readers import Pdfium, PdfJs, Poppler, normalised
from tests.documents.samples import NARRATIVE, hebrew_report

MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
WORD = re.compile(rf"[^\W\d_](?:[^\W\d_{MARKS}]|[{MARKS}]|[׳״'](?=[^\W\d_]))*|\d+(?:[.,:/-]\d+)*")
LANGUAGES = ("he", "ar", "ru", "en")
BY_LANGUAGE = {language: [sample for sample in CORPUS if sample.language == language] for language in LANGUAGES}
ROOT = Path(__file__).parents[3]
READERS = ("poppler", "pdfium", "pdfjs")
_RIGHT = "\u0590-\u08ff"
# What PDFium reads otherwise than it is written. It orders stretches of a line by their class of characters alone.
PDFIUM_FAULTS = {
    "an en dash parts a range in right-to-left text, and the parts change places": r"\d–\d|[٠-٩]–[٠-٩]",
    "several parts from left to right in such text change places": r"[A-Za-z]+[ .@:/]+[A-Za-z]|[A-Z]+[- ]\d",
    "words from right to left in other text change places": rf"[{_RIGHT}] [{_RIGHT}]",
    "an Arabic percent sign stands apart from its number": r"[٠-٩]٪",
}
# Paragraphs that are read back exactly, at least.
EXACT = {
    "poppler": {"he": 100, "ar": 62, "ru": 49, "en": 50},
    "pdfium": {"he": 77, "ar": 46, "ru": 46, "en": 46},
    "pdfjs": {"he": 101, "ar": 62, "ru": 49, "en": 50},
}


class Reading(NamedTuple):
    exact: int
    wrong: list[str]
    lost: list[tuple[str, str]]


@pytest.fixture(autouse=True)
def clock():
    """The browser lives in real time."""
    return


@pytest.fixture(scope="module")
def readers(browser, tmp_path_factory):
    return {"poppler": Poppler(tmp_path_factory.mktemp("read")), "pdfium": Pdfium(), "pdfjs": PdfJs(browser)}


def in_one_file(samples):
    """Each sample on a page of its own."""
    target = BytesIO()
    canvas = TaggedCanvas(target, initialFontName=regular().name)
    canvas.own_language = samples[0].language
    canvas.setViewerPreference("Direction", "R2L" if samples[0].direction.is_rtl else "L2R")
    for sample in samples:
        flowable = BidiParagraph(
            sample.spans, BODY, direction=sample.direction, language=sample.language, element=Element("P")
        )
        flowable.wrap(400, 600)
        flowable.draw_on(canvas, 72, 100)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def printed(browser, samples):
    """The same by the browser's own print."""
    pages = "".join(
        f"<p dir={sample.direction} style='break-after: page'>{''.join(map(_marked_up, sample.spans))}</p>"
        for sample in samples
    )
    page = browser.new_page()
    page.set_content(f"<html lang={samples[0].language}><body style='font: 12px sans-serif'>{pages}</body></html>")
    file = page.pdf()
    page.close()
    return file


def _marked_up(span):
    text = str(isolated(span.text)) if span.text else escape(span.text)
    text = f"<i>{text}</i>" if span.italic else text
    return f"<b>{text}</b>" if span.bold else text


def words(text):
    return list(dict.fromkeys(WORD.findall(text)))


def read(reader, file, samples):
    asked = [words(sample.text) for sample in samples]
    pages, found = reader.pages(file)[: len(samples)], reader.finds(file, asked)
    wrong = [
        sample.text for sample, page in zip(samples, pages, strict=True) if normalised(page) != normalised(sample.text)
    ]
    lost = [
        (word, sample.text)
        for sample, wanted, those in zip(samples, asked, found, strict=True)
        for word in wanted
        if word not in those
    ]
    return Reading(len(samples) - len(wrong), wrong, lost)


@pytest.fixture(scope="module")
def readings(readers):
    files = {language: in_one_file(samples) for language, samples in BY_LANGUAGE.items()}
    return {
        (name, language): read(readers[name], file, BY_LANGUAGE[language])
        for name in READERS
        for language, file in files.items()
    }


def test_the_corpus_is_as_large_as_it_should_be():
    assert len({sample.text for sample in CORPUS}) >= 200
    assert all(BY_LANGUAGE.values())


def test_two_texts_are_the_same_whatever_is_unseen_in_them():
    assert normalised("\u202bא\u200f  ב\u061c\n\u200bג\u202c") == "א ב ג"
    assert normalised("ש\u05c1\u05b8") == normalised("ש\u05b8\u05c1")
    assert normalised("12 ב") != normalised("ב 12")


@pytest.mark.parametrize("language", BY_LANGUAGE)
@pytest.mark.parametrize("name", READERS)
def test_every_word_and_number_is_found_as_it_is_typed(readings, name, language):
    assert readings[name, language].lost == []


@pytest.mark.parametrize("language", BY_LANGUAGE)
@pytest.mark.parametrize("name", READERS)
def test_paragraphs_are_read_back_as_far_as_the_reader_can(readings, name, language):
    assert readings[name, language].exact >= EXACT[name][language], readings[name, language].wrong


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_what_pdfium_reads_otherwise_is_known_by_its_reason(readings, language):
    unknown = [
        text
        for text in readings["pdfium", language].wrong
        if not any(re.search(pattern, text) for pattern in PDFIUM_FAULTS.values())
    ]
    assert unknown == []


@pytest.mark.parametrize("name", READERS)
def test_the_parts_of_every_figure_are_found_as_they_are_typed(readers, name):
    samples = [Sample("he", (Span(sentence.format(figure)),)) for sentence, figure in FIGURES]
    lost = {word for word, _text in read(readers[name], in_one_file(samples), samples).lost}
    assert lost == ({"m²"} if name == "pdfium" else set())  # which takes a raised figure from its letter


@pytest.mark.parametrize("name", READERS)
def test_a_whole_report_is_found_word_by_word(readers, name):
    file = draw(hebrew_report())
    pages = len(readers[name].pages(file))
    wanted = words(NARRATIVE + "ציון השגת מטרות 36.3 בהתחלה 50.0 עכשיו עמוד מתוך אמסלם")
    found = set().union(*readers[name].finds(file, [wanted] * pages))
    assert set(wanted) - found == set()


def table_of(readings, prints):
    """The figures as they stand in docs/documents.md."""
    titles = {"poppler": "poppler", "pdfium": "PDFium", "pdfjs": "pdf.js"}
    lines = [f"| file | {' | '.join(titles.values())} |", "|---|---|---|---|"]
    for who, figures in (("caseapp", readings), ("Chromium’s print", prints)):
        for language, samples in BY_LANGUAGE.items():
            cells = [f"{figures[name, language].exact}" for name in READERS]
            lines.append(f"| {who}, {language} of {len(samples)} | {' | '.join(cells)} |")
    return lines


@pytest.mark.prove
def test_the_table_of_readers_stands_in_the_documentation(browser, readers, readings, capsys):
    prints = {
        (name, language): read(readers[name], printed(browser, samples), samples)
        for language, samples in BY_LANGUAGE.items()
        for name in READERS
    }
    lines = table_of(readings, prints)
    with capsys.disabled():
        print("\n" + "\n".join(lines))
        for (name, language), reading in prints.items():
            if reading.lost:
                print(f"Chromium’s print, {language}: {len(reading.lost)} words that {name} does not find")
    text = ROOT.joinpath("docs", "documents.md").read_text("utf-8")
    assert [line for line in lines if line.startswith("| caseapp") and line not in text] == []
