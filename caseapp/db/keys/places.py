"""Where an installation keeps its keys: in a file of its own, or in a vault that a command asks."""

import os
import shlex
import signal
import stat
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from time import monotonic
from typing import Any, Protocol

from filelock import FileLock

from caseapp.db.keys.ring import KeyRing, from_text, load_ring, save_ring, to_text
from caseapp.errors import SettingWrong

FILE_WAIT = 5.0
START_SECONDS = 30.0
PAGE_SECONDS = 5.0
PAUSE_SECONDS = 30.0


class KeyPlace(Protocol):
    """What holds the keys. `fault` is the sentence of the last time when it could not be asked."""

    fault: str

    def load(self) -> KeyRing:
        """The keys; `SettingWrong` with a sentence where there are none."""

    def newer(self) -> KeyRing | None:
        """The keys that it holds now, for a page that waits; nothing where it cannot be asked."""

    def keep(self, keys: KeyRing) -> None:
        """Hold these keys too, for good, before this returns; `SettingWrong` where that fails."""

    def keep_from_host(self, keys: KeyRing) -> None:
        """Hold what another host has kept in its place and sent, where that is not this place."""


class KeyFile:
    """A file of this host, mode 0600."""

    fault = ""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __str__(self) -> str:
        return f"The key file {self.path}"

    def load(self) -> KeyRing:
        """The keys in the file."""
        if not self.path.exists():
            raise SettingWrong(f"There is no key file {self.path}. Run: caseapp setup")
        return load_ring(self.path)

    def newer(self) -> KeyRing | None:
        """The keys in the file."""
        with suppress(SettingWrong):
            return self.load()
        return None

    def keep(self, keys: KeyRing) -> None:
        """Add them to the file, where other processes of this host may do the same."""
        with FileLock(f"{self.path}.lock", timeout=FILE_WAIT, mode=0o600):
            ring = load_ring(self.path)
            ring.learn(keys)
            save_ring(self.path, ring)

    def keep_from_host(self, keys: KeyRing) -> None:
        """Each host has a file of its own. Where it cannot be written, the next start asks the database again."""
        with suppress(OSError, SettingWrong):
            self.keep(keys)


class KeyCommand:
    """A program that prints the keys when called with `get`, and keeps those of its standard input with `store`."""

    fault = ""

    def __init__(self, command: str, lock: Path) -> None:
        self.words = _words_of(command)
        self.lock = lock
        self.asked_at: float | None = None

    def __str__(self) -> str:
        return f"The key command {self.words[0]}"

    def load(self) -> KeyRing:
        """The keys that it prints."""
        return self._get(START_SECONDS)

    def newer(self) -> KeyRing | None:
        """The keys that it prints: asked seldom and for a short time, because a page waits."""
        if self.asked_at is not None and monotonic() < self.asked_at + PAUSE_SECONDS:
            return None
        self.asked_at = monotonic()
        try:
            ring = self._get(PAGE_SECONDS)
        except SettingWrong as fault:
            self.fault = str(fault)
            return None
        self.fault = ""
        return ring

    def keep(self, keys: KeyRing) -> None:
        """Hand all keys over to be kept, and believe it when they are printed again."""
        with FileLock(self.lock, timeout=FILE_WAIT, mode=0o600):
            ring = self.load()
            ring.learn(keys)
            try:
                self._ask("store", START_SECONDS, to_text(ring))
                is_kept = to_text(self.load()) == to_text(ring)
            except SettingWrong as fault:
                raise SettingWrong(f"The new key was not kept, and nothing was done with it. {fault}") from None
            if not is_kept:
                raise SettingWrong(
                    f"The new key was not kept, and nothing was done with it. {self} ended well after `store`, but "
                    "does not print the new keys with `get`."
                )

    def keep_from_host(self, keys: KeyRing) -> None:
        """All hosts ask one vault, which holds them already."""

    def _get(self, seconds: float) -> KeyRing:
        output = self._ask("get", seconds)
        if not output.strip():
            raise SettingWrong(f"{self} printed nothing with `get`. For a new installation: caseapp keys new")
        try:
            return from_text(output.decode())
        except (ValueError, KeyError, IndexError):
            raise SettingWrong(f"{self} printed something else than the keys of an installation.") from None

    def _ask(self, verb: str, seconds: float, given: str = "") -> bytes:
        """What it prints. What it says of faults is thrown away, because it may name a key."""
        try:
            program = Popen([*self.words, verb], stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True)
        except OSError as fault:
            raise SettingWrong(f"{self} cannot be started: {fault.strerror}.") from None
        with program:
            try:
                output, _ = program.communicate(given.encode(), timeout=seconds)
            except TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(program.pid, signal.SIGKILL)
                raise SettingWrong(f"{self} did not end within {seconds:.0f} seconds of `{verb}`.") from None
        if program.returncode:
            raise SettingWrong(f"{self} failed with `{verb}`: it ended with {program.returncode}.")
        return output


def key_place(settings: dict[str, Any]) -> KeyPlace:
    """Where the settings say that the keys are."""
    if settings["KEY_COMMAND"]:
        return KeyCommand(settings["KEY_COMMAND"], Path(settings["DATA"]) / "keys.lock")
    return KeyFile(Path(settings["KEY_FILE"]))


def _words_of(command: str) -> list[str]:
    """The program and its arguments; no shell reads them. Whoever can change the program has the keys."""
    try:
        words = shlex.split(command)
    except ValueError:
        raise SettingWrong("CASEAPP_KEY_COMMAND has a quotation mark that is not closed.") from None
    program = Path(words[0] if words else "")
    if not program.is_absolute() or not os.access(program, os.X_OK) or not program.is_file():
        raise SettingWrong("CASEAPP_KEY_COMMAND must begin with the whole path of a program that can be started.")
    if program.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise SettingWrong(f"The key command {program} can be changed by others: chmod go-w it, and look what it does.")
    return words
