"""`caseapp setup`: everything that a first start needs; what exists already is kept."""

from pathlib import Path
from typing import Any

import click
from flask import Flask

from caseapp.app import create_app, paths
from caseapp.app.backups.upgrading import upgrade_with_backup
from caseapp.app.settings import make_secret_file
from caseapp.db.keys.ring import new_ring, save_ring
from caseapp.errors import SettingWrong


@click.command()
@click.option("--no-demo", is_flag=True, help="Do not add demo users and records.")
def setup(no_demo: bool) -> None:
    """Create keys and folders, upgrade the database, and add demo records to an empty one."""
    app = prepare(paths.load_settings().chosen())
    if not no_demo and app.config["MODE"] != "production":
        from caseapp.demo.actions import load_demo, sign_in_lines

        with app.app_context():
            load_demo()
            for line in sign_in_lines():
                click.echo(line)


def prepare(config: type[Any]) -> Flask:
    """Create folders and keys, upgrade the schema, and return the application."""
    make_keys(config)
    app = create_app(config)
    for line in upgrade_with_backup(app):
        click.echo(line)
    return app


def make_keys(config: type[Any]) -> None:
    """Keys for a new installation. Refused where data exists whose key is missing: a new key would not open it."""
    data = Path(config.DATA)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    key_file, secret_file = Path(config.KEY_FILE), Path(config.SECRET_KEY_FILE)
    if not config.KEY_COMMAND and not key_file.exists():
        if (data / "caseapp.db").exists():
            raise SettingWrong(
                f"There is a database in {data}, but its key file {key_file} is missing. "
                "Restore it from the sealed copy: caseapp keys unseal"
            )
        save_ring(key_file, new_ring())
    if not secret_file.exists():
        make_secret_file(secret_file)
