"""Paragraphs as people write them in reports, in four languages and mixed; every person and number is invented.

Sentences are written by hand; what stands in braces takes each of the pieces of its language in turn, so that every
kind of piece meets sentence beginnings, middles, ends, brackets and quotes.
"""

from collections.abc import Iterator
from itertools import cycle
from typing import NamedTuple

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import Span


class Sample(NamedTuple):
    language: str
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)

    @property
    def direction(self) -> Direction:
        return Direction.RTL if self.language in ("he", "ar") else Direction.LTR


PIECES = {
    "he": [
        "12", "3–5", "17:00–18:30", "050-234-5678", "03-6123456", "+972 50 234 5678", "club@example.org", "-3", "−1",
        "+2", "91%", "45 ₪", "₪120", "1,250 ש״ח", "12.5.2026", "3/4", "קו 37", "Social Club", "CBT", "COVID-19",
        "(20)", "״לא פשוט״", "'שלום'", "[סעיף 4]", "Анна", "سلمى", "٣٤", "י׳ מ׳", "תשפ״ו", "שָׁלוֹם",
        "https://example.org/a", "48-2207/25", "09:40", "°36.6", "½", "…", "3.5 שעות", "א׳–ה׳", "22-24",
    ],
    "ar": [
        "12", "٣–٥", "17:00–18:30", "050-234-5678", "+972 50 234 5678", "club@example.org", "-3", "−1", "91%",
        "45 ₪", "12.5.2026", "١٢ أيار", "٩١٪", "3/4", "Social Club", "CBT", "(20)", "«ليس سهلا»", "دنا כהן",
        "דנה כהן", "Анна", "السَّلامُ", "لا", "٢٠٢٦", "https://example.org/a", "48-2207/25", "09:40", "[بند 4]",
    ],
    "ru": [
        "12", "3–5", "17:00–18:30", "050-234-5678", "+972 50 234 5678", "club@example.org", "-3", "−1", "91 %",
        "45 ₪", "12.05.2026", "3/4", "Social Club", "CBT", "(20)", "«непросто»", "דנה כהן", "سلمى", "№ 48-2207/25",
        "https://example.org/a", "09:40", "[пункт 4]", "т. е.", "1 250,50",
    ],
    "en": [
        "12", "3–5", "17:00–18:30", "050-234-5678", "+972 50 234 5678", "club@example.org", "-3", "−1", "91%",
        "₪45", "12 May 2026", "3/4", "the Social Club", "CBT", "(20)", "“not easy”", "דנה כהן", "سلمى", "Анна",
        "https://example.org/a", "09:40", "[item 4]", "e.g.", "1,250.50", "fi ffl office",
    ],
}  # fmt: skip

SENTENCES = {
    "he": [
        "נפגשנו {} בבית הקפה ליד הגן.",
        "{} הוא מה שנכתב בסיכום הקודם, ומאז חל שינוי.",
        "בסוף התקופה דיברנו על {}",
        "האחות (שמספרה {}) עדכנה את הצוות.",
        "הוא אמר: ״נדבר על {} בשבוע הבא״, והלך.",
        "היעד היה {}, ובפועל הגענו ל-{}.",
        "מ־{} ועד {}, בלי הפסקה.",
        "שאלה: האם {}? התשובה היא {}!",
        "ת״ז, {} ; כתובת: הגפן 12/4, חיפה",
        "לפי הטבלה: {}, {}, {}.",
        "עלייה של {} לעומת {} (לא כולל חגים)",
        "ב-{} קיבלנו הודעה מד״ר לוי.",
    ],
    "ar": [
        "التقينا {} في المقهى القريب من الحديقة.",
        "{} هو ما كتب في الملخص السابق.",
        "في نهاية الفترة تحدثنا عن {}",
        "الأخت (ورقمها {}) أبلغت الطاقم.",
        "قال: «سنتحدث عن {} في الأسبوع القادم» وذهب.",
        "كان الهدف {}، ووصلنا إلى {}.",
        "من {} إلى {} بلا انقطاع؛",
        "هل {}؟ الجواب هو {}!",
        "كُنْتُ أَنْتَظِرُ {} كُلَّ يَوْم.",
        "بحسب الجدول: {}، {}، {}.",
    ],
    "ru": [
        "Мы встретились {} в кафе возле парка.",
        "{} — так записано в прошлом отчёте.",
        "В конце периода мы говорили о {}",
        "Сестра (её номер {}) сообщила команде.",
        "Он сказал: «Поговорим про {} на следующей неделе» и ушёл.",
        "Цель была {}, а вышло {}.",
        "С {} до {}, без перерыва;",
        "По таблице: {}, {}, {}.",
    ],
    "en": [
        "We met {} at the café near the park.",
        "{} is what the last summary says.",
        "At the end of the period we spoke about {}",
        "The sister (her number is {}) told the team.",
        "He said: “We will talk about {} next week” and left.",
        "The aim was {}, and we reached {}.",
        "From {} to {}, without a break;",
        "By the table: {}, {}, {}.",
    ],
}

