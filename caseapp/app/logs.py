"""The technical log: where something broke and of what kind, never what was in it."""

import logging
import sys
import traceback

LIBRARIES = ("sqlalchemy", "flask_wtf", "py.warnings", "concurrent.futures", "asyncio")
FRAMES = 6

logger = logging.getLogger("caseapp")


class PlaceOnly(logging.Filter):
    """An exception's own words may repeat names and notes: its kind and its place are kept, its words are not."""

    def filter(self, record: logging.LogRecord) -> bool:
        fault = record.exc_info[1] if record.exc_info else None
        if fault is not None:
            record.msg, record.args = "%s %s", (type(fault).__name__, place_of(fault))
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def quiet_logs() -> None:
    """Let our own log and those of the libraries tell places only; once, however many applications are made."""
    if any(isinstance(kept, PlaceOnly) for kept in logger.filters):
        return
    logger.addFilter(PlaceOnly())
    for name in LIBRARIES:
        lines = logging.StreamHandler(sys.stderr)
        lines.addFilter(PlaceOnly())
        library = logging.getLogger(name)
        library.addHandler(lines)
        library.propagate = False


def place_of(fault: BaseException | None) -> str:
    """The innermost functions and lines, the deepest first."""
    frames = traceback.extract_tb(fault.__traceback__)[-FRAMES:] if fault else []
    return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
