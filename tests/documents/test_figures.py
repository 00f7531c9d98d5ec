"""What is read is what is signed: figures in right-to-left text, by the same rules on pages and on paper."""

from pathlib import Path

import pytest

import caseapp
from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import Document, RunningHeader, paragraph
from caseapp.documents.html import html
from caseapp.isolates import isolated
from tests.documents.corpus import FIGURES
from tests.documents.pdf.test_paragraph import paper
from tests.documents.reading import PdfReading

STYLE = (Path(caseapp.__file__).parent / "static" / "css" / "base.css").read_text("utf-8")
# For each <bdi>: its text, whether its letters go from left to right, and in how many lines it stands.
PLACES = """() => {
const follows = (box, place, boxes) => !place || box.top > boxes[place - 1].top || box.left >= boxes[place - 1].left;
return [...document.querySelectorAll('bdi')].map(figure => {
  const node = figure.firstChild, boxes = [], lines = new Set();
  for (let place = 0; place < node.length; place++) {
    const range = document.createRange();
    range.setStart(node, place);
    range.setEnd(node, place + 1);
    const box = range.getBoundingClientRect();
    boxes.push(box);
    lines.add(Math.round(box.top));
  }
  return [node.data, boxes.every(follows), lines.size];
})}"""

# For each paragraph of a document: the letters of its lines, as seen from left to right.
SEEN = """() => [...document.querySelectorAll('.document > p')].map(paragraph => {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT), lines = new Map();
  for (let node; (node = walker.nextNode());) {
    for (let place = 0; place < node.length; place++) {
      const range = document.createRange();
      range.setStart(node, place);
      range.setEnd(node, place + 1);
      const box = range.getBoundingClientRect(), line = Math.round((box.top + box.bottom) / 16);
      if (box.width) lines.set(line, [...(lines.get(line) ?? []), [box.left, node.data[place]]]);
    }
  }
  return [...lines.values()].map(line => line.sort((one, other) => one[0] - other[0]).map(([, sign]) => sign).join(''));
})"""
LINES = (
    "סיכום:\nVitamin D ליום, בבוקר.\n5 - 7 פעמים",
    "WhatsApp: לא ענה.\nבטלפון ענה, 3 - 4 שיחות (Zoom).",
    "Zoom:\n5 - 7\nב־(3)",
    "א\n(5) (6)\nb",
    "5 - 7\nשלום",
    "5 - 7",
    "(5)",
    "7/10\n−5%",
    "Anna כתבה: (כן).",
)


@pytest.mark.parametrize(("sentence", "figure"), FIGURES)
def test_a_figure_is_seen_on_paper_as_it_is_typed(sentence, figure):
    (line,) = PdfReading(paper(sentence.format(figure))).visual_lines()
    assert figure in line.replace("\u00a0", " ")


@pytest.mark.parametrize("width", [400, 60])
def test_a_figure_is_never_parted_on_paper(width):
    figure = "+972 50 234 5678"
    lines = PdfReading(paper(f"א ב ג {figure} ד", width=max(width, 110))).visual_lines()
    assert [line for line in lines if figure in line.replace("\u00a0", " ")]


class TestPages:
    @pytest.fixture(autouse=True)
    def clock(self):
        """The browser lives in real time."""
        return

    def test_each_line_of_a_preview_is_seen_in_the_order_in_which_it_is_printed(self, browser):
        page = browser.new_page(viewport={"width": 800, "height": 800})
        blocks = tuple(paragraph(text) for text in LINES)
        preview = html(Document("כותרת", "he", Direction.RTL, RunningHeader("עמותה"), blocks=blocks))
        page.set_content(f"<html dir=rtl><style>{STYLE}</style>{preview}")
        seen = page.evaluate(SEEN)
        page.close()
        printed = [PdfReading(paper(text)).visual_lines() for text in LINES]
        assert [[line.strip() for line in lines] for lines in seen] == printed

    def test_figures_are_seen_on_pages_as_they_are_typed(self, browser):
        page = browser.new_page(viewport={"width": 120, "height": 800})
        texts = "".join(f"<p dir=auto>{isolated(sentence.format(figure))}</p>" for sentence, figure in FIGURES)
        page.set_content(f"<html dir=rtl><style>{STYLE}</style>{texts}")
        places = page.evaluate(PLACES)
        page.close()
        assert [text for text, _, _ in places] == [figure for _, figure in FIGURES]
        assert [text for text, is_ordered, _ in places if not is_ordered] == []
        assert [text for text, _, lines in places if lines > 1 and "@" not in text] == []
