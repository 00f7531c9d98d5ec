"""The web app manifest: what a phone shows when caseapp is put on its first page."""

from typing import Any

from flask import url_for

from caseapp.i18n import _, direction
from caseapp.web.assets import hashed_name

BAND, GROUND = "#4a1f55", "#f7f4f5"
ICONS = (("app", 192, "any"), ("app", 512, "any"), ("maskable", 512, "maskable"))


def manifest_in(code: str) -> dict[str, Any]:
    """The manifest in the current language, which has that code."""
    return {
        "id": "/",
        "name": _("caseapp for social mentors"),
        "short_name": "caseapp",
        "description": _("The day's meetings, notes and groups of a social mentor"),
        "lang": code,
        "dir": direction(code),
        "start_url": url_for("home.start"),
        "scope": "/",
        "display": "standalone",
        "theme_color": BAND,
        "background_color": GROUND,
        "icons": [
            {
                "src": hashed_name(f"icons/{name}-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for name, size, purpose in ICONS
        ],
    }
