"""The floor of each page: Flask without extensions, and nothing of ours but the encryption.

`hello` fetches one row by one prebuilt statement and fills a loaded template of 3 KB. The bare page of a visit fetches
its rows from the same encrypted file by one prebuilt statement, opens as many sealed values, fills a plain template to
as many bytes and commits one row of a trail; a bare save seals as many values and inserts its rows with the trail's.
There is no session, no person, no access check, no translation. What is written goes to a file of its own.
"""

from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Flask, render_template
from jinja2 import DictLoader

from bench.budgets import Cost
from bench.visits import SEARCHED, Visit
from caseapp.db.engine import open_sqlite
from caseapp.db.keys.ring import KeyRing
from caseapp.db.sealing import seal, unseal

LINE = "<p>A line of text.</p>\n"
HELLO = "<!doctype html><title>{{ name }}</title><main>{{ name }}</main>" + LINE * 130
LIST = (
    "<!doctype html><title>{{ name }}</title><ul>{% for row in rows %}<li>"
    "{% for cell in row %}<b>{{ cell }}</b>{% endfor %}%s</li>{% endfor %}</ul>%s"
)

# Of each row the first three columns are the place, the row and the bytes of what is sealed.
LAST_MET = """(SELECT max(held_on) FROM activities
  WHERE client_id = c.id AND outcome IN ('held', 'partly') AND error_at IS NULL AND held_on <= date('now'))"""
NEXT_MEETING = """(SELECT min(held_on) FROM activities
  WHERE client_id = c.id AND outcome = 'planned' AND error_at IS NULL AND held_on >= date('now'))"""
PERSON = "SELECT 'users:none', u.id, NULL, u.username, u.name, u.role FROM users u WHERE u.username = :person"
FIRST_PAGE = f"""
  SELECT 'follow_ups:words_sealed', coalesce(f.id, c.id), f.words_sealed, f.due_on, c.given_name, c.family_name,
    c.preferred_name, {LAST_MET}, {NEXT_MEETING}
  FROM users u JOIN assignments a ON a.mentor_id = u.id AND a.ends_on IS NULL JOIN clients c ON c.id = a.client_id
  LEFT JOIN follow_ups f ON f.client_id = c.id AND f.state = 'open'
  WHERE u.username = :person ORDER BY f.due_on, c.search_name"""
CASELOAD = f"""
  SELECT 'clients:none', c.id, NULL, c.given_name, c.family_name, c.preferred_name, c.status, {LAST_MET}, {NEXT_MEETING}
  FROM users u JOIN assignments a ON a.mentor_id = u.id AND a.ends_on IS NULL JOIN clients c ON c.id = a.client_id
  WHERE u.username = :person ORDER BY c.search_name LIMIT 50"""
OF_TEAM = f"""
  SELECT 'clients:none', c.id, NULL, c.given_name, c.family_name, c.preferred_name, c.status, {LAST_MET},
    {NEXT_MEETING}, m.name
  FROM users u JOIN clients c ON c.team_id = u.team_id
  LEFT JOIN assignments a ON a.client_id = c.id AND a.ends_on IS NULL LEFT JOIN users m ON m.id = a.mentor_id
  WHERE u.username = :person"""
TEAM = f"{OF_TEAM} ORDER BY c.search_name LIMIT 50"
FOUND = f"{OF_TEAM} AND c.search_name LIKE '%{SEARCHED}%' ORDER BY c.search_name LIMIT 50"
RECORDS = """
  SELECT * FROM (
    SELECT 'activities:note_sealed', a.id, a.note_sealed, a.held_on, a.starts_at, a.minutes, a.mode, a.outcome, u.name,
      t.goal_id, t.movement
    FROM activities a JOIN users u ON u.id = a.mentor_id LEFT JOIN goal_touches t ON t.activity_id = a.id
    WHERE a.client_id = :id AND a.held_on <= date('now') ORDER BY a.held_on DESC, a.starts_at DESC LIMIT 50)
  UNION ALL
  SELECT 'ratings:none', r.id, NULL, r.rated_on, r.mentor_level, r.client_level, r.goal_id, 0, 0, 0, 0
  FROM ratings r WHERE r.client_id = :id
  UNION ALL
  SELECT 'goals:wording_sealed', g.id, g.wording_sealed, g.status, g.target_on, g.domain, 0, 0, 0, 0, 0
  FROM goals g WHERE g.client_id = :id"""
GOALS = "SELECT 'goals:wording_sealed', g.id, g.wording_sealed, g.status, g.domain FROM goals g WHERE g.client_id = :id"
MEMBERS = """
  SELECT 'attendance_marks:none', c.id, NULL, c.given_name, c.family_name, w.held_on, k.mark
  FROM memberships b JOIN clients c ON c.id = b.client_id
  LEFT JOIN (SELECT id, held_on FROM meetings WHERE group_id = :group ORDER BY held_on DESC LIMIT :meetings) w
  LEFT JOIN attendance_marks k ON k.meeting_id = w.id AND k.client_id = c.id
  WHERE b.group_id = :group ORDER BY c.search_name, w.held_on"""
