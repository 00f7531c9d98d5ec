"""What comes in over the connections of `caseapp serve`: who may say whence it comes, what is too long or hangs up, and
who is answered while others are held."""

import select
import socket
import struct
import threading
from contextlib import ExitStack

import pytest

from caseapp.cli.serving.server import LOOKS_WHEN_FULL, TAKEN_AT_ONCE, THREADS, WebServer, adjustments
from tests.cli.service import Service, occupy, wait_until, wait_until_all_serve
from tests.cli.tiny_web import MAX_BODY, tiny_application


@pytest.mark.parametrize(
    ("proxy_words", "seen", "forwarder"),
    [
        ((), "http 127.0.0.1", "127.0.0.1"),
        (("--proxy 127.0.0.1",), "https 192.0.2.7", "nobody"),
        (("--proxy 10.0.0.1",), "http 127.0.0.1", "127.0.0.1"),
    ],
)
def test_forwarded_headers_count_only_from_the_trusted_proxy(log, proxy_words, seen, forwarder):
    with Service(log, *proxy_words, processes=1) as service:
        forwarded = {"X-Forwarded-For": "192.0.2.1, 192.0.2.7", "X-Forwarded-Proto": "https"}
        assert service.get("/whence", headers=forwarded) == seen
        assert service.get("/forwarder", headers=forwarded) == forwarder
        assert service.get("/forwarder") == "nobody"


def test_refusals_of_the_server_itself_are_plain_and_repeat_nothing(log):
    """No input, version or internals in answers made before the application is reached, nor in the log."""
    with Service(log, processes=1) as service:
        for sent, status in [
            ("GET /canary junk\r\ncanary\r\n\r\n", b"400"),
            (f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {50 * MAX_BODY}\r\n\r\ncanary", b"413"),
            ("GET / HTTP/1.1\r\nCookie: " + "canary" * 6000 + "\r\n\r\n", b"431"),
            ("GET /fails?canary HTTP/1.1\r\nHost: x\r\n\r\n", b"500"),
        ]:
            with service.begin(sent) as connection:
                answer = connection.makefile("rb").read()
            assert answer.split()[1] == status
            assert b"canary" not in answer
            assert b"waitress" not in answer.lower()
            assert b"Content-Security-Policy: default-src 'none'" in answer
        assert int(service.get("/length", body=b"x" * (MAX_BODY + 1))) == MAX_BODY + 1
        assert "canary" not in service.said()
        assert "ValueError" in service.said()


def test_a_body_far_too_long_gets_its_answer_though_it_is_not_read_to_the_end(log):
    with Service(log, processes=1) as service:
        status, _headers, body = service.ask("/length", body=b"x" * 5_000_000)
        assert status == 413
        assert body == b"Request Entity Too Large\n"
        chunks = (b"x" * 10_000 for _ in range(300))
        assert service.ask("/length", body=chunks)[0] == 413


def test_clients_that_hang_up_while_they_queue_do_not_harm_the_server(log, tmp_path):
    with Service(log, processes=1) as service:
        served_by = service.get("/process")
        gate, asking, _heard = occupy(service, tmp_path, "busy")
        for sent in ["", "GET / HTTP/1.1\r\n", "GET /large HTTP/1.1\r\nHost: x\r\n\r\n", "junk\r\n\r\n"] * 10:
            connection = service.begin(sent)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
        gate.touch()
        asking.join()
        assert service.get("/process") == served_by
        assert service.stop()[0] == 0


def test_a_connection_that_brings_nothing_does_not_close_the_shared_socket():
    listener = socket.create_server(("127.0.0.1", 0))
    server = WebServer(tiny_application, listener, adjustments(MAX_BODY, None, 50))
    with socket.create_connection(listener.getsockname()):
        server.look_once(5)
        assert server.accepting
        assert len(server.connections) == 1
    server.finish()
    server.close()


def test_health_is_answered_though_a_crowd_stands_before_it_at_the_door_and_no_thread_is_free():
    """A process with nobody at work takes one connection at a time and leaves the others to its siblings."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = WebServer(tiny_application, listener, adjustments(MAX_BODY, None, 50), ("/health",))
    server.task_dispatcher.add_task = lambda _turn: None  # nobody works: every thread is held
    with ExitStack() as crowd:
        door = [crowd.enter_context(socket.create_connection(listener.getsockname())) for _ in range(THREADS)]
        for number, each in enumerate(door):
            path = "/health" if number == len(door) - 1 else "/process"
            each.sendall(f"GET {path} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
        server.look_once(5)
        assert server.turns == 1
        server.turns, taken = THREADS, []
        while not select.select([door[-1]], [], [], 0)[0]:
            before = len(server.connections)
            server.next_look_at, server.looks = 0, LOOKS_WHEN_FULL
            server.look_once(0)
            taken.append(len(server.connections) - before)
        assert door[-1].recv(1000).endswith(b"alive")
        assert max(taken) == TAKEN_AT_ONCE
        assert len(taken) <= 1 + THREADS / TAKEN_AT_ONCE
    server.finish()
    server.close()


def test_health_is_answered_while_every_thread_of_every_process_is_held(log, tmp_path):
    with Service(log, "--threads 2") as service:
        wait_until_all_serve(service)
        gates = [tmp_path / f"held{number}" for number in range(10)]
        users = [threading.Thread(target=service.get, args=(f"/held?gate={gate}",)) for gate in gates]
        for user in users:
            user.start()
        wait_until(lambda: len(list(tmp_path.glob("*.begun"))) == 4)
        for _ in range(10):
            assert service.get("/health") == "alive"
        assert len(list(tmp_path.glob("*.begun"))) == 4
        for gate in gates:
            gate.touch()
        for user in users:
            user.join()


def test_a_request_behind_a_slow_one_is_answered_by_another_thread(log, tmp_path):
    with Service(log, processes=1) as service:
        gate, asking, heard = occupy(service, tmp_path, "slow")
        assert service.get("/process", timeout=10)
        assert heard == []
        gate.touch()
        asking.join()
