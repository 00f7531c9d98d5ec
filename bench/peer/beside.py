"""What the admin of Django takes for the same work, on the same people, clients and notes.

Its file is a plain SQLite; nothing is sealed, no reading is recorded, and each text is as long as ours. A client's page
is the form of the client and the list of 50 notes.
"""

import os
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from bench.visits import SEARCHED, Visit

CONTRIB = ("admin", "auth", "contenttypes", "sessions", "messages")
PROCESSORS = (
    "template.context_processors.request",
    "contrib.auth.context_processors.auth",
    "contrib.messages.context_processors.messages",
)
WORDS = "Words of a note. "


class Copied(NamedTuple):
    """A table of the admin, the places of its columns that name other rows, and where its rows come from."""

    columns: str
    references: tuple[int, ...]
    asked: str


COPIED = {
    "peer_person": Copied("id, username, name", (), "SELECT id, username, name FROM users"),
    "peer_client": Copied(
        "id, team, mentor_id, given_name, family_name, preferred_name, birth_on, status",
        (2,),
        """SELECT c.id, t.name, a.mentor_id, c.given_name, c.family_name, coalesce(c.preferred_name, ''), c.birth_on,
          c.status
        FROM clients c JOIN teams t ON t.id = c.team_id
        LEFT JOIN assignments a ON a.client_id = c.id AND a.ends_on IS NULL""",
    ),
    "peer_note": Copied(
        "id, client_id, mentor_id, held_on, starts_at, minutes, mode, outcome, note, next_step",
        (1, 2),
        f"""SELECT id, client_id, mentor_id, held_on, starts_at, minutes, mode, outcome,
          substr(replace(hex(zeroblob(max(coalesce(length(note_sealed), 0) / 17, 0))), '00', '{WORDS}'), 1), ''
        FROM activities""",
    ),
}


def is_installed() -> bool:
    """Whether Django is there, which is only needed here."""
    from importlib.util import find_spec

    return find_spec("django") is not None


class Admin:
    """The admin over the records of an installation, which are copied into a file of its own."""

    def __init__(self, home: Path, records: Any) -> None:
        import django
        from django.conf import settings

        kept = home / "peer.sqlite3"
        is_new = not kept.exists()
        settings.configure(
            SECRET_KEY=os.urandom(16).hex(),
            ALLOWED_HOSTS=["testserver"],
            ROOT_URLCONF="bench.peer.urls",
            DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(kept)}},
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
            INSTALLED_APPS=[f"django.contrib.{name}" for name in CONTRIB] + ["bench.peer"],
            MIDDLEWARE=[
                "django.contrib.sessions.middleware.SessionMiddleware",
                "django.middleware.csrf.CsrfViewMiddleware",
                "django.contrib.auth.middleware.AuthenticationMiddleware",
                "django.contrib.messages.middleware.MessageMiddleware",
            ],
            TEMPLATES=[
                {
                    "BACKEND": "django.template.backends.django.DjangoTemplates",
                    "APP_DIRS": True,
                    "OPTIONS": {"context_processors": [f"django.{name}" for name in PROCESSORS]},
                }
            ],
            STATIC_URL="/static/",
            USE_TZ=True,
        )
        django.setup()
        if is_new:
            _fill(kept, records)
        from django.contrib.auth import get_user_model
        from django.test import Client as Browser

        self.browser = Browser()
        self.browser.force_login(get_user_model().objects.get())
        from django.db.models import Count

        from bench.peer.models import Client, Person

        self._mentors = dict(Person.objects.values_list("username", "id"))
        hers = Client.objects.filter(mentor__username="board1").annotate(notes=Count("note")).order_by("-notes")
        self._clients = [client.id for client in hers]
        self._many, self._few = self._clients[:2]

    def page(self, visit: Visit) -> Callable[[], Any] | None:
        """The same work as that visit, or nothing where the admin has no page for it."""
        mentor = self._mentors[visit.person]
        lists = {
            "first page, mentor of 20": f"mentor__id__exact={mentor}",
            "first page, mentor of 100": f"mentor__id__exact={mentor}",
            "list, mentor of 100": f"mentor__id__exact={mentor}",
            "list, supervisor of 500": "team=Team+large",
            "search a name": f"team=Team+large&q={SEARCHED}",
        }
        if visit.name in lists:
            return lambda: self._seen(f"/admin/peer/client/?{lists[visit.name]}")
        if visit.name in ("client, few notes", "client, many notes"):
            client = self._few if "few" in visit.name else self._many
            return lambda: (
                self._seen(f"/admin/peer/client/{client}/change/"),
                self._seen(f"/admin/peer/note/?client__id__exact={client}"),
            )
        return {"save a note": self._save_note, "save a roll-call": self._save_roll_call}.get(visit.name)

    def _seen(self, path: str) -> Any:
        response = self.browser.get(path)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        return response

    def _sent(self, path: str, form: dict[str, Any]) -> Any:
        response = self.browser.post(path, form)
        assert response.status_code == 302, response.content[:2000]
        return response

    def _save_note(self) -> Any:
        when = {"held_on": date(2026, 11, 1).isoformat(), "starts_at": "10:00", "minutes": 60}
        words = {"mode": "in_person", "outcome": "held", "note": 10 * WORDS, "next_step": "Call"}
        people = {"client": self._few, "mentor": self._mentors["board1"]}
        return self._sent("/admin/peer/note/add/", {**people, **when, **words})

    def _save_roll_call(self) -> Any:
        marks = {f"mark_set-{name}": value for name, value in (("TOTAL_FORMS", 20), ("INITIAL_FORMS", 0))}
        for number, client in enumerate(self._clients[:20]):
            marks |= {f"mark_set-{number}-client": client, f"mark_set-{number}-mark": "present"}
        return self._sent("/admin/peer/meeting/add/", {"held_on": "2026-11-01", **marks})


def _fill(kept: Path, records: Any) -> None:
    """Tables, a superuser and the records, under numbers as Django gives them."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    get_user_model().objects.create_superuser("bench", password=os.urandom(16).hex())
    numbers: dict[str | None, int | None] = {None: None}
    with sqlite3.connect(kept) as connection:
        for table, copied in COPIED.items():
            rows = [list(row) for row in records.execute(copied.asked)]
            for number, row in enumerate(rows, 1):
                numbers[row[0]] = row[0] = number
                for place in copied.references:
                    row[place] = numbers[row[place]]
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} ({copied.columns}) VALUES ({marks})", rows)
