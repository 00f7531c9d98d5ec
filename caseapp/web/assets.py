"""Static files under names with a hash of their content, so that browsers may cache them for ever."""

import gzip
import hashlib
import re
from collections.abc import Callable
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
COMMON_STYLES: Final = (
    "tokens",
    "base",
    "layout",
    "navigation",
    "parts",
    "fields",
    "lists",
    "notes",
    "today",
    "states",
    "print",
)
"""What a first page and a note are drawn with."""
FURTHER_STYLES: Final = (
    "outside",
    "ladder",
    "circles",
    "groups",
    "pictures",
    "progress",
    "stuck",
    "areas",
    "measures",
    "ties",
    "board",
    "accounts",
    "reports",
    "beside",
    "print",
)
"""What the other pages need beside it; paper has the last word in both."""
IN_NO_PAGE: Final = (
    "[data-tooltip]",
    "[data-theme",
    "[role=group]",
    "[role=switch]",
    "[role=button]",
    "[type=range]",
    "[type=color]",
    "[type=reset]",
    "[type=month]",
    "[type=week]",
    "[aria-invalid=false]",
    "breadcrumb",
    "progress",
    "hgroup",
    ":host",
)
"""Parts of selectors of Pico that match nothing here."""
PLAIN: Final = (
    "app.js",
    "circle.js",
    "drafts.js",
    "held.js",
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
    "sign-in-here.js",
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
_REMARKS_AND_INDENTATION: Final = re.compile(rb"^[ \t]*(?://[^\n]*\n|\n)?", re.MULTILINE)
_COMMENTS_AND_INDENTATION: Final = re.compile(r"/\*.*?\*/|(?<=\n)\s+", re.DOTALL)
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_EMPTY: Final = re.compile(r"@(?:media|supports)[^{}]*\{\}")
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
_SETTING: Final = re.compile(r"(--pico-[\w-]+):[^;{}]*(?:;|(?=\}))")
_USE: Final = re.compile(r"var\((--[\w-]+)")
_ICON_URL: Final = re.compile(r'url\("\.\./icons\.svg#([\w-]+)"\)')
_FONT_URL: Final = re.compile(r'url\("\.\./(fonts/[\w.-]+)"\)')

Naming = Callable[[str], str]


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
    styles = {"app.css": _common_styles, "further.css": _further_styles}

    def font_url(name: str) -> str:
        return plain[name].url

    return {**{name: StaticAsset(name, made(font_url).encode()) for name, made in styles.items()}, **plain}


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


def _common_styles(font_url: Naming) -> str:
    """Pico in a layer of its own, so that our rules win whatever their specificity, and ours."""
    own = _own(COMMON_STYLES, font_url)
    pico = _text("vendor/pico.min.css").removeprefix("\ufeff").removeprefix('@charset "UTF-8";')
    return f"@layer pico{{{_without_unused(pico, own)}}}\n{own}"


def _further_styles(font_url: Naming) -> str:
    """What stands in a file of its own."""
    return _own(FURTHER_STYLES, font_url)


def _own(names: tuple[str, ...], font_url: Naming) -> str:
    own = _COMMENTS_AND_INDENTATION.sub("", "\n".join(_text(f"css/{name}.css") for name in names))
    own = _FONT_URL.sub(lambda found: f'url("{font_url(found[1])}")', own)
    return _ICON_URL.sub(lambda found: f'url("{_drawn(found[1], _text("icons.svg"))}")', own)


def _without_unused(pico: str, own: str) -> str:
    shorter = _EMPTY.sub("", _RULE.sub(_used, pico))
    while (again := _without_unread_settings(shorter, own)) != shorter:
        shorter = again
    return shorter


def _without_unread_settings(pico: str, own: str) -> str:
    read = set(_USE.findall(pico + own))
    return _SETTING.sub(lambda found: found[0] if found[1] in read else "", pico)


def _used(rule: re.Match[str]) -> str:
    kept = [selector for selector in _selectors(rule[1]) if not any(part in _bare(selector) for part in IN_NO_PAGE)]
    return f"{','.join(kept)}{{{rule[2]}}}" if kept else ""


def _selectors(listed: str) -> list[str]:
    """Separated by the commas that are in no brackets."""
    parts, depth = [""], 0
    for sign in listed:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _bare(selector: str) -> str:
    """Without its conditions in brackets, of which one may be met where another is not."""
    while (shorter := _IN_BRACKETS.sub("", selector)) != selector:
        selector = shorter
    return selector


def _drawn(name: str, sprite: str) -> str:
    # A stylesheet can use an icon only as a file of its own.
    drawn = sprite.partition(f'<symbol id="{name}" viewBox="0 0 24 24">')[2].partition("</symbol>")[0]
    look = 'fill="none" stroke="#000" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" {look}>{drawn}</svg>'.replace('"', "'")
    return "data:image/svg+xml," + quote(svg, safe=" '=/:.,-()")


def _accepts_gzip(accepted: str) -> bool:
    for coding in accepted.lower().split(","):
        name, _, weight = coding.strip().partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _text(name: str) -> str:
    return _read(name).decode()


def _read(name: str) -> bytes:
    content = files("caseapp").joinpath("static", *name.split("/")).read_bytes()
    return _REMARKS_AND_INDENTATION.sub(b"", content) if name.endswith(".js") else content
