"""Drawing in a limited child process: whatever happens there, the caller gets an answer and goes on."""

import subprocess
import sys
import textwrap
import time

import pytest

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import Document, RunningHeader, paragraph
from caseapp.documents.pdf.drawing import draw
from caseapp.documents.server import client
from caseapp.documents.server.client import DrawingFailed, DrawingSlow, draw_bounded
from tests.documents import stuck
from tests.documents.samples import hebrew_report

SMALL = Document("כותרת", "he", Direction.RTL, RunningHeader("עמותה"), blocks=(paragraph("שלום"),))


def test_the_child_draws_the_same_file():
    assert draw_bounded(hebrew_report()) == draw(hebrew_report())


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (stuck.eat, "memory"),
        (stuck.die, "ended before"),
        (stuck.connect, "failed"),
        (stuck.run, "failed"),
        (stuck.read, "failed"),
        (stuck.write, "failed"),
        (stuck.descriptors, "failed"),
    ],
)
def test_a_drawing_that_goes_wrong_harms_nobody(wrong, reason):
    """The child opens no socket or file, starts no process and cannot use unlimited memory or time."""
    with pytest.raises(DrawingFailed, match=reason):
        draw_bounded(SMALL, drawing=wrong)
    assert draw_bounded(SMALL).startswith(b"%PDF")


@pytest.mark.parametrize("wrong", [stuck.sleep, stuck.work])
def test_a_drawing_that_does_not_end_is_ended(wrong, monkeypatch):
    monkeypatch.setattr(client, "SECONDS", 1)
    with pytest.raises(DrawingFailed, match="longer than 1 seconds"):
        draw_bounded(SMALL, drawing=wrong)
    assert draw_bounded(SMALL).startswith(b"%PDF")


def test_whoever_is_impatient_is_told_so_soon_and_the_drawing_is_given_up():
    draw_bounded(SMALL)
    began = time.perf_counter()
    with pytest.raises(DrawingSlow):
        draw_bounded(SMALL, drawing=stuck.sleep, patience=0.3)
    assert time.perf_counter() - began < 5
    assert draw_bounded(SMALL, patience=60).startswith(b"%PDF")


def test_a_long_hostile_word_is_drawn_or_refused():
    for text in ("א" * 100_000, "." * 20_000, "(" * 20_000, "1-" * 20_000, "a\u0301" * 20_000):
        try:
            assert draw_bounded(Document("", "he", Direction.RTL, RunningHeader(""), blocks=(paragraph(text),)))
        except DrawingFailed as refusal:
            assert "seconds" in str(refusal) or "memory" in str(refusal)  # noqa: PT017


def test_a_program_that_draws_in_a_child_loads_no_drawing_itself():
    """It works from any program, and the web processes stay light."""
    program = """
        import sys
        from caseapp.charts.shapes import Direction
        from caseapp.documents.blocks import Document, RunningHeader, paragraph
        from caseapp.documents.server.client import draw_bounded

        if __name__ == "__main__":
            small = Document("a", "he", Direction.RTL, RunningHeader("b"), blocks=(paragraph("c"),))
            assert draw_bounded(small).startswith(b"%PDF")
            heavy = {"reportlab", "fpdf", "uharfbuzz", "flask", "sqlalchemy"} & set(sys.modules)
            print("drawn", sorted(heavy))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "drawn []"
