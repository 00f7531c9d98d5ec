"""Documents that look like real ones; every person in them is invented."""

from base64 import b64decode
from datetime import UTC, date, datetime

from caseapp.charts.ladder import LadderLabels, MonthMark, RatingMark, ladder_chart
from caseapp.charts.shapes import Direction, Picture
from caseapp.charts.stairs import StairsLabels, stairs
from caseapp.documents.blocks import (
    Block,
    BulletList,
    Column,
    ColumnKind,
    Document,
    Facts,
    Figure,
    Heading,
    KeepTogether,
    Note,
    RunningFooter,
    RunningHeader,
    SignatureLines,
    Span,
    Table,
    Tone,
    Voice,
    paragraph,
)

LOGO = b64decode(  # a filled circle on nothing
    "iVBORw0KGgoAAAANSUhEUgAAABgAAAAYCAQAAABKfvVzAAAAZElEQVR42mNgoDVgxBSK+o9gL2MkoAFZMXZNTISUo4syEVKOLsNE"
    "WDmqLBMxypFVMJEarEzEmY9QRZ4Nw0HDMkZilEJUkeskwnbAVDDhTvnYkzgTvsyCTYYJd1bBLkpyFqU9AAAv6RomABIU/wAAAABJ"
    "RU5ErkJggg=="
)
MADE_AT = datetime(2026, 5, 12, 6, 40, tzinfo=UTC)


def hebrew_ladder() -> Picture:
    labels = LadderLabels(
        title="מפגש חברתי פעם בשבוע: לאורך התקופה",
        description="המטרה עלתה מ־−1 ל־+1 אצל שני המדרגים.",
        expected="צפוי",
        start="התחלה",
        mentor="החונכת",
        client="י׳ מ׳",
        day="יום",
    )
    return ladder_chart(
        labels=labels,
        first=date(2025, 11, 12),
        last=date(2026, 5, 12),
        start=RatingMark(date(2025, 11, 12), -1, "12.11.2025"),
        mentor=[RatingMark(date(2026, 2, 10), 0, "10.2.2026"), RatingMark(date(2026, 5, 5), 1, "5.5.2026")],
        client=[RatingMark(date(2026, 2, 10), 0, "10.2.2026"), RatingMark(date(2026, 5, 5), 1, "5.5.2026")],
        months=[
            MonthMark(date(2025, 11, 15), "נוב׳"),
            MonthMark(date(2026, 1, 1), "ינו׳"),
            MonthMark(date(2026, 3, 1), "מרץ"),
            MonthMark(date(2026, 5, 1), "מאי"),
        ],
        direction=Direction.RTL,
    )


def hebrew_stairs(start: int | None = -1, mentor: int | None = 1, client: int | None = 1) -> Picture:
    labels = StairsLabels("הסולם", "חמישה שלבים", "התחלה", "צפוי", "החונכת", "י׳ מ׳")
    return stairs(labels=labels, start=start, mentor=mentor, client=client, direction=Direction.RTL)


NARRATIVE = (
    "בתקופה זו נפגשנו פעם בשבוע, בדרך כלל בימי שלישי בין 17:00–18:30, בבית הקפה ליד הגן. "
    "בתחילה ביקר י׳ רק בליווי צמוד (3 מתוך 4 מפגשים), ומ־12.2.2026 הוא מגיע בעצמו באוטובוס קו 37. "
    "הקבוצה Social Club נפגשת ב-12 לכל חודש; הטלפון לתיאום הוא 050-234-5678 והדוא״ל club@example.org. "
    "בסוף התקופה הוא יזם שיחה עם חבר מהקבוצה, ואמר שהיה ״לא פשוט, אבל שווה״. "
)


