"""Where rejected rows of an administrator lie: on the host, and never on a page."""

from pathlib import Path
from uuid import UUID

from flask import current_app

NAME = "rejected"


def folder_on_host(upload_id: UUID) -> Path:
    """The folder for the rejected rows of these files, which only the owner of the data folder may open."""
    folder = Path(current_app.config["DATA"]) / NAME / upload_id.hex
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
