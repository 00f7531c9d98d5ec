"""Schema revisions: which one a database has, and whether this version knows it.

Every file in `migrations/versions` is named by its revision, and the names sort in the order of the chain.
"""

from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from caseapp import __version__
from caseapp.db.base import db
from caseapp.errors import SettingWrong

UPGRADING = "upgrading.json"
"""In the data folder while an upgrade is under way or was cut short."""


def list_revisions(app: Flask) -> list[str]:
    """The revisions that this version knows, first to newest."""
    return sorted(path.stem for path in (app.extensions["migrations"] / "versions").glob("[0-9]*.py"))


def find_revision(connection: sa.Connection) -> str | None:
    """The revision of the database; None for one without tables."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def stored_revision() -> str | None:
    """The revision of the application's own database."""
    with db.engine.connect() as connection:
        return find_revision(connection)


def unknown_revision(what: str, revision: str) -> str:
    """The sentence about a database or backup that this version can neither use nor upgrade."""
    return (
        f"{what} has the schema {revision}, which caseapp {__version__} does not know: a newer version made it, "
        "or one from before 0.1.0. Nothing was changed."
    )


def check_revision(app: Flask) -> None:
    """Refuse a database of an unknown revision; one that is out of reach is not checked."""
    with suppress(sa.exc.OperationalError):
        revision = _revision_of(app)
        if revision is not None and revision not in list_revisions(app):
            raise SettingWrong(unknown_revision("The database", revision))


def ensure_newest(app: Flask) -> None:
    """Refuse to serve a database that has not been upgraded yet, or whose upgrade has not been proved."""
    if (Path(app.config["DATA"]) / UPGRADING).exists():
        raise SettingWrong("An upgrade was begun and has not ended. Go on with it: caseapp setup")
    with suppress(sa.exc.OperationalError):
        if _revision_of(app) != list_revisions(app)[-1]:
            raise SettingWrong("The database does not have the schema of this version yet. Upgrade it: caseapp setup")


def _revision_of(app: Flask) -> str | None:
    if not app.config["DATABASE_URL"] and not (Path(app.config["DATA"]) / "caseapp.db").exists():
        return None
    with app.app_context():
        try:
            with db.engine.connect() as connection:
                return find_revision(connection)
        finally:
            db.engine.dispose()
