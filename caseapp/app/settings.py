"""Checks of the settings at the start; a wrong one stops it with a sentence."""

import os
import secrets
from collections.abc import Callable
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from caseapp.backups.rules import store_place
from caseapp.db.keys.installation import PLACE
from caseapp.db.keys.places import key_place
from caseapp.db.keys.ring import KeyRing, read_privately, write_privately
from caseapp.errors import SettingWrong

SECRET_BYTES = 32
NUMBERS = (
    ("IDLE_MINUTES", 1, 720),
    ("SESSION_HOURS", 1, 72),
    ("LINK_HOURS", 1, 168),
    ("HASHING_WAIT", 1, 60),
    ("WRITE_WAIT", 1, 60),
    ("BATCH_DAYS", 1, 60),
    ("CACHE_MB", 1, 4096),
)
VARIETY = 8  # "changemechangeme…" is long, but not secret


def check_settings(app: Flask) -> None:
    """Parse the texts from the environment; `SettingWrong` where one is not valid."""
    settings = app.config
    for name, least, most in NUMBERS:
        settings[name] = _whole(name, settings[name], least, most)
    _check(
        "TIME_ZONE",
        settings["TIME_ZONE"],
        ZoneInfo,
        "is not the name of a time zone (such as Asia/Jerusalem)",
    )
    hosts = [host.strip() for host in str(settings["TRUSTED_HOSTS"]).split(",") if host.strip()]
    if not hosts and settings["MODE"] == "production":
        raise SettingWrong(
            "CASEAPP_TRUSTED_HOSTS is empty: name the host names of this installation, with commas between."
        )
    settings["TRUSTED_HOSTS"] = hosts or None
    if settings["SECOND_STEP"] not in ("required", "offered"):
        raise SettingWrong("CASEAPP_SECOND_STEP must be required or offered.")
    if settings["SECOND_STEP"] == "offered" and settings["MODE"] == "production":
        raise SettingWrong("CASEAPP_SECOND_STEP=offered is for trials: with real records it stays required.")
    data = Path(settings["DATA"])
    _check_backup_folder(settings, data)
    _check_backup_store(settings, data)
    for name in ("KEY_FILE", "SECRET_KEY_FILE"):
        if Path(settings[name]).resolve().is_relative_to(data.resolve()):
            raise SettingWrong(f"CASEAPP_{name} lies inside CASEAPP_DATA: keys belong outside the data folder.")
    if not settings["DATABASE_URL"] and not (data.is_dir() and os.access(data, os.W_OK | os.X_OK)):
        raise SettingWrong(f"CASEAPP_DATA {data} is not a folder that can be written. Run: caseapp setup")
    if settings["DATABASE_URL"]:
        _check(
            "DATABASE_URL",
            settings["DATABASE_URL"],
            _postgresql,
            "must be an address such as postgresql://user:password@host/database",
            shown=False,
        )
    if settings["TRUSTED_PROXY"]:
        _check("TRUSTED_PROXY", settings["TRUSTED_PROXY"], ip_address, "must be the IP address of the TLS proxy")
    load_secrets(app)


def _check_backup_folder(settings: dict[str, Any], data: Path) -> None:
    """Whoever gets the backups must have neither the keys nor, by the same loss, have cost us the records."""
    if not settings["BACKUP_FOLDER"]:
        return
    folder = Path(settings["BACKUP_FOLDER"]).resolve()
    if not Path(settings["BACKUP_FOLDER"]).is_absolute():
        raise SettingWrong("CASEAPP_BACKUP_FOLDER must be the whole path of a folder, or empty.")
    if folder.is_relative_to(data.resolve()):
        raise SettingWrong("CASEAPP_BACKUP_FOLDER lies inside CASEAPP_DATA: backups belong outside the data folder.")
    for name in ("KEY_FILE", "SECRET_KEY_FILE"):
        if Path(settings[name]).resolve().is_relative_to(folder):
            raise SettingWrong(f"CASEAPP_{name} lies inside CASEAPP_BACKUP_FOLDER: keys belong elsewhere than backups.")


def _check_backup_store(settings: dict[str, Any], data: Path) -> None:
    """The store must be one that can be asked, and what opens it must lie where whoever gets the data has it not."""
    if not settings["BACKUP_STORE"]:
        return
    sentence = "must be an address such as https://s3.example.org/bucket/folder"
    _check("BACKUP_STORE", settings["BACKUP_STORE"], store_place, sentence, shown=False)
    if settings["MODE"] == "production" and not settings["BACKUP_STORE"].startswith("https://"):
        raise SettingWrong("CASEAPP_BACKUP_STORE must begin with https:// where there are real records.")
    if find_spec("boto3") is None:
        raise SettingWrong("CASEAPP_BACKUP_STORE needs a package more: pip install caseapp[store]")
    path = Path(settings["BACKUP_STORE_KEY_FILE"])
    if path.resolve().is_relative_to(data.resolve()):
        raise SettingWrong("CASEAPP_BACKUP_STORE_KEY_FILE lies inside CASEAPP_DATA: keys belong outside it.")
    load_store_keys(path)


def load_store_keys(path: Path) -> tuple[str, str]:
    """The two lines of the file that opens the store: the key's id, and its secret."""
    lines = read_privately(path, "The key file of the store (CASEAPP_BACKUP_STORE_KEY_FILE)").split()
    if len(lines) != 2:
        raise SettingWrong(f"The key file of the store {path} needs two lines: the id of the key, and its secret.")
    return lines[0], lines[1]


def load_keys(app: Flask) -> KeyRing:
    """The installation's keys; `SettingWrong` where there are none."""
    place = app.extensions[PLACE] = key_place(app.config)
    return place.load()


def load_secrets(app: Flask) -> None:
    """The signing secrets: the file's first line signs, the lines below it still verify."""
    path = Path(app.config["SECRET_KEY_FILE"])
    if not path.exists():
        raise SettingWrong(f"There is no secret key file {path}. Run: caseapp setup")
    lines = [line.strip() for line in read_privately(path, "The secret key file").splitlines() if line.strip()]
    if not lines or any(len(line) < 2 * SECRET_BYTES or len(set(line)) < VARIETY for line in lines):
        raise SettingWrong(f"The secret key file {path} needs lines of at least {2 * SECRET_BYTES} random characters.")
    app.config["SECRET_KEY"], *app.config["SECRET_KEY_FALLBACKS"] = lines
    app.config["WTF_CSRF_SECRET_KEY"] = lines[::-1]  # the tokens of open forms outlive a rotation too


def make_secret_file(path: Path) -> None:
    """A fresh signing secret, mode 0600."""
    write_privately(path, (secrets.token_hex(SECRET_BYTES) + "\n").encode())


def _whole(name: str, text: Any, least: int, most: int) -> int:
    if not str(text).isascii() or not str(text).isdigit() or not least <= int(text) <= most:
        raise SettingWrong(f"CASEAPP_{name} must be a whole number from {least} to {most}; it is {text!r}.")
    return int(text)


def _check(name: str, text: str, make: Callable[[str], Any], sentence: str, shown: bool = True) -> None:
    try:
        make(text)
    except (ValueError, KeyError, OSError, ArgumentError):
        raise SettingWrong(
            f"CASEAPP_{name} {sentence}; it is {text!r}." if shown else f"CASEAPP_{name} {sentence}."
        ) from None


def _postgresql(text: str) -> None:
    if not make_url(text).drivername.startswith("postgresql"):
        raise ValueError
