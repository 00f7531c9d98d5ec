"""The words that providers use in spreadsheets, in Hebrew, English, Arabic and Russian, and what they mean."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

LONGEST_WORDS = 200


def fold(text: str) -> str:
    """Only the letters, digits and symbols, without niqqud, case, spaces and punctuation.

    The result is empty if the text is too long to be a heading or a known word, so that a huge cell costs nothing.
    """
    if len(text) > LONGEST_WORDS:
        return ""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in decomposed if unicodedata.category(letter)[0] in "LNS")


def key_of(text: str) -> str:
    """The form in which a value is looked up; a lone sign, such as a minus, is itself."""
    return fold(text) or text.strip()


@dataclass(frozen=True)
class Vocabulary:
    """The meaning of each folded word of a column; `hebrew` and `english` name each meaning once."""

    meaning: Mapping[str, str]
    hebrew: tuple[str, ...]
    english: tuple[str, ...]

    def also(self, labels: Mapping[str, str]) -> "Vocabulary":
        """With the labels that an organisation gave to its own meanings."""
        return replace(self, meaning={**self.meaning, **{key_of(label): code for label, code in labels.items()}})


def _table(words: Mapping[str, str]) -> Vocabulary:
    return Vocabulary(
        meaning={key_of(variant): key for key, variants in words.items() for variant in (key, *variants.split("|"))},
        hebrew=tuple(variants.split("|")[0] for variants in words.values()),
        english=tuple(key.replace("_", " ") for key in words),
    )


LANGUAGES = _table(
    {
        "he": "עברית|Hebrew|heb|iw|العبرية|عبرية|عبري|иврит",
        "ar": "ערבית|Arabic|ערבי|العربية|عربية|عربي|арабский|арабский язык",
        "ru": "רוסית|Russian|רוסי|الروسية|روسية|روسي|русский|русский язык",
        "en": "אנגלית|English|eng|الإنجليزية|انجليزية|إنجليزية|английский",
        "am": "אמהרית|Amharic|אמהרי|الأمهرية|أمهرية|амхарский",
    }
)
GENDER_FORMS = _table(
    {
        "feminine": (
            "נקבה|אישה|נ|female|woman|f|אשה|נקבית|בת|girl|she|she/her|أنثى|انثى|امرأة|مؤنث|женский|женщина|ж|жен"
        ),
        "masculine": "זכר|גבר|ז|male|man|m|זכרי|בן|boy|he|he/him|ذكر|رجل|مذكر|мужской|мужчина|м|муж",
        "neutral": (
            "אחר|לא ידוע|ניטרלי|other|unknown|אחרת|לא בינארי|they|they/them|non binary|nonbinary|آخر"
            "|غير معروف|محايد|другой|не указано|нейтральный"
        ),
    }
)
APPROVAL_UNITS = _table(
    {
        "hours_per_week": "שעות בשבוע|hours a week|ساعات في الأسبوع|часов в неделю",
        "hours_per_month": "שעות בחודש|hours a month|ساعات في الشهر|часов в месяц",
        "meetings_per_week": "מפגשים בשבוע|meetings a week|لقاءات في الأسبوع|встреч в неделю",
        "meetings_per_month": "מפגשים בחודש|meetings a month|لقاءات في الشهر|встреч в месяц",
        "days_per_week": "ימים בשבוע|days a week|أيام في الأسبوع|дней в неделю",
        "days_per_month": "ימים בחודש|days a month|أيام في الشهر|дней в месяц",
    }
)
SERVICES = _table(
    {
        "social_mentoring": (
            "חונכות חברתית|חונכות|חונכות שיקומית|social mentorship|mentoring|ליווי חברתי"
            "|social mentor|إرشاد اجتماعي|مرافقة اجتماعية|توجيه اجتماعي|социальное наставничество"
            "|наставничество"
        ),
        "social_club": (
            "מועדון חברתי|מועדון|מועדון חברתי שיקומי|club|نادي اجتماعي|النادي الاجتماعي|социальный клуб|клуб"
        ),
        "amitim": "עמיתים|תכנית עמיתים|תוכנית עמיתים|عميتيم|амитим",
        "social_group": (
            "קבוצה חברתית|קבוצות חברתיות|יאללה מבלים|Yalla Mevalim|קבוצה|مجموعة اجتماعية|социальная группа"
        ),
        "supported_housing": "דיור מוגן|דיור|סעד בדיור|housing|سكن مدعوم|سكن محمي|поддерживаемое проживание",
        "supported_employment": "|".join(
            ("תעסוקה נתמכת|תעסוקה|employment support|تشغيل مدعوم|عمل مدعوم|поддерживаемая занятость",)
        ),
        "education": (
            "השלמת השכלה|השכלה|completion of education|לימודים|השכלה נתמכת|supported education|تعليم"
            "|استكمال تعليم|образование"
        ),
        "nect_group": "קבוצת NECT|נקט|NECT|NECT group|קבוצת נקט|סטיגמה עצמית|مجموعة NECT|группа NECT",
        "hostel": "הוסטל|הוסטל כוללני|הוסטל מתוגבר|نزل|هوستل|хостел",
        "supportive_community": "קהילה תומכת|مجتمع داعم|поддерживающая община",
        "vocational_club": "מועדון תעסוקתי|نادٍ مهني|نادي تشغيلي|профессиональный клуб",
        "sheltered_workshop": 'מפעל מוגן|מע"ש|מפעל שיקומי|sheltered work|ورشة محمية|مشغل محمي|защищённая мастерская',
        "national_service": (
            'שירות לאומי|שירות לאומי או התנדבות|התנדבות|התנדבות לצה"ל|national service|volunteering'
            "|الخدمة الوطنية|تطوع|национальная служба|волонтёрство"
        ),
        "family_counselling": (
            "ייעוץ למשפחות|ייעוץ למשפחה|ליווי משפחות|הדרכת משפחות|family counselling|family counseling"
            "|استشارة للعائلات|إرشاد العائلات|консультирование семьи"
        ),
        "dental": "טיפולי שיניים|טיפול שיניים|שיניים|dental|علاج الأسنان|стоматология",
        "initial_equipment": "ציוד ראשוני|רכישת ציוד ראשוני|equipment|معدات أولية|تجهيزات أولية|первичное оборудование",
        "care_coordination": "תיאום טיפול|תאום טיפול|coordination of care|تنسيق العلاج|координация лечения",
    }
)
DOMAINS = _table(
    {
        "friends": (
            "חברים|חברים ומעגל חברתי|friends and social circle|חברות|מעגל חברתי|friendship"
            "|social circle|أصدقاء|الأصدقاء|друзья"
        ),
        "family": "משפחה|קשרי משפחה|عائلة|العائلة|أسرة|семья",
        "intimacy": (
            "זוגיות|זוגיות והורות|intimate relationship|intimate relationship and parenting|הורות"
            "|relationship|partnership|العلاقة الزوجية|زوجية|علاقة زوجية|отношения|пара"
        ),
        "community": (
            "קהילה|קהילה והתנדבות|community participation and volunteering|התנדבות"
            "|community participation|volunteering|مجتمع|المجتمع|تطوع|сообщество|волонтёрство"
        ),
        "leisure": (
            "פנאי|פנאי וספורט|פנאי, ספורט ואמנות|leisure and sport|leisure, sport and arts|ספורט"
            "|אמנות|free time|sport|hobbies|ترفيه|وقت الفراغ|رياضة|досуг|спорт"
        ),
        "groups": "קבוצות|קבוצות ועמיתים|groups and peers|קבוצה|group|مجموعات|группы",
        "communication": (
            "תקשורת|מיומנויות חברתיות|social skills|communication and social skills|מיומנויות תקשורת"
            "|social communication|تواصل|مهارات اجتماعية|общение|социальные навыки"
        ),
        "stigma": (
            "סטיגמה עצמית|סטיגמה|סטיגמה עצמית וחשיפה|self stigma|self stigma and disclosure|חשיפה"
            "|وصمة|الوصمة الذاتية|стигма|самостигма"
        ),
        "belonging": (
            "שייכות|שייכות וזהות|sense of belonging|belonging and identity|זהות|انتماء|الانتماء|принадлежность"
        ),
        "faith": (
            "אמונה|דת|אמונה, תרבות ומסורת|faith, culture and tradition|תרבות|מסורת|religion|إيمان|دين|вера|религия"
        ),
        "digital": ("קשר דיגיטלי|חיבור דיגיטלי|digital connection|דיגיטל|online|رقمي|التواصل الرقمي|цифровое общение"),
        "employment": "תעסוקה|עבודה|work|job|عمل|تشغيل|работа|занятость",
        "education": "השכלה|לימודים|studies|تعليم|دراسة|образование|учёба",
        "home": "בית|בית ומיומנויות יומיום|home and daily skills|משק בית|household|بيت|المنزل|дом|быт",
        "rights": "זכויות|כסף|כסף וזכויות|מיצוי זכויות|money|money and rights|rights|مال|حقوق|деньги|права",
        "health": "בריאות|בריאות גופנית|physical health|health|صحة|صحة جسدية|здоровье",
        "wellbeing": (
            "רווחה רגשית|רווחה נפשית|emotional wellbeing|wellbeing|mental wellbeing|رفاهية|راحة نفسية"
            "|благополучие|эмоциональное благополучие"
        ),
        "mobility": ("התניידות|תחבורה|transport|getting around|ניידות|travel|تنقل|مواصلات|передвижение|транспорт"),
    }
)
MODES = _table(
    {
        "in_person": (
            'פנים אל פנים|פנים מול פנים|פגישה|face to face|פא"פ|פגישה פנים אל פנים|פיזי|פיזית|f2f'
            "|face-to-face|frontal|פרונטלי|פרונטלית|in person|meeting|وجها لوجه|وجهاً لوجه|لقاء"
            "|لقاء وجاهي|лично|очно|встреча"
        ),
        "phone": (
            "טלפון|שיחת טלפון|טלפוני|telephone|call|שיחה|שיחה טלפונית|phone call|هاتف|مكالمة|هاتفيا"
            "|مكالمة هاتفية|телефон|звонок|по телефону"
        ),
        "video": (
            "וידאו|שיחת וידאו|זום|zoom|video call|זום/וידאו|שיחת זום|video meeting|فيديو|مكالمة فيديو"
            "|زوم|видео|видеозвонок|зум"
        ),
        "outing": (
            "ליווי בקהילה|יציאה לקהילה|ליווי|accompanied outing|in the community|בקהילה|יציאה|קהילה"
            "|outing|community|خروج|مرافقة|في المجتمع|выход|сопровождение|выход в город"
        ),
        "home": (
            "בית|ביקור בית|בבית|home visit|at home|בבית הלקוח|home|زيارة بيتية|زيارة منزلية|في البيت"
            "|дом|визит на дом|на дому"
        ),
        "text": (
            "הודעות|הודעה|התכתבות|ווטסאפ|message|messages|text message|whatsapp|sms|צ'אט|chat|واتساب"
            "|رسائل|رسالة|сообщения|сообщение|переписка|ватсап"
        ),
    }
)
OUTCOMES = _table(
    {
        "held": (
            "התקיים|התקיימה|took place|כן|yes|done|completed|בוצע|בוצעה|נפגשנו|تم|عقد|عُقد|حصل|نعم"
            "|состоялась|состоялось|проведена|да|v|✓|true"
        ),
        "partly": "התקיים חלקית|חלקית|partly held|באופן חלקי|partially|partial|جزئي|جزئيا|частично",
        "client_cancelled": (
            'בוטל על ידי הלקוח|בוטל ע"י הלקוח|בוטל על ידי הלקוחה|בוטל ע"י הלקוחה|בוטל ע"י הלקוח/ה'
            "|הלקוח ביטל|cancelled by client|cancelled by the client|לקוח ביטל|הלקוחה ביטלה|ביטול לקוח"
            "|ביטול הלקוח|ביטול לקוח/ה|client cancelled|client canceled|canceled by client"
            "|ألغاه العميل|ألغى العميل|إلغاء من العميل|отменено клиентом|клиент отменил"
        ),
        "mentor_cancelled": (
            'בוטל על ידי החונך|בוטל ע"י החונך|בוטל על ידי החונכת|בוטל ע"י החונכת|בוטל ע"י החונך/ת'
            "|החונך ביטל|cancelled by mentor|cancelled by the mentor|חונך ביטל|החונכת ביטלה|ביטול חונך"
            "|ביטול חונך/ת|mentor cancelled|mentor canceled|canceled by mentor|ألغاه المرشد"
            "|ألغى المرشد|отменено наставником|наставник отменил"
        ),
        "no_show": (
            "לא הגיע/ה|לא הגיע|לא הגיעה|אי הופעה|אי-הופעה|did not come|did not arrive|לא התייצב"
            "|לא התייצבה|הבריז|no-show|noshow|dna|missed|لم يحضر|لم تحضر|غياب|не пришёл|не пришел"
            "|не пришла|неявка"
        ),
        "emergency": (
            "בוטל בשל מצב חירום|מצב חירום|מלחמה|cancelled by an emergency|war|חירום|emergency|طوارئ"
            "|чрезвычайное положение|война"
        ),
    }
)
MARKS = _table(
    {
        "present": (
            "נכח|v|✓|✔|√|נכחה|נוכח|נוכחת|הגיע|הגיעה|yes|כן|1|p|+|true|y|attended|here|נוכח/ת|נכח/ה"
            "|הגיע/ה|حاضر|حضر|حضرت|نعم|موجود|присутствовал|присутствовала|был|была|да|п"
        ),
        "absent": (
            "נעדר|x|✗|✘|×|נעדרת|לא הגיע|לא הגיעה|חסר|חסרה|no|לא|0|a|-|–|—|−|false|n|missing|absence"
            "|נעדר/ת|לא נכח|לא נכחה|לא נכח/ה|לא הגיע/ה|غائب|غاب|غابت|لم يحضر|لا|отсутствовал"
            "|отсутствовала|не был|не была|нет|н"
        ),
        "excused": (
            "מוצדק|מוצדקת|היעדרות מוצדקת|e|ex|נעדר בהצדקה|מוצדק/ת|באישור|מחלה|sick|justified"
            "|excused absence|بعذر|معذور|غياب مبرر|уважительная причина|по уважительной причине|ув"
        ),
        "late": ("איחור|איחר|איחרה|מאחר|l|tardy|came late|איחר/ה|באיחור|متأخر|تأخر|تأخرت|опоздал|опоздала|опоздание|о"),
        "left_early": (
            "יצא מוקדם|יצאה מוקדם|עזב מוקדם|עזבה מוקדם|יצא/ה מוקדם|הלך מוקדם|הלכה מוקדם|left early"
            "|left|early|غادر مبكرا|غادر مبكراً|ушёл раньше|ушел раньше|ушла раньше"
        ),
    }
)
MEETING_STATES = _table(
    {
        "held": "כן|התקיים|התקיימה|v|✓|yes|took place|1|true|+|held|met|نعم|تم|عقد|да|состоялась",
        "holiday": "חג|חופשה|vacation|holiday|חג/חופשה|عيد|عطلة|праздник|каникулы",
        "cancelled": (
            "לא|בוטל|בוטלה|לא התקיים|x|no|not held|0|false|-|cancelled|canceled|בוטל/ה|لا|ألغي|нет|отменена|отменено"
        ),
    }
)
HELD_ROW = frozenset(
    fold(words)
    for words in (
        *("מפגש התקיים", "המפגש התקיים", "התקיים", "האם התקיים", "meeting held", "held", "took place"),
        *("התקיים המפגש", "האם התקיים המפגש", "هل عقد اللقاء", "عقد اللقاء", "встреча состоялась", "состоялась"),
    )
)
# Numbered like `date.weekday()`: Monday is 0, Sunday is 6.
NO_FIXED_DAY = frozenset(
    map(fold, ("ללא יום קבוע", "בלי יום קבוע", "no fixed day", "بلا يوم ثابت", "без постоянного дня"))
)
WEEKDAYS = {
    fold(word): number
    for number, words in {
        6: ("א", "ראשון", "Sunday", "Sundays", "Sun", "الأحد", "احد", "الاحد", "воскресенье", "вс", "воскресеньям"),
        0: ("ב", "שני", "Monday", "Mondays", "Mon", "الاثنين", "الإثنين", "понедельник", "пн", "понедельникам"),
        1: ("ג", "שלישי", "Tuesday", "Tuesdays", "Tue", "الثلاثاء", "вторник", "вт", "вторникам"),
        2: ("ד", "רביעי", "Wednesday", "Wednesdays", "Wed", "الأربعاء", "الاربعاء", "среда", "ср", "средам", "среду"),
        3: ("ה", "חמישי", "Thursday", "Thursdays", "Thu", "الخميس", "четверг", "чт", "четвергам"),
        4: ("ו", "שישי", "Friday", "Fridays", "Fri", "الجمعة", "пятница", "пт", "пятницам", "пятницу"),
        5: ("ש", "שבת", "Saturday", "Saturdays", "Sat", "السبت", "суббота", "сб", "субботам", "субботу"),
    }.items()
    for word in words
}
