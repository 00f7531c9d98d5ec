"""`caseapp serve`: the web processes of an installation, started and watched by one master."""

import os
import sys
from contextlib import suppress

import click
from flask import Flask
from flask.cli import ScriptInfo

from caseapp.cli.serving.listening import address_of, listen
from caseapp.cli.serving.master import Master
from caseapp.cli.serving.periodic_jobs import DAILY_JOBS, PeriodicJobs, worker_job
from caseapp.cli.serving.process import Bounds, serve_requests
from caseapp.db.revisions import ensure_newest
from caseapp.documents.server import start_drawing_server

WEB_PROCESS = (sys.executable, "-m", "caseapp", "web")
FEWEST_PROCESSES = 2
HEALTH = "/health"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to serve on; 0 chooses a free one.",
)
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    default=lambda: max(FEWEST_PROCESSES, os.cpu_count() or 1),
    show_default="one for each processor, at least 2",
    help="Number of web processes.",
)
@click.option("--daily-jobs/--no-daily-jobs", default=True, show_default=True, help="Seal the audit trail daily.")
@click.option(
    "--worker/--no-worker", default=True, show_default=True, help="Keep one worker process for background jobs."
)
def serve(host: str, port: int, processes: int, daily_jobs: bool, worker: bool) -> None:
    """Serve until told to stop. SIGTERM finishes the requests in progress; SIGHUP reloads without dropping any."""
    listener = listen(host, port)
    address = address_of(listener)
    master = Master(
        listener,
        WEB_PROCESS,
        processes,
        PeriodicJobs((*(DAILY_JOBS if daily_jobs else ()), *((worker_job(os.getpid()),) if worker else ()))),
        announce=lambda: click.echo(f"Serving on {address}"),
    )
    sys.exit(master.run())


@click.command(hidden=True)
@click.option("--fd", "listener_fd", type=int, required=True)
@click.option("--lifeline", "lifeline_fd", type=int, required=True)
@click.pass_context
def web(ctx: click.Context, listener_fd: int, lifeline_fd: int) -> None:
    """One web process; `serve` starts these."""
    app = ctx.ensure_object(ScriptInfo).load_app()
    ensure_newest(app)
    with suppress(OSError):  # without it reports are refused with a sentence, and everything else works
        start_drawing_server()
    serve_requests(app, listener_fd, lifeline_fd, bounds_of(app))


def bounds_of(app: Flask) -> Bounds:
    """The limits from the settings."""
    return Bounds(
        max_body=app.config["MAX_CONTENT_LENGTH"],
        trusted_proxy=app.config["TRUSTED_PROXY"] or None,
        answered_at_once=(HEALTH,),
    )
