"""`caseapp keys …`: replacing each kind of key, and a sealed copy of the key file."""

import os
import sys
from pathlib import Path

import click
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app
from flask.cli import with_appcontext

from caseapp.audit import Act, record_alone
from caseapp.audit.key_actions import change_trail_key
from caseapp.backups.folder import refuse_without_room
from caseapp.db.backup import database_bytes, is_our_turn
from caseapp.db.backup.rekeying import ROOM, change_database_key
from caseapp.db.keys.installation import key_place
from caseapp.db.keys.ring import from_text, new_ring, save_ring, to_text, write_privately
from caseapp.db.rotation import rotate_seals
from caseapp.db.sealing import key_ring
from caseapp.db.unreadable import find_unreadable
from caseapp.errors import RuleBroken

SALT, NONCE = 16, 12
PASSPHRASE_MIN = 20
FORMAT = b"caseapp sealed keys 1\n"


@click.group()
def keys() -> None:
    """Manage this installation's keys."""


@keys.command()
@click.option("--keep-here", is_flag=True, help="Do not send the new key to other hosts through the database.")
@with_appcontext
def rotate(keep_here: bool) -> None:
    """Seal every field again with a new key while people work. If interrupted, run it again: it continues.

    Other hosts on the same PostgreSQL get the key through the database, wrapped by a key of the key file. Where
    somebody else may have that file, use --keep-here, and copy it to the other hosts: until then they do not serve.
    """
    ring, place = key_ring(), key_place()
    sealed = rotate_seals(ring, lambda: place.keep(ring), is_sent=_is_sent(keep_here))
    record_alone(Act.KEYS_ROTATED, None, fields=sealed)
    click.echo(
        f"{sealed} fields were sealed again. Restart the web processes, then make a new sealed copy of the keys."
    )


@keys.command("rotate-trail")
@click.option("--keep-here", is_flag=True, help="Do not send the new key to other hosts through the database.")
@with_appcontext
def rotate_trail(keep_here: bool) -> None:
    """Write the audit trail with a new key from now on, while people work. If interrupted, run it again.

    The change is an entry that both keys sign; entries from before still verify, with the key from before. Other hosts
    and processes get the key as they get a new sealing key.
    """
    ring, place = key_ring(), key_place()
    change_trail_key(ring, lambda: place.keep(ring), is_sent=_is_sent(keep_here))
    click.echo("The trail is written with a new key. Make a new sealed copy of the keys, and an anchor: audit anchor.")


@keys.command("rotate-database")
@click.option("--keep-here", is_flag=True, help="Do not send the new key to other hosts through the database.")
@with_appcontext
def rotate_database(keep_here: bool) -> None:
    """Encrypt the database with a new key, which backups from now on are made with too. Stop `caseapp serve` first.

    It is tried and proved on a copy before the file itself is changed. If interrupted, run it again. On PostgreSQL this
    is the key of the backups alone, and people can go on working.
    """
    ring, place = key_ring(), key_place()
    with is_our_turn() as ours:
        if not ours:
            raise RuleBroken("A backup is under way. Run this again when it has ended.")
        if not current_app.config["DATABASE_URL"]:
            refuse_without_room(Path(current_app.config["DATA"]), ROOM * database_bytes())
        change_database_key(ring, lambda: place.keep(ring), is_sent=_is_sent(keep_here))
    record_alone(Act.KEYS_ROTATED, None, which="database")
    click.echo("The database has a new key. Make a new sealed copy of the keys: earlier backups open with it too.")


@keys.command()
def new() -> None:
    """Print the keys of a new installation, for the vault that CASEAPP_KEY_COMMAND asks."""
    if sys.stdout.isatty():
        raise RuleBroken("Keys are not shown on a screen: lead the output into the program that stores them.")
    click.echo(to_text(new_ring()), nl=False)


@keys.command()
@with_appcontext
def check() -> None:
    """Open every sealed field, and name by their numbers those that are damaged. `serve` does this daily."""
    found = sorted(place.number for place in find_unreadable())
    if found:
        sys.exit(f"{len(found)} sealed fields cannot be read: {' '.join(found)}")
    click.echo("Every sealed field can be read.")


@keys.command()
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.password_option("--passphrase", help="At least 20 characters; the copy cannot be opened without it.")
@with_appcontext
def seal(output: Path, passphrase: str) -> None:
    """Write a copy of the key file that only a passphrase opens. Print it and keep it away from the data."""
    if len(passphrase) < PASSPHRASE_MIN:
        raise RuleBroken(f"The passphrase needs at least {PASSPHRASE_MIN} characters.")
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    sealed = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, to_text(key_ring()).encode(), FORMAT)
    write_privately(output, FORMAT + (salt + nonce + sealed).hex().encode() + b"\n")
    click.echo(f"The keys were copied to {output}. Write the passphrase down and keep it somewhere else.")


@keys.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--passphrase", prompt=True, hide_input=True)
def unseal(source: Path, output: Path, passphrase: str) -> None:
    """Restore the key file from its sealed copy."""
    if output.exists():
        raise RuleBroken(f"{output} already exists and was not overwritten.")
    content = source.read_bytes()
    try:
        raw = bytes.fromhex(content.removeprefix(FORMAT).decode())
        key = _stretched(passphrase, raw[:SALT])
        text = AESGCM(key).decrypt(raw[SALT : SALT + NONCE], raw[SALT + NONCE :], FORMAT).decode()
        ring = from_text(text)
    except (ValueError, InvalidTag, KeyError, IndexError):
        raise RuleBroken("The copy cannot be opened: the passphrase is wrong, or the file was changed.") from None
    save_ring(output, ring)
    click.echo(f"The key file was restored to {output}.")


def _is_sent(keep_here: bool) -> bool:
    """Whether other hosts are to find the keys in the database: SQLite has one host."""
    return bool(current_app.config["DATABASE_URL"]) and not keep_here


def _stretched(passphrase: str, salt: bytes) -> bytes:
    """Argon2id with 256 MiB and three passes, because somebody may guess at a copy for years."""
    return hash_secret_raw(
        passphrase.encode(), salt, time_cost=3, memory_cost=262144, parallelism=1, hash_len=32, type=Type.ID
    )
