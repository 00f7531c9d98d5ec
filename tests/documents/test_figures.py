"""What is read is what is signed: figures in right-to-left text, by the same rules on pages and on paper."""

from pathlib import Path

import pytest

import caseapp
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

    def test_figures_are_seen_on_pages_as_they_are_typed(self, browser):
        page = browser.new_page(viewport={"width": 120, "height": 800})
        texts = "".join(f"<p dir=auto>{isolated(sentence.format(figure))}</p>" for sentence, figure in FIGURES)
        page.set_content(f"<html dir=rtl><style>{STYLE}</style>{texts}")
        places = page.evaluate(PLACES)
        page.close()
        assert [text for text, _, _ in places] == [figure for _, figure in FIGURES]
        assert [text for text, is_ordered, _ in places if not is_ordered] == []
        assert [text for text, _, lines in places if lines > 1 and "@" not in text] == []
