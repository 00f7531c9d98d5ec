import csv
import io
import os
import stat
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets.attendance import read_attendance
from caseapp.exchange.spreadsheets.files import read_folder, sheet_of
from caseapp.exchange.spreadsheets.heading_words import FileKind
from caseapp.exchange.spreadsheets.rejected_rows import (
    drop_duplicates,
    original_of,
    rejected_path,
    rejected_text,
    write_rejected,
)
from caseapp.exchange.spreadsheets.row_errors import RejectedRow, RowFault
from caseapp.exchange.spreadsheets.rows import read_clients, read_meetings
from caseapp.exchange.tables.formula_escaping import escape_formula, unescape_formula
from caseapp.exchange.tables.table import SheetLine

SAMPLES = Path(__file__).parents[1] / "samples"
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
HOSTILE = st.text(st.sampled_from("=+-@'\"\t\r\n,;＝ \0א\u202ex1"), max_size=8) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=8
)

TODAY = date(2026, 11, 22)


@pytest.fixture
def clients(tmp_path, mentors):
    """The sample's clients in a folder of their own; called again it reads the folder anew."""
    (tmp_path / "clients.csv").write_bytes((SAMPLES / "clients.csv").read_bytes())

    def read():
        return [read_clients(sheet, mentors=mentors) for sheet in read_folder(tmp_path, TODAY).sheets]

    return read


def mend(path, *changes):
    text = path.read_text(encoding="utf-8-sig")
    for wrong, right in changes:
        assert wrong in text
        text = text.replace(wrong, right, 1)
    path.write_text(text, encoding="utf-8")


def test_rejected_rows_are_written_with_their_cells_untouched_and_what_to_mend(clients, tmp_path):
    (reading,) = clients()
    path = write_rejected(reading.sheet, reading.rejected)
    assert path == tmp_path / "clients.rejected.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(path.open(encoding="utf-8-sig", newline="")))
    assert rows[0] == [*reading.sheet.headings, "מה לתקן"]
    assert [row[:-1] for row in rows[1:]] == [list(row.line.cells) for row in reading.rejected]
    assert rows[1][-1].startswith("44: ")
    assert all(fault.sentence in rows[1][-1] for fault in reading.rejected[0].faults)


def test_the_rejected_file_is_for_its_owner_alone_even_under_an_open_umask(clients):
    before = os.umask(0)
    try:
        (reading,) = clients()
        path = write_rejected(reading.sheet, reading.rejected)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_rejected_file_replaces_an_open_one_and_a_link_without_following_it(clients, tmp_path):
    elsewhere = tmp_path / ".elsewhere"
    elsewhere.write_text("untouched")
    (tmp_path / "clients.rejected.csv").symlink_to(elsewhere)
    reading = next(reading for reading in clients() if reading.sheet.path.name == "clients.csv")
    path = write_rejected(reading.sheet, reading.rejected)
    assert elsewhere.read_text() == "untouched"
    assert not path.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        ".elsewhere",
        "clients.csv",
        "clients.rejected.csv",
    ]


def test_no_rejected_rows_leave_no_file_and_remove_a_stale_one(clients, tmp_path):
    (reading,) = clients()
    path = write_rejected(reading.sheet, reading.rejected)
    assert write_rejected(reading.sheet, ()) is None
    assert not path.exists()
    assert write_rejected(reading.sheet, ()) is None


def test_a_folder_that_cannot_be_written_is_a_sentence(clients, tmp_path):
    (reading,) = clients()
    (tmp_path / "clients.rejected.csv").mkdir()
    with pytest.raises(RuleBroken):
        write_rejected(reading.sheet, reading.rejected)
    assert not list(tmp_path.glob(".*.part"))


def test_a_mended_file_comes_in_and_takes_the_place_of_the_rejected_rows(clients, tmp_path):
    (reading,) = clients()
    path = write_rejected(reading.sheet, reading.rejected)
    mend(path, ("123456789", "123456782"), ("31/02/1990", "28/02/1990"), ("mentor9", "mentor4"))
    mend(path, ("01/06/2026,01/01/2026", "01/01/2026,01/06/2026"))
    original, mended = clients()
    assert [row.national_id for row in mended.rows] == ["123456782", "749142329"]
    assert original_of(mended.sheet, [original.sheet, mended.sheet]) is original.sheet
    original, mended = drop_duplicates(original, mended)
    assert (len(original.rows), original.rejected, mended.rejected) == (42, (), ())


def test_rows_not_mended_yet_are_told_once(clients):
    (reading,) = clients()
    write_rejected(reading.sheet, reading.rejected)
    original, waiting = drop_duplicates(*clients())
    assert [row.line.number for row in original.rejected] == [44, 45]
    assert (waiting.rows, waiting.rejected) == ((), ())


def test_a_row_mended_by_half_is_written_again_as_it_is_now(clients):
    (reading,) = clients()
    path = write_rejected(reading.sheet, reading.rejected)
    mend(path, ("123456789", "123456788"), ("mentor9", "mentor8"))
    original, mended = drop_duplicates(*clients())
    assert original.rejected == ()
    again = write_rejected(original.sheet, [*original.rejected, *mended.rejected])
    text = again.read_text(encoding="utf-8-sig")
    assert again == path
    assert "123456788,31/02/1990" in text
    assert "123456789" not in text
    assert ",44: " in text
    assert ",45: " in text


