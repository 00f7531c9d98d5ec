"""`caseapp backup`, `caseapp restore` and `caseapp nightly`."""

import sys
import tempfile
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from caseapp.app.backups.nightly import PROOF_ROOM, Night
from caseapp.app.backups.privacy_night import PrivacyNight
from caseapp.app.backups.proof import prove, restore_into
from caseapp.audit import Act, record_alone
from caseapp.backups.folder import refuse_without_room
from caseapp.db.backup import database_folder, is_our_turn, restored_bytes, write_backup
from caseapp.db.sealing import key_ring


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
        click.echo(prove(output, Path(folder)))


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore(source: Path) -> None:
    """Restore a backup into a new, empty installation that has the same key file, and prove it."""
    needed = PROOF_ROOM * restored_bytes(source, key_ring())
    if place := database_folder():
        refuse_without_room(place, needed)
    else:
        click.echo(f"How much room the database server has cannot be seen from here. It needs {needed >> 20} MB.")
    click.echo(restore_into(current_app, source))


@click.command()
@click.option("--now", "is_wanted_now", is_flag=True, help="Make and prove a backup now, whether one is due or not.")
@with_appcontext
def nightly(is_wanted_now: bool) -> None:
    """List whose records were kept for long enough, finish erasures, make tonight's backup where it is due, and once a
    week prove that it can be restored. `serve` does so hourly."""
    with is_our_turn() as ours:
        if not ours:
            click.echo("Another host or command is at it.")
            return
        night = Night(is_wanted_now)
        privacy = PrivacyNight(is_wanted_now)
        privacy.work()
        night.work()
    for line in (*privacy.done, *night.done):
        click.echo(line)
    if failed := [*privacy.failed, *night.failed]:
        sys.exit("\n".join(failed))
