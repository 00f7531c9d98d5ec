"""Bringing the schema of a database to a revision."""

from flask import Flask

from caseapp.app import paths
from caseapp.db import db
from caseapp.db.backup import find_empty_revision
from caseapp.db.keys.installation import remember_keys


def upgrade(app: Flask) -> None:
    """Upgrade the schema to the newest revision, and store which keys the database belongs to."""
    from flask_migrate import upgrade as migrate_up

    with app.app_context():
        _find_migrations(app)
        migrate_up()
        remember_keys(app.extensions["keys"])


def match_revision(app: Flask, revision: str) -> None:
    """Bring an empty database, up or down, to the revision of a backup."""
    from flask_migrate import downgrade, upgrade

    with app.app_context():
        stands_at = find_empty_revision()
        _find_migrations(app)
        move = downgrade if stands_at is not None and revision < stands_at else upgrade
        move(revision=revision)


def downgrade_to(app: Flask, revision: str) -> None:
    """Take the schema back to a revision."""
    from flask_migrate import downgrade

    with app.app_context():
        _find_migrations(app)
        downgrade(revision=revision)


def _find_migrations(app: Flask) -> None:
    from flask_migrate import Migrate

    Migrate(app, db, directory=str(paths.MIGRATIONS), render_as_batch=True)
