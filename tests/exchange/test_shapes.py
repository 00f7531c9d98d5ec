"""Files in the shapes in which spreadsheets and providers leave them."""

import io
from datetime import date, time

import pytest
import xlsxwriter

from caseapp.access import Role
from caseapp.accounts.models import Team
from caseapp.activities.models import Activity
from caseapp.basket.models import Approval
from caseapp.clients.models import Client
from caseapp.db import db
from caseapp.exchange.actions import import_caseload
from caseapp.exchange.spreadsheets.days import Order
from caseapp.exchange.spreadsheets.sheets import Choices
from caseapp.exchange.spreadsheets.vocabulary import fold
from tests.exchange.sheets import CLIENTS, MEETINGS, YAEL, counted, said
from tests.world import make_user

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture(autouse=True)
def sunday(clock):
    """The day on which the folders were made."""
    clock.move_to("2026-11-29T12:00:00+00:00")


def left_out(caseload):
    return [(fault.file, fault.line, fault.column) for fault in caseload.cells_left_out]


def test_arabic_names_of_windows_are_themselves_and_the_alphabet_is_named(bring_in, kept):
    caseload = bring_in("arabic-names-windows-1256")
    assert sorted(client.name for client in kept(Client)) == ["سمير حداد", "ليلى خوري"]
    assert "Windows-1256" in said(caseload)["clients.csv"]


def test_a_column_that_is_month_first_is_read_so_as_a_whole(bring_in, kept):
    caseload = bring_in("month-first-dates")
    assert sorted(client.birth_on for client in kept(Client)) == [
        date(1976, 11, 13),
        date(1980, 3, 4),
        date(1985, 12, 25),
    ]
    assert sorted(meeting.held_on for meeting in kept(Activity)) == [date(2026, 9, day) for day in (1, 8, 15, 22)]
    assert "“Birth date” have the month first: 03/04/1980 is 1980-03-04" in said(caseload)["clients.csv"]


def test_where_both_orders_fit_the_day_is_first_which_is_said_and_can_be_changed(bring_in, kept):
    rows = "18,03/04/2026,10:00,45,phone,held,n\n18,05/06/2026,10:00,45,phone,held,n\n"
    caseload = bring_in(clients=CLIENTS + YAEL, meetings=MEETINGS + rows, choices=Choices(order=Order.MONTH_FIRST))
    assert sorted(meeting.held_on for meeting in kept(Activity)) == [date(2026, 3, 4), date(2026, 5, 6)]
    caseload = bring_in(clients=CLIENTS + YAEL, meetings=MEETINGS + rows)
    assert date(2026, 4, 3) in {meeting.held_on for meeting in kept(Activity)}
    assert "could have the month first as well" in said(caseload)["meetings.csv"]


def test_of_a_needed_column_of_both_orders_nothing_is_taken_and_of_another_the_column_is_left(bring_in, kept):
    rows = (
        "18,13/10/2026,10:00,45,phone,held,n\n18,10/13/2026,11:00,45,phone,held,n\n18,01/02/2026,9:00,45,phone,held,n\n"
    )
    head = "first name,last name,id,mentor,birth date\n"
    people = "Yael,A,18,mentor1,13/10/1980\nDan,B,123456782,mentor1,10/13/1980\n"
    caseload = bring_in(clients=head + people, meetings=MEETINGS + rows)
    assert [fault.file for fault in caseload.left_out] == ["meetings.csv"]
    assert "13/10/2026" in caseload.left_out[0].sentence
    assert "10/13/2026" in caseload.left_out[0].sentence
    assert kept(Activity) == []
    assert {client.birth_on for client in kept(Client)} == {None}
    assert "13/10/1980" in said(caseload)["clients.csv"]


def test_hours_and_lengths_are_read_as_spreadsheets_write_them(bring_in, kept):
    bring_in("hours-as-spreadsheets-write-them")
    assert [
        (meeting.starts_at, meeting.minutes) for meeting in sorted(kept(Activity), key=lambda row: row.held_on)
    ] == [
        (time(10), 45),
        (time(17), 45),
        (time(17, 30), 45),
        (time(17, 30), 60),
        (time(17, 30), 90),
    ]


def test_an_optional_cell_costs_itself_alone(bring_in, kept):
    caseload = bring_in("optional-cell-costs-the-client")
    assert counted(caseload.clients) == counted(caseload.activities) == (3, 0, 0)
    assert left_out(caseload) == [("clients.csv", 2, "Phone"), ("clients.csv", 3, "Birth date")]
    assert {client.given_name: (client.phone, client.birth_on) for client in kept(Client)} == {
        "נועם": ("", date(1976, 11, 13)),
        "ליאת": ("+972502345935", None),
        "דנה": ("+972502345678", date(1976, 11, 13)),
    }


