"""Used, planned and left of each approval are the records, with several at once."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.activities.contact_rules import ContactRecord
from caseapp.activities.rules import CONTACT, Mode, Outcome
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.hours.allocation_rules import GroupMeeting
from caseapp.hours.approval_rules import (
    ApprovalLimits,
    Belonging,
    GroupRecords,
    Notice,
    days_not_begun,
    fades,
    notices_of,
    usage_of,
)

TODAY = date(2026, 11, 22)
LIMITS = ApprovalLimits(TODAY, begin_days=14, end_days=60, fading_percent=50)


@dataclass(frozen=True)
class Known:
    """An approval as it is stored."""

    id: UUID
    service: str
    amount: Decimal
    unit: ApprovalUnit
    per: Per
    starts_on: date
    ends_on: date


def known(number=1, first=-70, last=69, amount=1, unit=ApprovalUnit.HOUR, service="social_mentoring"):
    days = (TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    return Known(UUID(int=number), service, Decimal(amount), unit, Per.WEEK, *days)


def met(day, minutes=60, outcome=Outcome.HELD, mode=Mode.IN_PERSON):
    return ContactRecord(UUID(int=day + 1000), TODAY + timedelta(days=day), mode, outcome, minutes)


def test_used_planned_left_and_expected_are_in_whole_minutes_and_add_up():
    contacts = [
        met(-60, 90),
        met(-50, 30, mode=Mode.PHONE),
        met(-40, outcome=Outcome.NO_SHOW),
        met(7, 120, Outcome.PLANNED),
    ]
    use = usage_of(contacts, [known()], TODAY).uses[known().id]
    assert (use.used, use.planned, use.left, use.amount) == (120, 120, 960, 1200)
    assert use.figure(use.left) == "16:00"
    assert use.expected == 609  # 71 of 140 days
    meetings = known(unit=ApprovalUnit.MEETING)
    use = usage_of(contacts, [meetings], TODAY).uses[meetings.id]
    assert (use.used, use.planned, use.left, use.expected, len(use.used_parts)) == (1, 1, 18, 10, 1)
    over = usage_of([met(-60, 1210), met(7, 20, Outcome.PLANNED)], [known()], TODAY).uses[known().id]
    assert (over.left, over.beyond) == (-30, 30)


APPROVALS = st.lists(
    st.tuples(st.integers(-90, 60), st.integers(0, 90), st.sampled_from([1, 2, Decimal("2.5")]),
              st.sampled_from(ApprovalUnit), st.sampled_from(["social_mentoring", "social_mentoring", "dental"])),
    max_size=4,
).map(lambda rows: [known(number, first, first + days, amount, unit, service)
                    for number, (first, days, amount, unit, service) in enumerate(rows)])  # fmt: skip
CONTACTS = st.lists(
    st.builds(met, st.integers(-90, 90), st.integers(0, 240), st.sampled_from(Outcome), st.sampled_from(Mode)),
    max_size=25,
).map(lambda contacts: sorted(contacts, key=lambda each: each.on))


@given(CONTACTS, APPROVALS)
def test_over_all_approvals_and_none_used_and_planned_are_the_records(contacts, approvals):
    usage = usage_of(contacts, approvals, TODAY)
    held = [each for each in contacts if each.outcome in CONTACT and each.on <= TODAY]
    plans = [each for each in contacts if each.outcome is Outcome.PLANNED and each.on >= TODAY]
    hours = [use for use in usage.uses.values() if use.approval.unit is ApprovalUnit.HOUR]
    assert all(use.used + use.planned + use.left == use.amount for use in usage.uses.values())
    assert {use.approval.service for use in usage.uses.values()} <= {"social_mentoring"}
    if len(hours) == len(usage.uses):
        uncovered = [sum(part.minutes for part in parts) for parts in (usage.uncovered, usage.uncovered_plans)]
        assert sum(use.used for use in hours) + uncovered[0] == sum(each.minutes for each in held)
        assert sum(use.planned for use in hours) + uncovered[1] == sum(each.minutes for each in plans)
    if all(use.approval.unit is ApprovalUnit.MEETING for use in usage.uses.values()):
        met_on = [each for each in held if each.mode in (Mode.IN_PERSON, Mode.OUTING, Mode.HOME)]
        beside = [part for part in usage.uncovered if part.contact in met_on]
        assert sum(use.used for use in usage.uses.values()) + len(beside) == len(met_on)


ATTENDED = st.lists(
    st.tuples(st.integers(-90, 0), st.integers(1, 240), st.sampled_from(["dental", "social_club"])), max_size=12
).map(lambda rows: [was_there(number, *row) for number, row in enumerate(sorted(rows))])  # fmt: skip


def was_there(number, day, minutes, service):
    return GroupMeeting(TODAY + timedelta(days=day), minutes, service, UUID(int=number), "Art")


@given(CONTACTS, APPROVALS, ATTENDED)
def test_a_meeting_of_a_group_counts_once_for_the_service_of_its_group(contacts, approvals, attended):
    services = ("dental", "social_club")
    by_service = {service: [each for each in attended if each.service == service] for service in services}
    usage = usage_of(contacts, approvals, TODAY, GroupRecords(tuple(attended)))
    alone = usage_of(contacts, approvals, TODAY)
    assert {key: use for key, use in usage.uses.items() if use.approval.service == "social_mentoring"} == alone.uses
    parts = [*usage.uncovered, *(part for use in usage.uses.values() for part in use.used_parts)]
    of_groups = [part for part in parts if isinstance(part.contact, GroupMeeting)]
    assert sum(part.minutes for part in of_groups) == sum(each.minutes for each in attended)
    assert all(part.terms is None or part.terms.service == part.contact.service for part in of_groups)
    assert all(sum(part.minutes for part in of_groups if part.contact is each) == each.minutes for each in attended)
    assert all(use.used + use.planned + use.left == use.amount for use in usage.uses.values())
    units = {use.approval.unit for use in usage.uses.values() if use.approval.service == "dental"}
    if units == {ApprovalUnit.MEETING}:
        used = sum(use.used for use in usage.uses.values() if use.approval.service == "dental")
        beside = [part for part in of_groups if part.terms is None and part.contact.service == "dental"]
        assert used + len(beside) == len(by_service["dental"])


def test_a_group_counts_only_for_approvals_in_whose_days_the_client_has_to_do_with_it():
    now, before = known(1, -20, 60, service="dental"), known(2, -90, -30, service="dental")
    elsewhere = known(3, -90, 60, service="hostel")

    def counted(attended=(), belonging=()):
        records = GroupRecords(tuple(was_there(1, day, 60, "dental") for day in attended), tuple(belonging))
        return {use.approval.id.int for use in usage_of([], [now, before, elsewhere], TODAY, records).uses.values()}

    def belongs(first, last=None):
        return Belonging(
            "dental", TODAY + timedelta(days=first), None if last is None else TODAY + timedelta(days=last)
        )

    assert counted() == set()
    assert counted([-25]) == set()
    assert (counted([-20]), counted([-40])) == ({1}, {2})
    assert (counted([], [belongs(-200)]), counted([], [belongs(-29, -21)])) == ({1, 2}, set())
    assert (counted([], [belongs(-200, -30)]), counted([], [belongs(-200, -20)])) == ({2}, {1, 2})
    records = GroupRecords(belonging=(belongs(-9, -1),))
    assert not records.expect("dental", TODAY)
    assert records.expect("dental", TODAY - timedelta(days=1))
    assert not records.expect("hostel", TODAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("approval", "others", "contacts", "found"),
    [
        (known(), [], [met(-60)], []),
        (known(), [], [met(-60, 1440)], [Notice.OVER_USED]),
        (known(last=-1), [], [met(-60, 1440)], [Notice.OVER_USED]),
        (known(), [], [met(-60, 1080), met(3, 180, Outcome.PLANNED)], [Notice.OVER_PLANNED]),
        (known(), [known(2, 10, 90)], [], [Notice.OVERLAP]),
        (known(), [known(2, -90, -10)], [], []),
        (known(), [known(2, 0, 90, service="hostel")], [], [Notice.UNUSUAL]),
        (known(last=60), [], [], [Notice.ENDS]),
        (known(last=61), [], [], []),
        (known(last=60), [known(2, 61, 200)], [], []),
        (known(last=60), [known(2, 62, 200)], [], [Notice.ENDS]),
        (known(last=9, service="dental"), [], [], []),
        (known(first=1, last=50), [], [], []),
    ],
)
def test_what_is_noticed_about_an_approval(approval, others, contacts, found):
    approvals = [approval, *others]
    use = usage_of(contacts, approvals, TODAY).uses.get(approval.id)
    assert notices_of(approval, approvals, use, LIMITS) == found


def test_whoever_was_met_lately_or_was_in_a_group_has_begun():
    start = TODAY - timedelta(days=20)

    def days(last_on=None, there_on=None, start=start):
        return days_not_begun(start, last_on, there_on, TODAY, 14)

    assert days() == 20
    assert days(last_on=start - timedelta(weeks=12, days=1)) == 20
    assert days(last_on=start - timedelta(weeks=12)) is None
    assert days(there_on=start) is None
    assert days(there_on=start - timedelta(days=1)) == 20
    assert days(start=TODAY - timedelta(days=13)) is None


def test_fading_is_told_from_the_weeks_before():
    before = [met(-day) for day in (40, 47, 54, 61)]
    assert fades(before, 7, LIMITS)
    assert not fades([*before, met(-3), met(-10), met(-17)], 7, LIMITS)
    assert not fades([replace(each, outcome=Outcome.NO_SHOW) for each in before], 7, LIMITS)