EMPHASISED = [
    ("he", "העלייה ", Span("הברורה ביותר", bold=True), " היא ביוזמה: מ-2 ל-7."),
    ("he", "כתבנו על ", Span("Social Club", italic=True), " ועל ", Span("CBT 2", bold=True), "."),
    ("he", Span("חשוב:", bold=True), " להתקשר ל-", Span("050-234-5678", bold=True), " עד 12:00"),
    ("he", "מילה ", Span("נטויה", italic=True), " ומילה ", Span("כבדה ונטויה", bold=True, italic=True), " בסוף"),
    (
        "he",
        "abc ",
        Span("bold", bold=True),
        " ",
        Span("italic words", italic=True),
        " ",
        Span("both", True, True),
        " כן",
    ),
    ("ar", "التقدم ", Span("الأوضح", bold=True), " هو في المبادرة: من 2 إلى 7."),
    ("ar", "كتبنا عن ", Span("Social Club", italic=True), " وعن ", Span("السفر", bold=True), "."),
    ("ru", "Самый ", Span("заметный рост", bold=True), " — в ", Span("инициативе", italic=True), "."),
    ("en", "The ", Span("clearest", bold=True), " growth is in ", Span("taking the lead", italic=True), ": 2 to 7."),
    ("en", "A quote, ", Span("דנה אמרה שלום", italic=True), ", and ", Span("more", bold=True), "."),
]


def samples() -> Iterator[Sample]:
    """Sentence and piece in turn until each sentence has met many pieces and each piece several sentences."""
    for language, sentences in SENTENCES.items():
        pieces = cycle(PIECES[language])
        for _ in range(8 if language == "he" else 6):
            for sentence in sentences:
                filled = sentence
                while "{}" in filled:
                    filled = filled.replace("{}", next(pieces), 1)
                yield Sample(language, (Span(filled),))
    for language, *parts in EMPHASISED:
        yield Sample(language, tuple(Span(part) if isinstance(part, str) else part for part in parts))


CORPUS = list(samples())

# Sentences with figures that must be seen and read as they are typed, in right-to-left text, on pages and on paper.
FIGURES = [
    ("עלייה של {} בנוכחות", "25%-30%"), ("בין {} מהפעמים", "5%-10%"), ("חום של {}", "37.5°C"),
    ("בין {} בערב", "36°-37°"), ("בחוץ {}, ובפנים חם", "−5°C"), ("ירידה של {} במדד", "±3%"),
    ("שכר של {} לשעה", "₪45-₪60"), ("חסרים {} בקופה", "-₪120"), ("נפגשנו {} בגן", "16:30–17:45"),
    ("טלפון {} בבוקר", "050-234-5678"), ("טלפון {} בבוקר", "+972 50 234 5678"), ("טלפון {} בבוקר", "(04) 555-0142"),
    ("חיוג {} בחינם", "*2700"), ("ציון {} ומעלה", "≥7"), ("בערך {} איש", "~20"), ("מגיל {} בלבד", "18+"),
    ("חצי כדור, {} ביום", "3½"), ("שטח של {} מטר", "3×4"), ("החשבון {} נכון", "2+2=4"), ("חדר {} בקומה", "#5"),
    ("אישור {} בתוקף", "48-2207/25"), ("נכתב אל {} בבקשה", "a.b@example.org"), ("ריכוז של {} בדם", "5‰"),
    ("נטל {} ביום", "500 mg"), ("בין {} ביום", "7–10 mg"), ("שוקל {} היום", "80.5 kg"),
    ("נפגשנו {} בגן", "10:30–11:15 AM"),
    ("לחץ דם {} בבוקר", "120/80 mmHg"), ("חום של {} אתמול", "37,5 °C"), ("בין {} מהפעמים", "5–10 %"),
    ("הציון {} עלה", "35.5 → 42.7"), ("עלה {} במדד", "−2→0"), ("בין {} השבוע", "−5–+3"), ("סטייה {} מהיעד", "± 0.5"),
    ("שתה {} כוסות", "1 ½"), ("ישן {} שעות", "½–¾"), ("שילם {} בלבד", "₺200–₺300"), ("שטח {} בערך", "20 m²"),
    ("בית של {} בערך", "3 x 4"), ("חיוג {} בחינם", "*6050#"), ("טלפון {} בבוקר", "(+972) 50-234-5678"),
    ("בערך {} איש", "1 234 567"), ("ירד ל {} מעלות", "–3"), ("مشى {} اليوم", "5 km"), ("من {} هذا الشهر", "5 → 10"),
    ("ارتفاع بنسبة {} في الحضور", "25%-30%"), ("الحرارة {} اليوم", "37.5°C"), ("الهاتف {} صباحا", "050-234-5678"),
    ("التقينا {} في الحديقة", "16:30–17:45"), ("بين {} من المرات", "5%-10%"),
]  # fmt: skip
