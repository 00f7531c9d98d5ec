"""Circles of support of some demo clients: half a year ago and now."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from caseapp.circles.models import CircleSnapshot
from caseapp.circles.rules import (
    CircleKind,
    CircleTie,
    DrawnBy,
    Giving,
    Knowing,
    Ring,
    SupportKind,
    TieFrequency,
    TiePay,
    TieRole,
    TieWay,
    TieWish,
    read_ties,
)
from caseapp.clients.models import Client
from caseapp.clock import local, now

HALF_A_YEAR = timedelta(days=181)
LAST_WEEK = timedelta(days=6)
CLOSE, IMPORTANT, FURTHER, GONE = Ring.CLOSE, Ring.IMPORTANT, Ring.FURTHER, Ring.GONE
NATURAL, PAID = TiePay.NATURAL, TiePay.PAID
DAILY, WEEKLY, MONTHLY = TieFrequency.DAILY, TieFrequency.WEEKLY, TieFrequency.MONTHLY
HEARD, COMPANY = (SupportKind.EMOTIONAL,), (SupportKind.COMPANIONSHIP,)


def _person(key: str, name: str, ring: Ring, role: TieRole, words: str = "", often: TieFrequency = WEEKLY) -> CircleTie:
    pay = PAID if role is TieRole.PROFESSIONAL else NATURAL
    return CircleTie(key, name, ring, role=role, role_words=words, pay=pay, often=often, ways=(TieWay.IN_PERSON,))


def _other(key: str, name: str, ring: Ring, kind: CircleKind, often: TieFrequency = WEEKLY) -> CircleTie:
    return CircleTie(key, name, ring, kind, pay=NATURAL, often=often)


MUM = replace(
    _person("00000001", "אמא", CLOSE, TieRole.FAMILY, often=DAILY),
    giving=Giving.BOTH,
    knows=Knowing.YES,
    supports=(SupportKind.EMOTIONAL, SupportKind.PRACTICAL),
    tension=1,
)
PITSI = replace(_other("00000002", "פיצי", CLOSE, CircleKind.PET, DAILY), giving=Giving.BOTH, supports=COMPANY)
RUTI = replace(_person("00000003", "רותי", IMPORTANT, TieRole.FAMILY, "אחות", MONTHLY), wish=TieWish.CLOSER)
NEIGHBOUR = _person("00000004", "השכנה", IMPORTANT, TieRole.NEIGHBOUR)
NOA = replace(_person("00000005", "נועה", FURTHER, TieRole.PROFESSIONAL, "חונכת"), knows=Knowing.YES)
DOCTOR = replace(_person("00000006", "ד״ר ל׳", FURTHER, TieRole.PROFESSIONAL, often=MONTHLY), giving=Giving.RECEIVES)
GROCERY = _other("00000007", "המכולת", FURTHER, CircleKind.PLACE)
MICHAL = replace(
    _person("00000008", "מיכל", IMPORTANT, TieRole.PEER, "חברה מקבוצת האמנות"),
    giving=Giving.BOTH,
    supports=COMPANY,
    note="נפגשות לקפה",
)
ART = replace(_other("00000009", "קבוצת אמנות", IMPORTANT, CircleKind.GROUP), giving=Giving.BOTH)
CAFE = _other("0000000a", "קפה הגן", FURTHER, CircleKind.PLACE)
FORUM = _other("0000000b", "פורום ציור", FURTHER, CircleKind.ONLINE)
YAEL_THEN = (MUM, PITSI, RUTI, NEIGHBOUR, NOA, DOCTOR, GROCERY)
YAEL_NOW = (
    MUM,
    PITSI,
    replace(RUTI, ring=CLOSE, often=WEEKLY, giving=Giving.BOTH, knows=Knowing.YES, supports=HEARD, wish=TieWish.SAME),
    replace(NEIGHBOUR, ring=GONE, note="עברה דירה"),
    replace(NOA, ring=IMPORTANT),
    DOCTOR,
    GROCERY,
    MICHAL,
    ART,
    CAFE,
    FORUM,
)

GRANNY = replace(_person("00000001", "تيتا", CLOSE, TieRole.FAMILY, "جدّة", DAILY), supports=HEARD, giving=Giving.BOTH)
FATHER = replace(_person("00000002", "بابا", IMPORTANT, TieRole.FAMILY, often=DAILY), tension=2, knows=Knowing.PARTLY)
RANA = replace(_person("00000003", "رنا", FURTHER, TieRole.FRIEND, "من المدرسة", MONTHLY), wish=TieWish.CLOSER)
MENTOR = replace(_person("00000004", "نوعا", IMPORTANT, TieRole.PROFESSIONAL, "مرافِقة"), knows=Knowing.YES)
CHOIR = replace(_other("00000005", "جوقة", IMPORTANT, CircleKind.GROUP), note="كل يوم ثلاثاء")
SEA = _other("00000006", "شاطئ البحر", FURTHER, CircleKind.PLACE)
LAYLA_THEN = (GRANNY, FATHER, RANA, MENTOR)
LAYLA_NOW = (GRANNY, FATHER, replace(RANA, ring=IMPORTANT, often=WEEKLY, wish=TieWish.SAME), MENTOR, CHOIR, SEA)

MAPS = {"יעל": (YAEL_THEN, YAEL_NOW), "לילא": (LAYLA_THEN, LAYLA_NOW)}


def circles_drawn(client: Client, mentor_id: UUID) -> list[CircleSnapshot]:
    """The client's two maps, where the demo has any."""
    snapshots = []
    before: tuple[CircleTie, ...] = ()
    for ties, ago in zip(MAPS.get(client.given_name, ()), (HALF_A_YEAR, LAST_WEEK), strict=False):
        snapshots.append(_snapshot(client, mentor_id, ties, before, now() - ago))
        before = read_ties(snapshots[-1].ties_text)
    return snapshots


def _snapshot(
    client: Client, mentor_id: UUID, ties: tuple[CircleTie, ...], before: tuple[CircleTie, ...], at: datetime
) -> CircleSnapshot:
    snapshot = CircleSnapshot(
        client_id=client.id,
        drawn_on=local(at).date(),
        drawn_by=DrawnBy.TOGETHER,
        recorded_by_id=mentor_id,
        created_at=at,
    )
    snapshot.draw(ties, before)
    return snapshot
