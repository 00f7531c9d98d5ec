"""A long file is stored in parts, between which others write."""

from types import SimpleNamespace

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from caseapp.clock import today
from caseapp.exchange import parts
from caseapp.exchange.actions import import_caseload
from caseapp.exchange.parts import FEWEST, LONG_SECONDS, ROWS, PartPace, parts_of
from caseapp.exchange.rehearsal_actions import rehearse_files
from caseapp.exchange.spreadsheets.files import read_folder
from caseapp.exchange.spreadsheets.row_errors import Reading
from tests.exchange.sheets import counted
from tests.statements import statements

PEOPLE = st.lists(st.sampled_from("abcdefghijklmnop"), max_size=800)


@given(PEOPLE)
def test_each_row_is_in_one_part_and_all_rows_of_a_person_are_in_the_same_one_in_order(people):
    rows = tuple(SimpleNamespace(line=line, national_id=who) for line, who in enumerate(people))
    made = list(parts_of(Reading(None, rows, ()), PartPace()))
    assert sorted(row.line for part in made for row in part.rows) == list(range(len(rows)))
    holders = [{row.national_id for row in part.rows} for part in made]
    assert sum(map(len, holders)) == len(set(people))
    for who in set(people):
        (lines,) = [lines for part in made if (lines := [row.line for row in part.rows if row.national_id == who])]
        assert lines == sorted(lines)
    assert all(len(part.rows) <= parts.ROWS or len(holder) == 1 for part, holder in zip(made, holders, strict=True))


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_others_write_between_two_parts(app, folder, people, monkeypatch):
    """The lock for writing is free in each pause; the result is that of the whole file."""
    monkeypatch.setattr(parts, "ROWS", 100)
    free = []

    def pause(_seconds):
        with FileLock(app.config["WRITE_LOCK"], timeout=0) as lock:
            free.append(lock.is_locked)

    monkeypatch.setattr(parts, "sleep", pause)
    assert counted(import_caseload(people["admin"], folder).activities) == (931, 1, 3)
    assert len(free) > 9
    assert all(free)
    free.clear()
    assert counted(rehearsed(people["admin"], folder).activities) == (0, 932, 3)
    assert len(free) > 9
    assert all(free)
    assert counted(import_caseload(people["admin"], folder).activities) == (0, 932, 3)


def rehearsed(person, folder):
    return rehearse_files(person, read_folder(folder, today()), lambda *_rejected: None)


def test_parts_become_shorter_where_they_take_long_and_rests_are_as_long_as_they_were(monkeypatch):
    seconds, rests = [0.0], []
    monkeypatch.setattr(parts, "perf_counter", lambda: seconds[0])
    monkeypatch.setattr(parts, "sleep", rests.append)
    pace, sizes = PartPace(), []

    def taking(each):
        seconds[0] += each

    assert pace.rows == FEWEST
    for took in [*[0.0] * 6, *[2 * LONG_SECONDS] * 6]:
        pace.do(taking, took)
        sizes.append(pace.rows)
    assert sizes == [20, 40, 80, 160, ROWS, ROWS, ROWS // 2, ROWS // 4, ROWS // 8, ROWS // 16, FEWEST, FEWEST]
    assert rests == pytest.approx([parts.PAUSE_SECONDS] * 6 + [2 * LONG_SECONDS] * 6)
    assert LONG_SECONDS <= 0.05  # what a page waits for one part


def test_a_long_attendance_comes_in_in_parts_as_it_would_at_once(folder, people, rows, monkeypatch):
    monkeypatch.setattr(parts, "ROWS", 20)
    for come in (rehearsed, import_caseload):
        groups = come(people["admin"], folder).groups
        assert counted(groups) == (1, 0, 0)
        assert (groups.members, groups.meetings, groups.holidays, groups.marks) == (14, 10, 1, 120)
    there = rows()
    assert (there["groups"], there["memberships"], there["meetings"], there["attendance_marks"]) == (1, 14, 11, 120)
    groups = import_caseload(people["admin"], folder).groups
    assert (counted(groups), groups.members, groups.meetings, groups.marks) == ((0, 1, 0), 0, 0, 0)


def test_a_part_reads_only_what_is_stored_about_its_own_people(brought_in, folder, monkeypatch):
    monkeypatch.setattr(parts, "ROWS", 100)
    with statements() as asked:
        import_caseload(brought_in["admin"], folder)
    reads = [text for text in asked if "note_sealed" in text and "FROM activities" in text]
    assert len(reads) > 9
    assert all("activities.client_id IN" in text for text in reads)
