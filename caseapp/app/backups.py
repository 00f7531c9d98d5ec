"""`caseapp backup` and `caseapp restore`: an encrypted copy of everything, and the proof that it can be restored."""

import tempfile
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext

from caseapp.accounts.models import SignIn, User
from caseapp.accounts.sign_in.sessions import begin_sign_in, cookie_name
from caseapp.app import create_app
from caseapp.app.setup import match_revision, upgrade
from caseapp.audit import Act, record_alone
from caseapp.audit.trail import close_chain
from caseapp.audit.verify import verify
from caseapp.db import db, writing
from caseapp.db.backup import BackupContents, count_rows, read_backup, read_revision, write_backup
from caseapp.db.revisions import list_revisions, unknown_revision
from caseapp.db.sealing import key_ring
from caseapp.errors import RuleBroken


@click.command()
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
@click.option("--no-proof", is_flag=True, help="Skip the trial restore of the backup.")
@with_appcontext
def backup(output: Path, no_proof: bool) -> None:
    """Write an encrypted backup of all records while the application runs, and prove that it can be restored.

    The backup can only be opened with this installation's key file: keep a sealed copy of that too (caseapp keys seal).
    """
    record_alone(Act.BACKED_UP, None)
    contents = write_backup(output, key_ring())
    click.echo(f"{output}: {sum(contents.rows.values())} rows of {len(contents.rows)} tables.")
    if no_proof:
        return
    with tempfile.TemporaryDirectory(prefix="caseapp-proof-") as folder:
        settings = type(
            "Proof",
            (current_app.extensions["settings"],),
            {"DATA": folder, "DATABASE_URL": "", "ANCHOR_FILE": f"{folder}/anchors.log"},
        )
        click.echo(restore_into(create_app(settings), output))


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore(source: Path) -> None:
    """Restore a backup into a new, empty installation that has the same key file, and prove it."""
    click.echo(restore_into(current_app, source))


def restore_into(app: Flask, source: Path) -> str:
    """Restore the rows, upgrade the schema, count and try everything; returns the sentence that says so."""
    with app.app_context():
        ring = key_ring()
        revision = read_revision(source, ring)
        if revision not in list_revisions(app):
            raise RuleBroken(unknown_revision(f"The backup {source}", revision))
        match_revision(app, revision)
        contents = read_backup(source, ring)
        if count_rows(contents.rows) != contents.rows:
            raise RuleBroken("Restored, but the row counts differ from the backup.")
        upgrade(app)
        return _proof(app, contents)


def _proof(app: Flask, contents: BackupContents) -> str:
    verdict = verify()
    if not verdict.is_whole:
        raise RuleBroken(f"Restored, but the trail is not intact: {verdict.faults[0]}")
    signed_in = _try_sign_in(app)
    close_chain(app)
    return f"Proved: {sum(contents.rows.values())} rows, {verdict.entries} trail entries intact, " + (
        "a sign-in works." if signed_in else "there is nobody to sign in."
    )


def _try_sign_in(app: Flask) -> bool:
    """Whether a user of the restored copy, signed in for a moment, gets a page."""
    user = db.session.scalar(sa.select(User).where(User.disabled_at.is_(None)).limit(1))
    if user is None:
        return False
    with writing():
        row, secret = begin_sign_in(user, "back-up")
    host = (app.config["TRUSTED_HOSTS"] or ["localhost"])[0].lstrip(".")
    browser = app.test_client()
    browser.set_cookie(cookie_name(app), secret, domain=host)
    with app.app_context():
        page = browser.get("/account", base_url=f"https://{host}")
    with writing():
        db.session.execute(sa.delete(SignIn).where(SignIn.id == row.id))
    if page.status_code != 200:
        raise RuleBroken("Restored, but a sign-in does not lead to a page.")
    return True
