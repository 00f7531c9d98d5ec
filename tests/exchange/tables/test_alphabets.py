import codecs
import random

import pytest

from caseapp.errors import RuleBroken
from caseapp.exchange.tables.alphabets import decode

HEBREW = [
    "נועם",
    "כהן",
    "דנה",
    "לוי",
    "משה",
    "מזרחי",
    "רחל",
    "פרץ",
    "אברהם",
    "ביטון",
    "שרה",
    "אזולאי",
    "יעקב",
    "גבאי",
    "תמר",
    "בן",
    "דוד",
    "מרים",
    "חדד",
    "איתן",
    "פרידמן",
]
ARABIC = [
    "دانا",
    "سمير",
    "أحمد",
    "خالد",
    "محمد",
    "علي",
    "ليلى",
    "حسن",
    "يوسف",
    "إبراهيم",
    "فاطمة",
    "الزهراء",
    "مريم",
    "عيسى",
    "نادر",
    "زعبي",
    "هبة",
    "عودة",
]
RUSSIAN = [
    "Иван",
    "Петров",
    "Анна",
    "Смирнова",
    "Ольга",
    "Кузнецова",
    "Сергей",
    "Попов",
    "Дмитрий",
    "Соколов",
    "Юлия",
    "Новикова",
    "Ярослав",
]
FRENCH = ["José", "André", "Zoë", "Müller", "Nuñez", "François"]
NAMES = [
    ("cp1255", "Windows-1255", HEBREW),
    ("cp862", "CP862", HEBREW),
    ("cp1256", "Windows-1256", ARABIC),
    ("cp1251", "Windows-1251", RUSSIAN),
    ("cp1252", "Windows-1252", FRENCH),
]


def clients(names, count, seed):
    chance = random.Random(seed)
    rows = (f"{chance.choice(names)},{chance.choice(names)},031000003,13/11/1976" for _ in range(count))
    return "First name,Last name,Id,Birth date\r\n" + "\r\n".join(rows)


@pytest.mark.parametrize(("codec", "name", "names"), NAMES)
def test_names_come_in_as_they_are_in_each_alphabet_though_only_two_are_there(codec, name, names):
    for seed in range(60):
        text = clients(names, 1 + seed % 5, seed)
        assert decode(text.encode(codec)) == (text, name)


@pytest.mark.parametrize(("order", "mark"), [("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)])
@pytest.mark.parametrize("is_marked", [True, False])
@pytest.mark.parametrize("names", [HEBREW, ARABIC, RUSSIAN])
def test_utf_16_is_read_with_and_without_a_mark(order, mark, is_marked, names):
    text = clients(names, 3, 1)
    assert decode((mark if is_marked else b"") + text.encode(order)) == (text, "UTF-16")


def test_utf_32_is_not_taken_for_utf_16_whose_mark_it_begins_with():
    text = clients(HEBREW, 3, 1)
    for order, mark in (("utf-32-le", codecs.BOM_UTF32_LE), ("utf-32-be", codecs.BOM_UTF32_BE)):
        assert decode(mark + text.encode(order)) == (text, "UTF-32")


def test_utf_8_goes_before_every_guess():
    for names in (HEBREW, ARABIC, RUSSIAN, FRENCH):
        text = clients(names, 3, 1)
        assert decode(text.encode()) == (text, "UTF-8")
        assert decode(text.encode("utf-8-sig")) == (text, "UTF-8 with BOM")


def test_signs_of_windows_alone_decide_nothing_and_harm_nothing():
    assert decode("First name,Note\r\nDan,“he’s well” – fine…".encode("cp1252"))[0].endswith("“he’s well” – fine…")


def test_hebrew_kept_as_it_stood_on_the_screen_is_refused():
    text = clients([name[::-1] for name in HEBREW], 12, 1)
    with pytest.raises(RuleBroken, match="backwards"):
        decode(text.encode("cp862"))


@pytest.mark.parametrize("codec", ["koi8-r", "mac-cyrillic", "iso8859-5"])
def test_an_alphabet_that_is_not_known_is_refused_and_never_read_as_another(codec):
    for seed in range(20):
        with pytest.raises(RuleBroken):
            decode(clients(RUSSIAN, 4, seed).encode(codec))
