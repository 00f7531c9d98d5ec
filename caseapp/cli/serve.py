"""`caseapp serve`: the web processes of an installation, started and watched by one master."""

import os
import sys

import click

from caseapp.cli.serving.listening import address_of, listen
from caseapp.cli.serving.master import Master
from caseapp.cli.serving.periodic_jobs import DAILY_JOBS, PeriodicJobs

WEB_PROCESSES = (sys.executable, "-m", "caseapp", "web")
FEWEST_PROCESSES = 2


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
@click.option(
    "--daily-jobs/--no-daily-jobs",
    default=True,
    show_default=True,
    help="Seal the audit trail and make backups by itself.",
)
@click.option(
    "--worker/--no-worker", default=True, show_default=True, help="Keep one worker process for background jobs."
)
def serve(host: str, port: int, processes: int, daily_jobs: bool, worker: bool) -> None:
    """Serve until told to stop. SIGTERM finishes the requests in progress; SIGHUP reloads without dropping any."""
    listener = listen(host, port)
    address = address_of(listener)
    master = Master(
        listener,
        (*WEB_PROCESSES, "--processes", str(processes), *(("--worker",) if worker else ())),
        PeriodicJobs(DAILY_JOBS if daily_jobs else ()),
        announce=lambda: click.echo(f"Serving on {address}"),
    )
    sys.exit(master.run())
