"""The words that providers use in spreadsheets, in Hebrew and English, and what they mean."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST_WORDS = 200


def fold(text: str) -> str:
    """Only the letters, digits and symbols, without niqqud, case, spaces and punctuation.

    The result is empty if the text is too long to be a heading or a known word, so that a huge cell costs nothing.
    """
    if len(text) > LONGEST_WORDS:
        return ""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in decomposed if unicodedata.category(letter)[0] in "LNS")


@dataclass(frozen=True)
class Vocabulary:
    """The meaning of each folded word of a column; `hebrew` and `english` name each meaning once."""

    meaning: Mapping[str, str]
    hebrew: tuple[str, ...]
    english: tuple[str, ...]


def _table(words: Mapping[str, tuple[str, ...]]) -> Vocabulary:
    return Vocabulary(
        meaning={fold(variant): key for key, variants in words.items() for variant in (key, *variants)},
        hebrew=tuple(variants[0] for variants in words.values()),
        english=tuple(key.replace("_", " ") for key in words),
    )


LANGUAGES = _table(
    {
        "he": ("עברית", "Hebrew"),
        "ar": ("ערבית", "Arabic"),
        "ru": ("רוסית", "Russian"),
        "en": ("אנגלית", "English"),
        "am": ("אמהרית", "Amharic"),
    }
)
GENDER_FORMS = _table(
    {
        "feminine": ("נקבה", "אישה", "נ", "female", "woman", "f"),
        "masculine": ("זכר", "גבר", "ז", "male", "man", "m"),
        "neutral": ("אחר", "לא ידוע", "ניטרלי", "other", "unknown"),
    }
)
SERVICES = _table(
    {
        "social_mentoring": ("חונכות חברתית", "חונכות", "חונכות שיקומית", "social mentorship", "mentoring"),
        "social_club": ("מועדון חברתי", "מועדון"),
        "amitim": ("עמיתים",),
        "social_group": ("קבוצה חברתית", "קבוצות חברתיות", "יאללה מבלים", "Yalla Mevalim"),
        "supported_housing": ("דיור מוגן",),
        "supported_employment": ("תעסוקה נתמכת",),
        "education": ("השלמת השכלה", "השכלה", "completion of education"),
        "care_coordination": ("תיאום טיפול",),
    }
)
DOMAINS = _table(
    {
        "friends": ("חברים", "חברים ומעגל חברתי", "friends and social circle"),
        "family": ("משפחה",),
        "intimacy": (
            "זוגיות",
            "זוגיות והורות",
            "intimate relationship",
            "intimate relationship and parenting",
        ),
        "community": ("קהילה", "קהילה והתנדבות", "community participation and volunteering"),
        "leisure": (
            "פנאי",
            "פנאי וספורט",
            "פנאי, ספורט ואמנות",
            "leisure and sport",
            "leisure, sport and arts",
        ),
        "groups": ("קבוצות", "קבוצות ועמיתים", "groups and peers"),
        "communication": ("תקשורת", "מיומנויות חברתיות", "social skills", "communication and social skills"),
        "stigma": ("סטיגמה עצמית", "סטיגמה", "סטיגמה עצמית וחשיפה", "self stigma", "self stigma and disclosure"),
        "belonging": ("שייכות", "שייכות וזהות", "sense of belonging", "belonging and identity"),
        "faith": ("אמונה", "דת", "אמונה, תרבות ומסורת", "faith, culture and tradition"),
        "digital": ("קשר דיגיטלי", "חיבור דיגיטלי", "digital connection"),
        "employment": ("תעסוקה", "עבודה", "work"),
        "education": ("השכלה", "לימודים"),
        "home": ("בית", "בית ומיומנויות יומיום", "home and daily skills"),
        "rights": ("זכויות", "כסף", "כסף וזכויות", "מיצוי זכויות", "money", "money and rights"),
        "health": ("בריאות", "בריאות גופנית", "physical health"),
        "wellbeing": ("רווחה רגשית", "רווחה נפשית", "emotional wellbeing"),
        "mobility": ("התניידות", "תחבורה", "transport", "getting around"),
    }
)
MODES = _table(
    {
        "in_person": ("פנים אל פנים", "פנים מול פנים", "פגישה", "face to face"),
        "phone": ("טלפון", "שיחת טלפון", "טלפוני", "telephone", "call"),
        "video": ("וידאו", "שיחת וידאו", "זום", "zoom", "video call"),
        "outing": ("ליווי בקהילה", "יציאה לקהילה", "ליווי", "accompanied outing", "in the community"),
        "home": ("בית", "ביקור בית", "בבית", "home visit", "at home"),
        "text": ("הודעות", "הודעה", "התכתבות", "ווטסאפ", "message", "messages", "text message", "whatsapp"),
    }
)
OUTCOMES = _table(
    {
        "held": ("התקיים", "התקיימה", "took place"),
        "partly": ("התקיים חלקית", "חלקית", "partly held"),
        "client_cancelled": (
            *("בוטל על ידי הלקוח", 'בוטל ע"י הלקוח', "בוטל על ידי הלקוחה", 'בוטל ע"י הלקוחה'),
            *('בוטל ע"י הלקוח/ה', "הלקוח ביטל", "cancelled by client", "cancelled by the client"),
        ),
        "mentor_cancelled": (
            *("בוטל על ידי החונך", 'בוטל ע"י החונך', "בוטל על ידי החונכת", 'בוטל ע"י החונכת'),
            *('בוטל ע"י החונך/ת', "החונך ביטל", "cancelled by mentor", "cancelled by the mentor"),
        ),
        "no_show": (
            "לא הגיע/ה",
            "לא הגיע",
            "לא הגיעה",
            "אי הופעה",
            "אי-הופעה",
            "did not come",
            "did not arrive",
        ),
        "emergency": ("בוטל בשל מצב חירום", "מצב חירום", "מלחמה", "cancelled by an emergency", "war"),
    }
)
MARKS = _table(
    {
        "present": ("נכח", "v", "✓", "✔", "√", "נכחה", "נוכח", "נוכחת", "הגיע", "הגיעה", "yes", "כן"),
        "absent": ("נעדר", "x", "✗", "✘", "×", "נעדרת", "לא הגיע", "לא הגיעה", "חסר", "חסרה", "no", "לא"),
        "excused": ("מוצדק", "מוצדקת", "היעדרות מוצדקת"),
        "late": ("איחור", "איחר", "איחרה", "מאחר"),
        "left_early": ("יצא מוקדם", "יצאה מוקדם", "עזב מוקדם", "עזבה מוקדם"),
    }
)
MEETING_STATES = _table(
    {
        "held": ("כן", "התקיים", "התקיימה", "v", "✓", "yes", "took place"),
        "holiday": ("חג", "חופשה", "vacation"),
        "cancelled": ("לא", "בוטל", "בוטלה", "לא התקיים", "x", "no", "not held"),
    }
)
HELD_ROW = frozenset(
    fold(words)
    for words in ("מפגש התקיים", "המפגש התקיים", "התקיים", "האם התקיים", "meeting held", "held", "took place")
)
# Numbered like `date.weekday()`: Monday is 0, Sunday is 6.
WEEKDAYS = {
    fold(word): number
    for number, words in {
        6: ("א", "ראשון", "Sunday", "Sun"),
        0: ("ב", "שני", "Monday", "Mon"),
        1: ("ג", "שלישי", "Tuesday", "Tue"),
        2: ("ד", "רביעי", "Wednesday", "Wed"),
        3: ("ה", "חמישי", "Thursday", "Thu"),
        4: ("ו", "שישי", "Friday", "Fri"),
        5: ("ש", "שבת", "Saturday", "Sat"),
    }.items()
    for word in words
}
