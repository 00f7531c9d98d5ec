"""The headings that providers use, in Hebrew, English, Arabic and Russian.

The first two names of a field are used in sentences: the Hebrew one, then the English one.
"""

from collections.abc import Mapping
from enum import Enum


class FileKind(Enum):
    """The four files of a caseload, in the order in which they are imported."""

    CLIENTS = "clients"
    GOALS = "goals"
    MEETINGS = "meetings"
    ATTENDANCE = "attendance"


def _names(*lines: str) -> tuple[str, ...]:
    return tuple(name.strip() for line in lines for name in line.split("|"))


NATIONAL_ID = _names(
    "ת.ז.|id number|id|national id|identity number|id no|id card|id card number|client id|patient id",
    "teudat zehut|tz|t.z.",
    "תעודת זהות|מספר זהות|מספר תעודת זהות|מס' זהות|מס' ת.ז.|מספר ת.ז.|מס ת\"ז|ז.ה.|ת.ז. לקוח|ת.ז. משתקם",
    'ת"ז של הלקוח|ת.ז. לקוח/ה',
    "ת.ז. משתקם/ת|ת.ז. 9 ספרות|ת.ז. כולל ספרת ביקורת",
    "رقم الهوية|الهوية|هوية|رقم هوية|بطاقة الهوية|رقم بطاقة الهوية|ر. الهوية|رقم الهويه",
    "номер удостоверения|удостоверение|удостоверение личности|номер удостоверения личности|теудат зеут",
    "номер теудат зеут|т.з.|тз|id клиента|№ удостоверения",
)
FULL_NAME = _names(
    "שם מלא|full name|client|client name|participant|patient name|person|name of client",
    "שם הלקוח|שם הלקוחה|שם הלקוח/ה|שם לקוח|לקוח|לקוח/ה|שם המשתקם|שם המשתקמת|שם המשתקם/ת|משתקם|משתקמת|משתקם/ת",
    "שם המשתתף|משתתף|משתתפת|משתתפ/ת",
    "שם פרטי ושם משפחה|שם פרטי ומשפחה|שם ושם משפחה|name|שם",
    "الاسم الكامل|اسم العميل|اسم المستفيد|اسم المشارك|الاسم|المشارك|المستفيد|الاسم الثلاثي",
    "полное имя|фио|ф.и.о.|имя и фамилия|клиент|имя клиента|участник|имя участника|ф.и.о. клиента",
)
FAMILY_NAME_FIRST = _names(
    "שם משפחה ושם פרטי|last name first name|שם משפחה ופרטי|משפחה ופרטי|surname and name|last, first",
    "family and given name",
    "اسم العائلة والاسم|фамилия и имя|фамилия имя|фамилия, имя",
)
ROW_NUMBER = _names(
    "מס'|no.|№|מס' סידורי|מספר סידורי|מס\"ד|row|row number|serial|n|no|מספר|الرقم|رقم|م|п/п|№ п/п|номер"
)
BESIDE_THE_ID = {  # what stands beside the id number, and is not needed
    "name": _names(
        "שם|name",
        *FULL_NAME,
        *FAMILY_NAME_FIRST,
        "שם פרטי|first name|given name|имя",
        "الاسم الأول",
    ),
    "other_name": _names("שם משפחה|last name|family name|surname|фамилия|اسم العائلة"),
    "row_number": ROW_NUMBER,
}
NOT_NEEDED = frozenset({"name", "other_name", "row_number"})
HEADINGS: Mapping[FileKind, Mapping[str, tuple[str, ...]]] = {
    FileKind.CLIENTS: {
        "row_number": ROW_NUMBER,
        "first_name": _names(
            "שם פרטי|first name|given name|forename|פרטי|الاسم الأول|الاسم الاول|الاسم الشخصي|الإسم الشخصي",
            "имя|личное имя",
        ),
        "last_name": _names(
            "שם משפחה|last name|family name|surname|משפחה|שם המשפחה|اسم العائلة|العائلة|إسم العائلة",
            "اسم الأسرة|фамилия",
        ),
        "full_name": FULL_NAME,
        "family_name_first": FAMILY_NAME_FIRST,
        "preferred_name": _names(
            "שם מועדף|preferred name|כינוי|nickname|called|שם חיבה|اللقب|اسم الدلع|الاسم المفضل",
            "как обращаться|прозвище",
            "предпочитаемое имя|как называть",
        ),
        "national_id": NATIONAL_ID,
        "born_on": _names(
            "תאריך לידה|birth date|date of birth|birthday|born|ת. לידה|ת.לידה|ת' לידה|dob|d.o.b.|birthdate",
            "יום הולדת|נולד|נולדה",
            "تاريخ الميلاد|تاريخ الولادة|الميلاد|ت. الميلاد|дата рождения|родился|д.р.|день рождения|д/р",
        ),
        "phone": _names(
            "טלפון|phone|telephone|mobile|phone number|mobile phone|cell phone|cellphone|cell|tel|tel.",
            "mobile number|contact number",
            "נייד|מספר טלפון|טלפון נייד|טל'|טל|טל' נייד|טל. נייד|טל נייד|מס' טלפון|מס טלפון|פלאפון|סלולרי",
            "טלפון סלולרי|מספר נייד",
            "الهاتف|هاتف|رقم الهاتف|الجوال|رقم الجوال|الخلوي|موبايل|هاتف نقال|телефон|номер телефона",
            "мобильный|моб. телефон|тел.|тел|мобильный телефон",
        ),
        "language": _names(
            "שפה|language|שפת אם|mother tongue|native language|preferred language|שפה מועדפת|דובר|שפת דיבור",
            "اللغة|لغة|اللغة الأم|لغة الأم|язык|родной язык",
        ),
        "gender_form": _names("מין|gender|מגדר|לשון פנייה|sex|form of address|الجنس|جنس|пол|обращение"),
        "mentor": _names(
            "חונך/ת|mentor|חונך|חונכת|שם החונך|שם החונכת|שם החונך/ת|mentor username|social mentor|mentor name",
            "assigned mentor|case worker",
            "מדריך|מדריכה|מדריך/ה|מדריך שיקומי|שם המדריך|חונך מלווה|מלווה|חונך חברתי|חונך/ת מלווה|חונך אחראי",
            "المرشد|المرشدة|اسم المرشد|المرافق|الموجه|المرشد/ة|مرشد|наставник|имя наставника|ментор|куратор",
            "сопровождающий|наставник/наставница",
        ),
        "service": _names(
            "שירות|service|סוג שירות|סוג השירות|שם השירות|service type|type of service|program|תכנית|תוכנית",
            "سلة|الخدمة|خدمة|نوع الخدمة|услуга|вид услуги|сервис|программа",
        ),
        "approved_from": _names(
            "תחילת זכאות|approved from|תחילת אישור|זכאות מ|זכאות מתאריך|approval start|entitlement start",
            "start of approval|approval from|valid from|from date|from",
            "מתאריך|מתאריך זכאות|תאריך התחלה|תאריך תחילה|תחילת תוקף|בתוקף מ|תחילת שירות|start date|start|מיום",
            "החל מ|החל מתאריך|אישור מתאריך|תחילה",
            "من تاريخ|بداية الاستحقاق|تاريخ البداية|بداية الموافقة|من|начало одобрения|действует с|с даты",
            "дата начала|начало|начало права",
        ),
        "approved_until": _names(
            "סוף זכאות|approved until|סוף אישור|זכאות עד|זכאות עד תאריך|תום זכאות|approval end",
            "entitlement end|end of approval|approval until|valid until|valid to|to date|until",
            "עד תאריך|תאריך סיום|תאריך סוף|סוף תוקף|בתוקף עד|תוקף|סיום זכאות|סיום אישור|end date|end|to",
            "עד יום|אישור עד תאריך|סיום|תום תוקף",
            "حتى تاريخ|إلى تاريخ|الى تاريخ|نهاية الاستحقاق|تاريخ النهاية|نهاية الموافقة|إلى|конец одобрения",
            "действует до|до даты|дата окончания|окончание|конец|конец права",
        ),
        "hours_per_week": _names(
            'שעות בשבוע|hours per week|שעות שבועיות|weekly hours|hours a week|hours/week|ש"ש|שעות לשבוע',
            "היקף שעות|מס' שעות|מס' שעות שבועיות|מספר שעות|היקף שעות שבועי|שעות מאושרות",
            "approved hours|ساعات في الأسبوع|ساعات أسبوعية|عدد الساعات|ساعات بالأسبوع|часов в неделю",
            "часы в неделю|кол-во часов|часы",
        ),
        "approved_amount": _names(
            "כמות מאושרת|approved amount|היקף מאושר|amount approved|الكمية المعتمدة|одобренное количество"
        ),
        "approval_unit": _names("יחידת זכאות|approval unit|יחידת האישור|unit of approval|وحدة الاستحقاق|единица"),
    },
    FileKind.GOALS: {
        "national_id": NATIONAL_ID,
        **BESIDE_THE_ID,
        "client_words": _names(
            "מטרה במילות הלקוח/ה|goal in the client's words|מטרה במילות הלקוח|מטרה במילות הלקוחה|מטרה|goal",
            "client's words|goal in client's own words",
            "המטרה|נוסח המטרה|יעד טיפולי|תיאור המטרה|מטרת השיקום|goal text|objective|aim|goal description",
            "الهدف|هدف|الهدف بكلمات العميل|نص الهدف|цель|цель словами клиента|формулировка цели",
        ),
        "domain": _names(
            "תחום|domain|תחום חיים|area|life domain|תחום המטרה|life area|goal area|المجال|مجال|مجال الحياة",
            "область|сфера|сфера жизни|область жизни",
        ),
        "target_on": _names(
            "תאריך יעד|target day|target date|יעד|due date|by when|לתאריך|מועד יעד|deadline|due",
            "תאריך יעד להשגה",
            "تاريخ الهدف|الموعد|حتى متى|التاريخ المستهدف|целевая дата|срок|к какому дню|дата цели",
        ),
        "baseline": _names(
            "מצב התחלתי|baseline|נקודת התחלה|רמת בסיס|baseline level|starting level|רמה התחלתית",
            "starting point",
            "الوضع الابتدائي|نقطة البداية|المستوى الأولي|исходный уровень|начальный уровень|базовый уровень",
        ),
    },
    FileKind.MEETINGS: {
        "national_id": NATIONAL_ID,
        **BESIDE_THE_ID,
        "on": _names(
            "תאריך|date|day|תאריך מפגש|meeting date|תאריך המפגש|יום|תאריך פגישה|תאריך הפגישה|visit date",
            "session date|date of meeting|מועד",
            "التاريخ|تاريخ|تاريخ اللقاء|اليوم|дата|дата встречи|день|число",
        ),
        "at": _names(
            "שעה|time|hour|start|שעת התחלה|start time|שעת המפגש|שעת פגישה|התחלה|שעות|from|משעה",
            "time of meeting",
            "الساعة|ساعة|ساعة البدء|الوقت|وقت البداية|время|час|время начала|начало",
        ),
        "until": _names(
            "שעת סיום|end time|סיום|עד שעה|end|finish|ساعة الانتهاء|وقت النهاية|время окончания|окончание",
            "конец",
        ),
        "minutes": _names(
            "משך (דקות)|length (minutes)|משך|דקות|משך בדקות|משך המפגש|minutes|duration|length",
            "duration (minutes)|duration (min)|length in minutes|min|mins",
            "מס' דקות|זמן בדקות|משך זמן|אורך המפגש|duration in minutes|المدة|المدة (دقائق)|دقائق",
            "المدة بالدقائق|длительность|длительность (минуты)|минуты|продолжительность",
        ),
        "hours": _names(
            "משך (שעות)|length (hours)|משך בשעות|מספר שעות|מס' שעות|duration (hours)|hours|duration in hours",
            "المدة (ساعات)|المدة بالساعات|длительность (часы)|часов",
        ),
        "mode": _names(
            "אופן|mode|אופן המפגש|how|medium|way of meeting|סוג מפגש|סוג המפגש|סוג פגישה|אופן הפגישה|type",
            "meeting type|contact type|type of contact",
            "الطريقة|طريقة اللقاء|نوع اللقاء|كيف|способ|вид встречи|как|форма|тип встречи",
        ),
        "outcome": _names(
            "תוצאה|outcome|happened|happened?|occurred|took place|was it held|סטטוס|status|מצב|result",
            "סטטוס מפגש|התקיים?|האם התקיים|התקיים|held?|took place?",
            "النتيجة|الحالة|حالة اللقاء|итог|статус|результат|состоялась",
        ),
        "note": _names(
            "תיעוד|note|הערות|תיאור|סיכום|notes|summary|documentation|סיכום מפגש|תיאור המפגש|תוכן המפגש|הערה",
            "פירוט|comment|comments|description|details",
            "التوثيق|ملاحظات|ملاحظة|ملخص|الوصف|запись|заметка|заметки|примечания|описание|комментарий",
            "содержание",
        ),
    },
    FileKind.ATTENDANCE: {
        "national_id": NATIONAL_ID,
        **BESIDE_THE_ID,
        "on": _names(
            "תאריך|date|day|תאריך מפגש|meeting date|תאריך המפגש|יום|session date|التاريخ|تاريخ|дата",
            "дата встречи|день",
        ),
        "at": _names("שעה|time|hour|start time|שעת התחלה|الساعة|время"),
        "mark": _names(
            "נוכחות|attendance|mark|present|נכח|נכח/ה|נוכח|סימון|attended|presence|attendance status|status",
            "סטטוס|סטטוס נוכחות",
            "الحضور|حضور|حالة الحضور|присутствие|посещение|посещаемость|отметка|явка",
        ),
        "group": _names(
            "קבוצה|group|שם הקבוצה|group name|שם קבוצה|חוג|פעילות|activity|course|المجموعة|مجموعة",
            "اسم المجموعة|группа|название группы|кружок",
        ),
    },
}
# Of the columns in brackets, one is enough.
REQUIRED: Mapping[FileKind, tuple[tuple[str, ...], ...]] = {
    FileKind.CLIENTS: (
        ("first_name", "full_name", "family_name_first"),
        ("last_name", "full_name", "family_name_first"),
        ("national_id",),
        ("mentor",),
    ),
    FileKind.GOALS: (("national_id",), ("client_words",), ("domain",)),
    FileKind.MEETINGS: (("national_id",), ("on",), ("at",), ("minutes", "hours", "until"), ("mode",), ("outcome",)),
    FileKind.ATTENDANCE: (("national_id",),),
}
# Of what a file may leave out, one answer goes for all its rows.
ASKED_ONCE: Mapping[FileKind, tuple[str, ...]] = {
    FileKind.MEETINGS: ("at", "minutes", "mode", "outcome"),
    FileKind.CLIENTS: ("mentor",),
    FileKind.GOALS: ("domain",),
    FileKind.ATTENDANCE: (),
}
