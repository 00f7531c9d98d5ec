"""The queue between pages and workers. It carries only ids; the rows of the batches say what is to be done, so that a
lost or repeated message does no harm."""

import os
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor
from concurrent.futures import wait as first_of
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy.engine import make_url

from caseapp.batches.actions import remove_old
from caseapp.batches.print_actions import make_item
from caseapp.batches.queries import waiting_items
from caseapp.batches.table_actions import make_table
from caseapp.batches.table_queries import waiting_tables
from caseapp.clock import now
from caseapp.db import db
from caseapp.documents.server.client import DrawingCrowded
from caseapp.errors import KeyMissing

if TYPE_CHECKING:
    from huey import Huey

NAME = "caseapp"
REPORT, TABLE = "report", "table"
PAUSE_SECONDS = 0.5
LOOK_SECONDS = 300.0
CROWDED_SECONDS = 2.0
AT_ONCE = os.cpu_count() or 1


class Background(NamedTuple):
    """Another kind of work that the worker does: one piece of it, what waits, and removing what is old."""

    make: Callable[[UUID], None]
    waiting: Callable[[], list[UUID]]
    remove_old: Callable[[datetime], int]


class Queue(NamedTuple):
    """The library's queue, and the one task that it knows."""

    messages: "Huey"
    make: Any


def send(ids: list[UUID], kind: str = REPORT, *, is_awaited: bool = False) -> None:
    """Tell the workers about these reports, tables or other work; those for which somebody waits come first."""
    queue = queue_of(current_app)
    if current_app.config["DATABASE_URL"]:
        _notice_a_cut(queue.messages.storage)
    for each in ids:
        queue.messages.enqueue(queue.make.s(each.hex, kind, priority=int(is_awaited)))


def _notice_a_cut(storage: Any) -> None:
    """The server may have cut a connection that was idle; the storage connects anew after a question that failed."""
    from psycopg import OperationalError

    with suppress(OperationalError):
        storage.sql("select 1")


def kept_since() -> datetime:
    """From when on results are kept."""
    return now() - timedelta(days=current_app.config["BATCH_DAYS"])


def remove_idle_uploads() -> int:
    """Remove the files for an import that nobody works at, which a package above this one keeps; return of how many
    imports."""
    return int(current_app.extensions["remove_idle_uploads"]())


def resume() -> int:
    """Send whatever waits and is not queued, after a restart or when a message was lost; return how many there were."""
    if queue_of(current_app).messages.pending_count():
        return 0
    waiting = {REPORT: waiting_items(None), TABLE: waiting_tables(None)}
    waiting |= {kind: others.waiting() for kind, others in current_app.extensions["background"].items()}
    db.session.rollback()
    for kind, ids in waiting.items():
        send(ids, kind)
    return sum(map(len, waiting.values()))


def work(app: Flask, is_wanted: Callable[[], bool], wait: Callable[[float], Any], clock: Callable[[], float]) -> None:
    """Make what waits, one file on each processor, until no longer wanted; what was begun is finished. When idle,
    look from time to time for what a killed worker had taken and not made, and keep up what is old, beside which
    files are made."""
    queue, look_at = queue_of(app).messages, 0.0
    making: set[Future[Any]] = set()
    keeping: Future[None] | None = None
    with ThreadPoolExecutor(AT_ONCE) as threads, ThreadPoolExecutor(1) as keeper:
        while is_wanted():
            making = {report for report in making if not report.done()}
            if keeping is not None and keeping.done():
                keeping = keeping.result()
            task = queue.dequeue() if len(making) < AT_ONCE else None
            if task is not None:
                making.add(threads.submit(queue.execute, task))
                look_at = 0.0
            elif making:
                first_of(making, PAUSE_SECONDS, FIRST_COMPLETED)
            elif clock() >= look_at:
                look_at = clock() + LOOK_SECONDS
                with app.app_context():
                    resume()
                keeping = keeping or keeper.submit(keep_up, app)
            else:
                wait(PAUSE_SECONDS)


def keep_up(app: Flask) -> None:
    """Remove what is old, and do whatever else is done from time to time; it may take minutes."""
    with app.app_context():
        remove_old(kept_since())
        for others in app.extensions["background"].values():
            others.remove_old(kept_since())
        for remove in app.extensions["upkeep"]:
            remove()


def queue_of(app: Any) -> Queue:
    """The application's queue: a file beside the database, or tables in PostgreSQL where the records are there."""
    known: Queue | None = app.extensions.get("queue")
    if known is None:
        app = getattr(app, "_get_current_object", lambda: app)()
        known = app.extensions["queue"] = _new_queue(app)
    return known


def _new_queue(app: Flask) -> Queue:
    from huey import PostgresHuey, SqliteHuey
    from huey.serializer import SignedSerializer

    signed = SignedSerializer(secret=app.extensions["keys"].index.hex(), salt=NAME)
    shared = {"serializer": signed, "results": False, "utc": True}
    if app.config["DATABASE_URL"]:
        url = make_url(app.config["DATABASE_URL"]).set(drivername="postgresql")
        queue = PostgresHuey(NAME, dsn=url.render_as_string(hide_password=False), **shared)
    else:
        path = Path(app.config["DATA"]) / "queue.db"
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        queue = SqliteHuey(NAME, filename=str(path), journal_mode="truncate", fsync=True, **shared)

    def make(id_hex: str, kind: str = REPORT) -> None:
        with app.app_context():
            try:
                if kind == TABLE:
                    make_table(UUID(id_hex), app.extensions["tables"])
                elif kind == REPORT:
                    make_item(UUID(id_hex))
                else:
                    app.extensions["background"][kind].make(UUID(id_hex))
            except (DrawingCrowded, KeyMissing):
                db.session.rollback()
                sleep(CROWDED_SECONDS)
                send([UUID(id_hex)], kind)
            finally:
                db.session.remove()

    return Queue(queue, queue.task(name="make")(make))
