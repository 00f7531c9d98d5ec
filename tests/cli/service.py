"""A server in real processes on a free loopback port, as the tests of serving need it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]


def wait_until(question, *, within=60.0):
    """The first true answer; fails when there is none in time."""
    give_up_at = time.monotonic() + within
    while time.monotonic() < give_up_at:
        answer = question()
        if answer:
            return answer
        time.sleep(0.01)
    raise AssertionError(f"did not happen within {within} s")


def is_alive(process):
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


class Service:
    """The command `serve` with the tiny application."""

    def __init__(self, log, *web_words, processes=2, jobs=(), terminal=None, worker=False):
        self.log = log
        words = [
            "--worker" if worker else "--no-worker",
            "--port",
            "0",
            "--processes",
            str(processes),
            *(["--", *web_words] if web_words else []),
        ]
        with log.open("ab") as lines:
            self.parent = subprocess.Popen(
                [sys.executable, "-m", "tests.cli.tiny_serve", *words],
                cwd=ROOT,
                env={
                    **os.environ,
                    "TINY_JOBS": json.dumps(jobs),
                    "TINY_TERMINAL": "1" if terminal else "",
                },
                stdin=terminal or subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=lines,
                text=True,
                start_new_session=True,
            )
        self.ready_line = self.parent.stdout.readline()
        self.port = int(self.ready_line.rpartition(":")[2] or 0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in [*self.generations(), *self.children(), self.parent]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.parent.wait()
        self.parent.stdout.close()

    def generations(self):
        """The processes, and jobs, that the parent has started."""
        try:
            return psutil.Process(self.parent.pid).children()
        except psutil.NoSuchProcess:
            return []

    def children(self):
        """The web processes."""
        found = []
        for generation in self.generations():
            with suppress(psutil.NoSuchProcess):
                found += generation.children()
        return found

    def web_pids(self):
        """The web processes that answer now, as seen from outside."""
        return {int(self.get("/process")) for _ in range(12)}

    def get(self, path, *, headers=None, body=None, timeout=60):
        return self.ask(path, headers=headers, body=body, timeout=timeout)[2].decode()

    def ask(self, path, *, headers=None, body=None, timeout=60):
        """One request: status, headers, body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("POST" if body is not None else "GET", path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def begin(self, text):
        """A connection on which only this was sent."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        connection.sendall(text.encode())
        return connection

    def tell(self, number):
        self.parent.send_signal(number)

    def stop(self, number=signal.SIGTERM, within=60):
        """Exit code after the order to stop, and the seconds it took."""
        began = time.monotonic()
        self.tell(number)
        code = self.parent.wait(within)
        return code, time.monotonic() - began

    def said(self):
        return self.log.read_text()

    def is_listening(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


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
