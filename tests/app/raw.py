"""Requests byte by byte: what a test client would mend before it is sent reaches the application as it is."""

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Flask
from werkzeug.datastructures import Headers

from caseapp.db import db

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Headers
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(
    app: Flask,
    path: bytes = b"/sign-in",
    method: str = "GET",
    query: bytes = b"",
    body: bytes | None = None,
    **environ: Any,
) -> Answer:
    """One request as a server hands it over: bytes as latin-1 text; `environ` adds or replaces what is in it."""
    given: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body or b""),
    }
    if body is not None:
        given |= {"CONTENT_TYPE": FORM, "CONTENT_LENGTH": str(len(body))}
    given |= {name: _latin(value) for name, value in environ.items()}
    heard: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], fault: Any = None) -> None:
        heard.update(status=int(status.split()[0]), headers=Headers(headers))

    with app.app_context():
        parts = app.wsgi_app({name: value for name, value in given.items() if value is not None}, start_response)
        answer = Answer(heard["status"], heard["headers"], b"".join(parts))
        if hasattr(parts, "close"):
            parts.close()
    db.session.rollback()
    return answer


def _latin(value: Any) -> Any:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def incident_of(text: str) -> str:
    """The number that an error page shows."""
    found = re.search(r">([0-9a-f]{8})<", text)
    assert found, text
    return found[1]
