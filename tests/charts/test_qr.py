"""The code that a camera reads: drawn from shapes, with a quiet zone, read back by a program of others."""

import pytest

from caseapp.charts.qr import QUIET_ZONE, qr_code
from caseapp.charts.shapes import Rect

TEXT = "otpauth://totp/caseapp:maya?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=caseapp"


def test_dark_modules_are_where_the_standard_wants_them():
    picture = qr_code(TEXT, "Code", "A code")
    dark = {
        (bar.x + place, bar.y) for bar in picture.shapes if isinstance(bar, Rect) for place in range(int(bar.width))
    }
    size = picture.width - 2 * QUIET_ZONE
    assert size % 4 == 1
    finder = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"]
    for left, top in ((0, 0), (size - 7, 0), (0, size - 7)):
        drawn = [
            "".join("#" if (QUIET_ZONE + left + x, QUIET_ZONE + top + y) in dark else "." for x in range(7))
            for y in range(7)
        ]
        assert drawn == finder
    edge = {0, 1, 2, 3, picture.width - 1, picture.width - 2, picture.width - 3, picture.width - 4}
    assert not [place for place in dark if edge & set(place)]


@pytest.mark.parametrize("text", [TEXT, "x"])
def test_another_text_is_another_picture(text):
    assert qr_code(text, "", "").shapes != qr_code(f"{text}y", "", "").shapes
