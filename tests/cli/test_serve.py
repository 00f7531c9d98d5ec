"""`caseapp serve` in real processes: it answers, recovers, stops and reloads."""

import os
import pty
import signal
import threading
import time
from collections import Counter
from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from caseapp.cli.serve import serve
from caseapp.cli.serving.listening import listen
from tests.cli.service import Service, is_alive, occupy, wait_until, wait_until_all_serve


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
