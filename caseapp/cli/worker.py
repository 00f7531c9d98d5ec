"""`caseapp worker`: the background jobs that pages ask for."""

import os
import signal
import threading
import time

import click
from flask.cli import ScriptInfo

from caseapp.batches.queue import work
from caseapp.db.revisions import ensure_newest


@click.command()
@click.option("--parent", type=int, hidden=True, help="End when this process is no longer the parent.")
@click.pass_context
def worker(ctx: click.Context, parent: int | None) -> None:
    """Print batches of reports until told to stop. SIGTERM finishes the report in progress and leaves the rest
    to the next worker. `serve` starts one."""
    app = ctx.ensure_object(ScriptInfo).load_app()
    ensure_newest(app)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    work(app, lambda: not stop.is_set() and parent in (None, os.getppid()), stop.wait, time.monotonic)