def test_a_row_mended_in_columns_of_another_order_is_written_under_the_original_headings(clients):
    (reading,) = clients()
    path = write_rejected(reading.sheet, reading.rejected)
    rows = list(csv.reader(path.open(encoding="utf-8-sig", newline="")))
    rows[1][3] = "30/02/1990"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([list(reversed(row)) for row in rows])
    original, mended = drop_duplicates(*clients())
    assert [row.line.number for row in original.rejected] == [45]
    assert [row.line.cells[:4] for row in mended.rejected] == [("בדיקה", "שגויה", "123456789", "30/02/1990")]


def test_a_line_number_alone_does_not_make_a_row_the_mended_one(clients, tmp_path):
    (reading,) = clients()
    path = write_rejected(reading.sheet, reading.rejected)
    mend(
        path,
        (path.read_text(encoding="utf-8-sig").splitlines()[1].rsplit(",", 1)[0], "a,b,18,,,,mentor1,,,,"),
    )
    original, mended = drop_duplicates(*clients())
    assert [row.line.number for row in original.rejected] == [44, 45]
    assert [row.national_id for row in mended.rows] == ["000000018"]


def test_a_mended_file_alone_in_a_folder_is_read_like_any_other_and_has_itself_for_the_rest(clients, tmp_path):
    (reading,) = clients()
    path = write_rejected(reading.sheet, reading.rejected)
    reading.sheet.path.unlink()
    (alone,) = clients()
    assert len(alone.rejected) == 2
    assert rejected_path(alone.sheet.path) == path
    assert write_rejected(alone.sheet, alone.rejected).read_text(encoding="utf-8-sig").count("מה לתקן") == 1


def test_files_that_differ_in_their_ending_only_do_not_share_a_rejected_file():
    assert rejected_path(Path("a.csv")).name == "a.rejected.csv"
    assert rejected_path(Path("a.txt")).name == "a.txt.rejected.csv"


def test_a_rejected_member_comes_with_title_days_and_the_row_of_states(samples, tmp_path, today, client_ids):
    sheet = samples[FileKind.ATTENDANCE]
    known = client_ids - {"532734274"}
    group = read_attendance(sheet, today=today, clients=known)
    assert len(group.members) == 13
    text = rejected_text(sheet, group.rejected, group.closing)
    again = sheet_of(tmp_path / "attendance-art-group.rejected.csv", text.encode("utf-8-sig"), TODAY)
    mended = read_attendance(again, today=today, clients=client_ids)
    assert mended.group_name == group.group_name
    assert [(day.on, day.state) for day in mended.days] == [(day.on, day.state) for day in group.days]
    assert [member.national_id for member in mended.members] == ["532734274"]


def test_a_mended_mark_takes_the_place_of_the_rejected_row_of_its_member(tmp_path, today):
    head = "Art group - Sunday 17:00\nid,name,01/11/2026\n"
    read = {"today": today, "clients": {"000000018", "123456782"}}
    text = head + "18,a,v\n123456782,b,what\n,meeting held,yes\n"
    group = read_attendance(sheet_of(tmp_path / "a.csv", text.encode(), TODAY), **read)
    written = rejected_text(group.sheet, group.rejected, group.closing).replace("b,what", "b,late")
    mended = read_attendance(sheet_of(tmp_path / "a.rejected.csv", written.encode(), TODAY), **read)
    original, mended = drop_duplicates(group, mended)
    assert (original.rejected, mended.rejected) == ((), ())
    assert [mark for member in mended.members for mark in member.marks] == ["late"]


def test_the_rejected_meetings_of_the_sample_can_be_mended(samples, tmp_path, now_here, client_ids):
    reading = read_meetings(samples[FileKind.MEETINGS], now_here=now_here, clients=client_ids)
    path = tmp_path / "meetings.rejected.csv"
    path.write_text(rejected_text(reading.sheet, reading.rejected), encoding="utf-8-sig")
    assert read_meetings(sheet_of(path, path.read_bytes(), TODAY), now_here=now_here, clients=client_ids).rows == ()
    mend(path, ("999999998", "60267739"), ("01/05/2027", "01/05/2026"), ("25:00", "15:00"), ("'-5", "45"))
    again = read_meetings(sheet_of(path, path.read_bytes(), TODAY), now_here=now_here, clients=client_ids)
    assert again.rejected == ()
    assert [row.minutes for row in again.rows] == [60, 60, 45]


@given(st.text(st.sampled_from("'=+-@\t\r\nx＝")) | st.text())
def test_taking_a_guard_away_gives_back_what_was_there(cell):
    assert unescape_formula(escape_formula(cell)) == cell


@given(st.text(st.sampled_from("'=+-@\t\r\nx＝")))
def test_a_guarded_cell_starts_no_formula(cell):
    assert not escape_formula(cell).startswith(STARTS)


@given(st.lists(st.tuples(HOSTILE, HOSTILE, HOSTILE), min_size=1, max_size=4), st.sampled_from(",;\t"))
def test_hostile_cells_survive_the_way_out_and_in(rows, separator):
    head = separator.join(("id", "goal", "domain"))
    sheet = sheet_of(Path("goals.csv"), head.encode(), TODAY)
    rejected = [
        RejectedRow(SheetLine(number, ("row", *cells)), (RowFault("goals.csv", number, "=1", "Mend it."),))
        for number, cells in enumerate(rows, start=2)
    ]
    text = rejected_text(sheet, rejected)
    written = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    assert len(written) == len(rows) + 1
    assert not any(cell.startswith(STARTS) for row in written for cell in row)
    again = sheet_of(Path("goals.rejected.csv"), text.encode("utf-8-sig"), TODAY)
    assert [line.cells for line in again.lines] == [row.line.cells for row in rejected]
    assert [line.corrects for line in again.lines] == [row.line.number for row in rejected]
