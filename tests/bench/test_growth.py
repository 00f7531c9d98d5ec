"""No page reads more after five times the years, or with five times the clients of other people."""

from dataclasses import replace

import pytest

from bench.budgets import cost_of
from bench.seed import CLIENTS, QUICK, YEARS, seeded
from bench.visits import main_visits, other_visits, signed_in
from caseapp.db import db

pytestmark = pytest.mark.prove

# Long enough that whatever is shown of a year, or fifty at a time, is there in full.
BASE = replace(QUICK, notes=6_000, few=120, many=400)
ALLOWED, FEW = 1.15, 1_500  # instructions that a page of any size may have more
SHOWS_ALL = {
    "group": "of how many meetings each member was there counts all of them, in an index",
    "plan review": "what happened since the last review, and here there was none",
    "client, few notes": "a goal's ladder is drawn from its first day, with all its ratings",
    "client, many notes": "the same",
    "records of a client": "the same",
    "goal": "the same",
    "passages about others": "all texts of the file can hold one",
    "search a client's notes": "all of them are opened, up to a thousand",
    "approvals of a client": "all of them, each with what counts against it",
    "what counts against an approval": "the same: which approval a contact counts against depends on those before",
    "goal attainment": "all ratings of the goals, which its figures are made of",
    "erasure of a client": "how many records of each kind there are, counted",
    "erasure to be confirmed": "the same",
    "reports": "for each client whether a report is due",
}


@pytest.fixture(autouse=True)
def clock():
    """An installation is filled up to the day of this machine."""
    return


def instructions(home, size):
    app = seeded(home, size)
    with app.app_context():
        visits, engine = (*main_visits(), *other_visits()), db.engine
        browsers = {visit.person: signed_in(app, visit.person) for visit in visits}
        db.session.remove()
    found = {}
    for visit in visits:
        visit.prepare(browsers[visit.person])()
        found[visit.name] = cost_of(engine, visit.prepare(browsers[visit.person])).instructions
    return found


@pytest.mark.parametrize("engine", ["sqlite"])
def test_what_a_page_reads_does_not_grow(engine, tmp_path):
    before = instructions(tmp_path / "base", BASE)
    faults = {}
    for what in (YEARS, CLIENTS):
        after = instructions(tmp_path / what, BASE.more(what))
        for name, number in before.items():
            if after[name] > ALLOWED * number + FEW and name not in SHOWS_ALL:
                faults[f"{name}, five times the {what}"] = f"{number} to {after[name]}"
    assert faults == {}
