"""What each page costs, beside a bare Flask page of the same bytes and the Django admin.

    .venv/bin/python bench/pages.py --notes 200000        # fills an installation first, which takes some minutes
    .venv/bin/python bench/pages.py --from /tmp/seeded    # on one that bench/seed.py has filled
    .venv/bin/python bench/pages.py --growth              # beside five times the years, and five times the clients
    .venv/bin/python bench/pages.py --engine postgresql   # on a server of its own
    .venv/bin/python bench/pages.py --check               # fails where a page is above its budget

Processor time for each request, medians of rounds in which ours, `hello`, the bare page (bench/bare.py) and the admin
are asked in turn, with the memory settled as in a web process: only the ratios of one run say anything. Waiting is
measured through `caseapp serve`.
"""

import argparse
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from flask.testing import FlaskClient
from flask_login import current_user

from bench.bare import HELLO, Bare
from bench.budgets import Cost, cost_of, over_budget
from bench.measuring import Prepare, cpu_of
from bench.peer import beside
from bench.peer.beside import Admin
from bench.postgresql import own_database
from bench.seed import CLIENTS, STAMP, YEARS, Size, seeded, settings, size_of
from bench.served import EIGHT, HttpBrowser, Waits, memory_of, serving, waits
from bench.subjects import group_of
from bench.visits import Visit, main_visits, signed_in
from caseapp.access import Capability, requires
from caseapp.app.setup import prepare as prepare_app
from caseapp.cli.serving.generation import settle_memory
from caseapp.db import db

ROOT = Path(__file__).resolve().parent.parent
EVERY_REQUEST = Visit("what every request costs", "board1", "/hello")


@dataclass
class Line:
    """One page of the table; figures that were not measured are missing."""

    visit: Visit
    cost: Cost
    cpu: dict[str, float]
    growth: dict[str, float] = field(default_factory=dict)
    growth_counted: dict[str, float] = field(default_factory=dict)
    waits: dict[int, Waits] = field(default_factory=dict)

    def ratios(self) -> dict[str, float]:
        """Ours by each of the others, and what the budget calls growth: of instructions where they are counted."""
        found = {name: self.cpu["ours"] / taken for name, taken in self.cpu.items() if name != "ours"}
        growth = self.growth_counted or self.growth
        return {**found, "growth": max(growth.values())} if growth else found


class Installation:
    """An application over a filled installation, and people who are signed in to it."""

    def __init__(self, app: Flask, home: Path) -> None:
        self.app, self.home = app, home
        add_hello(app)
        with app.app_context():
            self.visits = (EVERY_REQUEST, *main_visits())
            self.engine = db.engine
            people = {visit.person for visit in self.visits}
            self.browsers: dict[str, FlaskClient] = {name: signed_in(app, name) for name in people}
            self.group = group_of("board1")
            db.session.remove()

    def bare(self) -> Bare:
        """The floor over the same file; on PostgreSQL `hello` alone uses it."""
        ring, config = self.app.extensions["keys"], self.app.config
        return Bare(self.home, Path(config["DATA"]) / "caseapp.db", ring, int(config["CACHE_MB"]), self.group)

    def prepared(self, visit: Visit) -> Prepare:
        """That visit, by the person for whom it is measured."""
        return lambda: visit.prepare(self.browsers[visit.person])

    def cost(self, visit: Visit) -> Cost:
        """What it costs in figures that do not depend on the machine."""
        prepare = self.prepared(visit)
        prepare()()
        return cost_of(self.engine, prepare())


def add_hello(app: Flask) -> None:
    """The page of `hello`, to somebody who is signed in: the rest is what this application does at each request."""
    page = app.jinja_env.from_string(HELLO)

    @requires(Capability.USE_OWN_ACCOUNT)
    def say_hello() -> str:
        return page.render(name=current_user.name)

    app.view_functions["hello"] = say_hello
    app.url_map.add(app.url_rule_class("/hello", endpoint="hello", methods={"GET"}))  # Flask may be done with its own


def measured(ours: Installation, rounds: int, larger: dict[str, Installation]) -> Iterator[Line]:
    """Each page with what is beside it."""
    floor, is_sqlite = ours.bare(), ours.engine.dialect.name == "sqlite"
    peer = Admin(ours.home, floor.records) if is_sqlite and beside.is_installed() else None
    hello = floor.hello()
    for number, visit in enumerate(ours.visits):
        cost = ours.cost(visit)
        sides: dict[str, Prepare] = {"hello": lambda: hello, "ours": ours.prepared(visit)}
        bare = floor.page(visit, cost) if is_sqlite else None
        if bare:
            sides["bare"] = lambda bare=bare: bare  # type: ignore[misc]
        admin = peer.page(visit) if peer else None
        if admin:
            sides["django"] = lambda admin=admin: admin  # type: ignore[misc]
        sides |= {what: installation.prepared(installation.visits[number]) for what, installation in larger.items()}
        counted = {what: each.cost(each.visits[number]) for what, each in larger.items()} if is_sqlite else {}
        cpu = cpu_of(sides, rounds)
        growth = {what: cpu.pop(what) / cpu["ours"] for what in larger}
        more = {what: each.instructions / cost.instructions for what, each in counted.items()}
        yield Line(visit, cost, cpu, growth, more)


