"""A worker that is killed at any moment: the next one goes on where it stopped, and nothing is made twice."""

import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.accounts.models import User
from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.batches.actions import begin_batch
from caseapp.batches.models import Batch, BatchItem
from caseapp.batches.queue import send
from caseapp.batches.rules import BatchDraft, BatchFormat, ItemState
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import IdempotencyKey, db
from tests.faults.real_service import ROOT, Installation
from tests.world import make_report

PATIENCE = 1_200


class Printing:
    """An installation with one batch, its worker and what became of it."""

    def __init__(self, installation: Installation, number: int) -> None:
        self.installation = installation
        with installation.app.app_context():
            mentor = db.session.scalars(sa.select(User).where(User.username == "mentor")).one()
            client = db.session.scalars(
                sa.select(Client).where(Client.id == installation.client_id, for_maintenance())
            ).one()
            reports = [make_report(client, mentor, language="en").id for _ in range(number)]
            submission = IdempotencyKey(uuid7(), b"")
            batch = begin_batch(mentor, BatchDraft(tuple(reports), BatchFormat.ZIP, "All of them"), submission)
            self.batch_id: UUID = batch.id
            send(list(db.session.scalars(sa.select(BatchItem.id).where(for_maintenance()))))
            installation.let_go()

    def start(self) -> "subprocess.Popen[bytes]":
        words = [sys.executable, "-m", "caseapp", "worker"]
        return subprocess.Popen(words, cwd=ROOT, env=self.installation.environ, stdin=subprocess.DEVNULL)

    def made(self) -> int:
        """How many are made."""
        with self.installation.app.app_context():
            done = db.session.scalar(sa.select(Batch.done).where(Batch.id == self.batch_id))
            self.installation.let_go()
        return done

    def wait_for(self, number: int) -> int:
        """Until so many are made."""
        for turn in count():
            made = self.made()
            if made >= number:
                return made
            assert turn < PATIENCE, f"{made} made"
            threading.Event().wait(0.1)  # the clock of the tests stands still; waiting does not
        raise AssertionError

    def told(self) -> tuple[set[ItemState], int, int]:
        """The states, how many files there are, and how many prints the trail knows."""
        with self.installation.app.app_context():
            items = db.session.scalars(sa.select(BatchItem).where(for_maintenance())).all()
            prints = db.session.scalars(sa.select(Entry).where(Entry.act == Act.PRINTED)).all()
            files = sum(item.pdf.startswith(b"%PDF") for item in items)
            told = {item.state for item in items}, files, len(prints)
            self.installation.let_go()
        return told


def kill_again_and_again(folder, clock, number: int, kills: int) -> None:
    real = subprocess.run(["date", "+%s"], capture_output=True, check=True, text=True).stdout
    clock.move_to(datetime.fromtimestamp(int(real), UTC))  # the worker is a process with the real clock
    with Installation(folder) as installation:
        printing = Printing(installation, number)
        made = 0
        for _ in range(kills):
            worker = printing.start()
            made = printing.wait_for(made + 1)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        assert printing.made() < number
        worker = printing.start()
        printing.wait_for(number)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
        assert printing.told() == ({ItemState.DONE}, number, number)
        assert installation.run("audit", "verify").returncode == 0


def test_a_batch_survives_a_killed_worker(tmp_path, clock):
    kill_again_and_again(tmp_path, clock, number=12, kills=1)


@pytest.mark.prove
def test_a_batch_of_a_hundred_survives_a_worker_that_is_killed_again_and_again(tmp_path, clock):
    kill_again_and_again(tmp_path, clock, number=100, kills=5)
