"""What may come in: bodies of a bounded size, in real text; junk is answered 400 before anything reads it."""

from urllib.parse import unquote_to_bytes

from flask import Flask, abort, request

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
FORM = "application/x-www-form-urlencoded"
ALLOWED_CONTROLS = frozenset("\t\n\r")


def init_intake(app: Flask) -> None:
    """Check every request before its view."""
    app.before_request(check_request)


def check_request() -> None:
    """400 for bytes that are no text, for NUL and for other control characters; 413 by the body limit."""
    environ = request.environ
    for name in ("PATH_INFO", "SCRIPT_NAME"):
        _check(environ.get(name, "").encode("latin-1"), lines=False)
    _check(unquote_to_bytes(environ.get("QUERY_STRING", "").encode("latin-1").replace(b"+", b" ")))
    for name in ("HTTP_COOKIE", "HTTP_USER_AGENT", "HTTP_REFERER"):
        _check(environ.get(name, "").encode("latin-1"))
    if request.method in UNSAFE:
        _check_body()


def _check_body() -> None:
    if request.mimetype not in ("", FORM):
        abort(400)
    body = request.get_data(cache=True, parse_form_data=False)
    if request.mimetype == FORM:
        _check(unquote_to_bytes(body.replace(b"+", b" ")))
    elif body:
        abort(400)


def _check(raw: bytes, lines: bool = True) -> None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        abort(400)
    for letter in text:
        if letter < " " and not (lines and letter in ALLOWED_CONTROLS):
            abort(400)
