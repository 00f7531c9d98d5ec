"""The queue begins empty."""

import pytest

from caseapp.batches.queue import queue_of


@pytest.fixture(autouse=True)
def empty_queue(app):
    queue_of(app).messages.flush()
