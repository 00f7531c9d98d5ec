"""How long a report takes against a bare ReportLab document of the same content, and how much memory.

A report of three pages with a table of 40 rows and a chart, each time with other words and numbers in it. Both sides
are warm, drawn in turn in one process, and the median of the processor's time is taken.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from bench._peak import peak
from caseapp.charts.shapes import Circle, Diamond, Direction, LineShape, Picture, Polyline, Rect, TextShape
from caseapp.documents import blocks
from caseapp.documents.blocks import Document
from caseapp.documents.pdf.drawing import draw
from caseapp.documents.pdf.text.fonts import FONTS
from caseapp.documents.pdf.text.shaping import _shaped_line
from caseapp.documents.pdf.text.word_cache import cache_for, word_beside
from caseapp.documents.server.client import draw_bounded
from tests.documents.samples import NARRATIVE, english_report, hebrew_ladder

TIMES = 25
BATCH = 100
ENGLISH = (
    "We met once a week, mostly on Tuesdays between 17:00 and 18:30, in the café near the park. At first he came only "
    "when somebody went with him, and from 12.2.2026 he takes bus 37 alone. At the end of the period he began a talk "
    "with a friend from the group himself, and said that it was not simple, but worth it. The phone is 050-234-5678. "
)
LIMITS = {Direction.LTR: 2.0, Direction.RTL: 3.0}
BATCH_LIMIT, MEMORY_LIMIT = 3.0, 120


def content(direction: Direction, number: int) -> Document:
    """A report with words in an order of its own."""
    mix = random.Random(number)
    words = (NARRATIVE if direction.is_rtl else ENGLISH).split()

    def some(count: int) -> str:
        return " ".join(mix.choice(words) for _ in range(count))

    picture = hebrew_ladder() if direction.is_rtl else english_report().blocks[4].picture
    columns = tuple(blocks.Column(some(1), weight=weight) for weight in (1.3, 1.3, 1, 5))
    rows = tuple(
        (f"{day % 28 + 1}.{mix.randint(1, 12)}.2026", "17:00–18:30", str(mix.randint(20, 120)), some(11))
        for day in range(40)
    )
    return Document(
        some(3),
        "he" if direction.is_rtl else "en",
        direction,
        blocks.RunningHeader(some(2), some(5), some(2)),
        blocks.RunningFooter(notes=(some(3),)),
        blocks=(
            blocks.Heading(1, some(3)),
            *(blocks.paragraph(some(80)) for _ in range(3)),
            blocks.Heading(1, some(2)),
            blocks.Figure(picture, some(6)),
            blocks.Heading(1, some(2)),
            blocks.Table(columns, rows),
            blocks.Heading(1, some(2)),
            *(blocks.paragraph(some(60)) for _ in range(2)),
        ),
    )


class BareChart(Flowable):
    """The same shapes, with text as it comes."""

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self.picture = picture
        self.width, self.height = picture.width * 0.78, picture.height * 0.78

    def wrap(self, *_room: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.translate(0, self.height)
        canvas.scale(0.78, 0.78)
        for shape in self.picture.shapes:
            match shape:
                case Rect():
                    canvas.roundRect(shape.x, -shape.y - shape.height, shape.width, shape.height, shape.rounded)
                case LineShape():
                    canvas.line(shape.x1, -shape.y1, shape.x2, -shape.y2)
                case Polyline():
                    path = canvas.beginPath()
                    path.moveTo(shape.points[0][0], -shape.points[0][1])
                    for x, y in shape.points[1:]:
                        path.lineTo(x, -y)
                    canvas.drawPath(path)
                case Circle() | Diamond():
                    canvas.circle(shape.x, -shape.y, shape.radius)
                case TextShape():
                    canvas.setFont("Bare", 13)
                    canvas.drawString(shape.x, -shape.y, shape.words)


def bare(document: Document) -> bytes:
    """The same words, table and shapes by ReportLab alone: no bidi, no shaping, no tags, one weight."""
    body = ParagraphStyle("body", fontName="Bare", fontSize=10.5, leading=15.5, spaceAfter=5)
    head = ParagraphStyle("head", parent=body, fontSize=13, leading=17, spaceBefore=13)
    made: list[Flowable] = [Paragraph(document.title, head)]
    for block in document.blocks:
        match block:
            case blocks.Heading():
                made.append(Paragraph(block.text, head))
            case blocks.Paragraph():
                made.append(Paragraph(block.spans[0].text, body))
            case blocks.Figure():
                made += [BareChart(block.picture), Paragraph(block.caption, body)]
            case blocks.Table():
                cells = [[Paragraph(column.heading, body) for column in block.columns]]
                cells += [[*row[:3], Paragraph(row[3], body)] for row in block.rows]
                total = sum(column.weight for column in block.columns)
                widths = [484 * column.weight / total for column in block.columns]
                made.append(Table(cells, widths, style=[("FONT", (0, 0), (-1, -1), "Bare", 10)], repeatRows=1))

    def furnish(canvas: object, template: SimpleDocTemplate) -> None:
        canvas.setFont("Bare", 10)
        canvas.drawString(65, 800, document.header.organisation)
        canvas.line(65, 770, 549, 770)
        canvas.drawString(65, 40, f"{template.page} {document.footer.notes[0]}")

    target = BytesIO()
    template = SimpleDocTemplate(target, pagesize=A4, leftMargin=65, rightMargin=45, topMargin=90, bottomMargin=68)
    template.build(made, onFirstPage=furnish, onLaterPages=furnish)
    return target.getvalue()


def load_bare() -> None:
    pdfmetrics.registerFont(TTFont("Bare", str(FONTS / "Rubik-Regular.ttf")))


def bare_numbered(direction: Direction, number: int) -> int:
    return len(bare(content(direction, number)))


def bounded_numbered(direction: Direction, number: int) -> int:
    return len(draw_bounded(content(direction, number)))


def taken(work: Callable[[Document], bytes], document: Document) -> float:
    start = time.process_time()
    work(document)
    return (time.process_time() - start) * 1000


def draw_unremembered(document: Document) -> bytes:
    """As in a process that has met none of the words before."""
    cache_for.cache_clear()
    word_beside.cache_clear()
    _shaped_line.cache_clear()
    return draw(document)


def measured(direction: Direction) -> None:
    documents = [content(direction, number) for number in range(TIMES + 3)]
    sides = zip(
        *[[taken(work, document) for work in (draw, draw_unremembered, bare)] for document in documents][3:],
        strict=True,
    )
    ours, unremembered, theirs = (statistics.median(side) for side in sides)
    for what, mine in (("", ours), (", no word remembered", unremembered)):
        say(f"{direction}{what}: {mine:.1f} ms against {theirs:.1f} ms", mine / theirs, LIMITS[direction])


def batch(direction: Direction) -> None:
    """As they are drawn in the application, two at once in bounded children, against two processes of bare ones."""
    with ProcessPoolExecutor(2, initializer=load_bare) as processes:
        list(processes.map(partial(bare_numbered, direction), range(4)))
        start = time.perf_counter()
        list(processes.map(partial(bare_numbered, direction), range(BATCH)))
        theirs = time.perf_counter() - start
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(partial(bounded_numbered, direction), range(4)))
        start = time.perf_counter()
        list(threads.map(partial(bounded_numbered, direction), range(BATCH)))
        ours = time.perf_counter() - start
    say(f"{BATCH} {direction} on two cores: {ours:.1f} s against {theirs:.1f} s", ours / theirs, BATCH_LIMIT)


def say(what: str, ratio: float, limit: float) -> None:
    verdict = "within" if ratio <= limit else "MISSED:"
    print(f"{what}, ratio {ratio:.2f} ({verdict} {limit:g})")


def main() -> int:
    load_bare()
    for direction in Direction:
        measured(direction)
    for direction in Direction:
        batch(direction)
    megabytes = int(draw_bounded(content(Direction.RTL, 1), drawing=peak))
    print(f"drawing process: {megabytes} MB (limit {MEMORY_LIMIT} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
