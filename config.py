"""Settings. Each comes from the environment, is checked at the start, and is explained in docs/settings.md."""

import os
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("CASEAPP_HOME", HERE / "instance" if (HERE / "dev").exists() else "instance")).resolve()


def env(name: str, default: str) -> str:
    """The setting's text."""
    return os.environ.get(f"CASEAPP_{name}", default)


class Config:
    """Settings of every installation."""

    MODE = "production"
    DATA = env("DATA", str(HOME / "data"))
    DATABASE_URL = env("DATABASE_URL", "")
    KEY_FILE = env("KEY_FILE", str(HOME / "keys" / "caseapp.keys"))
    KEY_COMMAND = env("KEY_COMMAND", "")
    SECRET_KEY_FILE = env("SECRET_KEY_FILE", str(HOME / "keys" / "secret.keys"))
    ANCHOR_FILE = env("ANCHOR_FILE", str(HOME / "anchors.log"))
    BACKUP_FOLDER = env("BACKUP_FOLDER", str(HOME / "backups"))
    BACKUP_STORE = env("BACKUP_STORE", "")
    BACKUP_STORE_REGION = env("BACKUP_STORE_REGION", "us-east-1")
    BACKUP_STORE_KEY_FILE = env("BACKUP_STORE_KEY_FILE", str(HOME / "keys" / "store.keys"))
    ORGANISATION = env("ORGANISATION", "")
    TIME_ZONE = env("TIME_ZONE", "Asia/Jerusalem")
    TRUSTED_HOSTS = env("TRUSTED_HOSTS", "")
    TRUSTED_PROXY = env("TRUSTED_PROXY", "")
    IDLE_MINUTES = env("IDLE_MINUTES", "30")
    SESSION_HOURS = env("SESSION_HOURS", "12")
    LINK_HOURS = env("LINK_HOURS", "48")
    HASHING_WAIT = env("HASHING_WAIT", "2")
    WRITE_WAIT = env("WRITE_WAIT", "1")
    BATCH_DAYS = env("BATCH_DAYS", "7")
    SECOND_STEP = env("SECOND_STEP", "required")
    CACHE_MB = env("CACHE_MB", "32")

    PASSWORD_COST = (1, 47104, 1)  # argon2id: passes, KiB, lanes
    COOKIES_ARE_SECURE = True
    MAX_CONTENT_LENGTH = 1024 * 1024
    MAX_UPLOAD_LENGTH = 11 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE = 1024 * 1024
    WTF_CSRF_TIME_LIMIT = None
    WTF_CSRF_CHECK_DEFAULT = False  # the application checks every unsafe request itself, after the body checks


class Production(Config):
    """Behind a TLS proxy, with real records."""


class Development(Config):
    """`./dev run`: plain HTTP on this machine."""

    MODE = "development"
    COOKIES_ARE_SECURE = False
    SECOND_STEP = env("SECOND_STEP", "offered")
    TRUSTED_HOSTS = env("TRUSTED_HOSTS", "localhost,127.0.0.1,[::1]")


class Testing(Config):
    """The test suite: cheap hashing, a folder of its own for each test."""

    MODE = "testing"
    TESTING = True
    COOKIES_ARE_SECURE = False
    SECOND_STEP = "offered"
    TRUSTED_HOSTS = "localhost,127.0.0.1"
    PASSWORD_COST = (1, 64, 1)


BY_NAME = {"production": Production, "development": Development, "testing": Testing}


def chosen() -> type[Config]:
    """The class that `CASEAPP_CONFIG` names; production where nothing is said."""
    name = env("CONFIG", "production")
    if name not in BY_NAME:
        raise SystemExit(f"CASEAPP_CONFIG must be one of {', '.join(BY_NAME)}; it is {name!r}.")
    return BY_NAME[name]
