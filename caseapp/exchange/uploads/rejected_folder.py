"""Where rejected rows of an administrator lie: on the host, and never on a page."""

import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from flask import current_app

NAME = "rejected"


def folder_on_host(upload_id: UUID) -> Path:
    """The folder for the rejected rows of these files, which only the owner of the data folder may open."""
    folder = _whole() / upload_id.hex
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def remove_old_folders(before: datetime) -> None:
    """Remove the folders in which nothing was written since that instant."""
    for folder in _whole().glob("*/"):
        if folder.stat().st_mtime <= before.timestamp():
            shutil.rmtree(folder)


def remove_folders_but(kept: Iterable[UUID]) -> int:
    """Remove all folders but those of these files; return how many that were."""
    names = {upload_id.hex for upload_id in kept}
    others = [folder for folder in _whole().glob("*/") if folder.name not in names]
    for folder in others:
        shutil.rmtree(folder)
    return len(others)


def _whole() -> Path:
    return Path(current_app.config["DATA"]) / NAME
