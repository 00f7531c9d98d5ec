"""Static files under names with a hash of their content, so that browsers may cache them for ever."""

import gzip
import hashlib
import re
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from io import BytesIO
from typing import Final
from urllib.parse import quote

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.media_types import MediaTypes
from whitenoise.responders import NOT_ALLOWED_RESPONSE, Response

PREFIX: Final = "/static/"
STYLES: Final = (
    "tokens",
    "base",
    "layout",
    "navigation",
    "outside",
    "parts",
    "fields",
    "ladder",
    "circles",
    "lists",
    "notes",
    "groups",
    "pictures",
    "progress",
    "stuck",
    "areas",
    "measures",
    "today",
    "ties",
    "board",
    "accounts",
    "reports",
    "states",
    "beside",
    "print",
)
PLAIN: Final = (
    "app.js",
    "circle.js",
    "drafts.js",
    "message.js",
    "more.js",
    "note.js",
    "offline-account.js",
    "offline-page.js",
    "offline-send.js",
    "offline-shell.js",
    "offline-store.js",
    "passkey.js",
    "post.js",
    "search.js",
    "section.js",
    "signing.js",
    "together.js",
    "worker.js",
    "writing.js",
    "icons.svg",
    "interests.svg",
    "mark.svg",
    "icons/app-192.png",
    "icons/app-512.png",
    "icons/maskable-512.png",
    "icons/touch-180.png",
    "fonts/rubik-arabic.woff2",
    "fonts/rubik-cyrillic.woff2",
    "fonts/rubik-hebrew.woff2",
    "fonts/rubik-latin.woff2",
)
_PACKED: Final = ("woff2", "png")  # compressed already
_FOR_EVER: Final = f"public, max-age={WhiteNoise.FOREVER}, immutable"
_COMMENTS_AND_INDENTATION: Final = re.compile(r"/\*.*?\*/|(?<=\n)\s+", re.DOTALL)
_REMARKS_AND_INDENTATION: Final = re.compile(rb"^[ \t]*(?://[^\n]*\n|\n)?", re.MULTILINE)
_ICON_URL: Final = re.compile(r'url\("\.\./icons\.svg#([\w-]+)"\)')
_FONT_URL: Final = re.compile(r'url\("\.\./(fonts/[\w.-]+)"\)')


class StaticAsset:
    """One static file, served from memory: the package may be read-only, and temporary folders get cleaned up."""

    def __init__(self, name: str, content: bytes) -> None:
        digest = hashlib.sha256(content).hexdigest()
        stem, _, suffix = name.rpartition(".")
        self.url = f"{PREFIX}{stem}.{digest[:8]}.{suffix}"
        self.content = content
        self.etag = f'"{digest[:32]}"'
        media_type = MediaTypes().get_type(name)
        self.headers = [
            ("Content-Type", media_type if suffix in _PACKED else f"{media_type}; charset=utf-8"),
            ("Cache-Control", _FOR_EVER),
            ("ETag", self.etag),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ]
        self.compressed: bytes | None = None
        if suffix not in _PACKED:
            self.compressed = gzip.compress(content, 9, mtime=0)
            self.headers.append(("Vary", "Accept-Encoding"))

    def get_response(self, method: str, environ: dict[str, str]) -> Response:
        """The response in the form that WhiteNoise expects."""
        if method not in ("GET", "HEAD"):
            return NOT_ALLOWED_RESPONSE
        if self.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            return Response(HTTPStatus.NOT_MODIFIED, self.headers, None)
        body, headers = self.content, list(self.headers)
        if self.compressed is not None and _accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            body = self.compressed
            headers.append(("Content-Encoding", "gzip"))
        headers.append(("Content-Length", str(len(body))))
        return Response(HTTPStatus.OK, headers, BytesIO(body) if method == "GET" else None)


@cache
def static_assets() -> dict[str, StaticAsset]:
    """Every file that pages may request, by its plain name; read and compressed once per process."""
    plain = {name: StaticAsset(name, _read(name)) for name in PLAIN}
    return {"app.css": StaticAsset("app.css", _stylesheet(plain)), **plain}


def hashed_name(name: str) -> str:
    """The path of a static file, `app.css` → `/static/app.1a2b3c4d.css`; KeyError when there is none."""
    return static_assets()[name].url


def init_assets(app: Flask) -> None:
    """Serve static files before Flask sees the request, and give templates `asset(name)`."""
    if app.has_static_folder:
        raise ValueError("Flask's own static folder must be off: it would answer files without their hash.")
    whitenoise = WhiteNoise(app.wsgi_app, allow_all_origins=False)
    whitenoise.files.update({asset.url: asset for asset in static_assets().values()})
    app.wsgi_app = whitenoise  # type: ignore[method-assign]  # Flask's own way to wrap an app
    app.jinja_env.globals["asset"] = hashed_name


def _stylesheet(plain: dict[str, StaticAsset]) -> bytes:
    # Pico is in a layer of its own, so that our rules win whatever their specificity and its file stays unchanged.
    pico = _read("vendor/pico.min.css").decode().removeprefix("\ufeff").removeprefix('@charset "UTF-8";')
    own = "\n".join(_read(f"css/{name}.css").decode() for name in STYLES)
    own = _COMMENTS_AND_INDENTATION.sub("", own)
    own = _FONT_URL.sub(lambda found: f'url("{plain[found[1]].url}")', own)
    own = _ICON_URL.sub(lambda found: f'url("{_icon(found[1])}")', own)
    return f"@layer pico{{{pico}}}\n{own}".encode()


def _icon(name: str) -> str:
    # A stylesheet can use an icon only as a file of its own.
    drawn = (
        _read("icons.svg").decode().partition(f'<symbol id="{name}" viewBox="0 0 24 24">')[2].partition("</symbol>")[0]
    )
    look = 'fill="none" stroke="#000" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" {look}>{drawn}</svg>'.replace('"', "'")
    return "data:image/svg+xml," + quote(svg, safe=" '=/:.,-()")


def _accepts_gzip(accepted: str) -> bool:
    for coding in accepted.lower().split(","):
        name, _, weight = coding.strip().partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _read(name: str) -> bytes:
    content = files("caseapp").joinpath("static", *name.split("/")).read_bytes()
    return _REMARKS_AND_INDENTATION.sub(b"", content) if name.endswith(".js") else content
