"""The process that loads the application, and its forks: they come and go together, and share nothing but memory."""

import os
import signal
import socket
import threading

import psutil

from caseapp.cli.serving.generation import STOP_SIGNALS, ForkKind, Generation
from tests.cli.service import Service, is_alive, wait_until
from tests.cli.test_serve import wait_until_all_serve
from tests.faults.real_service import Installation, Somebody


def test_a_killed_generation_takes_its_forks_with_it_and_another_serves(log):
    with Service(log) as service:
        wait_until_all_serve(service)
        [generation], forks = service.generations(), service.children()
        generation.kill()
        wait_until(lambda: not any(is_alive(fork) for fork in forks))
        wait_until_all_serve(service)
        assert service.generations()[0].pid != generation.pid
        assert f"web processes of {generation.pid} ended (exit code -9); others are started." in service.said()


def test_a_second_signal_ends_all_processes_at_once(log, tmp_path):
    with Service(log) as service:
        wait_until_all_serve(service)
        everybody = [*service.generations(), *service.children()]
        endless = service.begin(f"GET /held?gate={tmp_path / 'never'} HTTP/1.1\r\nHost: x\r\n\r\n")
        wait_until((tmp_path / "never.begun").exists)
        service.parent.terminate()
        wait_until(lambda: not service.is_listening())
        assert any(is_alive(process) for process in everybody)
        code, seconds = service.stop()
        assert (code, seconds < 5) == (1, True)
        wait_until(lambda: not any(is_alive(process) for process in everybody))
        endless.close()


def test_a_stop_reaches_a_fork_that_has_just_begun(monkeypatch):
    """Planted: the order to stop comes between the fork and its first own instruction."""
    fork = os.fork

    def fork_and_tell():
        made = fork()
        if not made:
            os.kill(os.getpid(), signal.SIGTERM)
        return made

    monkeypatch.setattr(os, "fork", fork_and_tell)
    master, ours = socket.socketpair()
    generation = Generation([ForkKind("fork", 1, lambda fd: None)], os.dup(0), ours.detach())
    before = {number: signal.signal(number, generation._stop_by_signal) for number in STOP_SIGNALS}
    try:
        if generation._start_missing():
            os._exit(0)  # the fork heard nothing
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    [begun] = generation.kinds[0].started
    assert os.waitstatus_to_exitcode(os.waitpid(begun, 0)[1]) == -signal.SIGTERM
    master.close()


def test_the_worker_is_a_fork_that_is_started_again_where_it_ended(log, tmp_path):
    beats = tmp_path / "beats"
    beats.touch()
    with Service(log, f"--beats {beats}", worker=True) as service:
        wait_until(lambda: len(beats.read_text().split()) == 1)
        worker = psutil.Process(int(beats.read_text()))
        assert worker in service.children()
        worker.kill()
        wait_until(lambda: len(beats.read_text().split()) == 2)
        assert f"worker {worker.pid} ended (exit code -9); another is started." in service.said()
        worker = psutil.Process(int(beats.read_text().split()[1]))
        assert service.stop()[0] == 0
        assert not is_alive(worker)


def test_forks_of_the_application_share_no_connection_and_no_thread_and_nothing_is_drawn_unasked(tmp_path):
    with Installation(tmp_path) as installation:
        installation.start()
        mentor = Somebody(installation, "mentor").sign_in()
        readers = [threading.Thread(target=mentor.see, args=("/clients",)) for _ in range(8)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        parent = psutil.Process(installation.server.pid)
        [generation] = [process for process in parent.children() if "web" in process.cmdline()]
        assert generation.num_threads() == 1
        assert [file.path for file in generation.open_files() if "caseapp.db" in file.path] == []
        assert len(generation.children()) == 2
        assert not [
            process for process in parent.children(recursive=True) if "documents" in " ".join(process.cmdline())
        ]
        assert installation.stop() == 0
        assert installation.run("audit", "verify").returncode == 0
