"""The table of the bench: what stands beside a page does as much as it says, and is measured in turn."""

from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from bench import measuring
from bench.bare import Bare
from bench.budgets import Cost, read_budgets
from bench.measuring import cpu_of
from bench.pages import Line, table
from bench.peer.beside import Admin
from bench.seed import TINY, fill
from bench.served import Waits
from bench.subjects import group_of
from bench.visits import Visit, main_visits
from caseapp.db import db, sealing


@pytest.fixture
def engine():
    """The bare pages read the encrypted file."""
    return "sqlite"


@pytest.fixture
def floor(app, tmp_path):
    fill(TINY)
    db.session.remove()
    with closing(Bare(tmp_path, Path(db.engine.url.database), app.extensions["keys"], 2, group_of("board1"))) as floor:
        yield floor


@pytest.mark.parametrize("name", ["first page, mentor of 20", "client, many notes"])
def test_a_bare_page_is_as_long_opens_as_much_and_leaves_one_row_in_a_trail(floor, monkeypatch, name):
    visit = next(each for each in main_visits() if each.name == name)
    get = floor.page(visit, Cost(rows=40, seals=7, bytes=40_000))
    opened = []
    unseal = sealing.unseal
    monkeypatch.setattr("bench.bare.unseal", lambda *given: opened.append(unseal(*given)))
    ((before,),) = floor.own.execute("SELECT count(*) FROM trail").fetchall()
    answer = get()
    assert 40_000 <= len(answer.data) < 40_100
    assert len(opened) == 7
    assert floor.own.execute("SELECT count(*) FROM trail").fetchall() == [(before + 1,)]


def test_a_bare_save_seals_as_much_and_stores_its_rows_with_one_of_the_trail(floor):
    visit = next(each for each in main_visits() if each.name == "save a roll-call")
    assert floor.page(visit, Cost(seals=2))().status_code == visit.answer
    kept = floor.own.execute("SELECT words FROM attendance_marks").fetchall()
    assert sum(bool(words) for (words,) in kept) == 2
    assert len(kept) == 20
    assert floor.own.execute("SELECT page FROM trail").fetchall() == [("save a roll-call",)]


def test_hello_is_three_kilobytes(floor):
    answer = floor.hello()()
    assert "Yael" in answer.text
    assert 2_900 < len(answer.data) < 3_100


def test_each_side_is_measured_in_turn_after_one_that_is_not_counted(monkeypatch):
    asked = []
    monkeypatch.setattr(measuring, "WARMING", 2)
    monkeypatch.setattr(measuring.time, "process_time", lambda: len(asked) / 1000)

    def side(name, work):
        return lambda: lambda: asked.extend([name] * work)

    assert cpu_of({"ours": side("ours", 3), "bare": side("bare", 1)}, 2) == pytest.approx({"ours": 3, "bare": 1})
    warming = 2 * ["ours"] * 3 + 2 * ["bare"]
    assert asked == warming + 2 * (2 * ["ours"] * 3 + 2 * ["bare"])


def test_the_table_has_a_line_for_each_page_and_says_what_was_not_measured():
    visits = [Visit(name, "board1", "/") for name in read_budgets()]
    numbers = count(1)
    lines = [
        Line(visit, Cost(), {"ours": 10.0, "hello": 4.0}, {"years": 1.02}, {}, {1: Waits(next(numbers), 9)})
        for visit in visits
    ]
    shown = table(lines).splitlines()
    assert len(shown) == 2 + len(visits)
    assert (
        Line(visits[0], Cost(), lines[0].cpu, {"years": 1.2}, {"years": 1.0, "clients": 1.1}).ratios()["growth"] == 1.1
    )
    assert lines[0].ratios()["growth"] == 1.02, "where nothing is counted"
    assert shown[2] == "| light page | 10.0 | 2.5 | – | – | – | 1.02 | – | 0 | 0 | 0 | 1 | 9 | – | – |"


def test_the_admin_of_django_does_the_same_work(floor, tmp_path, monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # a browser of this process may have left its loop running
    admin = Admin(tmp_path, floor.records)
    pages = {visit.name: page for visit in main_visits() if (page := admin.page(visit))}
    for page in pages.values():
        page()
    assert pages["list, supervisor of 500"]().text.count("field-given_name") == TINY.large_mentor
    assert pages.keys() >= {"first page, mentor of 20", "client, few notes", "save a note", "save a roll-call"}
