from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets.attendance import read_attendance
from caseapp.exchange.spreadsheets.files import read_folder, sheet_of
from caseapp.exchange.spreadsheets.heading_words import FileKind
from caseapp.exchange.spreadsheets.rows import read_clients, read_goals, read_meetings
from caseapp.exchange.tables.alphabets import decode

TODAY = date(2026, 11, 22)
SAMPLES = Path(__file__).parents[1] / "samples"
GOALS = "ת.ז.{0}מטרה במילות הלקוח/ה{0}תחום\r\n18{0}ללכת לחוג{0}קהילה\r\n"


def sheet(text, encoding="utf-8"):
    return sheet_of(Path("file.csv"), text.encode(encoding), TODAY)


def refused(content):
    with pytest.raises(RuleBroken) as broken:
        sheet_of(Path("file.csv"), content, TODAY)
    return str(broken.value)


NOON = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Asia/Jerusalem"))


def read_whatever(path, content, today):
    """Everything the bytes hold, read to the end; the only way out but a result is a sentence."""
    try:
        found = sheet_of(path, content, today)
        if found.kind is FileKind.CLIENTS:
            return read_clients(found, mentors={"mentor1"})
        if found.kind is FileKind.GOALS:
            return read_goals(found, clients={"060267739"})
        if found.kind is FileKind.MEETINGS:
            return read_meetings(found, now_here=NOON, clients={"060267739"})
        return read_attendance(found, today=today, clients={"532734274"})
    except RuleBroken as broken:
        return str(broken)


def test_the_four_files_are_found_by_what_they_hold_whatever_their_names(tmp_path):
    for number, path in enumerate(sorted(SAMPLES.iterdir())):
        (tmp_path / f"{number}.txt").write_bytes(path.read_bytes())
    folder = read_folder(tmp_path, TODAY)
    assert folder.faults == ()
    assert [(found.kind, found.encoding, found.separator) for found in folder.sheets] == [
        (FileKind.CLIENTS, "UTF-8 with BOM", ","),
        (FileKind.GOALS, "Windows-1255", ";"),
        (FileKind.MEETINGS, "UTF-8 with BOM", ","),
        (FileKind.ATTENDANCE, "UTF-8 with BOM", ","),
    ]


def test_a_file_that_is_none_of_the_four_is_named_with_a_sentence_and_does_not_stop_the_others(tmp_path):
    (tmp_path / "a.csv").write_text("shopping,price\nmilk,7\n")
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 and so on")
    (tmp_path / "c.csv").write_text(GOALS.format(","), encoding="utf-8")
    (tmp_path / ".hidden.csv").write_text(GOALS.format(","), encoding="utf-8")
    (tmp_path / "folder").mkdir()
    folder = read_folder(tmp_path, TODAY)
    assert [found.path.name for found in folder.sheets] == ["c.csv"]
    assert [fault.file for fault in folder.faults] == ["a.csv", "b.xlsx"]
    assert all(fault.sentence.endswith(".") for fault in folder.faults)


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(RuleBroken):
        read_folder(tmp_path / "nowhere", TODAY)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with BOM"),
        ("utf-16", "UTF-16"),
        ("cp1255", "Windows-1255"),
    ],
)
def test_every_encoding_and_separator_gives_the_same_rows(codec, name, separator):
    found = sheet(GOALS.format(separator), codec)
    assert (found.encoding, found.separator) == (name, separator)
    assert read_goals(found, clients={"000000018"}).rows[0].client_words == "ללכת לחוג"


def test_utf_16_is_read_in_both_orders_of_bytes():
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert decode(mark + "שלום".encode(codec)) == ("שלום", "UTF-16")


def test_a_separator_inside_quotation_marks_belongs_to_the_text():
    found = sheet('id number;goal;domain\n18;"one; two, ""three""";family\n')
    assert found.lines[0].cells == ("18", 'one; two, "three"', "family")


def test_a_row_of_several_lines_has_the_number_of_its_first_and_empty_rows_count():
    found = sheet('id number,goal,domain\n\n18,"one\ntwo",family\r\n,,\n19,three,family\n')
    assert [line.number for line in found.lines] == [3, 6]


def test_a_line_that_tells_a_spreadsheet_its_separator_is_passed_over():
    assert sheet("sep=;\nid number;goal;domain\n18;one;family\n").above == ()


def test_an_unmatched_quotation_mark_costs_its_row_and_no_other():
    found = sheet('id number,goal,domain\n18,one,family\n18,"two,family\n18,"three\nlines",family\n18,four,home\n')
    reading = read_goals(found, clients={"000000018"})
    assert [row.client_words for row in reading.rows] == ["one", "three\nlines", "four"]
    assert [(row.line.number, row.line.cells) for row in reading.rejected] == [(3, ('18,"two,family',))]


def test_very_many_unmatched_quotation_marks_cost_the_file():
    assert refused(b"id number,goal,domain\n" + b'18,"x"y,family\n' * 60).endswith(".")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe\x00", b"\xef\xbb\xbf\xff", b"\x81\x8d\xff", b"\x00" * 99])
def test_what_is_no_text_is_a_sentence(content):
    assert refused(content).endswith(".")


def test_letters_that_no_encoding_explains_are_a_sentence():
    assert refused(b"id number,goal,domain\n18,\xff\xff,family\n").endswith(".")


def test_a_file_beyond_the_limit_is_a_sentence(tmp_path):
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(20 * 1024 * 1024 + 1)
    assert [fault.file for fault in read_folder(tmp_path, TODAY).faults] == ["large.csv"]


def test_a_very_long_cell_a_nul_and_an_override_are_sentences_of_their_rows(today):
    long = "x" * 100_000
    found = sheet(f"id number,goal,domain\n18,{long},family\n18,a\0b,family\n18,a\u202eb,family\n18,good,{long}\n")
    reading = read_goals(found, clients={"000000018"})
    assert reading.rows == ()
    assert [(fault.line, fault.column) for fault in reading.faults] == [
        (2, "goal"),
        (3, "goal"),
        (4, "goal"),
        (5, "domain"),
    ]
    assert all(len(fault.sentence) < 200 for fault in reading.faults)


def test_a_cell_longer_than_the_readers_own_limit_is_a_sentence_of_its_row():
    found = sheet(f"id number,goal,domain\n18,{'x' * 300_000},family\n18,good,family\n")
    reading = read_goals(found, clients={"000000018"})
    assert [row.line for row in reading.rows] == [3]
    assert [fault.line for fault in reading.faults] == [2]


@given(st.binary(max_size=400))
def test_any_bytes_are_a_sheet_or_a_sentence(today, content):
    assert read_whatever(Path("file.csv"), content, today)


@given(st.sampled_from(sorted(SAMPLES.iterdir())), st.data())
def test_a_damaged_file_is_read_or_explained(today, path, data):
    content = path.read_bytes()[:3000]
    at = data.draw(st.integers(0, len(content)))
    gone = data.draw(st.integers(0, 40))
    found = read_whatever(path, content[:at] + data.draw(st.binary(max_size=20)) + content[at + gone :], today)
    if not isinstance(found, str):
        assert all(row.faults for row in found.rejected)
        assert all(fault.sentence and fault.line for row in found.rejected for fault in row.faults)


@given(st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=6))
def test_any_cells_under_good_headings_are_rows_or_sentences(today, rows):
    lines = ["ת.ז.,תאריך,שעה,משך,אופן,תוצאה"] + [",".join(cells) for cells in rows]
    content = "\n".join(lines).encode("utf-8", "ignore")
    assert read_whatever(Path("file.csv"), content, today)
