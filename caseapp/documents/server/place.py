"""Where the drawing server is found: two sockets and a key, in a folder that only this account can open."""

import hashlib
import os
import secrets
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

from caseapp import charts, documents

KEY_BYTES = 32
_BACKLOG = 128
_NOT_THERE = (FileNotFoundError, ConnectionRefusedError)


class Place(NamedTuple):
    """One folder for each state of the drawing code, so that processes of an older version keep their own server."""

    folder: Path

    @property
    def requests(self) -> Path:
        """The socket for reports, one connection for each."""
        return self.folder / "requests"

    @property
    def users(self) -> Path:
        """The socket on which each process that uses the server stays connected; it ends after the last of them."""
        return self.folder / "users"

    @property
    def key(self) -> Path:
        return self.folder / "key"


def find_place() -> Place:
    """The folder, made where it is missing; `PermissionError` where it belongs to somebody else."""
    whole = Path(tempfile.gettempdir()) / f"caseapp-drawing-{os.getuid()}"
    for folder in (whole, whole / _code()):
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.stat(follow_symlinks=False)
        if found.st_uid != os.getuid() or found.st_mode & 0o077:
            raise PermissionError("The folder of the drawing server belongs to somebody else.")
    return Place(whole / _code())


def connect(path: Path) -> socket.socket:
    """A connection to one of the sockets; `OSError` where nobody listens."""
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(str(path))
    except OSError:
        connection.close()
        raise
    return connection


def connect_as_user(place: Place) -> socket.socket:
    """A connection that keeps the server alive; a server is started where there is none."""
    try:
        return connect(place.users)
    except _NOT_THERE:
        pass
    from filelock import FileLock

    with FileLock(place.folder / "start.lock", mode=0o600):
        try:
            return connect(place.users)
        except _NOT_THERE:
            _start(place)
        return connect(place.users)


def _start(place: Place) -> None:
    """Start the server on listening sockets: whoever connects meanwhile waits there until it is ready."""
    key = os.open(_free(place.key), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(key, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
    with _listening(place.requests) as requests, _listening(place.users) as users:
        fds = (requests.fileno(), users.fileno())
        subprocess.Popen(
            (sys.executable, "-m", f"{__package__}.process", *map(str, fds), str(place.folder)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # a pipe of whoever came first would stay open for all the others
            pass_fds=fds,
            cwd="/",
            env=_environ(),
            start_new_session=True,
        )


def _environ() -> dict[str, str]:
    """The environment without the installation's settings, which may hold secrets and mean nothing to a drawing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CASEAPP_")}
    return {**kept, "PYTHONPATH": os.pathsep.join(os.path.abspath(path) for path in sys.path)}


def _listening(path: Path) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(_free(path)))
    path.chmod(0o600)
    listener.listen(_BACKLOG)
    return listener


def _free(path: Path) -> Path:
    path.unlink(missing_ok=True)
    return path


@cache
def _code() -> str:
    """Changes with the interpreter and with each file of the drawing code."""
    packages = [Path(package.__path__[0]) for package in (charts, documents)]
    sources = sorted(path for package in packages for path in package.rglob("*.py"))
    state = [sys.executable, sys.version, *(f"{path} {path.stat().st_mtime_ns}" for path in sources)]
    return hashlib.sha256("\n".join(state).encode()).hexdigest()[:16]
