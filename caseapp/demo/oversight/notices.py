"""What the demo's clients are told about their records, and who was told."""

from collections.abc import Iterable
from datetime import timedelta

from caseapp.accounts.models import User
from caseapp.clients.models import Client
from caseapp.clock import now, today
from caseapp.db import db
from caseapp.privacy.notices.models import NoticeTelling, PrivacyNotice
from caseapp.privacy.notices.rules import Manner, NoticeTexts

TEXTS = NoticeTexts(
    he="אנחנו שומרים את מה שנכתב על הליווי: מטרות, מפגשים ודוחות, כדי ללוות אותך טוב יותר.\n"
    "אפשר לעיין ברשומות ולבקש לתקן אותן. לא חייבים לענות על כל שאלה.",
    ar="نحفظ ما يُكتب عن المرافقة: الأهداف واللقاءات والتقارير، كي تكون المرافقة أفضل.\n"
    "يمكن الاطلاع على السجلات وطلب تصحيحها. لا تجب الإجابة عن كل سؤال.",
    ru="Мы храним то, что записано о сопровождении: цели, встречи и отчёты, чтобы помогать лучше.\n"
    "Записи можно посмотреть и попросить исправить. Отвечать на каждый вопрос не обязательно.",
    en="We keep what is written about the mentoring: goals, meetings and reports, so that it helps you more.\n"
    "You may see the records and ask to have them corrected. You need not answer every question.",
)
TOLD = 8
DAYS = timedelta(days=40)


def add_notice(people: dict[str, User], clients: Iterable[Client]) -> None:
    """One version, which the first clients were told."""
    officer, mentor, at = people["officer"], people["mentor1"], now() - DAYS
    notice = PrivacyNotice(number=1, published_by_id=officer.id, published_at=at)
    notice.write(TEXTS, officer.id, at)
    db.session.add(notice)
    db.session.flush()
    for client in list(clients)[:TOLD]:
        told = {"manner": Manner.READ_ALOUD, "language": client.language, "told_on": today() - DAYS / 2}
        by = {"created_by_id": mentor.id, "created_at": now() - DAYS / 2}
        db.session.add(NoticeTelling(client_id=client.id, notice_id=notice.id, **told, **by))
