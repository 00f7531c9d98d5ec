"""Hashing of passwords: argon2id, one at a time on the whole host, never inside a write transaction."""

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app

from caseapp.accounts.models import User
from caseapp.accounts.password_rules import PASSWORD_MAX, normal_password
from caseapp.errors import Crowded, Unavailable
from caseapp.host_turns import HostTurn

if TYPE_CHECKING:
    from argon2 import PasswordHasher

PLACES = 8  # in each web process: half of its threads are left for pages
_places = threading.BoundedSemaphore(PLACES)
_has_place: ContextVar[bool] = ContextVar("has_place", default=False)


def hash_password(password: str) -> str:
    """The hash to store, at the current cost; `Crowded` where the hashing slot stays taken."""
    hasher = _hasher(current_app.config["PASSWORD_COST"])
    with _hashing_slot():
        return hasher.hash(normal_password(password))


def known_words(person: User) -> list[str]:
    """Words about the person that a guesser would try."""
    return [person.username, person.name, str(current_app.config["ORGANISATION"])]


def is_right(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Whether the password fits the stored hash, and a stronger hash to store where the cost has risen.

    Where nothing is stored, a decoy is verified, so that an unknown person takes as long as a known one.
    """
    if len(password) > PASSWORD_MAX * 4:
        return False, None
    cost = current_app.config["PASSWORD_COST"]
    hasher = _hasher(cost)
    with _hashing_slot():
        decoy = _decoy(cost)
        fits = _fits(hasher, stored or decoy, normal_password(password))
        if not fits or stored is None:
            return False, None
        return True, hasher.hash(normal_password(password)) if hasher.check_needs_rehash(stored) else None


def _fits(hasher: "PasswordHasher", stored: str, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher(cost: tuple[int, int, int]) -> "PasswordHasher":
    from argon2 import PasswordHasher

    passes, kibibytes, lanes = cost
    return PasswordHasher(time_cost=passes, memory_cost=kibibytes, parallelism=lanes)


@cache
def _decoy(cost: tuple[int, int, int]) -> str:
    return _hasher(cost).hash(os.urandom(16).hex())


@contextmanager
def hashing_place() -> Iterator[None]:
    """One of the places of this process for what ends in hashing, with the writing before and after it; at once
    `Crowded` where all are taken, so that a crowd leaves threads and the write lock for pages."""
    if _has_place.get():
        yield
        return
    if not _places.acquire(blocking=False):
        raise Crowded(current_app.config["HASHING_WAIT"])
    token = _has_place.set(True)
    try:
        yield
    finally:
        _has_place.reset(token)
        _places.release()


@contextmanager
def _hashing_slot() -> Iterator[None]:
    """One hash at a time for all processes, so that many sign-ins at once do not slow down everybody's pages."""
    wait = current_app.config["HASHING_WAIT"]
    with hashing_place():
        turn = HostTurn(_slot_file())
        try:
            turn.take(wait)
        except TimeoutError:
            raise Crowded(wait) from None
        except OSError as fault:
            raise Unavailable(f"the hashing slot: {fault.strerror}") from None
        try:
            yield
        finally:
            turn.give_back()


def _slot_file() -> Path:
    data = Path(current_app.config["DATA"])
    if data.is_dir() and os.access(data, os.W_OK):
        return data / "hashing.lock"
    return Path(tempfile.gettempdir()) / f"caseapp-hashing-{os.getuid()}.lock"
