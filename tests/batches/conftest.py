"""Each drawn file is the same page, and the queue begins empty."""

import io

import pikepdf
import pytest

from caseapp.batches import print_actions as making
from caseapp.batches.queue import queue_of

DRAWN = pikepdf.new()
DRAWN.add_blank_page()
_file = io.BytesIO()
DRAWN.save(_file)
PDF = _file.getvalue()


@pytest.fixture(autouse=True)
def drawing(monkeypatch):
    """Drawing is tried elsewhere; here each drawn file is the same page. Its documents are kept."""
    drawn = []

    def draw(document):
        drawn.append(document)
        return PDF

    monkeypatch.setattr(making, "draw_bounded", draw)
    return drawn


@pytest.fixture(autouse=True)
def empty_queue(app):
    queue_of(app).messages.flush()
