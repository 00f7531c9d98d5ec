"""`caseapp keys …`: rotating the sealing keys, and a sealed copy of the key file."""

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
    is_sent = bool(current_app.config["DATABASE_URL"]) and not keep_here
    sealed = rotate_seals(ring, lambda: place.keep(ring.seals), is_sent=is_sent)
    record_alone(Act.KEYS_ROTATED, None, fields=sealed)
    click.echo(
        f"{sealed} fields were sealed again. Restart the web processes, then make a new sealed copy of the keys."
    )


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


def _stretched(passphrase: str, salt: bytes) -> bytes:
    """Argon2id with 256 MiB and three passes, because somebody may guess at a copy for years."""
    return hash_secret_raw(
        passphrase.encode(), salt, time_cost=3, memory_cost=262144, parallelism=1, hash_len=32, type=Type.ID
    )