def test_a_birth_date_by_which_nobody_can_have_a_file_costs_itself_alone(bring_in, kept):
    head = "first name,last name,id,mentor,birth date\n"
    caseload = bring_in(clients=head + "Yael,A,18,mentor1,13/10/2030\n")
    assert left_out(caseload) == [("clients.csv", 2, "birth date")]
    assert kept(Client)[0].birth_on is None


def test_what_cannot_have_been_is_refused_in_the_words_of_the_form(bring_in):
    caseload = bring_in("held-but-cannot-be")
    assert counted(caseload.activities) == (0, 0, 2)
    assert [fault.file for fault in caseload.left_out] == ["meetings.csv"]


def test_an_id_that_a_formula_keeps_as_text_is_its_digits(bring_in, kept):
    bring_in("id-kept-as-text-by-formula")
    assert kept(Client)[0].national_id == "031000003"


def test_running_numbers_are_told_from_id_numbers(bring_in, kept):
    caseload = bring_in("row-numbers-called-id")
    assert kept(Client)[0].national_id == "031000003"
    assert "The column “ID” was left out" in said(caseload)["clients.csv"]


def test_two_columns_of_id_numbers_are_named_and_asked_for(bring_in, kept):
    text = "id,id number,first name,last name,mentor\n18,123456782,Yael,A,mentor1\n"
    caseload = bring_in(clients=text)
    assert "“id” and “id number” mean the same" in caseload.left_out[0].sentence
    bring_in(clients=text, choices=Choices(columns={fold("id"): ""}))
    assert [client.national_id for client in kept(Client)] == ["123456782"]


def test_a_column_that_stands_twice_or_is_empty_is_not_said_to_hold_something_else(bring_in, kept):
    for text in ("id,id,first name", "id,id number,first name"):
        doubled = "18,18,Yael" if text.startswith("id,id,") else "18,,Yael"
        caseload = bring_in(clients=f"{text},last name,mentor\n{doubled},A,mentor1\n")
        assert "left out" not in said(caseload)["clients.csv"]
    assert kept(Client)[0].national_id == "000000018"


def test_a_name_of_unseen_letters_alone_is_empty_as_in_its_form(bring_in, kept):
    caseload = bring_in(clients="first name,last name,id,mentor\nYael,\u200d \ufe0f,18,mentor1\n")
    assert [str(fault.sentence) for fault in caseload.rejected[0][1].faults] == ["This cell is empty."]
    assert kept(Client) == []


def test_of_two_phones_none_is_guessed(bring_in, kept):
    text = "id,first name,last name,mentor,phone,mobile\n18,Yael,A,mentor1,050-2345678,050-2345679\n"
    caseload = bring_in(clients=text)
    assert "“phone” and “mobile” mean the same, and neither column was taken" in said(caseload)["clients.csv"]
    assert kept(Client)[0].phone == ""


def test_a_mentor_is_known_by_the_own_name_unless_two_have_it(bring_in, people, kept):
    team = db.session.get(Team, people["mentor1"].team_id)
    make_user(Role.MENTOR, team, username="mentor8", name="נועה רביב")
    assert counted(bring_in("mentor-by-own-name").clients) == (1, 0, 0)
    make_user(Role.MENTOR, team, username="mentor9", name="רביב נועה")
    caseload = bring_in(clients="first name,last name,id,mentor\nYael,A,18,נועה רביב\n")
    assert "mentor8, mentor9" in caseload.rejected[0][1].faults[0].sentence


def test_a_workbook_is_read_and_one_without_rows_is_told(bring_in, people, tmp_path, kept):
    assert [fault.sentence for fault in bring_in("only-a-workbook").left_out] == [
        "This workbook has no rows that can be read."
    ]
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    for text in (CLIENTS + YAEL, MEETINGS + "18,01/11/2026,10:00,45,phone,held,n\n"):
        sheet = book.add_worksheet()
        for number, line in enumerate(text.splitlines()):
            sheet.write_row(number + 2, 0, line.split(","))
    book.close()
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "all.xlsx").write_bytes(content.getvalue())
    caseload = import_caseload(people["admin"], tmp_path / "book")
    assert (counted(caseload.clients), counted(caseload.activities)) == ((1, 0, 0), (1, 0, 0))
    assert list(said(caseload)) == ["all.xlsx.sheet1", "all.xlsx.sheet2"]


def test_titles_totals_empty_rows_and_headings_over_two_lines_are_understood(bring_in, kept):
    text = (
        "Clients of the north,,,,,,\n\n,,,,Approval,,\nFull name,ID,Mentor,Service,From,Until,Hours per week\n"
        "Yael Mizrahi,18,mentor1,mentoring,01/02/2026,01/02/2027,2.5\n,,,,,,\nTotal,,,,,,2.5\n"
    )
    caseload = bring_in(clients=text)
    assert counted(caseload.clients) == (1, 0, 0)
    assert "1 row of totals was left out" in said(caseload)["clients.csv"]
    assert (kept(Client)[0].given_name, kept(Client)[0].family_name) == ("Yael", "Mizrahi")
    assert kept(Approval)[0].ends_on == date(2027, 2, 1)


