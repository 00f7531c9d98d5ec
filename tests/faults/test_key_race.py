"""Two hosts that give the trail a new key at once: one does, the other says so, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.real_service import Installation
from tests.stores import new_database


@pytest.fixture(autouse=True)
def clock():
    """The hosts live in their own time: so does this test."""
    return


def trails(host: Installation) -> list[str]:
    return [line.split()[1] for line in host.key_file.read_text().splitlines() if line.startswith("trail ")]


def rotate(*hosts: Installation) -> list[int]:
    with ThreadPoolExecutor() as threads:
        ended = list(threads.map(lambda host: host.run("keys", "rotate-trail"), hosts))
    for each in ended:
        assert each.returncode == 0 or "Another change of the trail's key has begun since" in each.stderr, each.stderr
    return [each.returncode for each in ended]


def test_two_hosts_that_race_lose_no_key_and_take_none_that_lay_about(tmp_path):
    (tmp_path / "store").mkdir()
    here = Installation(tmp_path / "1", CASEAPP_DATABASE_URL=new_database(tmp_path / "store"))
    there = here.another_host(tmp_path / "2")
    assert 0 in rotate(here, there)
    lying = set(trails(here)) | set(trails(there))
    assert rotate(there) == [0]
    assert rotate(here) == [0]
    assert trails(here)[-1] not in lying
    for host in (here, there):
        verified = host.run("audit", "verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