READS = {
    "light page": PERSON,
    "first page, mentor of 20": FIRST_PAGE,
    "first page, mentor of 100": FIRST_PAGE,
    "list, mentor of 100": CASELOAD,
    "list, supervisor of 500": TEAM,
    "client, few notes": RECORDS,
    "client, many notes": RECORDS,
    "records of a client": RECORDS,
    "form of a note": GOALS,
    "group": MEMBERS,
    "roll-call": MEMBERS,
    "search a name": FOUND,
}
NOTE = ("activities", "goal_touches", "follow_ups", "idempotency_keys")
WRITES = {"save a note": NOTE, "save a roll-call": ("attendance_marks",) * 20}


class Bare:
    """The bare pages over the installation in a folder."""

    def __init__(self, home: Path, database: Path, ring: KeyRing, cache_mb: int, group: UUID) -> None:
        self.ring, self.group = ring, group
        self.records = open_sqlite(database, ring.database, cache_mb=cache_mb)
        self.own = open_sqlite(home / "bare.db", b"\1" * 32)
        self.own.execute("CREATE TABLE IF NOT EXISTS names (id INTEGER PRIMARY KEY, name TEXT)")
        self.own.execute("INSERT OR IGNORE INTO names VALUES (1, 'Yael')")
        self.own.execute("CREATE TABLE IF NOT EXISTS trail (id TEXT PRIMARY KEY, person TEXT, page TEXT, shown TEXT)")
        for table in {table for tables in WRITES.values() for table in tables}:
            self.own.execute(f"CREATE TABLE IF NOT EXISTS {table} (id TEXT PRIMARY KEY, client TEXT, words BLOB)")

    def close(self) -> None:
        """Leave both files."""
        self.records.close()
        self.own.close()

    def hello(self) -> Callable[[], Any]:
        """What a page costs with nothing of ours."""
        bare = _flask({"hello.html": HELLO})

        @bare.route("/")
        def page() -> str:
            ((name,),) = self.own.execute("SELECT name FROM names WHERE id = ?", (1,)).fetchall()
            return render_template("hello.html", name=name)

        browser = bare.test_client()
        return lambda: browser.get("/")

    def page(self, visit: Visit, cost: Cost) -> Callable[[], Any] | None:
        """The bare page that is as long as that one, or nothing where there is none."""
        if visit.name in WRITES:
            return self._save(visit, cost)
        if visit.name not in READS:
            return None
        asked = {"person": visit.person, "id": _id_in(visit), "group": self.group.hex, "meetings": cost.rows // 20}
        bare = _flask({})

        @bare.route("/")
        def page() -> str:
            rows = self.records.execute(READS[visit.name], asked).fetchall()
            sealed = [(place, row_id, kept) for place, row_id, kept, *_rest in rows if kept]
            for place, row_id, kept in islice(cycle(sealed), cost.seals):
                unseal(self.ring, f"{place}:{row_id}".encode(), kept)
            self._commit([], visit, [row[1] for row in rows])
            return render_template("page.html", name=visit.name, rows=[row[3:] for row in rows])

        def loaded(in_row: str, below: str) -> Callable[[], Any]:
            page_text = LIST.replace("%s", in_row, 1).replace("%s", below, 1)
            bare.jinja_env.loader = DictLoader({"page.html": page_text})
            bare.jinja_env.cache.clear()
            return bare.test_client().get

        empty = len(loaded("", "")("/").data)
        rows = len(self.records.execute(READS[visit.name], asked).fetchall())
        missing = max(cost.bytes - empty, 0)
        in_row = (LINE * (missing // max(rows, 1) // len(LINE) + 1))[: missing // max(rows, 1)]
        get = loaded(in_row, " " * (missing - rows * len(in_row)))
        assert len(get("/").data) >= cost.bytes
        return lambda: get("/")

    def _save(self, visit: Visit, cost: Cost) -> Callable[[], Any]:
        bare, words = _flask({}), "Words of a note, as long as one. " * 5

        @bare.route("/", methods=["POST"])
        def save() -> tuple[str, int]:
            tables = WRITES[visit.name]
            new = [(table, uuid4().hex) for table in tables]
            kept = [seal(self.ring, f"{table}:{row_id}".encode(), words) for table, row_id in new[: cost.seals]]
            kept += [b""] * (len(new) - len(kept))
            rows = [(table, (row_id, "client", blob)) for (table, row_id), blob in zip(new, kept, strict=True)]
            self._commit(rows, visit, ["client"])
            return "", 303

        browser = bare.test_client()
        return lambda: browser.post("/", data={"note": words})

    def _commit(self, rows: list[tuple[str, tuple[Any, ...]]], visit: Visit, shown: list[str]) -> None:
        """The rows and one of the trail, in one transaction."""
        self.own.execute("BEGIN IMMEDIATE")
        for table, values in rows:
            self.own.execute(f"INSERT INTO {table} VALUES (?, ?, ?)", values)
        trail = (uuid4().hex, visit.person, visit.name, " ".join(shown))
        self.own.execute("INSERT INTO trail VALUES (?, ?, ?, ?)", trail)
        self.own.execute("COMMIT")


def _flask(templates: dict[str, str]) -> Flask:
    bare = Flask("bare")
    bare.testing = True
    bare.jinja_env.loader = DictLoader(templates)
    return bare


def _id_in(visit: Visit) -> str | None:
    """The id in the address of a page about one row."""
    parts = visit.path.split("/") if isinstance(visit.path, str) else []
    return next((part.replace("-", "") for part in parts if len(part) == 36), None)
