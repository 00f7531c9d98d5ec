import io
import subprocess
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from flask import Flask

from caseapp.errors import RuleBroken
from caseapp.exchange.tables.workbook_process import tables_of_hostile_workbook
from caseapp.exchange.tables.workbooks import tables_of_workbook
from caseapp.i18n import in_language

SHAPES = Path(__file__).parents[1] / "shapes"
ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="A"><table:table-row>
<table:table-cell office:value-type="string"><text:p>נועם</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2026-03-01"><text:p>01/03/26</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="60"><text:p>60</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


@pytest.fixture
def in_english():
    with Flask(__name__).app_context(), in_language("en"):
        yield


def workbook(fill):
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    fill(book, {name: book.add_format({"num_format": name}) for name in ("dd/mm/yyyy", "hh:mm", "[h]:mm")})
    book.close()
    return content.getvalue()


def package(**parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in parts.items():
            zipped.writestr(name.replace("__", "/"), text)
    return content.getvalue()


def with_part(content, name, text=b"x"):
    grown = io.BytesIO(content)
    with zipfile.ZipFile(grown, "a") as zipped:
        zipped.writestr(name, text)
    return grown.getvalue()


def one_cell(book, _formats):
    book.add_worksheet().write(0, 0, "id")


def test_days_hours_lengths_and_whole_numbers_are_as_one_types_them():
    def fill(book, formats):
        sheet = book.add_worksheet("Meetings")
        sheet.write_row(2, 1, ["note", 31000003, 2.5, True])
        sheet.write_datetime(3, 1, date(2026, 3, 1), formats["dd/mm/yyyy"])
        sheet.write_datetime(3, 2, time(17, 30), formats["hh:mm"])
        sheet.write_datetime(3, 3, timedelta(hours=1, minutes=30), formats["[h]:mm"])
        sheet.write_datetime(3, 4, datetime.fromisoformat("2026-03-01 10:05"), formats["dd/mm/yyyy"])
        sheet.write_formula(4, 1, '="031000003"', None, "031000003")

    (table,) = tables_of_workbook(workbook(fill))
    assert [(line.number, line.cells) for line in table.lines] == [
        (3, ("note", "31000003", "2.5", "TRUE")),
        (4, ("2026-03-01", "17:30:00", "1:30:00", "2026-03-01 10:05:00")),
        (5, ("031000003", "", "", "")),
    ]


def test_a_sum_is_the_number_that_the_sheet_shows():
    def fill(book, _formats):
        sheet = book.add_worksheet()
        for place, summed in enumerate((0.1 + 2.3, 44.99999999999999, 1 / 3, 0.1 + 0.2)):
            sheet.write_formula(0, place, "=A9+B9", None, summed)

    (table,) = tables_of_workbook(workbook(fill))
    assert table.lines[0].cells == ("2.4", "45", "0.333333333333333", "0.3")


def test_each_visible_sheet_with_rows_is_a_table():
    def fill(book, _formats):
        for name in ("first", "empty", "hidden", "last"):
            sheet = book.add_worksheet(name)
            if name != "empty":
                sheet.write(0, 0, name)
            if name == "hidden":
                sheet.hide()

    assert [table.name for table in tables_of_workbook(workbook(fill))] == ["first", "last"]


def test_a_sheet_of_opendocument_is_read():
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    content = package(mimetype=kind, **{"content.xml": ODS.replace("\n", ""), "META-INF__manifest.xml": "<manifest/>"})
    (table,) = tables_of_workbook(content)
    assert table.lines[0].cells == ("נועם", "2026-03-01", "60")


def test_a_workbook_of_the_nineties_is_read():
    """`meetings.xls` was written once by xlwt: BIFF8 in an OLE file."""
    (table,) = tables_of_workbook((Path(__file__).parent / "meetings.xls").read_bytes())
    assert table.name == "מפגשים"
    assert [line.cells for line in table.lines] == [
        ("ת.ז.", "תאריך", "שעה", "משך (דקות)", "אופן", "תוצאה", "תיעוד"),
        ("31000003", "2026-03-01", "16:30:00", "60", "טלפון", "התקיים", "דיברנו על השבוע"),
        ("000000018", "2026-11-02", "09:05:00", "0", "טלפון", "לא הגיע", ""),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 and so on", "no rows"),
        ((SHAPES / "only-a-workbook" / "list.xlsx").read_bytes(), "no rows"),
        (workbook(lambda book, _formats: book.add_worksheet()), "no rows"),
        (with_part(workbook(one_cell), "xl/vbaProject.bin"), "macros"),
        (with_part(workbook(one_cell), "xl/externalLinks/externalLink1.xml"), "other files"),
        (with_part(workbook(one_cell), "xl/media/bomb", b"\0" * (101 * 1024 * 1024)), "unpacks"),
        (package(**{"META-INF__manifest.xml": "<m:encryption-data/>", "content.xml": "x"}), "password"),
        (LOCKED, "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT_CUR".encode("utf-16-le"), "macros"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "no rows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_plain_workbook_is_a_sentence(content, said):
    with pytest.raises(RuleBroken, match=said):
        tables_of_workbook(content)


def test_very_many_cells_and_sheets_are_a_sentence():
    def wide(book, _formats):
        sheet = book.add_worksheet()
        sheet.write(0, 0, "here")
        sheet.write(1_000_000, 3, "far away")

    def many(book, formats):
        for _ in range(41):
            one_cell(book, formats)

    for fill in (wide, many):
        with pytest.raises(RuleBroken, match="Split it"):
            tables_of_workbook(workbook(fill))


@pytest.mark.usefixtures("in_english")
class TestTheProcessOfItsOwn:
    def test_answers_as_reading_here_does(self):
        content = workbook(one_cell)
        assert tables_of_hostile_workbook(content) == tables_of_workbook(content)

    def test_says_why_in_the_language_of_whoever_asked(self):
        for language, said in (("en", "password"), ("he", "סיסמה")):
            with in_language(language), pytest.raises(RuleBroken, match=said):
                tables_of_hostile_workbook(LOCKED)

    @pytest.mark.parametrize(
        "act",
        [
            "import socket; socket.create_connection(('127.0.0.1', 9))",
            "open('/etc/hostname').read()",
            "bytearray(2 * 1024 ** 3)",
            "import os; os._exit(3)",
            "import os; os.kill(os.getpid(), 11)",
        ],
    )
    def test_does_nothing_else_and_costs_nobody_else(self, act, monkeypatch, tmp_path):
        """A reader that has been taken over: it reaches nothing, and the caller gets a sentence."""
        plant = tmp_path / "taken_over.py"
        plant.write_text(
            "from caseapp.exchange.tables import workbook_process as here\n"
            f"def act(content):\n    {act}\n    print('done')\n    return []\n"
            "here.tables_of_workbook = act\nhere.main()\n"
        )
        run = subprocess.run
        answers = []

        def planted(command, **how):
            answers.append(run([command[0], str(plant), command[-1]], **how))
            return answers[-1]

        monkeypatch.setattr(subprocess, "run", planted)
        with pytest.raises(RuleBroken, match="too long or too much room"):
            tables_of_hostile_workbook(workbook(one_cell))
        assert b"done" not in answers[0].stdout
