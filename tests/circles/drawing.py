"""The map of the pictures: ten ties, and the seven of half a year before."""

from dataclasses import replace
from datetime import timedelta

from uuid_utils.compat import uuid7

from caseapp.circles.actions import draw_circle
from caseapp.circles.rules import (
    CircleDraft,
    CircleKind,
    CircleTie,
    DrawnBy,
    Giving,
    Knowing,
    Ring,
    TieFrequency,
    TiePay,
    TieRole,
)
from caseapp.clock import today
from caseapp.db import IdempotencyKey

NATURAL, PAID = TiePay.NATURAL, TiePay.PAID
MUM = CircleTie(
    "00000001", "אמא", Ring.CLOSE, role=TieRole.FAMILY, pay=NATURAL, often=TieFrequency.DAILY, knows=Knowing.YES
)
PITSI = CircleTie("00000002", "פיצי", Ring.CLOSE, CircleKind.PET, pay=NATURAL, often=TieFrequency.DAILY)
RUTI = CircleTie("00000003", "רותי", Ring.IMPORTANT, role=TieRole.FAMILY, role_words="אחות", pay=NATURAL)
NEIGHBOUR = CircleTie("00000004", "השכנה", Ring.IMPORTANT, role=TieRole.NEIGHBOUR, pay=NATURAL)
NOA = CircleTie("00000005", "נועה", Ring.FURTHER, role=TieRole.PROFESSIONAL, pay=PAID, often=TieFrequency.WEEKLY)
DOCTOR = CircleTie("00000006", "ד״ר ל׳", Ring.FURTHER, role=TieRole.PROFESSIONAL, pay=PAID)
GROCERY = CircleTie("00000007", "המכולת", Ring.FURTHER, CircleKind.PLACE, pay=NATURAL)
THEN = (MUM, PITSI, RUTI, NEIGHBOUR, NOA, DOCTOR, GROCERY)
NOW = (
    MUM,
    PITSI,
    replace(RUTI, ring=Ring.CLOSE, giving=Giving.BOTH),
    replace(NEIGHBOUR, ring=Ring.GONE, note="עברה דירה"),
    replace(NOA, ring=Ring.IMPORTANT),
    DOCTOR,
    GROCERY,
    CircleTie("00000008", "מיכל", Ring.IMPORTANT, role=TieRole.PEER, pay=NATURAL, note="נפגשות לקפה"),
    CircleTie("00000009", "קבוצת אמנות", Ring.IMPORTANT, CircleKind.GROUP, pay=NATURAL, often=TieFrequency.WEEKLY),
    CircleTie("0000000a", "קפה הגן", Ring.FURTHER, CircleKind.PLACE, pay=NATURAL),
    CircleTie("0000000b", "פורום ציור", Ring.FURTHER, CircleKind.ONLINE, pay=NATURAL),
)


def key(body=b"form"):
    return IdempotencyKey(uuid7(), body)


def draw(viewer, client, ties, days_ago=0):
    """A map of that many days ago."""
    draft = CircleDraft(today() - timedelta(days=days_ago), DrawnBy.TOGETHER, tuple(ties))
    return draw_circle(viewer, client.id, draft, key())
