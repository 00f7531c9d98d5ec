"""A long file is stored in parts, between which others write."""

from types import SimpleNamespace

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from caseapp.exchange import actions, parts
from caseapp.exchange.actions import import_caseload
from caseapp.exchange.parts import parts_of
from caseapp.exchange.spreadsheets.row_errors import Reading
from tests.exchange.sheets import counted
from tests.statements import statements

PEOPLE = st.lists(st.sampled_from("abcdefghijklmnop"), max_size=800)


@given(PEOPLE)
def test_each_row_is_in_one_part_and_all_rows_of_a_person_are_in_the_same_one_in_order(people):
    rows = tuple(SimpleNamespace(line=line, national_id=who) for line, who in enumerate(people))
    made = list(parts_of(Reading(None, rows, ())))
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

    monkeypatch.setattr(actions, "sleep", pause)
    assert counted(import_caseload(people["admin"], folder).activities) == (931, 1, 3)
    assert len(free) > 9
    assert all(free)
    assert counted(import_caseload(people["admin"], folder).activities) == (0, 932, 3)


def test_a_part_reads_only_what_is_stored_about_its_own_people(people, folder, monkeypatch):
    import_caseload(people["admin"], folder)
    monkeypatch.setattr(parts, "ROWS", 100)
    with statements() as asked:
        import_caseload(people["admin"], folder)
    reads = [text for text in asked if "note_sealed" in text and "FROM activities" in text]
    assert len(reads) > 9
    assert all("activities.client_id IN" in text for text in reads)
