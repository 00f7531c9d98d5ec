"""A text as a QR code (ISO/IEC 18004), which the camera of a phone reads."""

from itertools import groupby

import segno

from caseapp.charts.shapes import Picture, PictureTable, Rect, ShapeRole

QUIET_ZONE = 4


def qr_code(text: str, title: str, description: str) -> Picture:
    """The code with its quiet zone; one unit is one module."""
    rows = segno.make_qr(text, error="m").matrix
    size = len(rows) + 2 * QUIET_ZONE
    bars = tuple(
        Rect(QUIET_ZONE + start, QUIET_ZONE + y, length, 1, ShapeRole.CODE)
        for y, row in enumerate(rows)
        for start, length in _dark_runs(row)
    )
    return Picture(size, size, bars, title, description, PictureTable((), ()))


def _dark_runs(row: bytearray) -> list[tuple[int, int]]:
    runs, start = [], 0
    for is_dark, modules in groupby(row):
        length = len(list(modules))
        if is_dark:
            runs.append((start, length))
        start += length
    return runs