def hebrew_report() -> Document:
    ratings = (
        ("מפגש חברתי פעם בשבוע", "״שתהיה לי חברה אחת לשתות איתה קפה״", -1, 1, 1),
        ("קבוצת אמנות, 3 מתוך 4", "״להרגיש שאני חלק״", -1, 0, 1),
        ("נסיעה לבד לאחות", "״לנסוע לבד לאחותי״", -1, -1, -1),
    )
    signs = {-1: "−1", 0: "0", 1: "+1"}
    rows = tuple(
        (
            (paragraph(goal, tone=Tone.STRONG), Voice(words)),
            signs[start],
            "0",
            (paragraph(Span(signs[mentor], bold=True)),),
            (paragraph(Span(signs[client], bold=True)),),
            (Figure(hebrew_stairs(start, mentor, client)),),
        )
        for goal, words, start, mentor, client in ratings
    )
    goals = Table(
        (
            Column("מטרה", weight=4.2),
            Column("התחלה", ColumnKind.NUMBER, 1.2),
            Column("צפוי", ColumnKind.NUMBER, 1),
            Column("החונכת", ColumnKind.NUMBER, 1.2),
            Column("י׳ מ׳", ColumnKind.NUMBER, 1),
            Column("הסולם", ColumnKind.NUMBER, 2.6),
        ),
        rows,
    )
    meetings = Table(
        (
            Column("יום", weight=1.3),
            Column("שעה", weight=1.3),
            Column("דקות", ColumnKind.NUMBER),
            Column("מה קרה", weight=5),
        ),
        tuple(
            (f"{day}.3.2026", "17:00–18:30", "90", f"מפגש {day}: " + NARRATIVE[: 60 + day * 4]) for day in range(1, 25)
        ),
    )
    content: tuple[Block, ...] = (
        Facts(
            (
                ("ת״ז", "*****1809"),
                ("זכאות", "3 שעות בשבוע, עד 14.8.2026"),
                ("אישור מס׳", "48-2207/25"),
                ("חונכת", "נועה ברק, מ־2.10.2025"),
                ("השתתפו בכתיבה", "י׳ מ׳, החונכת, אחראית הצוות"),
                ("שעות", "71 מתוך 78 (91%)"),
            )
        ),
        Heading(1, "במילים שלי"),
        Voice(
            "״פעם חיכיתי שיתקשרו. עכשיו אני זאת ששולחת הודעה. עם האוטובוס אני עוד לא שם, וזה בסדר, נחזור לזה ביוני.״"
        ),
        Heading(1, "המטרות"),
        goals,
        Note("ציון השגת מטרות (T): 36.3 בהתחלה, 50.0 עכשיו"),
        Heading(1, "מפגש חברתי פעם בשבוע: לאורך התקופה"),
        Figure(hebrew_ladder(), caption="החונכת וי׳ מ׳ דירגו אותו דבר בשני המועדים."),
        Heading(1, "מה נעשה"),
        paragraph(NARRATIVE, Span("העלייה הברורה ביותר ", bold=True), "היא ביוזמה: מ-2 פניות בחודש ל-7."),
        paragraph(NARRATIVE),
        Heading(2, "מה עזר"),
        BulletList(
            (
                "לקבוע את המפגש הבא לפני שנפרדים, ולכתוב אותו ביומן.",
                "נסיעה משותפת אחת בקו 37, ואחריה שיחה קצרה בטלפון 050-234-5678.",
                "הקבוצה Social Club: היכרות מראש עם המנחה.",
            )
        ),
        Heading(1, "המפגשים"),
        meetings,
        KeepTogether(
            (
                Heading(1, "חתימות"),
                paragraph("קראתי את הדוח ואני מסכים עם האמור בו."),
                SignatureLines(("י׳ מ׳", "נועה ברק, חונכת", "דליה אמסלם, אחראית צוות")),
            )
        ),
    )
    return Document(
        title="דוח התקדמות: י׳ מ׳",
        language="he",
        direction=Direction.RTL,
        header=RunningHeader("עמותת מעגלים", "רחוב הגפן 12, חיפה • 04-555-0142", "דוח התקדמות", "לוועדת שיקום אזורית"),
        footer=RunningFooter(
            "עמוד {page} מתוך {pages}",
            ("גרסה 2 • a91f04c7", "הודפס 12.5.2026, 09:40 • ד׳ אמסלם", "סודי: לעיני הנמען בלבד"),
        ),
        subtitle="חונכות חברתית • 12.11.2025 עד 12.5.2026",
        author="עמותת מעגלים",
        made_at=MADE_AT,
        blocks=content,
    )


def english_report() -> Document:
    labels = LadderLabels(
        "Coffee with someone once a week", "From −1 to +1", "expected", "Start", "Mentor", "J. M.", "Day"
    )
    picture = ladder_chart(
        labels=labels,
        first=date(2025, 11, 12),
        last=date(2026, 5, 12),
        start=RatingMark(date(2025, 11, 12), -1, "12 Nov 2025"),
        mentor=[RatingMark(date(2026, 2, 10), 0, "10 Feb"), RatingMark(date(2026, 4, 5), -1, "5 Apr")],
        client=[RatingMark(date(2026, 2, 10), 1, "10 Feb")],
        months=[MonthMark(date(2025, 11, 15), "Nov"), MonthMark(date(2026, 2, 1), "Feb")],
        direction=Direction.LTR,
    )
    return Document(
        title="Progress report: J. M.",
        language="en",
        direction=Direction.LTR,
        header=RunningHeader("Circles Association", "12 Vine Street, Haifa • 04-555-0142", "Progress report"),
        footer=RunningFooter("Page {page} of {pages}", ("Version 1", "Printed 12 May 2026, 09:40")),
        subtitle="Social mentoring • 12 November 2025 to 12 May 2026",
        author_line="Written by Noa Barak",
        made_at=MADE_AT,
        blocks=(
            Facts((("Entitlement", "3 hours a week"), ("Hours", "71 of 78 (91%)"))),
            Heading(1, "In my words"),
            Voice("I used to wait for a call. Now I send the message.", "J. M."),
            Heading(1, "Over the period"),
            Figure(picture, "The two raters differ: worth talking about.", with_table=True),
            Heading(1, "What was done"),
            paragraph(
                "Met with דנה כהן at the club (20 people) on 12.5.2026, 17:00–18:30; phone 050-234-5678. ",
                Span("The temperature was -3, ", bold=True),
                "and the office was fine. " * 12,
            ),
            BulletList(("Fixing the next meeting before parting.", "One ride together on bus 37.")),
            SignatureLines(("J. M.", "Noa Barak, mentor")),
        ),
    )
