"""What each page costs: processor time, statements and bytes, and how many times a bare Flask page that is.

    .venv/bin/python bench/pages.py --notes 200000        # fills an installation first, which takes some minutes
    .venv/bin/python bench/pages.py --from /tmp/seeded    # on one that bench/seed.py has filled

Every page is fetched in rounds, with `hello` in between: Flask without extensions, one prebuilt statement to an
encrypted SQLite and a template of 3 KB. The figures are the medians of the rounds; `× hello` is the ratio in one run.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import sqlalchemy as sa
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import event

from bench.seed import STAMP, Size, seeded, settings
from caseapp.accounts.models import User
from caseapp.accounts.sign_in.sessions import begin_sign_in, cookie_name
from caseapp.activities.models import Activity
from caseapp.app.setup import prepare
from caseapp.clients.models import Assignment, Client
from caseapp.db import db, writing
from caseapp.db.engine import open_sqlite

HELLO = "<!doctype html><title>{{ name }}</title><main>{{ name }}</main>" + "<p>A line of text.</p>\n" * 130
Fetch = Callable[[], int]


def hello(folder: Path) -> Fetch:
    """The floor: what a page costs with nothing of ours."""
    bare, connection = Flask("hello"), open_sqlite(folder / "hello.db", b"\1" * 32)
    connection.execute("CREATE TABLE IF NOT EXISTS names (id INTEGER PRIMARY KEY, name TEXT)")
    connection.execute("INSERT OR IGNORE INTO names VALUES (1, 'Yael')")

    @bare.route("/")
    def page() -> str:
        ((name,),) = connection.execute("SELECT name FROM names WHERE id = ?", (1,)).fetchall()
        return render_template_string(HELLO, name=name)

    browser = bare.test_client()
    return lambda: len(browser.get("/").data)


def pages(app: Flask) -> dict[str, Fetch]:
    """The pages by name, each with the person for whom it is measured."""
    with db.engine.connect() as connection:
        mentor = connection.execute(sa.select(User.id).where(User.username == "board1")).scalar_one()
        notes = sa.func.count(Activity.id)
        assigned = sa.and_(Assignment.client_id == Client.id, Assignment.mentor_id == mentor)
        of_mentor = sa.select(Client.id, notes).join(Assignment, assigned).join(Activity).group_by(Client.id)
        ordered = connection.execute(of_mentor.order_by(notes.desc())).all()
    many, few = ordered[0].id, ordered[1].id
    who = {name: signed_in(app, name) for name in ("board1", "mentor100", "board", "large")}

    def page(person: str, address: str) -> Fetch:
        def fetch() -> int:
            answer = who[person].get(address)
            assert answer.status_code == 200, f"{address}: {answer.status_code}"
            assert f"{person.capitalize()} Benchley".encode() in answer.data, f"{address} was not shown to {person}"
            return len(answer.data)

        return fetch

    return {
        "light page": page("board1", "/account"),
        "first page, mentor of 20": page("board1", "/"),
        "first page, mentor of 100": page("mentor100", "/"),
        "list, mentor of 100": page("mentor100", "/clients"),
        "list, supervisor of 500": page("large", "/clients"),
        "board, 15 × 20": page("board", "/board"),
        "board of 500": page("large", "/board"),
        "client, few notes": page("board1", f"/clients/{few}"),
        "client, many notes": page("board1", f"/clients/{many}"),
        "form of a note": page("board1", f"/clients/{few}/activities/new"),
    }


def signed_in(app: Flask, username: str) -> FlaskClient:
    """A browser in which that person is signed in."""
    person = db.session.scalars(sa.select(User).where(User.username == username)).one()
    with writing():
        _row, secret = begin_sign_in(person, "bench")
    browser = app.test_client()
    browser.set_cookie(cookie_name(app), secret)
    return browser


def measure(engine: sa.Engine, floor: Fetch, named: dict[str, Fetch], rounds: int) -> None:
    """Fetch all pages in rounds and print the table. No application context may be open: requests would share it, and
    with it the person who is signed in."""
    sent: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    spent: dict[str, list[float]] = {name: [] for name in ("hello", *named)}
    waited: dict[str, list[float]] = {name: [] for name in named}
    counts, sizes = {}, {}
    for number in range(rounds + 1):
        for name, fetch in named.items():
            floor_ms, _wall = _timed(floor)
            sent.clear()
            ms, wall = _timed(lambda fetch=fetch, name=name: sizes.__setitem__(name, fetch()))
            counts[name] = len(sent)
            if number:  # the first round fills the caches
                spent["hello"].append(floor_ms)
                spent[name].append(ms)
                waited[name].append(wall)
    least = statistics.median(spent["hello"])
    print(f"{'page':<28} {'CPU ms':>8} {'p50 ms':>8} {'p95 ms':>8} {'× hello':>8} {'statements':>10} {'KB':>6}")
    print(f"{'hello':<28} {least:8.2f}")
    for name in named:
        cpu, wall = statistics.median(spent[name]), sorted(waited[name])
        p95 = wall[min(len(wall) - 1, round(0.95 * len(wall)))]
        print(
            f"{name:<28} {cpu:8.1f} {statistics.median(wall):8.1f} {p95:8.1f} {cpu / least:8.1f}"
            f" {counts[name]:10} {sizes[name] / 1024:6.1f}"
        )


def _timed(fetch: Callable[[], object]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    fetch()
    return 1000 * (time.process_time() - cpu), 1000 * (time.perf_counter() - wall)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/pages.py", description="What each page costs.")
    parser.add_argument("--notes", type=int, default=Size.notes)
    parser.add_argument("--clients", type=int, default=Size.clients)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--from", dest="folder", type=Path, help="a folder that bench/seed.py has filled")
    options = parser.parse_args()
    size = Size(notes=options.notes, clients=options.clients)
    if options.folder:
        if not (options.folder / STAMP).exists():
            raise SystemExit(f"{options.folder} was not filled by bench/seed.py.")
        home, app = options.folder, prepare(settings(options.folder))
    else:
        home = Path(__file__).resolve().parent.parent / ".venv" / f"bench-{size.notes}-{size.clients}"
        app = seeded(home, size)
    with app.app_context():
        named, engine = pages(app), db.engine
        db.session.remove()
    measure(engine, hello(home), named, options.rounds)


if __name__ == "__main__":
    main()
