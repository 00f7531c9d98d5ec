import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.isolates import isolated, pieces, set_apart, visible_text


def figures(text):
    return [piece.text for piece in pieces(text) if piece.is_figure]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("נפגשנו ב-12 במאי", ["12"]),
        ("נפגשנו ב־12 במאי", ["12"]),
        ("בין 17:00–18:30", ["17:00–18:30"]),
        ("בין 17:00 - 18:30", ["17:00 - 18:30"]),
        ("טל׳ 050-234-5678.", ["050-234-5678"]),
        ("טל׳ 050 234 5678.", ["050 234 5678"]),
        ("חו״ל +972 50-234-5678", ["+972 50-234-5678"]),
        ("טל׳ (04) 555-0142", ["(04) 555-0142"]),
        ("ביום 12.5.2026, 09:40", ["12.5.2026", "09:40"]),
        ("טמפרטורה -3 מעלות", ["-3"]),
        ("רמה −1 או +2", ["−1", "+2"]),
        ("קבוצה (20)", ["20"]),
        ("71 מתוך 78 (91%)", ["71", "78", "91%"]),
        ("ת״ז *****1809", ["*****1809"]),
        ("אישור 48-2207/25", ["48-2207/25"]),
        ("לכתוב ל-a.b+1@example.org.", ["a.b+1@example.org"]),
        ("ראו https://example.org/a?b=1.", ["https://example.org/a?b=1"]),
        ("מ-3 עד 4", ["3", "4"]),
        ("גיל 8-12", ["8-12"]),
        ("עלייה של 25%-30% בנוכחות", ["25%-30%"]),
        ("בין 5%-10% מהפעמים", ["5%-10%"]),
        ("בין 5% - 10% מהפעמים", ["5% - 10%"]),
        ("חום של 37.5°C", ["37.5°C"]),
        ("חום של 36°-37° בבוקר", ["36°-37°"]),
        ("בחוץ −5°C, בפנים +21°", ["−5°C", "+21°"]),
        ("זווית °90", ["°90"]),
        ("שכר ₪120-₪150", ["₪120-₪150"]),
        ("בין 45₪–60₪ לפגישה", ["45₪–60₪"]),
        ("חסרים -₪120", ["-₪120"]),
        ("ירידה של ±3% ב-−1", ["±3%", "−1"]),
        ("ציון ≥7 או <4", ["≥7", "<4"]),
        ("בערך ~20 איש, גיל 18+", ["~20", "18+"]),
        ("חדר #5, סעיף №3", ["#5", "№3"]),
        ("חצי כדור: 3½ ביום, ½ בערב", ["3½", "½"]),
        ("חדר 3×4, 2+2=4", ["3×4", "2+2=4"]),
        ("חיוג *2700 או 1-700-50-50-50", ["*2700", "1-700-50-50-50"]),
        ("חו״ל 00972 50 234 5678", ["00972 50 234 5678"]),
        ("ריכוז 5‰ עד 7‰", ["5‰", "7‰"]),
        ("נטל 500 mg, אחר כך 2.5 ml", ["500 mg", "2.5 ml"]),
        ("בשעה 10:30 a.m. בגן", ["10:30 a.m."]),
        ("דופק 60 bpm, 9.81 m/s²", ["60 bpm", "9.81 m/s²"]),
        ("בשעה 10 Zoom, קומה 2 Gan", ["10", "2"]),
        ("25 % - 30 % מהזמן", ["25 % - 30 %"]),
        ("מ-5 → 10 ועוד +2→+1", ["5 → 10", "+2→+1"]),
        ("מ-5 ← 10", ["5", "10"]),
        ("120 ₪ או ₺200", ["120", "₺200"]),
        ("אוכל 5 1/2 כפות, 2 ¾", ["5 1/2", "2 ¾"]),
        ("ב-5 12/2026", ["5", "12/2026"]),
        ("כיתה א׳-3", ["3"]),
    ],
)
def test_figures_are_found_whole(text, found):
    assert figures(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "COVID-19 test",
        "אמר N=12 וגם p<0.05",
        "בסיס H1 2026",
        "חשבון IL12 0108 0000 0009",
        "version 2.0 release",
        "2nd floor",
        "קומה 3b",
        "abc",
    ],
)
def test_a_figure_inside_latin_words_is_left_with_them(text):
    assert figures(text) == []


def test_a_text_is_cut_into_figures_and_what_is_between():
    assert list(pieces("ב-12, 050-234-5678")) == [("ב-", False), ("12", True), (", ", False), ("050-234-5678", True)]


@given(st.text())
def test_pieces_put_together_give_the_text(text):
    assert "".join(piece.text for piece in pieces(text)) == text


def test_what_turns_or_hides_text_is_dropped():
    hidden = "\u202eevil\u202c\u2066a\u2069\u200f\u200b\ufeff\x00\x1b\x07"
    assert visible_text(hidden) == "evila"
    assert visible_text("a\tb\r\nc\x0bd\u2028e") == "a b\nc\nd\ne"
    assert visible_text("\ud800x") == "\ufffdx"


def test_joiners_of_arabic_and_emoji_stay():
    assert visible_text("نامه\u200cای \U0001f468\u200d\U0001f469") == "نامه\u200cای \U0001f468\u200d\U0001f469"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert visible_text(visible_text(text)) == visible_text(text)


@pytest.mark.parametrize(
    ("text", "is_rtl", "shown"),
    [
        ("יעל", False, "\u2068יעל\u2069"),
        ("Анна", True, "\u2068Анна\u2069"),
        ("Anna", False, "Anna"),
        ("29.11.2026", True, "29.11.2026"),
        ("סמיר", True, "סמיר"),
        ("سمير", True, "سمير"),
    ],
)
def test_a_text_of_the_other_direction_is_set_apart_in_a_sentence(text, is_rtl, shown):
    assert set_apart(text, is_rtl) == shown


def test_what_was_set_apart_stays_so_where_the_sentence_is_shown_as_typed():
    sentence = f"in public: {set_apart('חברה מהחוג. <b>', is_rtl=False)}, 12"
    assert isolated(sentence) == 'in public: <bdi>חברה מהחוג. &lt;b&gt;</bdi>, <bdi dir="ltr" class="whole">12</bdi>'


@pytest.mark.parametrize("text", ["\u2068 open", "closed \u2069", "\u2068\u2068 twice \u2069"])
def test_a_mark_that_sets_nothing_apart_is_dropped(text):
    shown = isolated(text)
    assert "\u2068" not in shown
    assert "\u2069" not in shown
