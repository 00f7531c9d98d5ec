"""`caseapp worker`: the background jobs that pages ask for."""

import signal
import threading
import time
from collections.abc import Callable

import click
from flask import Flask
from flask.cli import ScriptInfo

from caseapp.batches.queue import work
from caseapp.db.revisions import ensure_newest


@click.command()
@click.pass_context
def worker(ctx: click.Context) -> None:
    """Print batches of reports until told to stop. SIGTERM finishes the reports in progress and leaves the rest
    to the next worker. `serve` has one."""
    app = ctx.ensure_object(ScriptInfo).load_app()
    ensure_newest(app)
    make_batches(app, lambda: True)


def make_batches(app: Flask, is_wanted: Callable[[], bool]) -> None:
    """The life of a worker, until a signal to stop or until no longer wanted."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    work(app, lambda: not stop.is_set() and is_wanted(), stop.wait, time.monotonic)
