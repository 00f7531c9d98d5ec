"""A server that is killed loses nothing that it has acknowledged."""

import threading
import time
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from caseapp.activities.models import Activity
from caseapp.audit.models import Entry
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from tests.faults.real_service import Installation, Somebody

WRITERS = 3
ACKNOWLEDGED_A_CYCLE = 8


@pytest.fixture(autouse=True)
def clock():
    """The server lives in its own time: so does this test."""
    return


@pytest.fixture
def installation(tmp_path):
    with Installation(tmp_path) as made:
        yield made


@dataclass
class Writer:
    """Writes one note after another; without an answer, or told to wait, it sends the same note again."""

    somebody: Somebody
    form: dict[str, str]
    path: str
    acknowledged: dict[str, str] = field(default_factory=dict)
    attempts: int = 0
    unexpected: list[str] = field(default_factory=list)

    def write_while(self, going: threading.Event, up: threading.Event, over: threading.Event) -> None:
        while not over.is_set():
            record_id = self.somebody.installation.form_id()
            note = f"note of {record_id}"
            while not over.is_set() or self.attempts == 0:
                if not up.wait(0.05):
                    continue
                self.attempts += 1
                try:
                    status, text = self.somebody.ask(self.path, {**self.form, "record_id": record_id, "note": note})
                except OSError:
                    time.sleep(0.005)
                    continue
                if status == 303:
                    self.acknowledged[record_id] = note
                    break
                if status == 503:  # the store was busy for more than a second: nothing was stored
                    continue
                self.unexpected.append(f"{status} {text[:500]}")
                return


def note_form(somebody: Somebody, path: str) -> dict[str, str]:
    page = somebody.see(path)
    wanted = ("csrf_token", "held_on", "starts_at")
    return {name: page.field(name) for name in wanted} | {
        "outcome": "held",
        "mode": "in_person",
        "minutes": "60",
        "safety": "none",
        "anyway": "1",  # each is a meeting of its own
    }


def make_writers(installation: Installation) -> list[Writer]:
    path = f"/clients/{installation.client_id}/activities/new"
    people = [Somebody(installation, "mentor").sign_in() for _ in range(WRITERS)]
    return [Writer(somebody, note_form(somebody, path), path) for somebody in people]


def stored_notes(installation: Installation) -> dict[str, str]:
    with installation.app.app_context():
        rows = db.session.scalars(sa.select(Activity).where(for_maintenance())).all()
        notes = {str(row.id): row.note for row in rows}
        installation.let_go()
    return notes


def prove_no_loss(installation: Installation, cycles: int) -> str:
    """Kill the server so often while notes are written; figures for the record."""
    began = time.monotonic()
    installation.start()
    writers = make_writers(installation)
    up, over = threading.Event(), threading.Event()
    threads = [threading.Thread(target=writer.write_while, args=(up, up, over)) for writer in writers]

    def acknowledged() -> int:
        return sum(len(writer.acknowledged) for writer in writers)

    for thread in threads:
        thread.start()
    try:
        for cycle in range(cycles):
            if cycle:
                installation.start()
            before = acknowledged()
            up.set()
            give_up_at = time.monotonic() + 30
            while acknowledged() < before + ACKNOWLEDGED_A_CYCLE and not any(w.unexpected for w in writers):
                assert time.monotonic() < give_up_at, installation.log.read_text()
                time.sleep(0.001)
            installation.kill()
            up.clear()
        installation.start()
        up.set()
    finally:
        over.set()
        up.set()
        for thread in threads:
            thread.join()
    assert not [writer.unexpected for writer in writers if writer.unexpected]
    notes = stored_notes(installation)
    kept = {record_id: note for writer in writers for record_id, note in writer.acknowledged.items()}
    lost = set(kept.items()) - set(notes.items())
    assert not lost
    assert len(set(notes.values())) == len(notes)  # no note stands under two ids
    assert len(notes) <= len(kept) + len(writers)  # beyond these at most one each whose answer did not arrive
    proved = installation.run("audit", "verify")
    assert proved.returncode == 0, proved.stdout + proved.stderr
    attempts = sum(writer.attempts for writer in writers)
    return f"{cycles} kills, {len(kept)} acknowledged, {attempts} sent, {time.monotonic() - began:.0f} s"


def test_kills_lose_no_acknowledged_note(installation, record_property) -> None:
    """Short cycles of two processes and three writers; nothing is stored twice either."""
    record_property("kills", prove_no_loss(installation, 5))


@pytest.mark.prove
def test_a_thousand_kills_lose_no_acknowledged_note(installation, record_property) -> None:
    record_property("kills", prove_no_loss(installation, 1000))


def test_a_session_goes_on_after_a_kill_and_after_a_restart(installation) -> None:
    installation.start()
    mentor = Somebody(installation, "mentor").sign_in()
    for end in (installation.kill, installation.stop):
        assert "יעל" in mentor.see("/clients").words
        end()
        installation.start()
    assert "יעל" in mentor.see("/clients").words


def test_a_second_server_on_the_same_records_does_no_harm(installation) -> None:
    """Two services at once, on two ports: both write, nothing is lost; a second one on the same port says so."""
    installation.start(processes=1)
    twin = object.__new__(Installation)
    twin.__dict__ = {**installation.__dict__, "server": None}
    with twin:
        twin.start(processes=1)
        assert twin.port != installation.port
        path = f"/clients/{installation.client_id}/activities/new"
        for place in (installation, twin):
            somebody = Somebody(place, "mentor").sign_in()
            form = note_form(somebody, path)
            for number in range(5):
                note = {"record_id": installation.form_id(), "note": f"note {number}"}
                assert somebody.ask(path, {**form, **note})[0] == 303
        taken = installation.run("serve", "--port", str(installation.port))
        assert taken.returncode != 0
        assert "Traceback" not in taken.stderr
        assert taken.stderr.strip()
        assert twin.stop() == 0
    assert installation.stop() == 0
    assert len(stored_notes(installation)) == 10
    assert installation.run("audit", "verify").returncode == 0


def test_the_trail_holds_the_address_that_the_set_proxy_tells(tmp_path) -> None:
    """Through the real server; without the setting nobody's headers are trusted."""
    for number, (proxy, told) in enumerate([("127.0.0.1", "6.6.6.6"), ("10.9.9.9", "127.0.0.1")]):
        with Installation(tmp_path / str(number), CASEAPP_TRUSTED_PROXY=proxy) as place:
            place.start(processes=1)
            somebody = Somebody(place, "mentor").sign_in()
            somebody.ask("/clients", **{"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Host": "evil"})
            place.stop()
            with place.app.app_context():
                found = sa.select(Entry.address).where(Entry.act == "read").order_by(Entry.at.desc(), Entry.seq.desc())
                assert db.session.scalars(found).first() == told
                place.let_go()
