"""Pictures drawn from their shapes; the same geometry as on the screen."""

from functools import singledispatch

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable

from caseapp.charts.shapes import (
    Circle,
    Diamond,
    Direction,
    LineShape,
    Picture,
    Polygon,
    Polyline,
    Rect,
    Shape,
    ShapeRole,
    Square,
    TextAnchor,
    TextShape,
    corners,
)
from caseapp.documents.blocks import Span
from caseapp.documents.pdf import style
from caseapp.documents.pdf.tags import Element, TaggedCanvas
from caseapp.documents.pdf.text.glyphs import draw_line
from caseapp.documents.pdf.text.lines import lines_of
from caseapp.documents.pdf.text.shaping import shaped

_FILLS = {
    ShapeRole.BAND: style.SUNKEN,
    ShapeRole.EXPECTED: style.SAGE_SOFT,
    ShapeRole.STEP: style.SUNKEN,
    ShapeRole.MENTOR: style.FIG,
    ShapeRole.CLIENT: style.VOICE,
    ShapeRole.START: style.SURFACE,
    ShapeRole.MEETING: style.FIG,
    ShapeRole.CALL: style.FIG_LIGHT,
    ShapeRole.GROUP: style.SURFACE,
    ShapeRole.HEAT_1: style.FIG_LIGHT,
    ShapeRole.HEAT_2: style.FIG,
    ShapeRole.HEAT_3: style.FIG_DEEP,
    ShapeRole.MAP_CENTRE: style.FIG,
    ShapeRole.MAP_NATURAL: style.SAGE,
    ShapeRole.MAP_PAID: style.SURFACE,
    ShapeRole.MAP_UNSAID: style.SURFACE,
    ShapeRole.MAP_GONE: style.SURFACE,
    ShapeRole.MAP_GROUND: style.SURFACE,
    ShapeRole.MAP_BADGE: style.VOICE,
}
_STROKES = {
    ShapeRole.EXPECTED: style.SAGE,
    ShapeRole.STEP: style.LINE_STRONG,
    ShapeRole.PRESENT: style.FIG,
    ShapeRole.MENTOR: style.FIG,
    ShapeRole.CLIENT: style.VOICE,
    ShapeRole.START: style.TEXT_2,
    ShapeRole.AXIS: style.LINE_STRONG,
    ShapeRole.SIGNATURE: style.TEXT,
    ShapeRole.GROUP: style.FIG,
    ShapeRole.ATTEMPT: style.TEXT_2,
    ShapeRole.MAP_CLOSE: style.LINE_STRONG,
    ShapeRole.MAP_IMPORTANT: style.LINE_STRONG,
    ShapeRole.MAP_FURTHER: style.LINE_STRONG,
    ShapeRole.MAP_PAID: style.TEXT,
    ShapeRole.MAP_UNSAID: style.TEXT,
    ShapeRole.MAP_GONE: style.TEXT_2,
    ShapeRole.MAP_GONE_LINE: style.TEXT_2,
    ShapeRole.MAP_GLYPH: style.SURFACE,
    ShapeRole.MAP_PLUS: style.SURFACE,
    ShapeRole.MAP_GLYPH_OPEN: style.TEXT,
    ShapeRole.MAP_GREW: style.VOICE,
    ShapeRole.MAP_ARROW: style.VOICE,
}
_DASHES = {ShapeRole.MAP_PAID: (3, 2), ShapeRole.MAP_GONE: (1, 2)}
_HALOED = frozenset((ShapeRole.MENTOR, ShapeRole.CLIENT))
_WIDTHS = {
    ShapeRole.EXPECTED: 0.8,
    ShapeRole.STEP: 0.8,
    ShapeRole.PRESENT: 2.2,
    ShapeRole.AXIS: 1.0,
    ShapeRole.GROUP: 1.4,
    ShapeRole.ATTEMPT: 1.2,
    ShapeRole.MAP_CLOSE: 0.8,
    ShapeRole.MAP_IMPORTANT: 0.8,
    ShapeRole.MAP_FURTHER: 0.8,
    ShapeRole.MAP_PAID: 1.6,
    ShapeRole.MAP_UNSAID: 1.4,
    ShapeRole.MAP_GONE: 1.2,
    ShapeRole.MAP_GONE_LINE: 1.0,
    ShapeRole.MAP_GLYPH: 1.3,
    ShapeRole.MAP_PLUS: 1.6,
    ShapeRole.MAP_GLYPH_OPEN: 1.3,
    ShapeRole.MAP_GREW: 1.8,
    ShapeRole.MAP_ARROW: 2.0,
}
_TEXT_COLOURS = {
    ShapeRole.MENTOR: style.FIG,
    ShapeRole.CLIENT: style.VOICE,
    ShapeRole.STRONG_LABEL: style.TEXT,
    ShapeRole.MAP_CENTRE_LABEL: style.SURFACE,
}
_BOLD = frozenset((ShapeRole.MENTOR, ShapeRole.CLIENT, ShapeRole.STRONG_LABEL, ShapeRole.MAP_CENTRE_LABEL))
_LINE_WIDTH = 2.2


