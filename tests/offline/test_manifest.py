"""caseapp can be put on a phone's first page, in each language and with icons that the phone may cut to its shape."""

from io import BytesIO

import pytest
from PIL import Image

from caseapp.i18n import LANGUAGES, direction


@pytest.fixture(params=["sqlite"])
def engine(request) -> str:
    """No store is asked."""
    return str(request.param)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_manifest_speaks_the_language_of_the_page_that_names_it(visitor, code) -> None:
    visitor.get(f"/language/{code}")
    assert f'<link rel="manifest" href="/manifest/{code}">' in visitor.get("/sign-in").text
    answer = visitor.get(f"/manifest/{code}")
    assert answer.mimetype == "application/manifest+json"
    assert (answer.json["lang"], answer.json["dir"]) == (code, direction(code))
    assert answer.json["name"].startswith("caseapp ")
    assert (answer.json["display"], answer.json["start_url"], answer.json["scope"]) == ("standalone", "/", "/")


def test_an_unknown_language_has_no_manifest(visitor) -> None:
    assert visitor.get("/manifest/xx").status_code == 404


def test_every_icon_is_an_image_of_the_size_it_says(visitor) -> None:
    icons = visitor.get("/manifest/he").json["icons"]
    assert [(icon["sizes"], icon["purpose"]) for icon in icons] == [
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    ]
    for icon in icons:
        answer = visitor.get(icon["src"])
        assert answer.mimetype == icon["type"]
        image = Image.open(BytesIO(answer.data)).convert("RGBA")
        assert "{}x{}".format(*image.size) == icon["sizes"]
        corner = image.getpixel((0, 0))
        assert (corner[3] == 255) == (icon["purpose"] == "maskable"), "a mask needs colour up to the edge"


def test_the_window_takes_the_colour_of_the_band_by_day_and_by_night(visitor) -> None:
    page = visitor.get("/sign-in").text
    assert '<meta name="theme-color" content="#4a1f55">' in page
    assert '<meta name="theme-color" content="#33153c" media="(prefers-color-scheme: dark)">' in page