@contextmanager
def people_of(ours: Installation, url: str) -> Iterator[Any]:
    """Asks for the waiting times through the web server, and in the end for its memory."""
    environ = {"CASEAPP_CONFIG": "development", "CASEAPP_HOME": str(ours.home), "CASEAPP_DATABASE_URL": url}
    with serving(environ) as (port, parent):
        browsers = {}
        for name, browser in ours.browsers.items():
            cookie = next(iter(browser._cookies.values()))
            browsers[name] = HttpBrowser(port, f"{cookie.key}={cookie.value}")

        def ask(visit: Visit, clients: int, times: int) -> Waits:
            return waits(visit, browsers[visit.person], clients, times)

        yield ask, lambda: memory_of(parent)


def table(lines: list[Line]) -> str:
    """The lines as Markdown."""
    heads = ["page", "CPU ms", "× hello", "× bare", "bare ms", "× admin", "5 × years", "5 × clients"]
    heads += ["statements", "rows", "KB"]
    heads += ["p50", "p95", "p50 of 8", "p95 of 8"]
    rows = [heads, ["---"] * len(heads), *(_cells(line) for line in lines)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cells(line: Line) -> list[str]:
    ratios, cost = line.ratios(), line.cost
    figures = [f"{line.cpu['ours']:.1f}", *(_figure(ratios.get(name)) for name in ("hello", "bare"))]
    figures += [_figure(line.cpu.get("bare")), _figure(ratios.get("django"))]
    figures += [_figure(line.growth.get(what), 2) for what in (YEARS, CLIENTS)]
    figures += [str(cost.statements), str(cost.rows), f"{cost.bytes / 1024:.0f}"]
    waited = (line.waits.get(clients) for clients in (1, EIGHT))
    figures += [f"{each:.0f}" if each else "–" for one in waited for each in (one[:2] if one else (None, None))]
    return [line.visit.name, *figures]


def _figure(number: float | None, digits: int = 1) -> str:
    return "–" if number is None else f"{number:.{digits}f}"


def filled(options: argparse.Namespace, size: Size) -> Installation:
    """The installation of that size, filled where it is not there yet."""
    home = ROOT / ".venv" / f"bench-{size.notes}-{size.clients}{'-postgresql' if options.engine != 'sqlite' else ''}"
    return Installation(seeded(home, size, url_of(options, home)), home)


def found_in(options: argparse.Namespace, folder: Path) -> Installation:
    """The installation in a folder that `bench/seed.py` has filled."""
    if not (folder / STAMP).exists():
        raise SystemExit(f"{folder} was not filled by bench/seed.py.")
    return Installation(prepare_app(settings(folder, url_of(options, folder))), folder)


def larger_ones(options: argparse.Namespace, ours: Installation) -> dict[str, Installation]:
    """Five times the years, and five times the clients."""
    folders, size = {YEARS: options.longer, CLIENTS: options.wider}, size_of(ours.home)
    return {
        what: found_in(options, folder) if folder else filled(options, size.more(what))
        for what, folder in folders.items()
    }


def url_of(options: argparse.Namespace, home: Path) -> str:
    """Of the database that belongs to that folder; none for SQLite."""
    return options.url or (own_database(home) if options.engine == "postgresql" else "")


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/pages.py", description="What each page costs.")
    parser.add_argument("--notes", type=int, default=Size.notes)
    parser.add_argument("--clients", type=int, default=Size.clients)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--url", default="", help="of the PostgreSQL database, instead of a server of its own")
    parser.add_argument("--from", dest="folder", type=Path, help="a folder that bench/seed.py has filled")
    parser.add_argument("--growth", action="store_true", help="beside five times the years, and five times the clients")
    parser.add_argument("--longer", type=Path, help="the folder of the one, where bench/seed.py has filled it")
    parser.add_argument("--wider", type=Path, help="the folder of the other")
    parser.add_argument("--check", action="store_true", help="fail where a page is above its budget")
    parser.add_argument("--unserved", action="store_true", help="without waiting times and memory")
    options = parser.parse_args()
    logging.disable(logging.INFO)
    sized = Size.of(options.notes, options.clients)
    ours = found_in(options, options.folder) if options.folder else filled(options, sized)
    larger = larger_ones(options, ours) if options.growth else {}
    settle_memory()
    lines = list(measured(ours, options.rounds, larger))
    memory: list[float] = []
    if not options.unserved:
        with people_of(ours, url_of(options, ours.home)) as (ask, read_memory):
            for line in lines[1:]:  # the first is a page of the bench alone
                line.waits = {clients: ask(line.visit, clients, options.rounds) for clients in (1, EIGHT)}
            memory = read_memory()
    print(table(lines))
    print(f"\nhello {lines[0].cpu['hello']:.2f} ms; load of the machine {os.getloadavg()[0]:.1f}")
    refused = sum(one.refused for line in lines for one in line.waits.values())
    if not any("django" in line.cpu for line in lines):
        print("The admin was not measured: it needs SQLite, and Django (.venv/bin/python -m pip install django).")
    if refused:
        print(f"{refused} answers asked to try again in a moment")
    if memory:
        print(f"memory: {sum(memory):.0f} MB together ({', '.join(f'{taken:.0f}' for taken in memory)} MB)")
    if not options.check:
        return 0
    found = [sentence for line in lines for sentence in over_budget(line.visit.name, line.ratios())]
    print("\n".join(found) or "Every page is within its budget.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
