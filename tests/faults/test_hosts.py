"""Several hosts on one PostgreSQL: they share sessions, records and keys, and one that ends takes nothing with it."""

import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import pytest

from tests.faults.real_service import Installation, Somebody
from tests.faults.test_kills import Writer, note_form, stored_notes
from tests.stores import new_database

WAITS_FOR_KEY = "waiting for a new key"
ACKNOWLEDGED_A_CYCLE = 20


@pytest.fixture(autouse=True)
def clock():
    """The servers live in their own time: so does this test."""
    return


@contextmanager
def hosts(folder, number):
    """So many hosts, each serving the records of one database."""
    (folder / "hosts").mkdir()
    with ExitStack() as all_of_them:
        first = Installation(folder / "1", CASEAPP_DATABASE_URL=new_database(folder / "hosts"))
        made = [first, *(first.another_host(folder / str(place)) for place in range(2, number + 1))]
        for host in made:
            all_of_them.enter_context(host)
        with ThreadPoolExecutor() as threads:
            list(threads.map(lambda host: host.start(processes=1), made))
        yield made


class Roaming(Somebody):
    """Somebody whose proxy turns to the next host when one does not answer."""

    def __init__(self, hosts, username):
        super().__init__(hosts[0], username)
        self.hosts = hosts

    def ask(self, path, form=None, **headers):
        try:
            self.last = super().ask(path, form, **headers)
            return self.last
        except OSError:
            self.installation = self.hosts[(self.hosts.index(self.installation) + 1) % len(self.hosts)]
            raise

    def at(self, host):
        self.installation = host
        return self


def write(somebody, path, note):
    form = {**note_form(somebody, path), "record_id": somebody.installation.form_id(), "note": note}
    answer = somebody.ask(path, form)
    assert answer[0] == 303, answer


def test_two_hosts_share_sessions_notes_and_keys_and_one_without_the_key_says_so(tmp_path):
    """A new key comes through the database. Kept from there it has to be copied: until then no page of the other host
    fails in another way."""
    with hosts(tmp_path, 2) as (here, there):
        first = there.key_file.read_bytes()
        client = f"/clients/{here.client_id}"
        mentor = Roaming([here, there], "mentor").sign_in()
        for host in (here, there):
            write(mentor.at(host), f"{client}/activities/new", f"a note at {host.folder.name}")
        assert here.run("keys", "rotate").returncode == 0
        for host in (here, there):
            seen = mentor.at(host).see(client).words
            assert all(f"a note at {number}" in seen for number in (1, 2))
            assert mentor.ask("/ready")[0] == 200
        assert there.key_file.read_bytes() == here.key_file.read_bytes() != first
        assert here.run("keys", "rotate", "--keep-here").returncode == 0
        for page in (client, "/ready"):
            assert mentor.at(here).ask(page)[0] == 200
            status, text = mentor.at(there).ask(page)
            assert (status, WAITS_FOR_KEY in text) == (503, True)
        shutil.copy(here.key_file, there.key_file)
        for page in ("/ready", client):
            assert mentor.ask(page)[0] == 200
        there.stop()
        there.key_file.write_bytes(first)
        refused = there.run("serve", "--no-worker", "--port", "0")
        assert refused.returncode != 0
        assert "is older than the records" in refused.stderr
        assert "Traceback" not in refused.stderr


@pytest.mark.prove
def test_one_of_three_hosts_is_killed_again_and_again_and_no_acknowledged_note_is_lost(tmp_path, record_property):
    """A key is replaced in the middle, too."""
    kills, began = 40, time.monotonic()
    with hosts(tmp_path, 3) as all_hosts:
        path = f"/clients/{all_hosts[0].client_id}/activities/new"
        people = [Roaming(all_hosts, "mentor").at(all_hosts[n % 3]).sign_in() for n in range(6)]
        writers = [Writer(somebody, note_form(somebody, path), path) for somebody in people]
        up, over = threading.Event(), threading.Event()
        threads = [threading.Thread(target=writer.write_while, args=(up, up, over)) for writer in writers]
        up.set()
        for thread in threads:
            thread.start()
        try:
            for kill in range(kills):
                victim = all_hosts[kill % 3]
                wait_for_notes(writers, ACKNOWLEDGED_A_CYCLE)
                victim.kill()
                if kill == kills // 2:
                    assert all_hosts[(kill + 1) % 3].run("keys", "rotate").returncode == 0
                wait_for_notes(writers, ACKNOWLEDGED_A_CYCLE)
                victim.start(processes=1, port=victim.port)
        finally:
            over.set()
            for thread in threads:
                thread.join()
        assert not [writer.unexpected for writer in writers if writer.unexpected]
        notes = stored_notes(all_hosts[0])
        kept = {record_id: note for writer in writers for record_id, note in writer.acknowledged.items()}
        assert set(kept.items()) <= set(notes.items())
        assert len(set(notes.values())) == len(notes)
        assert len(notes) <= len(kept) + len(writers)
        proved = all_hosts[0].run("audit", "verify")
        assert proved.returncode == 0, proved.stderr
        attempts = sum(writer.attempts for writer in writers)
    figures = f"{kills} kills, {len(kept)} acknowledged, 0 lost, {attempts} sent, {time.monotonic() - began:.0f} s"
    record_property("hosts", figures)
    print(figures)


def wait_for_notes(writers, number):
    """Until so many more are acknowledged."""

    def acknowledged():
        return sum(len(writer.acknowledged) for writer in writers)

    wanted, give_up_at = acknowledged() + number, time.monotonic() + 60
    while acknowledged() < wanted and not any(writer.unexpected for writer in writers):
        assert time.monotonic() < give_up_at, [writer.somebody.last[0] for writer in writers]
        time.sleep(0.005)
