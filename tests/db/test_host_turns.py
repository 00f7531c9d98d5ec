"""Turns on a whole host: in order, without overtaking, and bounded."""

import threading
import time

import pytest
from filelock import FileLock, Timeout

from caseapp import host_turns
from caseapp.host_turns import HostTurn

PATIENCE = 60.0  # longer than any test


@pytest.fixture
def path(tmp_path):
    return tmp_path / "turn.lock"


def wait_for(turn, number):
    """Until so many threads stand in its line."""
    until = time.perf_counter() + PATIENCE
    while len(turn.line.waiting) != number:
        assert time.perf_counter() < until
        time.sleep(0.001)


def come_one_after_another(path, number, act):
    """Threads that want the turn of this file, in the order of their numbers."""
    threads = []

    def want(place):
        turn = HostTurn(path)
        turn.take(PATIENCE)
        act(place)
        turn.give_back()

    for place in range(number):
        threads.append(threading.Thread(target=want, args=(place,)))
        threads[-1].start()
        wait_for(HostTurn(path), place + 1)
    return threads


def test_those_who_wait_in_a_process_come_in_order_and_only_the_first_looks(path, monkeypatch):
    """Each look takes the interpreter from the thread that works."""
    own = HostTurn(path)
    own.take(0)
    order, looking, real = [], set(), host_turns.fcntl.flock
    monkeypatch.setattr(host_turns.fcntl, "flock", lambda *how: (looking.add(threading.get_ident()), real(*how)))
    threads = come_one_after_another(path, 5, order.append)
    assert not looking
    own.give_back()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]
    HostTurn(path).take(0)


def test_whoever_waits_longer_in_another_process_is_not_overtaken(path):
    """It holds the place next in line while it waits, and leaves it when its turn has come."""
    with FileLock(f"{path}.next"), pytest.raises(TimeoutError):
        HostTurn(path).take(0.01)
    own = HostTurn(path)
    own.take(0)
    with FileLock(f"{path}.next", timeout=0), pytest.raises(Timeout):
        FileLock(path, timeout=0).acquire()
    own.give_back()


def test_whoever_waits_too_long_is_told_and_holds_up_nobody(path):
    with FileLock(path), pytest.raises(TimeoutError):
        HostTurn(path).take(0.01)
    own = HostTurn(path)
    own.take(0)
    threads = come_one_after_another(path, 2, lambda _place: None)
    with pytest.raises(TimeoutError):
        HostTurn(path).take(0.01)
    assert len(own.line.waiting) == 2
    own.give_back()
    for thread in threads:
        thread.join()
    last = HostTurn(path)
    last.take(0)
    last.give_back()


def test_what_is_not_a_file_of_ours_is_an_error_and_holds_up_nobody(path):
    path.symlink_to(path.with_name("elsewhere"))
    for _ in range(2):
        with pytest.raises(OSError, match="symbolic links"):
            HostTurn(path).take(0)
    assert not path.with_name("elsewhere").exists()
    path.unlink()
    HostTurn(path).take(0)
    assert path.stat().st_mode & 0o777 == 0o600
