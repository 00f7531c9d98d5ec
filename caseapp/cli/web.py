"""`caseapp web`: the web processes and the worker, forks of one loaded application, as `serve` starts them."""

import gc
import os

import click
from flask import Flask
from flask.cli import ScriptInfo

from caseapp.cli.serving.generation import ForkKind, Generation
from caseapp.cli.serving.process import Bounds, serve_requests
from caseapp.cli.serving.server import REFUSAL_HEADERS
from caseapp.cli.worker import make_batches
from caseapp.db.revisions import ensure_newest

HEALTH = "/health"
UPLOAD_PATH = "/import"
NICENESS = 5  # of the worker: pages come first


@click.command(hidden=True)
@click.option("--fd", "listener_fd", type=int, required=True)
@click.option("--lifeline", "master_fd", type=int, required=True)
@click.option("--processes", type=int, required=True)
@click.option("--worker", "has_worker", is_flag=True)
@click.pass_context
def web(ctx: click.Context, listener_fd: int, master_fd: int, processes: int, has_worker: bool) -> None:
    """One generation of web processes; `serve` starts these."""
    gc.disable()  # while loading, nearly nothing becomes garbage
    app = ctx.ensure_object(ScriptInfo).load_app()
    ensure_newest(app)
    for warning in app.extensions["proxy_warnings"]:
        click.echo(warning, err=True)
    bounds = bounds_of(app)
    kinds = [ForkKind("web process", processes, lambda lifeline: serve_requests(app, listener_fd, lifeline, bounds))]
    if has_worker:
        generation = os.getpid()
        kinds.append(ForkKind("worker", 1, lambda _lifeline: _work(app, listener_fd, generation)))
    Generation(kinds, listener_fd, master_fd).run()


def _work(app: Flask, listener_fd: int, generation: int) -> None:
    """As the worker, for as long as that process is the parent."""
    os.close(listener_fd)
    os.nice(NICENESS)
    make_batches(app, lambda: os.getppid() == generation)


def bounds_of(app: Flask) -> Bounds:
    """The limits from the settings."""
    return Bounds(
        max_body=app.config["MAX_CONTENT_LENGTH"],
        trusted_proxy=app.config["TRUSTED_PROXY"] or None,
        answered_at_once=(HEALTH,),
        refusal_headers=tuple(app.extensions["headers"](list(REFUSAL_HEADERS))),
        max_upload=app.config["MAX_UPLOAD_LENGTH"],
        upload_path=UPLOAD_PATH,
    )