@pytest.mark.parametrize(
    "text",
    [
        "الاسم الكامل;رقم الهوية;المرشد\nسمير حداد;18;mentor1\n",
        "Фамилия|Имя|Номер удостоверения|Наставник\nПетров|Иван|18|mentor1\n",
        "שם הלקוח\tתז\tשם החונך\tטל' נייד\nנועם כהן\t18\tmentor1\t0502345678.0\n",
        "Last, first,ID,Mentor\n".replace("Last, first", '"Last, first"') + '"Mizrahi, Yael",18,mentor1\n',
    ],
)
def test_headings_of_four_languages_and_any_separator_are_known(bring_in, kept, text):
    assert counted(bring_in(clients=text).clients) == (1, 0, 0)
    assert kept(Client)[0].national_id == "000000018"


def test_what_a_file_leaves_out_is_asked_once_for_all_its_rows(bring_in, kept):
    text = "id,date,time,minutes,mode\n18,01/11/2026,10:00,45,phone\n18,02/11/2026,10:00,45,phone\n"
    caseload = bring_in(clients=CLIENTS + YAEL, meetings=text)
    assert "outcome" in caseload.left_out[0].sentence
    caseload = bring_in(clients=CLIENTS + YAEL, meetings=text, choices=Choices(answers={"outcome": "held"}))
    assert counted(caseload.activities) == (2, 0, 0)


def test_a_column_that_nobody_knows_is_named(bring_in):
    caseload = bring_in(clients="first name,last name,id,mentor,shoe size\nYael,A,18,mentor1,38\n")
    assert caseload.read[0].unknown == ("shoe size",)


def test_each_row_of_a_client_may_bring_an_approval(bring_in, kept):
    second = YAEL.replace("mentoring,01/02/2026,01/02/2027", "social club,01/03/2026,01/03/2027")
    assert counted(bring_in(clients=CLIENTS + YAEL + second).clients) == (2, 0, 0)
    assert counted(bring_in(clients=CLIENTS + YAEL + second).clients) == (0, 2, 0)
    assert sorted(str(approval.service) for approval in kept(Approval)) == ["social_club", "social_mentoring"]


def test_a_range_of_hours_says_how_long_it_was(bring_in, kept):
    head = "ת.ז.,תאריך המפגש,שעות,סוג מפגש,סטטוס\n"
    text = head + "18,יום א' 1.11.2026,16:00-17:30,פגישה,בוצע\n18,2/11/26,10.15,זום,לקוח ביטל\n"
    assert counted(bring_in(clients=CLIENTS + YAEL, meetings=text).activities) == (2, 0, 0)
    assert sorted((meeting.starts_at, meeting.minutes) for meeting in kept(Activity)) == [
        (time(10, 15), 0),
        (time(16), 90),
    ]


def test_a_day_with_an_hour_beside_it_says_both(bring_in, kept):
    text = "id,date,minutes,mode,outcome\n18,2026-11-01 10:05:00,45,phone,held\n"
    assert counted(bring_in(clients=CLIENTS + YAEL, meetings=text).activities) == (1, 0, 0)
    assert kept(Activity)[0].starts_at == time(10, 5)


def test_a_certain_column_decides_for_the_others_of_its_file(bring_in, kept):
    head = "first name,last name,id,mentor,service,approved from,approved until,hours per week\n"
    caseload = bring_in(clients=head + "Yael,A,18,mentor1,mentoring,1.2.26,31.1.27,3\n")
    assert (kept(Approval)[0].starts_on, kept(Approval)[0].ends_on) == (date(2026, 2, 1), date(2027, 1, 31))
    assert "month first" not in said(caseload)["clients.csv"]


def test_what_is_missing_is_told_with_the_headings_that_nobody_knows(bring_in):
    text = "id,date,time,minutes,mode,how it went\n18,01/11/2026,10:00,45,phone,held\n"
    sentence = bring_in(clients=CLIENTS + YAEL, meetings=text).left_out[0].sentence
    assert "can be said once for the whole file" in sentence
    assert "“how it went”" in sentence


def test_a_stored_meeting_of_another_length_or_outcome_is_told_and_stays(bring_in, kept):
    first = MEETINGS + "18,01/11/2026,10:00,120,phone,held,n\n18,02/11/2026,10:00,30,phone,held,m\n"
    bring_in(clients=CLIENTS + YAEL, meetings=first)
    caseload = bring_in(meetings=first.replace("120,phone,held", "60,phone,partly held"))
    assert counted(caseload.activities) == (0, 2, 0)
    assert [(fault.line, fault.column) for fault in caseload.differences] == [(2, "minutes")]
    assert "minutes, outcome" in caseload.differences[0].sentence
    assert sorted(meeting.minutes for meeting in kept(Activity)) == [30, 120]
