"""`caseapp serve` as it runs in an installation, and people who use it over HTTP."""

import contextlib
import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import psutil

from caseapp.accounts.password_hashing import hash_password
from caseapp.activities.notes.forms import NoteForm
from caseapp.db import db, form_ids, writing
from tests.pages import Page
from tests.stores import new_app
from tests.world import make_world

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a long sentence of one's own"
LISTENING = re.compile(r"http://127\.0\.0\.1:(\d+)")


class Installation:
    """A folder with keys, records of a small organisation, and a server that can be killed."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self._settle(folder, environ)
        self.app = new_app(folder, DATABASE_URL=environ.get("CASEAPP_DATABASE_URL", ""))
        with self.app.app_context():
            world = make_world()
            self.client_id, self.other_client_id = world.client.id, world.other_client.id
            self.mentor_id = world.mentor.id
            with writing():
                for person in (world.mentor, world.other_mentor, world.supervisor, world.administrator):
                    db.session.merge(person).password_hash = hash_password(PASSWORD)
            self.let_go()

    def _settle(self, folder: Path, environ: dict[str, str]) -> None:
        self.folder = folder
        self.environ = {
            **os.environ,
            "CASEAPP_CONFIG": "development",
            **environ,
            "CASEAPP_DATA": str(folder / "data"),
            "CASEAPP_KEY_FILE": str(self.key_file),
            "CASEAPP_SECRET_KEY_FILE": str(self.key_file.with_name("secret.keys")),
            "CASEAPP_ANCHOR_FILE": str(folder / "anchors.log"),
        }
        self.server: subprocess.Popen[str] | None = None
        self.port = 0

    def another_host(self, folder: Path) -> "Installation":
        """The same records served from another host, which got a copy of the key files."""
        other = object.__new__(Installation)
        other.__dict__ = dict(self.__dict__)
        shutil.copytree(self.key_file.parent, folder / self.key_file.parent.name)
        other._settle(folder, self.environ)
        return other

    @property
    def key_file(self) -> Path:
        return self.folder / "keys" / "caseapp.keys"

    def let_go(self) -> None:
        """Leave the store to the server."""
        db.session.remove()
        db.engine.dispose()

    def form_id(self) -> str:
        """An id with which the mentor may send a note."""
        with self.app.app_context():
            return str(form_ids(self.mentor_id, NoteForm.__name__)[0])

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def start(self, processes: int = 2, port: int = 0) -> None:
        """On a port of before: somebody else's connection may have it for a moment."""
        words = ["serve", "--no-worker", "--port", str(port), "--processes", str(processes)]
        for _try in range(20 if port else 1):
            line = self._begin(words)
            if found := LISTENING.search(line):
                self.port = int(found[1])
                return
            self.server.wait()
            time.sleep(0.5)
        raise AssertionError(line + self.log.read_text())

    def _begin(self, words: list[str]) -> str:
        with self.log.open("ab") as lines:
            self.server = subprocess.Popen(
                [sys.executable, "-m", "caseapp", *words],
                cwd=ROOT,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=lines,
                text=True,
                start_new_session=True,
            )
        return str(self.server.stdout.readline())

    def kill(self) -> None:
        """All its processes at once, as when the power fails."""
        parent = psutil.Process(self.server.pid)
        for process in [parent, *parent.children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):  # a drawing ends by itself
                process.kill()
        self.server.wait()
        self.server.stdout.close()
        self.server = None

    def stop(self) -> int:
        """In order; the exit code."""
        self.server.send_signal(signal.SIGTERM)
        code = self.server.wait(60)
        self.server.stdout.close()
        self.server = None
        return code

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One command of the application."""
        return subprocess.run(
            [sys.executable, "-m", "caseapp", *words], cwd=ROOT, env=self.environ, capture_output=True, text=True
        )

    def __enter__(self) -> "Installation":
        return self

    def __exit__(self, *_) -> None:
        if self.server:
            self.kill()


class Somebody:
    """A person with a browser."""

    def __init__(self, installation: Installation, username: str) -> None:
        self.installation, self.username = installation, username
        self.cookies: SimpleCookie = SimpleCookie()

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, str]:
        """Status, and the page or where it leads; `OSError` where the connection breaks."""
        status, there, body = self._asked(path, form, headers)
        return status, there if status == 303 else body.decode()

    def ask_file(self, path: str) -> tuple[int, str, bytes]:
        """Status, where it leads, and the file."""
        return self._asked(path, None, {})

    def _asked(self, path: str, form: dict[str, str] | None, headers: dict[str, str]) -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.installation.port, timeout=60)
        headers["Cookie"] = "; ".join(f"{name}={one.value}" for name, one in self.cookies.items() if one.value)
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request("GET" if body is None else "POST", path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        except http.client.HTTPException as fault:
            raise ConnectionError from fault
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(line)
        return answer.status, answer.headers.get("Location", ""), content

    def see(self, path: str) -> Page:
        status, text = self.ask(path)
        assert status == 200, (path, status, text)
        return Page(text)

    def sign_in(self) -> "Somebody":
        token = self.see("/sign-in").field("csrf_token")
        form = {"csrf_token": token, "username": self.username, "password": PASSWORD}
        status, text = self.ask("/sign-in", form)
        assert status == 303, text
        return self
