"""Hours used against several approvals in a report: each unit has its line, and each line its list."""

from datetime import date
from decimal import Decimal

from caseapp.activities.rules import Mode
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.documents.blocks import Facts
from caseapp.i18n import in_language
from caseapp.reports.content_rules import ClientProgress
from caseapp.reports.kind_rules import Detail
from caseapp.reports.paper.meeting_blocks import meeting_blocks
from caseapp.reports.paper.queries import gather
from caseapp.reports.paper.record_blocks import RecordFilter, RecordList, used_of
from caseapp.reports.rules import Period
from caseapp.reports.sections.queries import NO_TEXTS
from caseapp.reports.signatures.snapshot_rules import from_snapshot, to_snapshot
from tests.world import keep, make_activity

PERIOD = Period(date(2026, 3, 1), date(2026, 8, 31))


def approve(client, first, last, unit=ApprovalUnit.HOUR, service="social_mentoring"):
    days = {"starts_on": first, "ends_on": last}
    keep(Approval(client_id=client.id, service=service, amount=Decimal(7), unit=unit, per=Per.WEEK, **days))


def used_lines(progress: ClientProgress):
    with in_language("en"):
        (facts,) = (block for block in meeting_blocks(progress, Detail.FULL) if isinstance(block, Facts))
    sources = [(source.counts, source.minutes) if source else None for source in facts.sources]
    return list(zip(facts.pairs, sources, strict=True))


def test_each_unit_and_the_days_without_an_approval_have_a_line_with_its_list(world):
    approve(world.client, date(2026, 3, 1), date(2026, 3, 31))
    approve(world.client, date(2026, 4, 1), date(2026, 4, 30), ApprovalUnit.MEETING)
    approve(world.client, date(2026, 3, 1), date(2026, 8, 31), service="social_club")
    for day, mode in [
        (date(2026, 3, 5), Mode.PHONE), (date(2026, 3, 31), Mode.HOME), (date(2026, 4, 1), Mode.HOME),
        (date(2026, 4, 2), Mode.PHONE), (date(2026, 5, 1), Mode.HOME),
    ]:  # fmt: skip
        make_activity(world.client, world.mentor, day, minutes=45, mode=mode)
    progress = gather(world.mentor, world.client.id, PERIOD, NO_TEXTS)
    assert used_lines(progress) == [
        (("Hours used of the hours approved for this period", "1:30 of 31:00"), (None, 90)),
        (("Meetings used of the meetings approved for this period", "1 of 30"), (1, None)),
        (("Hours on days for which nothing is approved", "0:45"), (None, 45)),
    ]
    listed = [used_of(progress, RecordFilter(RecordList.USED, counted=name)) for name in ("hour", "meeting", "none")]
    assert [[each.on.month for each in contacts] for contacts in listed] == [[3, 3], [4], [5]]
    assert from_snapshot(to_snapshot(progress)) == progress


def test_one_unit_for_the_whole_period_counts_all_contacts_and_other_services_count_none(world):
    approve(world.client, date(2026, 1, 1), date(2026, 12, 31), service="social_club")
    make_activity(world.client, world.mentor, date(2026, 3, 5), minutes=45)
    only_club = gather(world.mentor, world.client.id, PERIOD, NO_TEXTS)
    assert not any(isinstance(block, Facts) for block in meeting_blocks(only_club, Detail.FULL))
    approve(world.client, date(2026, 1, 1), date(2026, 12, 31))
    progress = gather(world.mentor, world.client.id, PERIOD, NO_TEXTS)
    assert used_lines(progress) == [
        (("Hours used of the hours approved for this period", "0:45 of 184:00"), (None, 45)),
    ]
    assert progress.records.used == {}
