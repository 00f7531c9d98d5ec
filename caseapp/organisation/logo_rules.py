"""A logo that is safe to keep: redrawn from its pixels, small, without anything else that the file held."""

import io
import warnings

from caseapp.errors import RuleBroken
from caseapp.i18n import _

MOST_BYTES = 1_000_000
MOST_PIXELS = 4_000_000
WIDEST, HIGHEST = 800, 300
FORMATS = ("PNG", "JPEG")


def clean_logo(data: bytes) -> bytes:
    """The picture as a PNG of at most 800 × 300 pixels; `RuleBroken` for anything that is no picture."""
    from PIL import Image, UnidentifiedImageError

    if len(data) > MOST_BYTES:
        raise RuleBroken(_("This file is larger than 1 MB. Choose a smaller image."), "logo")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise RuleBroken(_("This image has too many pixels. Choose a smaller one."), "logo")
                drawn = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        raise RuleBroken(_("This file cannot be read as a PNG or JPEG image."), "logo") from None
    drawn.thumbnail((WIDEST, HIGHEST))
    clean = Image.new("RGBA", drawn.size)
    clean.paste(drawn)
    kept = io.BytesIO()
    clean.save(kept, "PNG", optimize=True)
    return kept.getvalue()
