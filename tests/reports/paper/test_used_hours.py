"""Hours used against several approvals in a report: each unit has its line, and each line its list."""

from datetime import date
from decimal import Decimal
from urllib.parse import parse_qsl

from caseapp.activities.rules import Mode
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.documents.blocks import Facts
from caseapp.i18n import in_language
from caseapp.reports.content_rules import ClientProgress
from caseapp.reports.kind_rules import Detail
from caseapp.reports.paper.fact_blocks import facts_block
from caseapp.reports.paper.meeting_blocks import meeting_blocks
from caseapp.reports.paper.page import records_behind
from caseapp.reports.paper.queries import gather
from caseapp.reports.paper.record_blocks import RecordFilter, RecordList, read_filter, used_of
from caseapp.reports.rules import Period
from caseapp.reports.sections.queries import NO_TEXTS
from caseapp.reports.signatures.snapshot_rules import from_snapshot, to_snapshot
from tests.groups.records import group_of, mark
from tests.world import keep, make_activity, make_meeting

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


def test_a_service_that_groups_count_for_says_the_figure_of_the_page_and_no_other_service_is_named(world, as_):
    first, last = date(2026, 9, 1), date(2026, 11, 22)
    approve(world.client, first, last, service="hostel")

    def told(until=last):
        progress = gather(world.mentor, world.client.id, Period(first, until), NO_TEXTS)
        assert from_snapshot(to_snapshot(progress)) == progress
        with in_language("en"):
            return dict(facts_block(progress, Detail.FULL).pairs)

    assert "Approved" not in told()
    approve(world.client, first, last, ApprovalUnit.MEETING, service="social_club")
    group = group_of(world, world.client, service="social_club")
    for day in (date(2026, 9, 6), date(2026, 9, 13), last):
        mark(make_meeting(group, day), world.client, "present")
    facts = told()
    (used,) = (words for name, words in facts.items() if name.startswith("Social club, "))
    assert (facts["Service"], used) == ("Social club", "3 of 83 meetings used")
    assert used in as_(world.mentor).see(f"/clients/{world.client.id}/approvals").words
    progress = gather(world.mentor, world.client.id, Period(first, last), NO_TEXTS)
    with in_language("en"):
        (source,) = (each for each in facts_block(progress, Detail.FULL).sources if each and "service" in each.query)
    assert (source.query, source.counts) == ("of=service&service=0", 3)
    listed = records_behind(progress, read_filter(dict(parse_qsl(source.query))))
    assert [row.lines for row in listed] == [("Art", "1:30")] * 3
    assert records_behind(progress, RecordFilter(RecordList.SERVICE, service=1)) == []
    assert "2 of 83 meetings used" in told(date(2026, 11, 21)).values()
    approve(world.client, first, last)
    assert told()["Service"] == "Social mentoring"
    assert used in told().values()