class PictureDrawing(Flowable):
    """A picture in its own size of pixels, or smaller where the place is narrow."""

    def __init__(self, picture: Picture, language: str, scale: float, element: Element) -> None:
        super().__init__()
        self.element = element
        self.picture = picture
        self.language = language
        self.scale = scale

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        room = height if height > 0 else self.picture.height
        self.fitted = min(self.scale, width / self.picture.width, max(room, 40) / self.picture.height)
        self.room = width
        self.height = self.picture.height * self.fitted
        return width, self.height

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        wide = self.picture.width * self.fitted
        left = (self.room - wide) / 2
        x, y = canvas.absolutePosition(left, 0)
        self.element.box = (x, y, x + wide, y + self.height)
        canvas.saveState()
        with canvas.belonging(self.element):
            canvas.translate(left, self.height)
            canvas.scale(self.fitted, self.fitted)
            for shape in self.picture.shapes:
                canvas.saveState()
                _draw(shape, canvas, self.picture.direction, self.language)
                canvas.restoreState()
        canvas.restoreState()


def _prepare(canvas: Canvas, shape: Shape, halo: Color | None = None) -> dict[str, int]:
    fill, stroke = _FILLS.get(shape.role), halo or _STROKES.get(shape.role)
    if fill is not None:
        canvas.setFillColor(fill)
    if stroke is not None:
        canvas.setStrokeColor(stroke)
    canvas.setLineWidth(_WIDTHS.get(shape.role, _LINE_WIDTH))
    if shape.role in _DASHES:
        canvas.setDash(*_DASHES[shape.role])
    return {"fill": int(fill is not None), "stroke": int(stroke is not None)}


@singledispatch
def _draw(shape: Shape, canvas: Canvas, direction: Direction, language: str) -> None:
    raise TypeError(type(shape).__name__)


@_draw.register
def _(shape: Rect, canvas: Canvas, direction: Direction, language: str) -> None:
    paint = _prepare(canvas, shape)
    if shape.role is ShapeRole.EXPECTED:
        canvas.setDash(3, 2)  # without colour the dashed edge says which band is expected
    canvas.roundRect(
        shape.x, -shape.y - shape.height, shape.width, shape.height, min(shape.rounded, shape.height / 2), **paint
    )


@_draw.register
def _(shape: LineShape, canvas: Canvas, direction: Direction, language: str) -> None:
    _prepare(canvas, shape)
    canvas.line(shape.x1, -shape.y1, shape.x2, -shape.y2)


@_draw.register
def _(shape: Polyline, canvas: Canvas, direction: Direction, language: str) -> None:
    _prepare(canvas, shape)
    if shape.role is ShapeRole.CLIENT:
        canvas.setDash(3, 2.5)
    canvas.setLineJoin(1)
    canvas.setLineCap(int(shape.role is ShapeRole.SIGNATURE))
    path = canvas.beginPath()
    path.moveTo(shape.points[0][0], -shape.points[0][1])
    for x, y in shape.points[1:] or shape.points:  # one point alone is a dot
        path.lineTo(x, -y)
    canvas.drawPath(path, stroke=1, fill=0)


@_draw.register
def _(shape: Polygon, canvas: Canvas, direction: Direction, language: str) -> None:
    paint = _prepare(canvas, shape)
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    for number, (x, y) in enumerate(shape.points):
        (path.lineTo if number else path.moveTo)(x, -y)
    path.close()
    canvas.drawPath(path, **paint)


@_draw.register
def _(shape: Circle, canvas: Canvas, direction: Direction, language: str) -> None:
    halo = style.SURFACE if shape.role in _HALOED else None
    canvas.circle(shape.x, -shape.y, shape.radius, **_prepare(canvas, shape, halo))


@_draw.register
def _(shape: Diamond, canvas: Canvas, direction: Direction, language: str) -> None:
    paint = _prepare(canvas, shape, style.SURFACE)
    path = canvas.beginPath()
    for number, (x, y) in enumerate(corners(shape)):
        (path.lineTo if number else path.moveTo)(x, -y)
    path.close()
    canvas.drawPath(path, **paint)


@_draw.register
def _(shape: Square, canvas: Canvas, direction: Direction, language: str) -> None:
    paint = _prepare(canvas, shape)
    canvas.setLineWidth(min(_LINE_WIDTH, shape.radius * 0.45))
    side = 2 * shape.radius
    canvas.roundRect(shape.x - shape.radius, -shape.y - shape.radius, side, side, shape.radius * 0.3, **paint)


@_draw.register
def _(shape: TextShape, canvas: Canvas, direction: Direction, language: str) -> None:
    own = Direction.LTR if shape.is_figure else direction
    size = style.CHART_TEXT_SIZE
    for text in shaped([Span(shape.words, shape.role in _BOLD)], direction=own, language=language)[:1]:
        line = lines_of(text, float("inf"))[0]
        width = line.width * size / 1000
        before = {TextAnchor.LEFT: 0.0, TextAnchor.MIDDLE: width / 2, TextAnchor.RIGHT: width}[shape.anchor]
        draw_line(canvas, line, shape.x - before, -shape.y, size, _TEXT_COLOURS.get(shape.role, style.TEXT_2))
