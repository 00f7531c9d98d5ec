"""`caseapp web`: one web process, as `serve` starts them."""

import click
from flask import Flask
from flask.cli import ScriptInfo

from caseapp.cli.serving.process import Bounds, serve_requests
from caseapp.db.revisions import ensure_newest

HEALTH = "/health"


@click.command(hidden=True)
@click.option("--fd", "listener_fd", type=int, required=True)
@click.option("--lifeline", "lifeline_fd", type=int, required=True)
@click.pass_context
def web(ctx: click.Context, listener_fd: int, lifeline_fd: int) -> None:
    """One web process; `serve` starts these."""
    app = ctx.ensure_object(ScriptInfo).load_app()
    ensure_newest(app)
    serve_requests(app, listener_fd, lifeline_fd, bounds_of(app))


def bounds_of(app: Flask) -> Bounds:
    """The limits from the settings."""
    return Bounds(
        max_body=app.config["MAX_CONTENT_LENGTH"],
        trusted_proxy=app.config["TRUSTED_PROXY"] or None,
        answered_at_once=(HEALTH,),
    )
