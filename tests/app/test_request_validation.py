"""What may come in: text, of bounded size; junk is refused before anything reads it."""

from io import RawIOBase
from urllib.parse import quote_from_bytes

import pytest
import sqlalchemy as sa

from caseapp.accounts.models import Throttle
from caseapp.app.request_validation import MOST_FIELDS
from caseapp.audit.models import Entry
from caseapp.db import db
from tests.app.raw import ask

JUNK = {
    "no UTF-8": b"\xff\xfe",
    "half a letter": b"\xd7",
    "overlong": b"\xc0\xaf",
    "a surrogate": b"\xed\xa0\x80",
    "beyond Unicode": b"\xf4\x90\x80\x80",
    "NUL": b"a\x00b",
    "escape": b"\x1b[2J",
    "backspace": b"\x08",
    "delete": b"\x7f",
}
HEADERS = [
    "HTTP_USER_AGENT",
    "HTTP_REFERER",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_COOKIE",
    "HTTP_X_BACKGROUND",
    "HTTP_HX_TARGET",
    "HTTP_X_FORWARDED_FOR",
    "CONTENT_TYPE",
]


@pytest.fixture(params=["sqlite"])
def engine(request) -> str:
    """What comes in is refused before any store is asked: one engine tells all."""
    return str(request.param)


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
class TestJunk:
    def test_in_the_path_is_answered_400(self, app, junk) -> None:
        assert ask(app, b"/sign-in/" + junk).status == 400
        assert ask(app, b"/" + junk + b"/health").status == 400

    def test_in_the_query_is_answered_400(self, app, junk) -> None:
        """As raw bytes or percent-encoded, in a name or in a value."""
        coded = quote_from_bytes(junk).encode()
        for query in (b"next=" + junk, b"next=" + coded, coded + b"=1", b"a=1&b=" + coded + b"&c=2"):
            assert ask(app, query=query).status == 400

    @pytest.mark.parametrize("name", HEADERS)
    def test_in_a_header_is_answered_400(self, app, junk, name) -> None:
        assert ask(app, **{name: b"session=" + junk}).status == 400

    def test_in_a_form_is_answered_400(self, app, junk) -> None:
        """Refused before the CSRF token is checked, and nothing is stored."""
        coded = quote_from_bytes(junk).encode()
        for body in (b"username=" + junk, b"username=" + coded, coded + b"=x", b"a=b&username=x" + coded):
            answer = ask(app, method="POST", body=body)
            assert answer.status == 400
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Throttle)) == 0
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Entry)) == 0

    def test_in_the_host_is_answered_400(self, app, junk) -> None:
        assert ask(app, HTTP_HOST=b"localhost" + junk).status == 400


def test_real_text_in_every_place_is_let_in(app) -> None:
    """Hebrew, Arabic, emoji and line breaks pass: only junk is refused."""
    words = "שָׁלוֹם مرحبا Здравствуйте 👩‍👧 a\tb\r\nc"
    coded = quote_from_bytes(words.encode()).encode()
    assert ask(app, query=b"next=" + coded).status == 200
    assert ask(app, HTTP_USER_AGENT="שלום".encode()).status == 200
    assert ask(app, b"/" + "אין".encode()).status == 404
    answer = ask(app, method="POST", body=b"username=" + coded)
    assert answer.status == 400  # its token is missing
    assert "שָׁלוֹם" in answer.text  # and it was read


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n'),
        ("application/json", b'{"username": "a"}'),
        ("text/plain", b"username=a"),
        ("text/xml", b"<a/>"),
        ("", b"username=a"),
    ],
)
def test_a_body_that_is_no_form_is_answered_400(app, method, kind, body) -> None:
    assert ask(app, method=method, body=body, CONTENT_TYPE=kind).status == 400


class Endless(RawIOBase):
    """A body that never ends; counts what was taken of it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        size = 64 * 1024 if size < 0 else size
        self.taken += size
        return b"a" * size

    def readinto(self, buffer) -> int:
        self.taken += len(buffer)
        buffer[:] = b"a" * len(buffer)
        return len(buffer)

    def readable(self) -> bool:
        return True


@pytest.fixture
def endless() -> Endless:
    return Endless()


def test_a_body_over_the_limit_is_answered_413_unread(app, endless) -> None:
    size = str(app.config["MAX_CONTENT_LENGTH"] + 1)
    answer = ask(app, method="POST", body=b"", CONTENT_LENGTH=size, **{"wsgi.input": endless})
    assert answer.status == 413
    assert endless.taken == 0


def test_a_body_without_a_length_is_answered_413_at_the_limit(app, endless) -> None:
    """A chunked body cannot get past the limit."""
    answer = ask(
        app,
        method="POST",
        body=b"",
        CONTENT_LENGTH=None,
        HTTP_TRANSFER_ENCODING="chunked",
        **{"wsgi.input": endless, "wsgi.input_terminated": True},
    )
    assert answer.status == 413
    assert endless.taken <= 2 * app.config["MAX_CONTENT_LENGTH"]


def test_a_body_at_the_limit_is_read(app) -> None:
    body = b"username=" + b"a" * (app.config["MAX_CONTENT_LENGTH"] - 9)
    assert ask(app, method="POST", body=body).status == 400  # for its token


@pytest.mark.parametrize("count", [MOST_FIELDS + 1, 5000])
def test_too_many_fields_are_answered_413(app, count) -> None:
    fields = b"&".join(b"f%d=1" % number for number in range(count))
    assert ask(app, method="POST", body=fields).status == 413
    assert ask(app, query=fields).status == 413


def test_as_many_fields_as_a_large_attendance_sheet_has_are_read(app) -> None:
    fields = b"&".join(b"f%d=1" % number for number in range(600))
    assert ask(app, method="POST", body=fields).status == 400  # for its token
    assert ask(app, query=fields).status == 200


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "99999999999999999999"])
def test_a_senseless_length_breaks_nothing(app, length) -> None:
    assert ask(app, method="POST", body=b"username=a", CONTENT_LENGTH=length).status in (400, 413)


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "CONNECT", "JUNK"])
def test_a_method_that_nothing_answers_to_is_answered_405(app, method) -> None:
    assert ask(app, method=method).status == 405


@pytest.mark.parametrize("host", ["evil", "localhost.evil", "evil:80", "localhost@evil", "127.0.0.1.evil", "", "a b"])
def test_another_host_name_is_answered_400(app, host) -> None:
    for method, body in (("GET", None), ("POST", b"username=a")):
        answer = ask(app, method=method, body=body, HTTP_HOST=host)
        assert answer.status == 400
        assert "evil" not in answer.text


def test_a_forwarded_host_and_address_are_not_believed(app, world) -> None:
    """Without a trusted proxy, the trail holds the address of the connection."""
    answer = ask(
        app,
        b"/sign-in",
        HTTP_X_FORWARDED_HOST="evil",
        HTTP_X_FORWARDED_FOR="6.6.6.6",
        HTTP_X_REAL_IP="6.6.6.6",
        HTTP_FORWARDED="for=6.6.6.6;host=evil",
    )
    assert answer.status == 200
    assert b"evil" not in answer.body


@pytest.mark.parametrize(
    "path",
    ["/.git/config", "/.env", "/static/", "/static/../config.py", "/static/css/base.css", "/caseapp.db", "/console"],
)
def test_nothing_of_the_inside_has_an_address(app, path) -> None:
    """Version control, settings, style sources, the database and a debugger are not served."""
    assert ask(app, path.encode()).status == 404
