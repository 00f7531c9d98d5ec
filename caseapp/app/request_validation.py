"""Validation of requests: bodies of limited size, in valid text; anything else is answered 400 before it is used."""

import re
from io import BytesIO
from typing import IO
from urllib.parse import unquote_to_bytes

from flask import Flask, Request, abort, current_app, g, request

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
METHODS = UNSAFE | {"GET", "HEAD", "OPTIONS"}
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
TAKE_LONG_FILES = frozenset({"uploads.new_upload", "uploads.add"})
TAKE_FILES = TAKE_LONG_FILES | {"organisation.upload_logo", "sources.show_table", "instruments.load_text"}
CONTROLS = re.compile(rb"[\x00-\x1f\x7f]")
CONTROLS_IN_TEXT = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MOST_FIELDS = 2000


class SealedRequest(Request):
    """A request whose files stay in memory: people's words must not lie in a plain temporary file."""

    def _get_file_stream(self, *_about: object, **_more: object) -> IO[bytes]:
        return BytesIO()


def init_request_validation(app: Flask) -> None:
    """Check every request before its view."""
    app.request_class = SealedRequest
    app.before_request(check_request)


def check_request() -> None:
    """400 for bytes that are not text, for NUL and other control characters; 413 for bodies over the limit."""
    environ = request.environ
    for name in ("PATH_INFO", "SCRIPT_NAME"):
        _check(environ.get(name, "").encode("latin-1"), lines=False)
    for name, value in environ.items():
        if name.startswith("HTTP_") or name == "CONTENT_TYPE":
            _check(str(value).encode("latin-1", "replace"), lines=False)
    _check_fields(environ.get("QUERY_STRING", "").encode("latin-1"))
    if request.method in UNSAFE:
        _check_body()
    g.is_sound = True


def _check_body() -> None:
    if request.endpoint in TAKE_LONG_FILES:
        request.max_content_length = current_app.config["MAX_UPLOAD_LENGTH"]
    if request.mimetype == MULTIPART and request.endpoint in TAKE_FILES:
        for text in (text for pair in request.form.items(multi=True) for text in pair):
            _check(text.encode("utf-8", "surrogateescape"))
        return
    if request.mimetype not in ("", FORM):
        abort(400)
    body = request.get_data(cache=True, parse_form_data=False)
    if request.content_length is None and len(body) >= current_app.config["MAX_CONTENT_LENGTH"]:
        abort(413)  # a chunked body is silently cut at the limit
    if request.mimetype == FORM:
        _check_fields(body)
    elif body:
        abort(400)


def _check_fields(sent: bytes) -> None:
    if sent.count(b"&") >= MOST_FIELDS:
        abort(413)
    _check(unquote_to_bytes(sent.replace(b"+", b" ")))


def _check(raw: bytes, lines: bool = True) -> None:
    if (CONTROLS_IN_TEXT if lines else CONTROLS).search(raw):
        abort(400)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        abort(400)
