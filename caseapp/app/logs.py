"""The technical log: where something failed and of what kind, never any content."""

import logging
import sys
import traceback
from types import TracebackType

LIBRARIES = ("sqlalchemy", "flask_wtf", "huey", "py.warnings", "concurrent.futures", "asyncio")
FRAMES = 6

logger = logging.getLogger("caseapp")


class LocationOnlyFilter(logging.Filter):
    """Keeps the kind and the place of an exception, and drops its message, which may repeat names and notes."""

    def filter(self, record: logging.LogRecord) -> bool:
        fault = record.exc_info[1] if record.exc_info else None
        if fault is not None:
            record.msg, record.args = "%s %s", (type(fault).__name__, place_of(fault))
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def quiet_logs() -> None:
    """Let our own log and those of libraries name places only; done once, however many applications are created."""
    if any(isinstance(kept, LocationOnlyFilter) for kept in logger.filters):
        return
    logger.addFilter(LocationOnlyFilter())
    for name in LIBRARIES:
        lines = logging.StreamHandler(sys.stderr)
        lines.addFilter(LocationOnlyFilter())
        library = logging.getLogger(name)
        library.addHandler(lines)
        library.propagate = False
    sys.excepthook = _name_the_place


def _name_the_place(kind: type[BaseException], fault: BaseException, _trace: TracebackType | None) -> None:
    """What ends a worker, a web process or a command: no traceback, whose last line may repeat a name or a note."""
    if issubclass(kind, KeyboardInterrupt):
        return
    logger.error("ended by %s %s", kind.__name__, place_of(fault))


def place_of(fault: BaseException | None) -> str:
    """The innermost functions and lines, the deepest first."""
    frames = traceback.extract_tb(fault.__traceback__)[-FRAMES:] if fault else []
    return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
