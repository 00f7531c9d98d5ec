"""Maps of support: two of each client, half a year apart."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from bench.installation.records import Records
from caseapp.audit import Act
from caseapp.circles.models import CircleSnapshot
from caseapp.circles.rules import (
    CircleKind,
    CircleTie,
    DrawnBy,
    Giving,
    Ring,
    TieFrequency,
    TiePay,
    TieRole,
    write_ties,
)

NAMES = ("אמא", "פיצי", "רותי", "השכנה", "המכולת", "מיכל", "קבוצת אמנות", "קפה הגן", "פורום ציור", "ד״ר ל׳")
APART = timedelta(days=182)


def add_maps(records: Records, clients: Iterable[UUID], by: UUID, at: datetime) -> None:
    """Two maps of each of these clients: seven ties, and ten of which two have moved."""
    now = [_tie(number, name) for number, name in enumerate(NAMES)]
    then = [replace(tie, ring=Ring.FURTHER) if tie.key in ("00000002", "00000005") else tie for tie in now][:7]
    for client_id in clients:
        for ties, moment in ((then, at - APART), (now, at)):
            map_id = records.rows.new_id(moment)
            records.rows.add(
                CircleSnapshot,
                id=map_id,
                client_id=client_id,
                drawn_on=moment.date(),
                drawn_by=DrawnBy.TOGETHER,
                ties_text=write_ties(ties),
                recorded_by_id=by,
                created_at=moment,
            )
            about = ("circle_snapshots", map_id)
            records.rows.trail.record(moment, Act.CIRCLE_DRAWN, by, about=about, clients=[client_id])


def _tie(number: int, name: str) -> CircleTie:
    return CircleTie(
        f"{number:08x}",
        name,
        (Ring.CLOSE, Ring.IMPORTANT, Ring.FURTHER)[number % 3],
        list(CircleKind)[number % 5],
        angle=36 * number,
        role=list(TieRole)[number % 8],
        pay=TiePay.PAID if number == 9 else TiePay.NATURAL,
        often=list(TieFrequency)[number % 4],
        giving=list(Giving)[number % 3],
        tension=number % 3,
    )
