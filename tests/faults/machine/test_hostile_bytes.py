"""What hostile requests make a running server do: which files it opens, and how much memory it takes."""

import contextlib
import http.client
import shutil
import sys
from urllib.parse import quote

import pytest

from tests.faults.machine.watched import opened, processes, watched
from tests.faults.real_service import ROOT, Installation, Somebody
from tests.faults.test_kills import note_form

MARK = "zqx"
PATHS = (
    f"../{MARK}",
    f"../../../../etc/{MARK}",
    f"..\\..\\{MARK}",
    f"/etc/{MARK}",
    f"....//{MARK}",
    f"%2e%2e%2f{MARK}",
    f"..%c0%af{MARK}",
    f"file:///{MARK}",
    f"C:\\{MARK}",
    f"{MARK}|sh",
    f"$({MARK})",
)
SYSTEM = ("/proc/", "/sys/", "/dev/", "/usr/", "/lib", "/etc/localtime", "/etc/ld.so")
OPENING = "openat,open,openat2,unlink,unlinkat,rename,renameat2,mkdir,execve"
SENT, BLOCK, MOST_GROWTH = 200, b"x" * 65_536, 20_000_000


@pytest.fixture(autouse=True)
def clock():
    """The server lives in its own time: so does this test."""
    return


@pytest.fixture
def place(tmp_path):
    with Installation(tmp_path / "place") as made:
        made.start(processes=1)
        yield made


@pytest.mark.prove
def test_no_path_that_somebody_typed_is_opened(place, tmp_path) -> None:
    assert shutil.which("strace"), "install it"
    mentor = Somebody(place, "mentor").sign_in()
    path = f"/clients/{place.client_id}/activities/new"
    form, log = note_form(mentor, path), tmp_path / "log"
    with watched(place.server.pid, log, "-e", f"trace={OPENING}"):
        for typed in PATHS:
            for where in ("/static/", "/language/", "/clients/", "/help/", "/"):
                mentor.ask(where + quote(typed, safe="/%"))
            for name in ("next", "after", "words", "as"):
                mentor.ask(f"/clients?{name}={quote(typed)}")
            mentor.ask(path, {**form, **dict.fromkeys((*form, "note", "record_id", "language", "form"), typed)})
    allowed = (*SYSTEM, str(place.folder), str(ROOT), sys.prefix, sys.base_prefix, "/tmp")
    told = opened(log)
    assert any(name.startswith(str(place.folder)) for name in told)  # the record tells what is opened
    assert not [name for name in told if MARK in name or (name.startswith("/") and not name.startswith(allowed))]


@pytest.mark.prove
def test_two_hundred_huge_bodies_take_no_memory(place, record_property) -> None:
    """Of a hundred megabytes each, said beforehand or in pieces without an end; the largest process of the server stays
    as it was."""

    def held() -> int:
        return max(each.memory_info().rss for each in processes(place.server.pid))

    send(place, 10)
    before = most = held()
    for number in range(SENT):
        send(place, number)
        most = max(most, held())
    record_property("memory", f"{before >> 20} MB before, {most >> 20} MB at most")
    assert most - before < MOST_GROWTH


def send(place: Installation, number: int) -> None:
    """As much of the body as is taken."""
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=60)
    connection.putrequest("POST", "/sign-in")
    in_pieces = number % 2
    connection.putheader("Transfer-Encoding", "chunked") if in_pieces else connection.putheader(
        "Content-Length", str(100 << 20)
    )
    connection.putheader("Content-Type", "application/x-www-form-urlencoded")
    connection.endheaders()
    with contextlib.suppress(OSError):
        for _ in range((100 << 20) // len(BLOCK)):
            connection.send(b"%x\r\n%s\r\n" % (len(BLOCK), BLOCK) if in_pieces else BLOCK)
    with contextlib.suppress(OSError, http.client.HTTPException):
        assert connection.getresponse().status in (400, 413)
    connection.close()
