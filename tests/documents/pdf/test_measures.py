"""A measure begins on the page on which its picture stands."""

import pytest

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import paragraph
from caseapp.documents.pdf.drawing import draw
from caseapp.measures.paper_blocks import measure_blocks
from tests.documents.pdf.test_page import document, pages_of
from tests.reports.paper.test_measures import NAMES, gathered, pulses


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_heading_the_name_and_the_picture_of_a_measure_stay_on_one_page(world, pdftotext):
    pulses(world)
    measures = list(measure_blocks(gathered(world).measures, "All the measures"))
    parted = []
    for lines in range(14, 44, 3):
        content = [paragraph("line") for _ in range(lines)]
        drawn = draw(document(*content, *measures, direction=Direction.LTR, language="en"))
        (page,) = [" ".join(page.split()) for page in pages_of(drawn, pdftotext) if "All the measures" in page]
        parted += [lines] if NAMES["he"] not in page or "עיגול" not in page else []
    assert parted == []
