"""`caseapp serve` in real processes: it answers, recovers, stops and reloads."""

import os
import pty
import select
import signal
import socket
import struct
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager

import pytest
from click.testing import CliRunner

from caseapp.cli.serve import serve
from caseapp.cli.serving.listening import listen
from caseapp.cli.serving.server import LOOKS_WHEN_FULL, TAKEN_AT_ONCE, THREADS, WebServer, adjustments
from tests.cli.service import Service, is_alive, wait_until
from tests.cli.tiny_web import MAX_BODY, tiny_application


def occupy(service, tmp_path, name):
    """A thread whose request is held in one web process, and the gate that lets it go."""
    gate = tmp_path / name
    heard = []
    asking = threading.Thread(target=lambda: heard.append(service.get(f"/held?gate={gate}", timeout=30)))
    asking.start()
    wait_until(gate.with_suffix(".begun").exists)
    return gate, asking, heard


def wait_until_all_serve(service, number=2):
    """Every web process has answered."""
    seen = set()
    wait_until(lambda: seen.update(service.web_pids()) or len(seen) == number)


def test_it_prints_its_address_once_and_answers(log):
    with Service(log) as service:
        assert service.ready_line == f"Serving on http://127.0.0.1:{service.port}\n"
        status, headers, _body = service.ask("/process")
        assert status == 200
        assert "Server" not in headers
        assert headers["Connection"] == "close"
        assert service.stop()[0] == 0
        assert service.parent.stdout.read() == ""


def test_a_busy_process_leaves_new_requests_to_an_idle_one(log, tmp_path):
    with Service(log) as service:
        wait_until_all_serve(service)
        gate, asking, _heard = occupy(service, tmp_path, "busy")
        answers = Counter(service.get("/process", timeout=5) for _ in range(40))
        assert max(answers.values()) > 30  # a moment's rush is shared, a queue behind the busy one is not
        gate.touch()
        asking.join()


def test_a_killed_web_process_is_replaced_and_requests_go_on(log, tmp_path):
    with Service(log) as service:
        wait_until_all_serve(service)
        killed = service.children()[0]
        killed.kill()
        for _ in range(20):
            assert int(service.get("/process")) != killed.pid
        wait_until(lambda: len({child.pid for child in service.children()} - {killed.pid}) == 2)
        wait_until_all_serve(service)
        assert f"web process {killed.pid} ended (exit code -9); another is started." in service.said()


def test_sigterm_finishes_the_request_in_flight_and_exits_0(log, tmp_path):
    with Service(log) as service:
        gate, asking, heard = occupy(service, tmp_path, "work")
        service.tell(signal.SIGTERM)
        wait_until(lambda: not service.is_listening())
        assert service.parent.poll() is None
        gate.touch()
        released_at = time.monotonic()
        assert service.parent.wait(60) == 0
        assert time.monotonic() - released_at < 5
        asking.join()
        assert heard == ["let go"]


def test_a_request_that_never_ends_does_not_hold_up_the_stop(log, tmp_path):
    with Service(log, "--patience 0.3") as service:
        endless = service.begin(f"GET /held?gate={tmp_path / 'never'} HTTP/1.1\r\nHost: x\r\n\r\n")
        wait_until((tmp_path / "never.begun").exists)
        code, seconds = service.stop()
        assert code == 0
        assert seconds < 8
        assert "cut off what was unfinished" in service.said()
        assert endless.recv(100) == b""


def test_the_death_of_the_parent_leaves_no_orphans(log, tmp_path):
    with Service(log) as service:
        wait_until_all_serve(service)
        children = service.children()
        assert len(children) == 2
        service.parent.kill()
        service.parent.wait()
        wait_until(lambda: not any(is_alive(child) for child in children))
        assert not service.is_listening()


def test_a_reload_drops_no_request(log, tmp_path):
    with Service(log) as service:
        wait_until_all_serve(service)
        before = {child.pid for child in service.children()}
        enough = threading.Event()
        answers, failures = [], []

        def ask_again_and_again():
            while not enough.is_set() and len(answers) < 20_000:
                try:
                    answers.append(service.get("/process"))
                except OSError as failure:
                    failures.append(failure)

        users = [threading.Thread(target=ask_again_and_again) for _ in range(4)]
        for user in users:
            user.start()
        wait_until(lambda: len(answers) > 20)
        service.tell(signal.SIGHUP)
        wait_until(lambda: (now := {c.pid for c in service.children()}) and not now & before and len(now) == 2)
        reloaded_at = len(answers)
        wait_until(lambda: len(answers) > reloaded_at + 20)
        enough.set()
        for user in users:
            user.join()
        assert failures == []
        assert not {str(pid) for pid in before} & set(answers[-10:])


def test_a_reload_that_cannot_start_leaves_the_old_processes_serving(log, tmp_path):
    broken = tmp_path / "broken"
    with Service(log, f"--broken-while {broken}") as service:
        wait_until_all_serve(service)
        before = {child.pid for child in service.children()}
        broken.touch()
        service.tell(signal.SIGHUP)
        wait_until(lambda: "the old ones go on serving" in service.said())
        assert int(service.get("/process")) in before
        assert {child.pid for child in service.children()} == before
        broken.unlink()
        service.tell(signal.SIGHUP)
        wait_until(lambda: int(service.get("/process")) not in before)


def test_it_gives_up_with_a_sentence_when_nothing_can_start(log, tmp_path):
    broken = tmp_path / "broken"
    broken.touch()
    with Service(log, f"--broken-while {broken}") as service:
        assert service.parent.wait(60) == 1
        assert service.ready_line == ""
        assert service.said().count("\n") == 1
        assert "ended before they were ready" in service.said()


def test_a_second_server_on_the_same_port_says_a_sentence():
    with listen("127.0.0.1", 0) as taken:
        port = str(taken.getsockname()[1])
        answer = CliRunner().invoke(serve, ["--port", port])
    assert answer.exit_code == 1
    assert f"Port {port} on 127.0.0.1 is already in use" in answer.output


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


@pytest.fixture
def hang_up():
    """Begin a server on a terminal, which minds the hang-up in that way, and close the terminal."""
    before = signal.getsignal(signal.SIGHUP)

    @contextmanager
    def closing(log, minding):
        screen, terminal = pty.openpty()
        signal.signal(signal.SIGHUP, minding)
        with Service(log, terminal=terminal) as service:
            os.close(terminal)
            before_that = service.web_pids()
            os.close(screen)
            yield service, before_that

    yield closing
    signal.signal(signal.SIGHUP, before)


def test_closing_the_terminal_stops_the_server_instead_of_leaving_it_behind(log, hang_up):
    with hang_up(log, signal.SIG_DFL) as (service, _):
        assert service.parent.wait(60) == 0


def test_a_server_under_nohup_outlives_its_terminal(log, hang_up):
    with hang_up(log, signal.SIG_IGN) as (service, processes):
        wait_until(lambda: not service.web_pids() & processes)
        assert service.stop()[0] == 0


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
