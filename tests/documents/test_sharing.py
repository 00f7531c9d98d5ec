"""One drawing server for all processes of the host: how it begins, is shared, refuses, recovers and ends."""

import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import textwrap
import threading
from multiprocessing.connection import Connection

import psutil
import pytest

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import Document, RunningHeader, paragraph
from caseapp.documents.server import client
from caseapp.documents.server.client import DrawingCrowded, DrawingFailed, draw_bounded
from caseapp.documents.server.messages import STARTED, TURN
from caseapp.documents.server.place import connect, find_place
from caseapp.documents.server.process import QUEUE
from tests.cli.service import wait_until
from tests.documents import stuck

SMALL = Document("כותרת", "he", Direction.RTL, RunningHeader("עמותה"), blocks=(paragraph("שלום"),))
AT_ONCE = os.cpu_count()


@pytest.fixture
def place(monkeypatch):
    """A place that no other test uses; its path is short enough for a socket."""
    folder = tempfile.mkdtemp(prefix="cs-")
    monkeypatch.setattr(tempfile, "tempdir", folder)
    monkeypatch.setenv("TMPDIR", folder)
    use = client._Use()
    monkeypatch.setattr(client, "_use", use)
    yield find_place()
    if use.connection:
        use.connection.close()
    wait_until(lambda: not servers(folder))
    shutil.rmtree(folder)


def servers(folder):
    found = psutil.process_iter(["cmdline", "ppid"])
    return [process for process in found if str(folder) in " ".join(process.info["cmdline"] or ())]


def the_server(place):
    found = servers(place.folder)
    [server] = [process for process in found if process.info["ppid"] not in {other.pid for other in found}]
    return server


def begin(place):
    """A server that has drawn something and has nothing to do."""
    draw_bounded(SMALL)
    server = the_server(place)
    wait_until(lambda: not server.children())
    return server


def hold(place):
    """A drawing that goes on until its connection is closed."""
    asking = Connection(connect(place.requests).detach())
    assert asking.recv_bytes() == TURN
    asking.send_bytes(place.key.read_bytes() + pickle.dumps((SMALL, 60, stuck.sleep)))
    assert asking.recv_bytes() == STARTED
    return asking


def in_thread(outcomes):
    def ask():
        try:
            outcomes.append(draw_bounded(SMALL))
        except DrawingFailed as failure:
            outcomes.append(failure)

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def test_it_begins_with_the_first_document_and_ends_with_its_last_user(place):
    assert servers(place.folder) == []
    assert draw_bounded(SMALL).startswith(b"%PDF")
    server = the_server(place)
    draw_bounded(SMALL)
    assert the_server(place).pid == server.pid
    client._use.connection.close()
    server.wait(60)
    assert sorted(path.name for path in place.folder.iterdir()) == ["start.lock"]


def test_two_processes_share_one_server(place):
    draw_bounded(SMALL)
    program = """
        import os, sys
        from caseapp.charts.shapes import Direction
        from caseapp.documents.blocks import Document, RunningHeader
        from caseapp.documents.server.client import draw_bounded
        print(len(draw_bounded(Document("a", "he", Direction.RTL, RunningHeader("b")))), flush=True)
        sys.stdin.read()
    """
    words = [sys.executable, "-c", textwrap.dedent(program)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert int(other.stdout.readline())
        server = the_server(place)
        client._use.connection.close()  # the server stays for the other
        assert server.is_running()
        other.stdin.close()
        server.wait(60)


def test_a_full_queue_is_told_and_those_who_wait_are_drawn_in_order(place):
    draw_bounded(SMALL)
    held = [hold(place) for _ in range(AT_ONCE)]
    waiting = [Connection(connect(place.requests).detach()) for _ in range(QUEUE)]
    with pytest.raises(DrawingCrowded):
        draw_bounded(SMALL)
    assert not waiting[0].poll()
    waiting.pop().close()
    outcomes = []
    last = in_thread(outcomes)  # takes the place that is free again
    for connection in held:
        connection.close()
    for connection in waiting:
        assert connection.recv_bytes() == TURN
        connection.close()
    last.join()
    assert outcomes[0].startswith(b"%PDF")


def test_whoever_leaves_ends_the_drawing(place):
    server = begin(place)
    held = hold(place)
    [child] = server.children()
    held.close()
    child.wait(60)


def test_a_killed_child_is_told_and_the_next_document_is_drawn(place):
    server = begin(place)
    held = hold(place)
    [child] = server.children()
    child.kill()
    with pytest.raises(EOFError):
        held.recv_bytes()
    assert draw_bounded(SMALL).startswith(b"%PDF")
    assert the_server(place).pid == server.pid


def test_when_the_server_is_killed_another_takes_over_those_who_wait(place):
    server = begin(place)
    held = [hold(place) for _ in range(AT_ONCE)]
    at_work = server.children()
    outcomes = []
    waiting = in_thread(outcomes)
    server.kill()
    waiting.join()
    assert outcomes[0].startswith(b"%PDF")
    for connection, child in zip(held, at_work, strict=True):
        connection.close()
        child.kill()
        child.wait(60)
    assert the_server(place).pid != server.pid


def test_nothing_is_drawn_without_the_key(place):
    draw_bounded(SMALL)
    with Connection(connect(place.requests).detach()) as asking:
        assert asking.recv_bytes() == TURN
        asking.send_bytes(bytes(32) + pickle.dumps((SMALL, 60, None)))
        with pytest.raises(EOFError):
            asking.recv_bytes()


def test_only_this_account_can_reach_the_server(place):
    draw_bounded(SMALL)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (place.folder, *place.folder.iterdir())}
    assert set(modes.values()) == {0o600, 0o700}
    assert modes[place.folder.name] == 0o700
    place.folder.chmod(0o755)
    with pytest.raises(DrawingFailed, match="somebody else"):
        draw_bounded(SMALL)
    place.folder.chmod(0o700)


def test_the_server_knows_none_of_the_settings(place, monkeypatch):
    monkeypatch.setenv("CASEAPP_DATABASE_URL", "postgresql://somebody:secret@host/records")
    draw_bounded(SMALL)
    assert not [name for name in the_server(place).environ() if name.startswith("CASEAPP_")]
