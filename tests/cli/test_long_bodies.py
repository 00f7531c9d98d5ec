"""Where files are sent, a body may be longer than elsewhere."""

import socket

import pytest

from caseapp.cli.serving.long_bodies import Parser
from caseapp.cli.serving.server import MOST_LONG_BODIES, WebServer, adjustments
from tests.cli.tiny_web import MAX_BODY, tiny_application

SETTINGS = adjustments(MAX_BODY, None, 50, 20 * MAX_BODY, "/import")


@pytest.mark.parametrize(
    ("path", "size", "is_refused"),
    [
        ("/import", 20 * MAX_BODY, False),
        ("/import/x/files", 20 * MAX_BODY, False),
        ("/import", 50 * MAX_BODY, True),
        ("/notes", 20 * MAX_BODY, True),
        ("/notes", MAX_BODY, False),
    ],
)
def test_only_where_files_are_sent_may_a_body_be_long(path, size, is_refused):
    parser = Parser(SETTINGS)
    parser.received(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {size}\r\n\r\n".encode())
    assert (parser.error is not None) is is_refused


def test_nothing_of_a_long_body_lies_in_a_file():
    parser = Parser(SETTINGS)
    size = 10 * MAX_BODY
    parser.received(f"POST /import HTTP/1.1\r\nHost: x\r\nContent-Length: {size}\r\n\r\n".encode())
    parser.received(b"x" * size)
    assert parser.completed
    assert not hasattr(parser.body_rcv.getfile(), "name")


def test_only_a_few_long_bodies_come_in_at_a_time():
    listener = socket.create_server(("127.0.0.1", 0))
    server = WebServer(tiny_application, listener, SETTINGS)
    head = f"POST /import HTTP/1.1\r\nHost: x\r\nContent-Length: {20 * MAX_BODY}\r\n\r\n".encode()
    senders = [socket.create_connection(listener.getsockname()) for _number in range(MOST_LONG_BODIES + 1)]
    for number, sender in enumerate(senders, 1):
        sender.setblocking(False)
        left = memoryview(head + b"x" * 5 * MAX_BODY)
        while left and not _is_closed(sender):
            try:
                left = left[sender.send(left) :]
            except BlockingIOError:
                pass
            except OSError:
                break
            server.look_once(0.05)
        if number <= MOST_LONG_BODIES:
            look_until(server, lambda: sum(other.is_long for other in server.connections) == number)  # noqa: B023
    look_until(server, lambda: len(server.connections) == MOST_LONG_BODIES)
    assert sum(other.is_long for other in server.connections) == MOST_LONG_BODIES
    for sender in senders:
        sender.close()
    server.finish()
    server.close()


def look_until(server, is_so):
    """Serve until something is so; a fault ends the test instead of holding it for good."""
    for _ in range(600):
        if is_so():
            return
        server.look_once(0.05)
    pytest.fail("it never came to be so")


def _is_closed(sender):
    try:
        return sender.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
